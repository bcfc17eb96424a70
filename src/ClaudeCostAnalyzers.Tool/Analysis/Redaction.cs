namespace ClaudeCostAnalyzers.Tool.Analysis;

/// <summary>Takes the code of lines that hold a secret out of every finding, also where another rule's path leads over them.</summary>
/// <remarks>Excerpts leave long literals out by themselves; a key that is put together from short pieces needs this.</remarks>
internal static class Redaction
{
    public static IReadOnlyList<Finding> Apply(IReadOnlyList<Finding> findings)
    {
        var secret = findings.Where(f => f.IsAboutSecret)
            .SelectMany(f => Enumerable.Range(f.Spot.Line, f.Spot.EndLine - f.Spot.Line + 1).Select(line => (f.Spot.File, line)))
            .ToHashSet();
        return secret.Count == 0
            ? findings
            : [.. findings.Select(f => f with { Spot = Redact(f.Spot), Path = [.. f.Path.Select(Redact)] })];

        SourceSpot Redact(SourceSpot spot) => secret.Contains((spot.File, spot.Line)) ? spot with { Excerpt = "(not shown: it holds a key)" } : spot;
    }
}
