using System.Globalization;
using ClaudeCostAnalyzers.Tool.Analysis;
using ClaudeCostAnalyzers.Tool.Fixing;
using ClaudeCostAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis;
using Spectre.Console;
using static ClaudeCostAnalyzers.Tool.Reporting.Styles;
using static ClaudeCostAnalyzers.Tool.Reporting.Wording;

namespace ClaudeCostAnalyzers.Tool.Reporting;

/// <summary>The report for people: findings by file, the path under each, the remedy, notes, a summary.</summary>
internal sealed class ConsoleReport(IAnsiConsole console, bool wrap, string workingDirectory)
{
    private readonly StyledLines lines = new(console, wrap);

    /// <summary>Writes the report of a scan.</summary>
    /// <param name="result">The scan.</param>
    /// <param name="minimum">Findings below this severity are not shown.</param>
    public void Write(ScanResult result, DiagnosticSeverity minimum)
    {
        var shown = result.Findings.Where(f => f.Suppression is null && f.Severity >= minimum).ToList();
        foreach (var file in shown.GroupBy(f => f.Spot.File))
        {
            lines.Line(0, 2, (PathRules.Display(file.Key, workingDirectory), Strong));
            foreach (var finding in file)
                Write(finding);
            lines.Blank();
        }
        Write(result.Notes);
        if (result.Notes.Count > 0)
            lines.Blank();
        Summarize(result, shown, minimum);
    }

    /// <summary>Writes what the user should know about how a result came about, errors last.</summary>
    public void Write(IEnumerable<Note> notes)
    {
        foreach (var note in notes.OrderBy(n => n.Level))
            Write(note);
    }

    /// <summary>Writes what fixing came to.</summary>
    public void Write(FixResult result, bool dryRun)
    {
        if (result.Files.Count > 0 || result.Notes.Count > 0)
            lines.Blank();
        foreach (var (rule, count, titles) in result.Fixed)
            lines.Line(0, 2, ($"{rule} ", Strong), ($"{Count(count, "finding")} {(dryRun ? "would be " : "")}fixed", Green), (titles.Count > 0 ? ": " + string.Join("; ", titles) : "", null));
        foreach (var (rule, count) in result.Left)
            lines.Line(0, 2, ($"{rule} ", Strong), ($"{Count(count, "finding")} left", Yellow), ("; claude-cost scan shows the way out", null));
        lines.Line(0, 0, (result.Files.Count == 0 ? "Nothing to change" : $"{Count(result.Files.Count, "file")} {(dryRun ? "would change" : "changed")}", Strong));
    }

    /// <summary>Writes why nothing could be analysed, and what to do.</summary>
    public void Write(AnalysisException failure) => Write(new Note(NoteLevel.Error, failure.Message, failure.Remedy));

    private void Write(Finding finding)
    {
        var place = $"{finding.Spot.Line}:{finding.Spot.Column}";
        var (word, style) = Word(finding.Severity);
        lines.Line(2, 10, (place.PadRight(7) + " ", Faint), (word, style), (" " + finding.Id + " ", Strong), (finding.Message, null));
        // A rule about a secret shows nothing of the source: its own line is the secret.
        if (!finding.IsAboutSecret)
        {
            var places = finding.Path.Select(s => Place(s, finding)).ToList();
            var width = places.Select(p => p.Length).DefaultIfEmpty().Max();
            foreach (var (spot, at) in finding.Path.Zip(places))
                lines.Line(10, 12 + width, (at.PadRight(width) + "  ", Faint), (spot.Excerpt, Faint));
        }
        lines.Line(10, 15, ("fix: ", Green), (Remedies.For(finding), null));
    }

    private string Place(SourceSpot spot, Finding finding) => spot.File == finding.Spot.File
        ? $"{spot.Line}:{spot.Column}"
        : $"{PathRules.Display(spot.File, workingDirectory)}:{spot.Line}:{spot.Column}";

    private void Write(Note note)
    {
        var (word, style) = note.Level switch
        {
            NoteLevel.Error => ("error: ", Red),
            NoteLevel.Warning => ("note: ", Yellow),
            _ => ("note: ", Faint),
        };
        lines.Line(0, word.Length, (word, style), (note.Text, null));
        if (note.Remedy is not null)
            lines.Line(word.Length, word.Length, (note.Remedy, note.Level == NoteLevel.Error ? Strong : null));
    }

    private void Summarize(ScanResult result, List<Finding> shown, DiagnosticSeverity minimum)
    {
        var time = result.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s";
        var projects = Count(result.Projects, "project");
        var text = shown.Count == 0
            ? $"No findings in {projects}, {time}"
            : $"{Count(shown.Count, "finding")} in {Count(shown.Select(f => f.Spot.File).Distinct().Count(), "file")}, {projects}, {time}";
        var suppressed = result.Findings.Count(f => f.Suppression is { IsBaseline: false } && f.Severity >= minimum);
        if (suppressed > 0)
            text += $"; {suppressed} suppressed in source";
        var known = result.Findings.Count(f => f.Suppression is { IsBaseline: true } && f.Severity >= minimum);
        if (known > 0)
            text += $"; {known} in the baseline";
        if (!result.IsComplete)
            text += "; not everything could be analysed, see the errors above";
        var style = !result.IsComplete || shown.Any(f => f.Severity == DiagnosticSeverity.Error) ? Red : shown.Count > 0 ? Yellow : Green;
        lines.Line(0, 0, (text, style));
    }

    private static (string, Style) Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => ("error", Red),
        DiagnosticSeverity.Warning => ("warning", Yellow),
        DiagnosticSeverity.Info => ("info", Blue),
        _ => ("hidden", Faint),
    };
}
