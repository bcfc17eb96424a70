using System.Collections.Immutable;
using ClaudeCostAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Tool.Analysis;

/// <summary>What a scan found out.</summary>
/// <param name="Findings">Ordered by file and place, each place once, suppressed ones included.</param>
/// <param name="Notes">What the user should know about how complete it is.</param>
/// <param name="Projects">The number of projects and programs that were analysed.</param>
/// <param name="Rules">All rules that ran.</param>
/// <param name="Folder">The folder of the solution, project or program that was named; empty when there was none.</param>
/// <param name="Assemblies">The names of the assemblies that were analysed.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record ScanResult(
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<Note> Notes,
    int Projects,
    ImmutableArray<DiagnosticDescriptor> Rules,
    string Folder,
    IReadOnlyCollection<string> Assemblies,
    TimeSpan Elapsed)
{
    /// <summary>Whether everything that was asked for was analysed.</summary>
    public bool IsComplete => Projects > 0 && Notes.All(n => n.Level != NoteLevel.Error);
}
