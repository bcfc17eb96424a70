using System.Globalization;
using ClaudeCostAnalyzers.Catalog.Keys;
using ClaudeCostAnalyzers.Tool.Fixing;
using ClaudeCostAnalyzers.Tool.Loading;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Spectre.Console;
using static ClaudeCostAnalyzers.Tool.Reporting.Styles;

namespace ClaudeCostAnalyzers.Tool.Reporting;

/// <summary>Shows what changes in a file in the unified format, without the lines that hold a key.</summary>
internal sealed class DiffReport(IAnsiConsole console, string workingDirectory)
{
    private const int Context = 3;
    private const string Hidden = "(not shown: it holds a key)";

    private readonly StyledLines lines = new(console, wrap: false);

    public void Write(FixedFile file)
    {
        var path = PathRules.Display(file.Path, workingDirectory);
        lines.Line(0, 0, ("--- " + path, Strong));
        lines.Line(0, 0, ("+++ " + path, Strong));
        var all = Number(new InlineDiffBuilder(new Differ()).BuildDiffModel(file.Before.ToString(), file.After.ToString(), ignoreWhitespace: false).Lines);
        // A line that a fix indents anew is a new one.
        var secret = file.SecretLines.Where(line => line < file.Before.Lines.Count).Select(line => file.Before.Lines[line].ToString().Trim()).ToHashSet(StringComparer.Ordinal);
        var from = 0;
        while (Next(all, from) is { } hunk)
        {
            Write(all[hunk], secret);
            from = hunk.End.Value;
        }
    }

    /// <summary>Each line with its number before and after, from 0.</summary>
    private static List<(DiffPiece Line, int Before, int After)> Number(List<DiffPiece> pieces)
    {
        var numbered = new List<(DiffPiece, int, int)>(pieces.Count);
        var (before, after) = (0, 0);
        foreach (var piece in pieces)
        {
            numbered.Add((piece, before, after));
            if (piece.Type != ChangeType.Inserted)
                before++;
            if (piece.Type != ChangeType.Deleted)
                after++;
        }
        return numbered;
    }

    /// <summary>The next lines that belong together: changes with what stands around them.</summary>
    private static Range? Next(List<(DiffPiece Line, int Before, int After)> all, int from)
    {
        var first = all.FindIndex(from, one => one.Line.Type != ChangeType.Unchanged);
        if (first < 0)
            return null;
        var last = first;
        for (var at = first; at < all.Count && at - last <= 2 * Context; at++)
        {
            if (all[at].Line.Type != ChangeType.Unchanged)
                last = at;
        }
        return Math.Max(from, first - Context)..Math.Min(all.Count, last + Context + 1);
    }

    private void Write(List<(DiffPiece Line, int Before, int After)> hunk, IReadOnlySet<string> secret)
    {
        var before = hunk.Count(one => one.Line.Type != ChangeType.Inserted);
        var after = hunk.Count(one => one.Line.Type != ChangeType.Deleted);
        lines.Line(0, 0, (string.Create(CultureInfo.InvariantCulture, $"@@ -{Start(hunk[0].Before, before)},{before} +{Start(hunk[0].After, after)},{after} @@"), Faint));
        foreach (var (line, _, _) in hunk)
        {
            // Rules do not look at comments; what is shown here may be one with a key.
            var text = secret.Contains(line.Text.Trim()) || !KeyShapes.FindAll(line.Text).IsEmpty ? Hidden : line.Text;
            var (mark, style) = line.Type switch
            {
                ChangeType.Inserted => ("+", Green),
                ChangeType.Deleted => ("-", Red),
                _ => (" ", (Style?)null),
            };
            lines.Line(0, 0, (mark + text, style));
        }
    }

    /// <summary>Lines count from 1; an empty side names the line before it.</summary>
    private static int Start(int index, int count) => count == 0 ? index : index + 1;
}
