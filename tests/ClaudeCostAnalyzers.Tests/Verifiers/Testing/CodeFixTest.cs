using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ClaudeCostAnalyzers.Tests.Verifiers;

/// <summary>
/// Runs an analyzer test, then applies its fixes one by one until none is left, and all at once in a document, a project and
/// the solution; each way must give the fixed state, without a new compiler error.
/// </summary>
public abstract class CodeFixTest : AnalyzerTest
{
    public string FixedCode { set => FixedState.Sources.Add(value); }

    /// <summary>What fixing one by one gives. Its markup says what is still reported.</summary>
    public SolutionState FixedState { get; } = new();

    public string BatchFixedCode { set => BatchFixedState.Sources.Add(value); }

    /// <summary>What fixing all at once gives, when that differs from <see cref="FixedState"/>.</summary>
    public SolutionState BatchFixedState { get; } = new();

    /// <summary>Which of the offered actions is taken; null: the first.</summary>
    public int? CodeActionIndex { get; set; }

    /// <summary>Takes the offered action of this key.</summary>
    public string? CodeActionEquivalenceKey { get; set; }

    /// <summary>Sees each action before it is applied.</summary>
    public Action<CodeAction>? CodeActionVerifier { get; set; }

    protected abstract IEnumerable<CodeFixProvider> GetCodeFixProviders();

    protected override async Task RunFurtherAsync(Project project, CancellationToken cancellationToken)
    {
        if (FixedState.Sources.Count == 0)
            return;
        await VerifyAsync("Fixed one by one", FixedState, project, await FixOneByOneAsync(project, cancellationToken), cancellationToken);
        var batch = BatchFixedState.Sources.Count > 0 ? BatchFixedState : FixedState;
        foreach (var scope in new[] { FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution })
        {
            if (await FixAllAsync(project, scope, cancellationToken) is { } all)
                await VerifyAsync($"Fixed all in the {scope.ToString().ToLowerInvariant()}", batch, project, all, cancellationToken);
        }
    }

    private async Task<Project> FixOneByOneAsync(Project project, CancellationToken cancellationToken)
    {
        var turns = (await GetDiagnosticsAsync(project, cancellationToken)).Length + 1;
        while (await FirstFixAsync(project, cancellationToken) is { } first)
        {
            if (turns-- == 0)
                Assert.Fail($"Fixing one by one does not end: '{first.Action.Title}' is still offered at {first.Diagnostic}.");
            project = await ApplyAsync(first.Action, project, cancellationToken);
        }

        return project;
    }

    private async Task<(Diagnostic Diagnostic, Document Document, CodeFixProvider Provider, CodeAction Action)?> FirstFixAsync(Project project, CancellationToken cancellationToken)
    {
        var diagnostics = (await GetDiagnosticsAsync(project, cancellationToken)).Where(diagnostic => diagnostic.Location.IsInSource)
            .OrderBy(diagnostic => diagnostic.Location.SourceTree!.FilePath, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start);
        foreach (var diagnostic in diagnostics)
        {
            var document = project.GetDocument(diagnostic.Location.SourceTree)!;
            foreach (var provider in GetCodeFixProviders().Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                var actions = new List<CodeAction>();
                await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), cancellationToken));
                var chosen = CodeActionEquivalenceKey is { } key
                    ? actions.Find(action => action.EquivalenceKey == key)
                    : actions.ElementAtOrDefault(CodeActionIndex ?? 0);
                if (chosen is null)
                    continue;
                CodeActionVerifier?.Invoke(chosen);
                return (diagnostic, document, provider, chosen);
            }
        }

        return null;
    }

    private async Task<Project?> FixAllAsync(Project project, FixAllScope scope, CancellationToken cancellationToken)
    {
        if (await FirstFixAsync(project, cancellationToken) is not { } first)
            return project;
        if (first.Provider.GetFixAllProvider() is not { } fixAll || !fixAll.GetSupportedFixAllScopes().Contains(scope))
            return null;
        // A fix-all in a document is asked for in each document that has something to fix.
        var documents = scope == FixAllScope.Document ? project.DocumentIds.ToImmutableArray() : [first.Document.Id];
        foreach (var id in documents)
        {
            var context = new FixAllContext(project.GetDocument(id)!, first.Provider, scope, first.Action.EquivalenceKey,
                first.Provider.FixableDiagnosticIds, new Provider(GetDiagnosticsAsync), cancellationToken);
            if (await fixAll.GetFixAsync(context) is { } action)
                project = await ApplyAsync(action, project, cancellationToken);
        }

        return project;
    }

    private static async Task<Project> ApplyAsync(CodeAction action, Project project, CancellationToken cancellationToken)
    {
        var operations = await action.GetOperationsAsync(cancellationToken);
        var change = Assert.Single(operations.OfType<ApplyChangesOperation>());
        var changed = change.ChangedSolution.GetProject(project.Id)!;
        // The text is what a user gets; trees that only look right as nodes must not pass.
        foreach (var document in changed.Documents.ToList())
            changed = changed.GetDocument(document.Id)!.WithText(await document.GetTextAsync(cancellationToken)).Project;
        return changed;
    }

    private async Task VerifyAsync(string when, SolutionState state, Project before, Project after, CancellationToken cancellationToken)
    {
        var expected = Collect(state, out var sources);
        var wanted = sources.ToDictionary(source => source.Path, source => source.Text);
        foreach (var document in after.Documents)
        {
            var actual = (await document.GetTextAsync(cancellationToken)).ToString();
            if (!wanted.TryGetValue(document.FilePath!, out var text))
                text = (await before.GetDocument(document.Id)!.GetTextAsync(cancellationToken)).ToString();
            if (actual.ReplaceLineEndings("\n") != text.ReplaceLineEndings("\n"))
                Assert.Fail(Difference($"{when}: {document.FilePath}", text, actual));
        }

        var old = (await before.GetCompilationAsync(cancellationToken))!.GetDiagnostics(cancellationToken).Where(IsError).CountBy(error => error.Id).ToDictionary();
        var fresh = (await after.GetCompilationAsync(cancellationToken))!.GetDiagnostics(cancellationToken).Where(IsError)
            .GroupBy(error => error.Id).Where(errors => errors.Count() > old.GetValueOrDefault(errors.Key)).SelectMany(errors => errors).ToList();
        if (fresh.Count > 0)
            Assert.Fail($"{when}: the fix brings compiler errors:\n{string.Join('\n', fresh)}\n{await AllTextAsync(after)}");
        expected.Verify(await GetDiagnosticsAsync(after, cancellationToken), when);
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    private static async Task<string> AllTextAsync(Project project)
    {
        var all = new StringBuilder();
        foreach (var document in project.Documents)
            all.AppendLine($"--- {document.FilePath}").AppendLine((await document.GetTextAsync()).ToString());
        return all.ToString();
    }

    private static string Difference(string where, string expected, string actual)
    {
        var (want, got) = (expected.ReplaceLineEndings("\n").Split('\n'), actual.ReplaceLineEndings("\n").Split('\n'));
        var line = Enumerable.Range(0, Math.Max(want.Length, got.Length)).First(i => want.ElementAtOrDefault(i) != got.ElementAtOrDefault(i));
        return $"{where} differs from line {line + 1} on.\nexpected: {want.ElementAtOrDefault(line) ?? "(end)"}\n     got: {got.ElementAtOrDefault(line) ?? "(end)"}\n--- expected\n{expected}\n--- got\n{actual}";
    }

    private sealed class Provider(Func<Project, CancellationToken, Task<ImmutableArray<Diagnostic>>> get) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await get(project, cancellationToken);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await get(document.Project, cancellationToken)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override async Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            (await get(project, cancellationToken)).Where(diagnostic => !diagnostic.Location.IsInSource);
    }
}
