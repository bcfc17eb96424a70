namespace ClaudeCostAnalyzers.Catalog.Keys;

/// <summary>Whose credential it is, and where such a credential is kept by convention.</summary>
/// <param name="Provider">The provider's name, as people write it.</param>
/// <param name="Variable">The environment variable; empty when no convention is known.</param>
/// <param name="Configuration">The configuration path, such as <c>OpenAI:ApiKey</c>; empty when no convention is known.</param>
internal sealed record KeyHome(string Provider, string Variable, string Configuration)
{
    /// <summary>The home that a row describes: its values are the provider's name.</summary>
    public static KeyHome Parse(CatalogRow row) => new(string.Join(" ", row.Values), row["variable"] ?? "", row["configuration"] ?? "");
}
