using System.Collections.Immutable;
using ClaudeCostAnalyzers.CodeFixes;
using ClaudeCostAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tool.Fixing;

/// <summary>Loads what a path stands for and works out what the fixes make of it. Nothing is written but <c>obj</c>, by restore.</summary>
internal sealed class FixRun(ImmutableArray<DiagnosticAnalyzer> rules, ImmutableArray<DocumentFix> fixes, DotnetCli dotnet, IProgress<string> progress)
{
    /// <param name="path">A solution, a project, a file-based program or a folder.</param>
    /// <param name="isWanted">Whether a finding is to be fixed.</param>
    /// <param name="restore">Whether packages are restored first, as a build does.</param>
    /// <exception cref="AnalysisException">Nothing could be analysed at all.</exception>
    public async Task<FixResult> RunAsync(string path, Func<Diagnostic, bool> isWanted, bool restore, CancellationToken cancel)
    {
        progress.Report("Looking for projects");
        var target = TargetFinder.Find(path);
        using var workspace = new BuildWorkspace();
        var msbuild = new MSBuildRunner(dotnet, workspace, target.WorkingDirectory, target.Solution);
        var loaded = await new ProjectLoader(msbuild, workspace, progress).LoadAsync(target, restore, cancel);

        var notes = new List<Note>(loaded.Notes);
        using var generators = new GeneratorAssemblyLoader();
        var factory = new CompilationFactory(loaded.All, generators, notes);
        var projects = loaded.InScope.Select(invocation => factory.Make(invocation, cancel)).ToList();
        // A fix must compile for the other frameworks of a project as well.
        foreach (var other in loaded.All.Where(other => !loaded.InScope.Contains(other) && loaded.InScope.Any(chosen => PathRules.Comparer.Equals(chosen.Project, other.Project))))
            factory.Make(other, cancel);
        using var solution = new FixSolution(factory.Made);
        var fixer = new Fixer(rules, fixes, isWanted, notes);

        var secrets = new Dictionary<string, HashSet<int>>(PathRules.Comparer);
        var before = new Dictionary<string, int>(StringComparer.Ordinal);
        var after = new Dictionary<string, int>(StringComparer.Ordinal);
        var now = solution.Original;
        var done = 0;
        foreach (var project in projects)
        {
            progress.Report($"Fixing {project.Invocation.Name} ({++done} of {projects.Count})");
            var id = solution.IdOf(project);
            Count(before, await fixer.FindAsync(now, id, cancel));
            AddSecrets(secrets, await fixer.FindAllAsync(solution.Original, id, cancel));
            now = await fixer.FixAsync(now, id, cancel);
            Count(after, await fixer.FindAsync(now, id, cancel));
        }

        return new(
            await FilesAsync(solution.Original, now, secrets, cancel),
            [.. before.Where(rule => rule.Value > after.GetValueOrDefault(rule.Key)).OrderBy(rule => rule.Key, StringComparer.Ordinal)
                .Select(rule => (rule.Key, rule.Value - after.GetValueOrDefault(rule.Key), (IReadOnlyList<string>)[.. fixer.Applied.Where(a => a.Rule == rule.Key).Select(a => a.Title).Order(StringComparer.Ordinal)]))],
            [.. after.OrderBy(rule => rule.Key, StringComparer.Ordinal).Select(rule => (rule.Key, rule.Value))],
            [.. notes.Distinct()]);
    }

    private static void Count(Dictionary<string, int> counts, ImmutableArray<Diagnostic> findings)
    {
        foreach (var finding in findings)
            counts[finding.Id] = counts.GetValueOrDefault(finding.Id) + 1;
    }

    /// <summary>Lines that a finding about a key covers are shown in no difference, whether that finding is fixed or not.</summary>
    private static void AddSecrets(Dictionary<string, HashSet<int>> secrets, ImmutableArray<Diagnostic> findings)
    {
        foreach (var finding in findings.Where(f => f.Descriptor.Category == "Security" && f.Location.IsInSource))
        {
            var span = finding.Location.GetLineSpan();
            if (!secrets.TryGetValue(span.Path, out var lines))
                secrets[span.Path] = lines = [];
            lines.UnionWith(Enumerable.Range(span.StartLinePosition.Line, span.EndLinePosition.Line - span.StartLinePosition.Line + 1));
        }
    }

    private static async Task<IReadOnlyList<FixedFile>> FilesAsync(Solution before, Solution after, Dictionary<string, HashSet<int>> secrets, CancellationToken cancel)
    {
        var files = new SortedDictionary<string, FixedFile>(StringComparer.Ordinal);
        foreach (var id in after.GetChanges(before).GetProjectChanges().SelectMany(project => project.GetChangedDocuments(onlyGetDocumentsWithTextChanges: true)))
        {
            var document = after.GetDocument(id)!;
            SourceText was = await before.GetDocument(id)!.GetTextAsync(cancel);
            files[document.FilePath!] = new(document.FilePath!, was, await document.GetTextAsync(cancel), secrets.GetValueOrDefault(document.FilePath!) ?? []);
        }
        return [.. files.Values];
    }
}
