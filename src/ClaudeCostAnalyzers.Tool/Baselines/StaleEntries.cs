using ClaudeCostAnalyzers.Baselines;
using ClaudeCostAnalyzers.Tool.Analysis;
using ClaudeCostAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Tool.Baselines;

/// <summary>Tells which entries of a baseline stand for findings that are no longer there. A build cannot: it sees one project.</summary>
internal static class StaleEntries
{
    private const int MaxNamed = 5;

    /// <param name="files">The additional files of one project.</param>
    /// <param name="assembly">Its assembly: entries of others are not its affair.</param>
    /// <param name="findings">All its findings.</param>
    public static IEnumerable<Note> Find(IEnumerable<AdditionalText> files, string assembly, IReadOnlyList<Finding> findings, CancellationToken cancel)
    {
        var used = findings.Where(f => f.Suppression is { IsBaseline: true }).SelectMany(f => f.Identities)
            .CountBy(identity => identity.Identity.Key).ToDictionary();
        foreach (var file in files.Where(file => BaselineFile.IsBaseline(file.Path)))
        {
            if (file.GetText(cancel) is not { } text)
                continue;
            var stale = BaselineFile.Parse(text).Entries.DistinctBy(entry => entry.Key)
                .Where(entry => entry.Assembly == assembly && used.GetValueOrDefault(entry.Key) < entry.Count).ToList();
            if (stale.Count == 0)
                continue;
            var named = stale.Take(MaxNamed).Select(entry => $"{entry.Key.Rule} in {(entry.Member.Length > 0 ? entry.Member : entry.File)}");
            yield return new(NoteLevel.Info,
                $"{stale.Count} {(stale.Count == 1 ? "entry" : "entries")} of {file.Path} for {assembly} {(stale.Count == 1 ? "is" : "are")} no longer needed: {string.Join(", ", named)}{(stale.Count > MaxNamed ? ", ..." : "")}.",
                "Run claude-cost baseline again to drop what has been fixed.", file.Path);
        }
    }
}
