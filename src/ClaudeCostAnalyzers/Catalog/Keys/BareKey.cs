using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Catalog.Keys;

/// <summary>
/// A kind of key without a prefix of its own: it has the shape of any hash, so it is known only where a credential is expected
/// and the file names the provider.
/// </summary>
internal sealed class BareKey
{
    private static readonly Lazy<ImmutableArray<BareKey>> LazyAll = new(() =>
        LlmCatalog.ReadRows("Keys").Select(Parse).OfType<BareKey>().ToImmutableArray());

    private readonly KeyAlphabet alphabet;
    private readonly int shortest;
    private readonly int longest;
    private readonly string hint;

    private BareKey(KeyHome home, KeyAlphabet alphabet, int shortest, int longest, string hint)
    {
        Home = home;
        this.alphabet = alphabet;
        this.shortest = shortest;
        this.longest = longest;
        this.hint = hint;
    }

    /// <summary>Every row, in the order of the file.</summary>
    public static ImmutableArray<BareKey> All => LazyAll.Value;

    /// <summary>Whose keys look like this.</summary>
    public KeyHome Home { get; }

    /// <summary>The kind of key that <paramref name="text"/> is as a whole, or null.</summary>
    /// <param name="text">A text that stands where a credential is expected.</param>
    /// <param name="mentions">Whether the code around it has a word, in whatever case.</param>
    public static BareKey? Find(string text, Func<string, bool> mentions)
    {
        foreach (var kind in All)
        {
            if (text.Length >= kind.shortest && text.Length <= kind.longest && text.All(character => kind.alphabet.Contains(character)) && mentions(kind.hint))
                return kind;
        }

        return null;
    }

    private static BareKey? Parse(CatalogRow row)
    {
        var bounds = (row["length"] ?? "").Split([".."], StringSplitOptions.None);
        return row.Word == "bare-key" && row["hint"] is { Length: > 0 } hint && KeyAlphabets.Parse(row["alphabet"]) is { } alphabet
            && bounds.Length == 2 && int.TryParse(bounds[0], out var shortest) && int.TryParse(bounds[1], out var longest)
            ? new BareKey(KeyHome.Parse(row), alphabet, shortest, longest, hint)
            : null;
    }
}
