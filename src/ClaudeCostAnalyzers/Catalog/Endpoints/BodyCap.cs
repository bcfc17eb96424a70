using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Catalog.Endpoints;

/// <summary>The fields of a request's JSON of which each caps the reply's tokens.</summary>
/// <param name="Paths">The fields, an inner one as <c>outer.inner</c>; the first is the one to write.</param>
/// <param name="HasDefault">Where none is set, the provider caps the reply.</param>
internal sealed record BodyCap(ImmutableArray<string> Paths, bool HasDefault)
{
    /// <summary>The cap of an endpoint's row; null: it says of none.</summary>
    public static BodyCap? Of(CatalogRow row) => row.Parts("cap") is { IsEmpty: false } paths ? new BodyCap(paths, row.Has("default")) : null;

    /// <summary>Serialisers write <c>MaxTokens</c>, <c>maxTokens</c> and <c>max_tokens</c> for one and the same field, as they are told.</summary>
    public static string Normal(string path) => path.Replace("_", "").ToLowerInvariant();

    /// <summary>Whether a field is a cap.</summary>
    public bool IsCap(string path) => Paths.Any(cap => Normal(cap) == Normal(path));

    /// <summary>Whether what stands within a field may be a cap; the empty path is the body.</summary>
    public bool MayHold(string path) => path.Length == 0 || Paths.Any(cap => Normal(cap).StartsWith(Normal(path) + ".", StringComparison.Ordinal));
}
