using System.Collections.Immutable;
using System.Diagnostics;
using ClaudeCostAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tool.Analysis;

/// <summary>Loads what a path stands for and runs the rules on it. Nothing is written but <c>obj</c>, by restore.</summary>
/// <param name="rules">The rules to run.</param>
/// <param name="useBaseline">Whether findings that the baseline holds count as suppressed.</param>
/// <param name="dotnet">The SDK to ask.</param>
/// <param name="progress">Told what goes on.</param>
internal sealed class Scanner(ImmutableArray<DiagnosticAnalyzer> rules, bool useBaseline, DotnetCli dotnet, IProgress<string> progress)
{
    /// <param name="path">A solution, a project, a file-based program or a folder.</param>
    /// <param name="restore">Whether packages are restored first, as a build does.</param>
    /// <exception cref="AnalysisException">Nothing could be analysed at all.</exception>
    public async Task<ScanResult> ScanAsync(string path, bool restore, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        progress.Report("Looking for projects");
        var target = TargetFinder.Find(path);

        using var workspace = new BuildWorkspace();
        var msbuild = new MSBuildRunner(dotnet, workspace, target.WorkingDirectory, target.Solution);
        var loaded = await new ProjectLoader(msbuild, workspace, progress).LoadAsync(target, restore, cancel);

        var notes = new List<Note>();
        var assemblies = new HashSet<string>(StringComparer.Ordinal);
        var findings = await AnalyzeAsync(loaded, notes, assemblies, cancel);
        return new(
            Redaction.Apply(Order(findings)),
            [.. loaded.Notes.Concat(notes).Distinct()],
            loaded.InScope.Count,
            [.. rules.SelectMany(r => r.SupportedDiagnostics).DistinctBy(d => d.Id).OrderBy(d => d.Id, StringComparer.Ordinal)],
            target.WorkingDirectory,
            assemblies,
            clock.Elapsed);
    }

    private async Task<List<Finding>> AnalyzeAsync(LoadedProjects loaded, List<Note> notes, HashSet<string> assemblies, CancellationToken cancel)
    {
        using var generators = new GeneratorAssemblyLoader();
        var factory = new CompilationFactory(loaded.All, generators, notes);
        var analysis = new ProjectAnalysis(rules, useBaseline, notes);
        var findings = new List<Finding>();
        var done = 0;
        foreach (var invocation in loaded.InScope)
        {
            cancel.ThrowIfCancellationRequested();
            progress.Report($"Analysing {invocation.Name} ({++done} of {loaded.InScope.Count})");
            var project = factory.Make(invocation, cancel);
            assemblies.Add(project.Compilation.AssemblyName ?? "");
            findings.AddRange(await analysis.RunAsync(project, cancel));
        }
        return findings;
    }

    /// <summary>A file that several projects compile gives each finding once, and open if it is open in one of them.</summary>
    private static IReadOnlyList<Finding> Order(IEnumerable<Finding> findings) =>
    [
        .. findings
            .OrderBy(f => f.Suppression is not null)
            .GroupBy(f => (f.Spot.File, f.Spot.Line, f.Spot.Column, f.Spot.EndLine, f.Spot.EndColumn, f.Id, f.Message))
            .Select(same => same.First() with { Identities = [.. same.SelectMany(f => f.Identities).Distinct()] })
            .OrderBy(f => f.Spot.File, StringComparer.Ordinal).ThenBy(f => f.Spot.Line).ThenBy(f => f.Spot.Column).ThenBy(f => f.Id, StringComparer.Ordinal),
    ];
}
