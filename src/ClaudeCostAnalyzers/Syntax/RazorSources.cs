using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>What the Razor compiler makes of <c>.razor</c> and <c>.cshtml</c> files: generated code, most of which a person wrote.</summary>
internal static class RazorSources
{
    private static readonly string[] s_endings = ["_razor.g.cs", "_cshtml.g.cs", ".razor.g.cs", ".cshtml.g.cs"];

    /// <summary>Whether a file is the Razor compiler's, by the end of its name.</summary>
    public static bool IsGenerated(string path) => s_endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a place in such a file stands for one in the file that somebody wrote.</summary>
    public static bool IsWritten(Location location) => location.GetMappedLineSpan() is { HasMappedPath: true, Path: var path }
        && (path.EndsWith(".razor", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".cshtml", StringComparison.OrdinalIgnoreCase));
}
