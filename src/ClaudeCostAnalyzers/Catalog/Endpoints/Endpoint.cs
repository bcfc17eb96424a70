using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Catalog.Endpoints;

/// <summary>An endpoint of models, as its row describes it.</summary>
/// <param name="Path">How the path ends.</param>
/// <param name="Hosts">The hosts that have it; empty: no other service has such a path.</param>
/// <param name="Hint">What a file must name when the host is not known; null: then it does not count.</param>
/// <param name="Cap">What in the body caps the reply's tokens; null: it has no such cap, or none that is known.</param>
internal sealed record Endpoint(string Path, ImmutableArray<string> Hosts, string? Hint, BodyCap? Cap)
{
    /// <summary>At the boundary of a segment: <c>https://host</c> may be configured with the first of them.</summary>
    public bool IsPath(string path)
    {
        path = path.TrimEnd('/');
        return path.EndsWith(Path, StringComparison.Ordinal)
            || (Path[0] == '/' && path.Length == Path.Length - 1 && string.CompareOrdinal(path, 0, Path, 1, path.Length) == 0);
    }
}
