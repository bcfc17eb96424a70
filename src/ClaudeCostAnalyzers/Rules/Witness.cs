using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>Puts the path to a call into a form that a diagnostic may carry.</summary>
internal static class Witness
{
    /// <summary>
    /// The same places, those in the source of another project named by file and line: a compiler refuses a diagnostic that
    /// refers to a syntax tree which is not its own.
    /// </summary>
    public static ImmutableArray<Location> In(Compilation compilation, ImmutableArray<Location> path)
    {
        var reported = ImmutableArray.CreateBuilder<Location>(path.Length);
        foreach (var place in path)
        {
            reported.Add(place.SourceTree is { } tree && !compilation.ContainsSyntaxTree(tree)
                ? Location.Create(tree.FilePath, place.SourceSpan, place.GetLineSpan().Span)
                : place);
        }

        return reported.MoveToImmutable();
    }
}
