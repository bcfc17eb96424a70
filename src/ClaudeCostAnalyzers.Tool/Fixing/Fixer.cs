using System.Collections.Immutable;
using ClaudeCostAnalyzers.CodeFixes;
using ClaudeCostAnalyzers.Syntax;
using ClaudeCostAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tool.Fixing;

/// <summary>
/// Applies the product's fixes to one project after the other until nothing that they can remedy is left. A fix after which
/// a project has more compiler errors than before is taken back.
/// </summary>
/// <param name="analyzers">The rules. What the baseline holds is fixed too: it is known, not wanted.</param>
/// <param name="fixes">The fixes, in the order in which they are tried.</param>
/// <param name="isWanted">Whether a finding is to be fixed.</param>
/// <param name="notes">Takes what could not be done.</param>
internal sealed class Fixer(
    ImmutableArray<DiagnosticAnalyzer> analyzers, ImmutableArray<DocumentFix> fixes, Func<Diagnostic, bool> isWanted, ICollection<Note> notes)
{
    /// <summary>A remedy may show a further finding, once or twice; more would be two fixes at odds.</summary>
    private const int MaxRounds = 12;

    private readonly HashSet<(string Fix, string Path)> givenUp = [];
    private readonly HashSet<(string Rule, string Title)> applied = [];

    /// <summary>The remedies that were applied, by their titles in an editor.</summary>
    public IReadOnlySet<(string Rule, string Title)> Applied => applied;

    /// <summary>The solution with all findings of the project remedied that can be.</summary>
    public async Task<Solution> FixAsync(Solution solution, ProjectId project, CancellationToken cancel)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var before = solution;
            foreach (var fix in fixes)
                solution = await ApplyAsync(solution, project, fix, cancel);
            if (solution == before)
                break;
        }
        return solution;
    }

    /// <summary>The findings of a project that are to be fixed, as they are now.</summary>
    public async Task<ImmutableArray<Diagnostic>> FindAsync(Solution solution, ProjectId id, CancellationToken cancel) =>
        [.. (await FindAllAsync(solution, id, cancel)).Where(diagnostic => !diagnostic.IsSuppressed && isWanted(diagnostic))];

    /// <summary>All findings of a project, suppressed ones included.</summary>
    public async Task<ImmutableArray<Diagnostic>> FindAllAsync(Solution solution, ProjectId id, CancellationToken cancel)
    {
        var project = solution.GetProject(id)!;
        var compilation = (await project.GetCompilationAsync(cancel))!;
        // A rule that fails is reported by the scan; here it only finds nothing.
        var options = new CompilationWithAnalyzersOptions(project.AnalyzerOptions, (_, _, _) => { }, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true);
        return await new CompilationWithAnalyzers(compilation, analyzers, options).GetAnalyzerDiagnosticsAsync(cancel);
    }

    private async Task<Solution> ApplyAsync(Solution solution, ProjectId project, DocumentFix fix, CancellationToken cancel)
    {
        var fixable = (await FindAsync(solution, project, cancel)).Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id)).ToList();
        var analysed = solution;
        foreach (var perFile in fixable.Where(d => d.Location.IsInSource).GroupBy(d => d.Location.SourceTree!).OrderBy(g => g.Key.FilePath, StringComparer.Ordinal))
        {
            var path = perFile.Key.FilePath;
            // The compiler's files may lie on disk, where a project keeps them to look at.
            if (!File.Exists(path) || RazorSources.IsGenerated(path) || givenUp.Contains((fix.GetType().Name, path)) || analysed.GetDocument(perFile.Key) is not { } document
                || document.Project.Id != project || solution.GetDocument(document.Id) is not { } current || await current.GetSyntaxTreeAsync(cancel) != perFile.Key)
            {
                // A document that a fix of another one changed is seen again in the next round.
                continue;
            }

            solution = await ApplyAsync(solution, current, fix, [.. perFile.OrderBy(d => d.Location.SourceSpan.Start)], cancel);
        }

        return solution;
    }

    private async Task<Solution> ApplyAsync(Solution solution, Document document, DocumentFix fix, ImmutableArray<Diagnostic> findings, CancellationToken cancel)
    {
        var errors = await ErrorsAsync(solution, document, cancel);
        if (await FixAllAsync(document, fix, findings, cancel) is not { } all)
        {
            givenUp.Add((fix.GetType().Name, document.FilePath!));
            return solution;
        }

        var changed = await LinkAsync(solution, all.Solution, cancel);
        if (await ErrorsAsync(changed, document, cancel) <= errors)
        {
            foreach (var rule in findings.GroupBy(finding => finding.Id))
                applied.Add((rule.Key, all.Title));
            return changed;
        }

        // One of several may be what does not compile: each by itself, and the spoiler is left out.
        givenUp.Add((fix.GetType().Name, document.FilePath!));
        if (findings.Length > 1)
        {
            foreach (var finding in findings)
            {
                var now = await FindAsync(solution, document.Project.Id, cancel);
                if (now.FirstOrDefault(other => other.Id == finding.Id && other.Location.SourceTree?.FilePath == document.FilePath
                        && other.GetMessage() == finding.GetMessage()) is { } same
                    && solution.GetDocument(same.Location.SourceTree) is { } current)
                {
                    solution = await ApplyAsync(solution, current, fix, [same], cancel);
                }
            }

            return solution;
        }

        var line = findings[0].Location.GetLineSpan();
        notes.Add(new(NoteLevel.Warning,
            $"{line.Path}:{line.StartLinePosition.Line + 1}: the fix of {findings[0].Id} ({all.Title}) would not compile here and was left out.",
            "Remedy it by hand; the rule's page says how.", line.Path));
        return solution;
    }

    /// <summary>All of <paramref name="findings"/> by one remedy; null when there is none.</summary>
    private static async Task<(string Title, Solution Solution)?> FixAllAsync(Document document, DocumentFix fix, ImmutableArray<Diagnostic> findings, CancellationToken cancel)
    {
        foreach (var finding in findings)
        {
            CodeAction? offered = null;
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => offered ??= action, cancel));
            if (offered is null)
                continue;
            var context = new FixAllContext(
                document, fix, FixAllScope.Document, offered.EquivalenceKey, fix.FixableDiagnosticIds, new Found(document, findings), cancel);
            var action = await fix.GetFixAllProvider().GetFixAsync(context);
            var solution = await SolutionOf(action, cancel);
            // A remedy that goes into another document than the finding's is no part of fixing all in this one.
            if (solution is null || solution == document.Project.Solution || !HasChanges(document.Project.Solution, solution))
                solution = await SolutionOf(offered, cancel);
            if (solution is not null && HasChanges(document.Project.Solution, solution))
                return (offered.Title, solution);
        }

        return null;
    }

    private static async Task<Solution?> SolutionOf(CodeAction? action, CancellationToken cancel) => action is null
        ? null
        : (await action.GetOperationsAsync(cancel)).OfType<ApplyChangesOperation>().FirstOrDefault()?.ChangedSolution;

    private static bool HasChanges(Solution before, Solution after) =>
        after.GetChanges(before).GetProjectChanges().Any(project => project.GetChangedDocuments(onlyGetDocumentsWithTextChanges: true).Any());

    /// <summary>A file that several projects compile changes in all of them.</summary>
    private static async Task<Solution> LinkAsync(Solution before, Solution after, CancellationToken cancel)
    {
        var linked = after;
        foreach (var id in after.GetChanges(before).GetProjectChanges().SelectMany(project => project.GetChangedDocuments(onlyGetDocumentsWithTextChanges: true)))
        {
            var document = after.GetDocument(id)!;
            foreach (var other in after.GetDocumentIdsWithFilePath(document.FilePath!).Where(other => other != id && after.GetDocument(other) is not null))
                linked = linked.WithDocumentText(other, await document.GetTextAsync(cancel));
        }
        return linked;
    }

    /// <summary>Compiler errors of all projects that compile the file: a project is one for each of its target frameworks.</summary>
    private static async Task<int> ErrorsAsync(Solution solution, Document document, CancellationToken cancel)
    {
        var errors = 0;
        foreach (var project in solution.GetDocumentIdsWithFilePath(document.FilePath!).Select(id => id.ProjectId).Distinct())
            errors += (await solution.GetProject(project)!.GetCompilationAsync(cancel))!.GetDiagnostics(cancel).Count(d => d.DefaultSeverity == DiagnosticSeverity.Error && !d.IsSuppressed);
        return errors;
    }

    /// <summary>Gives the findings that are known to whoever fixes all of them.</summary>
    private sealed class Found(Document document, ImmutableArray<Diagnostic> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document of, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(of.Id == document.Id ? findings : []);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(project.Id == document.Project.Id ? findings : []);
    }
}
