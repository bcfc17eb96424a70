using System.Collections.Concurrent;
using ClaudeCost.Pricing;

namespace ClaudeCost;

/// <summary>
/// List prices of models by name: those that come with the package (each with its date and source), and those of a file of
/// one's own. Set <see cref="BudgetGuard.Prices"/> to use another catalogue than <see cref="Default"/>.
/// </summary>
/// <remarks>Immutable, hence safe to share between threads.</remarks>
public sealed class PriceCatalog
{
    /// <summary>The window that a model is taken to have where nobody says: the largest known.</summary>
    internal const long LargestContextWindow = 1_050_000;

    /// <summary>The most output that a model is taken to give where nobody says: the largest known.</summary>
    internal const long LargestMaxOutput = 128_000;

    // Model names come from requests; a program that makes them up must not fill the memory.
    private const int MostRemembered = 1024;
    private const int FirstPlaces = 16;

    private static readonly Lazy<PriceCatalog> BuiltIn = new(LoadBuiltIn);

    private readonly Dictionary<string, ModelPrice?> models;
    private readonly ConcurrentDictionary<string, ModelPrice?> found = new(StringComparer.Ordinal);

    // Requests and replies name a model by one and the same string (ModelNames): the first models that come are found by that alone.
    private readonly Priced?[] first = new Priced?[FirstPlaces];

    private PriceCatalog(Dictionary<string, ModelPrice?> models, string version)
    {
        this.models = models;
        Version = version;
        var known = models.Values.OfType<ModelPrice>().ToArray();
        LargestFastMultiplier = known.Max(price => price.FastMultiplier ?? 1m);
        Dearest = new ModelPrice
        {
            Id = "(dearest known)",
            Rates = known.Select(price => Rates.Max(price.Rates, price.LongPromptRates)).Aggregate((a, b) => Rates.Max(a, b)),
            ContextWindow = Math.Max(LargestContextWindow, known.Max(price => price.ContextWindow)),
            MaxOutputTokens = Math.Max(LargestMaxOutput, known.Max(price => price.MaxOutputTokens)),
        };
    }

    /// <summary>The catalogue that comes with the package.</summary>
    public static PriceCatalog Default => BuiltIn.Value;

    /// <summary>The names of all models that have a price.</summary>
    public IEnumerable<string> Models => models.Where(entry => entry.Value is not null).Select(entry => entry.Key);

    /// <summary>Tells this price list from others: its latest date, and the beginning of a hash of the file it was read from.</summary>
    internal string Version { get; }

    /// <summary>The dearest of every rate in the catalogue: what a model without a known price is charged at.</summary>
    internal ModelPrice Dearest { get; }

    /// <summary>What the fast mode of a model is charged at where nobody says by how much it multiplies.</summary>
    internal decimal LargestFastMultiplier { get; }

    /// <summary>
    /// Reads a price file. Its models are added to those of <see cref="Default"/>, or take their place. See docs/runtime.md for
    /// the format; prices are in USD per million tokens.
    /// </summary>
    /// <param name="path">A JSON file.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is <see langword="null"/>.</exception>
    /// <exception cref="PriceCatalogException">The file is missing, cannot be read, or has an error; the message says where and what to do.</exception>
    public static PriceCatalog Load(string path)
    {
        if (path is null)
        {
            throw new ArgumentNullException(nameof(path));
        }

        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PriceCatalogException(path, 0, $"it cannot be read ({exception.Message}) Give the path of a JSON file with prices.", exception);
        }

        return Own(bytes, path);
    }

    /// <summary>Reads prices from a stream, as <see cref="Load(string)"/> does from a file. Does not close it.</summary>
    /// <param name="stream">UTF-8 JSON.</param>
    /// <param name="name">What exceptions call the stream.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is <see langword="null"/>.</exception>
    /// <exception cref="PriceCatalogException">The content has an error; the message says where and what to do.</exception>
    public static PriceCatalog Load(Stream stream, string name = "(stream)")
    {
        if (stream is null)
        {
            throw new ArgumentNullException(nameof(stream));
        }

        return Own(AllBytes(stream), name);
    }

    /// <summary>
    /// Whether the catalogue has a price for a model, by its name or by that of a dated snapshot, a cloud or a gateway
    /// (<c>claude-haiku-4-5-20251001</c>, <c>us.anthropic.claude-haiku-4-5-20251001-v1:0</c>, <c>anthropic/claude-haiku-4.5</c>).
    /// </summary>
    /// <param name="model">The name as it stands in a request.</param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is <see langword="null"/>.</exception>
    public bool Contains(string model) => Find(model ?? throw new ArgumentNullException(nameof(model))) is not null;

    /// <summary>The price of a model, or <see langword="null"/> if it has none.</summary>
    internal ModelPrice? Find(string? model)
    {
        if (model is null || model.Length == 0)
        {
            return null;
        }

        ref var place = ref first[(model.Length + model[model.Length - 1]) & (FirstPlaces - 1)];
        if (place is { } its && ReferenceEquals(its.Model, model))
        {
            return its.Price;
        }

        if (!found.TryGetValue(model, out var price))
        {
            price = LookUp(model);
            if (found.Count < MostRemembered)
            {
                found.TryAdd(model, price);
            }
        }

        place ??= new Priced(model, price);
        return price;
    }

    private static PriceCatalog Own(byte[] bytes, string name)
    {
        var merged = Overlay(PriceFile.Read(bytes, name));
        return new PriceCatalog(merged, VersionOf(merged, bytes));
    }

    private static string VersionOf(Dictionary<string, ModelPrice?> models, byte[] file)
    {
        using var hash = System.Security.Cryptography.SHA256.Create();
        var latest = models.Values.Select(price => price?.Date ?? "").OrderBy(date => date, StringComparer.Ordinal).LastOrDefault();
        return latest + "+" + BitConverter.ToString(hash.ComputeHash(file), 0, 4).Replace("-", "").ToLowerInvariant();
    }

    private static Dictionary<string, ModelPrice?> Overlay(Dictionary<string, ModelPrice?> own)
    {
        var merged = new Dictionary<string, ModelPrice?>(Default.models, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in own)
        {
            merged[entry.Key] = entry.Value;
        }

        return merged;
    }

    private static PriceCatalog LoadBuiltIn()
    {
        using var stream = typeof(PriceCatalog).Assembly.GetManifestResourceStream("ClaudeCost.Pricing.prices.json")
            ?? throw new InvalidOperationException("The price list is missing from the assembly.");
        var bytes = AllBytes(stream);
        var models = PriceFile.Read(bytes, "prices.json");
        return new PriceCatalog(models, VersionOf(models, bytes));
    }

    private static byte[] AllBytes(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private ModelPrice? LookUp(string model)
    {
        foreach (var candidate in ModelIds.Candidates(model))
        {
            if (models.TryGetValue(candidate, out var price))
            {
                return price;
            }
        }

        return null;
    }

    private sealed class Priced(string model, ModelPrice? price)
    {
        public string Model => model;

        public ModelPrice? Price => price;
    }
}
