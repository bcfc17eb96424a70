using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Catalog.Keys;

/// <summary>
/// The names by which code says that something is a credential: of variables, headers and parts of URLs. The embedded data
/// file, read once per process. Safe for concurrent use.
/// </summary>
internal sealed class CredentialNames
{
    private static readonly Lazy<CredentialNames> LazyShared = new(() => new CredentialNames(LlmCatalog.ReadRows("Credentials")));

    private readonly ImmutableHashSet<string> names;
    private readonly ImmutableArray<string> ends;
    private readonly ImmutableDictionary<string, string> headers;
    private readonly ImmutableHashSet<string> headerMethods;
    private readonly ImmutableHashSet<string> variables;
    private readonly ImmutableArray<(KeyHome Home, ImmutableArray<string> Words)> providers;

    private CredentialNames(ImmutableArray<CatalogRow> rows)
    {
        names = Values(rows, "name").ToImmutableHashSet(StringComparer.Ordinal);
        ends = Values(rows, "name-end").ToImmutableArray();
        headers = rows.Where(row => row.Word == "header").ToImmutableDictionary(row => row.Value, row => row["scheme"] ?? "", StringComparer.OrdinalIgnoreCase);
        headerMethods = Values(rows, "header-method").ToImmutableHashSet(StringComparer.Ordinal);
        Queries = Values(rows, "query").ToImmutableArray();
        Hosts = Values(rows, "host").ToImmutableArray();
        Placeholders = Values(rows, "placeholder").ToImmutableArray();
        providers = rows.Where(row => row.Word == "provider").Select(row => (KeyHome.Parse(row), row.Parts("word"))).ToImmutableArray();
        variables = providers.Select(provider => provider.Home.Variable).Concat(KeyShapes.All.Select(shape => shape.Home.Variable))
            .Concat(LlmCatalog.Sdks.SelectMany(sdk => sdk.Rows).Where(row => row.Word == "key-variable").Select(row => row.Value))
            .Where(variable => variable.Length > 0).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The table of the product.</summary>
    public static CredentialNames Shared => LazyShared.Value;

    /// <summary>Names of the parameters of a URL that are credentials.</summary>
    public ImmutableArray<string> Queries { get; }

    /// <summary>Hosts of models; one that begins with a dot is the end of a name.</summary>
    public ImmutableArray<string> Hosts { get; }

    /// <summary>Words that stand in what people write in the place of a credential.</summary>
    public ImmutableArray<string> Placeholders { get; }

    /// <summary>Where a credential is kept when nothing tells whose it is.</summary>
    public static KeyHome Unknown { get; } = new("", "LLM_API_KEY", "Llm:ApiKey");

    /// <summary>Whether something of this name is an LLM credential: <c>apiKey</c>, <c>_openAiKey</c>, <c>ANTHROPIC_API_KEY</c>.</summary>
    public bool IsLlmCredential(string name)
    {
        var plain = Plain(name);
        return names.Contains(plain) || ends.Any(end => plain.EndsWith(end, StringComparison.Ordinal)) && ProviderIn(plain) is not null && !IsOfOtherKind(plain);
    }

    /// <summary>Whether something of this name is an API key, whoever's it is.</summary>
    public bool IsApiKey(string name)
    {
        var plain = Plain(name);
        return plain.EndsWith("apikey", StringComparison.Ordinal) || plain.EndsWith("authtoken", StringComparison.Ordinal) || IsLlmCredential(name);
    }

    /// <summary>Whether an environment variable of this name holds an LLM credential.</summary>
    public bool IsVariable(string name) => IsKnownVariable(name) || IsLlmCredential(name);

    /// <summary>Whether a provider's own tools read a credential from the variable of this name.</summary>
    public bool IsKnownVariable(string name) => variables.Contains(name);

    /// <summary>What must stand before the credential in a header of this name; null: such a header holds none.</summary>
    public string? HeaderScheme(string header) => headers.TryGetValue(header.Trim(), out var scheme) ? scheme : null;

    /// <summary>Whether a member of this name may set a header.</summary>
    public bool IsHeaderMethod(string name) => headerMethods.Contains(name);

    /// <summary>The provider that <paramref name="text"/> has a word of, or null.</summary>
    public KeyHome? ProviderIn(string text) => Provider(word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>The first provider of which <paramref name="mentions"/> finds a word, or null.</summary>
    public KeyHome? Provider(Func<string, bool> mentions)
    {
        foreach (var (home, words) in providers)
        {
            if (words.Any(mentions))
                return home;
        }

        return null;
    }

    /// <summary>Whether <paramref name="url"/>, as far as it is known, goes to a model.</summary>
    public bool IsModelUrl(string url) => Hosts.Any(host => url.IndexOf(host, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Letters and digits only, in lower case.</summary>
    private static string Plain(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    /// <summary>Names of keys and tokens that are no secrets: of dictionaries, of caches, of counted tokens, of cancellation, of settings.</summary>
    private static bool IsOfOtherKind(string plain) =>
        plain.EndsWith("cachekey", StringComparison.Ordinal) || plain.EndsWith("cancellationtoken", StringComparison.Ordinal) || plain.EndsWith("configkey", StringComparison.Ordinal)
        || plain.EndsWith("settingkey", StringComparison.Ordinal) || plain.EndsWith("sectionkey", StringComparison.Ordinal) || plain.EndsWith("modelkey", StringComparison.Ordinal)
        || plain.EndsWith("stoptoken", StringComparison.Ordinal) || plain.EndsWith("publickey", StringComparison.Ordinal) || plain.EndsWith("servicekey", StringComparison.Ordinal)
        || plain.EndsWith("maxtoken", StringComparison.Ordinal) || plain.EndsWith("pricepertoken", StringComparison.Ordinal) || plain.EndsWith("pertoken", StringComparison.Ordinal);

    private static IEnumerable<string> Values(ImmutableArray<CatalogRow> rows, string word) => rows.Where(row => row.Word == word && row.Value.Length > 0).Select(row => row.Value);
}
