using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tests.Verifiers;

/// <summary>Which of the compiler's own diagnostics a test compares with its expectations.</summary>
public enum CompilerDiagnostics
{
    /// <summary>None: for source that is broken on purpose.</summary>
    None,
    Errors,
    Warnings,
}

/// <summary>Checks that a test leaves out.</summary>
[Flags]
public enum TestBehaviors
{
    None = 0,

    /// <summary>Do not check that the same source is left alone once it is marked as generated.</summary>
    SkipGeneratedCodeCheck = 1,
}

/// <summary>
/// Runs analyzers over a project in memory and compares what they report with markup and expectations. The names are those
/// of Microsoft.CodeAnalysis.Testing, so that the library can take this folder's place.
/// </summary>
public abstract class AnalyzerTest
{
    public string TestCode { set => TestState.Sources.Add(value); }

    public SolutionState TestState { get; } = new();

    public List<DiagnosticResult> ExpectedDiagnostics => TestState.ExpectedDiagnostics;

    public CompilerDiagnostics CompilerDiagnostics { get; set; } = CompilerDiagnostics.Errors;

    public TestBehaviors TestBehaviors { get; set; }

    /// <summary>Ids that are neither expected nor unexpected.</summary>
    public List<string> DisabledDiagnostics { get; } = [];

    public List<Func<Solution, ProjectId, Solution>> SolutionTransforms { get; } = [];

    protected abstract IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers();

    protected abstract IEnumerable<MetadataReference> GetReferences();

    protected virtual ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Parse);

    protected virtual CompilationOptions CreateCompilationOptions() => new CSharpCompilationOptions(
        OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);

    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var expected = Collect(TestState, out var sources);
        var project = CreateProject(TestState, sources);
        expected.Verify(await GetDiagnosticsAsync(project, cancellationToken), "Test source");
        await VerifyGeneratedCodeAsync(sources, cancellationToken);
        await RunFurtherAsync(project, cancellationToken);
    }

    /// <summary>What a derived test checks once the analyzer has been found right.</summary>
    protected virtual Task RunFurtherAsync(Project project, CancellationToken cancellationToken) => Task.CompletedTask;

    private protected ExpectedDiagnostics Collect(SolutionState state, out ImmutableArray<(string Path, string Text)> sources) =>
        Verifiers.ExpectedDiagnostics.Collect(state, [.. GetDiagnosticAnalyzers().SelectMany(analyzer => analyzer.SupportedDiagnostics)], out sources);

    private protected Project CreateProject(SolutionState state, ImmutableArray<(string Path, string Text)> sources)
    {
        var workspace = new AdhocWorkspace();
        var parse = CreateParseOptions();
        var kind = state.OutputKind ?? (sources.Any(source => HasTopLevelStatements(source.Text, parse)) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary);
        var projectId = ProjectId.CreateNewId("TestProject");
        var solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            projectId, VersionStamp.Default, "TestProject", "TestProject", LanguageNames.CSharp, filePath: "/0/TestProject.csproj",
            compilationOptions: CreateCompilationOptions().WithOutputKind(kind), parseOptions: parse,
            metadataReferences: GetReferences().Concat(state.AdditionalReferences)));
        foreach (var (path, text) in sources)
            solution = solution.AddDocument(DocumentId.CreateNewId(projectId), Path.GetFileName(path), SourceText.From(text), filePath: path);
        foreach (var (path, text) in state.AdditionalFiles)
            solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(projectId), Path.GetFileName(path), SourceText.From(text), filePath: path);
        foreach (var (path, text) in state.AnalyzerConfigFiles)
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(projectId), Path.GetFileName(path), SourceText.From(text), filePath: path);
        foreach (var transform in SolutionTransforms)
            solution = transform(solution, projectId);
        return solution.GetProject(projectId)!;
    }

    private static bool HasTopLevelStatements(string text, ParseOptions options) =>
        ((CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)options).GetRoot()).Members.Any(SyntaxKind.GlobalStatement);

    /// <summary>What compiler and analyzers say about <paramref name="project"/>. An analyzer that throws fails the test.</summary>
    private protected async Task<ImmutableArray<Diagnostic>> GetDiagnosticsAsync(Project project, CancellationToken cancellationToken)
    {
        var compilation = (await project.GetCompilationAsync(cancellationToken))!;
        var analyzers = GetDiagnosticAnalyzers().ToImmutableArray();
        var crashes = new ConcurrentQueue<string>();
        var reported = analyzers.IsEmpty ? [] : await compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions, (exception, analyzer, _) => crashes.Enqueue($"{analyzer.GetType().Name} threw {exception}"),
            concurrentAnalysis: true, logAnalyzerExecutionTime: false)).GetAnalyzerDiagnosticsAsync(cancellationToken);
        foreach (var broken in reported.Where(diagnostic => diagnostic.Id is "AD0001" or "AD0002"))
            crashes.Enqueue(broken.GetMessage(CultureInfo.InvariantCulture));
        if (!crashes.IsEmpty)
            Assert.Fail("An analyzer crashed: " + string.Join("\n", crashes));

        var lowest = CompilerDiagnostics switch
        {
            CompilerDiagnostics.Errors => DiagnosticSeverity.Error,
            CompilerDiagnostics.Warnings => DiagnosticSeverity.Warning,
            _ => (DiagnosticSeverity?)null,
        };
        return
        [
            .. compilation.GetDiagnostics(cancellationToken).Where(diagnostic => diagnostic.Severity >= lowest && !diagnostic.IsSuppressed)
                .Concat(reported).Where(diagnostic => !DisabledDiagnostics.Contains(diagnostic.Id)),
        ];
    }

    /// <summary>An analyzer that asks to be kept out of generated code must say nothing about the same source once that is marked so.</summary>
    private async Task VerifyGeneratedCodeAsync(ImmutableArray<(string Path, string Text)> sources, CancellationToken cancellationToken)
    {
        if (TestBehaviors.HasFlag(TestBehaviors.SkipGeneratedCodeCheck) || GetDiagnosticAnalyzers().Any(ReportsInGeneratedCode))
            return;
        var project = CreateProject(TestState, [.. sources.Select(source => (source.Path, "// <auto-generated/>\n" + source.Text))]);
        var ids = GetDiagnosticAnalyzers().SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id).ToHashSet();
        var found = (await GetDiagnosticsAsync(project, cancellationToken)).Where(diagnostic => ids.Contains(diagnostic.Id) && diagnostic.Location.IsInSource).ToList();
        if (found.Count > 0)
            Assert.Fail($"The analyzer asks to be kept out of generated code and reports in it: {found[0]}");
    }

    private static bool ReportsInGeneratedCode(DiagnosticAnalyzer analyzer)
    {
        var recorder = new GeneratedCodeRecorder();
        analyzer.Initialize(recorder);
        return recorder.Flags.HasFlag(GeneratedCodeAnalysisFlags.ReportDiagnostics);
    }

    /// <summary>Takes note of what an analyzer says about generated code, and of nothing else.</summary>
    private sealed class GeneratedCodeRecorder : AnalysisContext
    {
        // The compiler's own default, for analyzers that do not say.
        public GeneratedCodeAnalysisFlags Flags { get; private set; } = GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics;

        public override void ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags analysisMode) => Flags = analysisMode;

        public override void EnableConcurrentExecution() { }

        public override void RegisterCompilationStartAction(Action<CompilationStartAnalysisContext> action) { }

        public override void RegisterCompilationAction(Action<CompilationAnalysisContext> action) { }

        public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) { }

        public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds) { }

        public override void RegisterCodeBlockStartAction<TLanguageKindEnum>(Action<CodeBlockStartAnalysisContext<TLanguageKindEnum>> action) { }

        public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) { }

        public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action) { }

        public override void RegisterAdditionalFileAction(Action<AdditionalFileAnalysisContext> action) { }

        public override void RegisterSyntaxNodeAction<TLanguageKindEnum>(Action<SyntaxNodeAnalysisContext> action, ImmutableArray<TLanguageKindEnum> syntaxKinds) { }

        public override void RegisterOperationAction(Action<OperationAnalysisContext> action, ImmutableArray<OperationKind> operationKinds) { }

        public override void RegisterOperationBlockAction(Action<OperationBlockAnalysisContext> action) { }

        public override void RegisterOperationBlockStartAction(Action<OperationBlockStartAnalysisContext> action) { }

        public override void RegisterSymbolStartAction(Action<SymbolStartAnalysisContext> action, SymbolKind symbolKind) { }
    }
}
