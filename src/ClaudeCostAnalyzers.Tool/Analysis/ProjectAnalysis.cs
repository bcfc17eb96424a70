using System.Collections.Immutable;
using System.Globalization;
using ClaudeCostAnalyzers.Baselines;
using ClaudeCostAnalyzers.Tool.Baselines;
using ClaudeCostAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tool.Analysis;

/// <summary>Runs the rules on one project's compilation.</summary>
/// <param name="rules">The rules.</param>
/// <param name="useBaseline">Whether findings that the project's baseline holds count as suppressed.</param>
/// <param name="notes">Takes what the user should know.</param>
internal sealed class ProjectAnalysis(ImmutableArray<DiagnosticAnalyzer> rules, bool useBaseline, List<Note> notes)
{
    private const int MaxCompilerErrors = 3;

    /// <summary>The key to sign with is missing or cannot be read: nothing is signed here.</summary>
    private static readonly string[] SigningErrors = ["CS7027", "CS7028"];

    /// <summary>Roslyn's id for an analyzer that threw; the callback says more.</summary>
    private const string AnalyzerThrew = "AD0001";

    /// <summary>All findings, suppressed ones included, without those that the configuration switches off.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(ProjectCompilation project, CancellationToken cancel)
    {
        if (project.Compilation.GetSpecialType(SpecialType.System_Object).TypeKind == TypeKind.Error)
        {
            // Not a single type can be understood, so that nothing would be found: that is not the same as clean.
            notes.Add(new(NoteLevel.Error, $"{Path.GetFileName(project.Invocation.Project)} could not be analysed: the assemblies of its target framework are missing.",
                $"Run: dotnet build {project.Invocation.Project}", project.Invocation.Project));
            return [];
        }
        NoteCompilerErrors(project, cancel);

        var files = useBaseline ? ProjectBaseline.AddTo(project.AdditionalFiles, project.Invocation) : project.AdditionalFiles;
        var analyzers = useBaseline ? rules.Add(new BaselineSuppressor()) : rules;
        var failed = new HashSet<string>(StringComparer.Ordinal);
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(files, project.Configs.OptionsProvider),
            onAnalyzerException: (exception, rule, _) =>
            {
                lock (failed)
                {
                    if (failed.Add(rule.GetType().Name))
                        notes.Add(InternalError(rule, exception, project));
                }
            },
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: true);
        var diagnostics = await new CompilationWithAnalyzers(project.Compilation, analyzers, options).GetAnalyzerDiagnosticsAsync(cancel);
        var findings = diagnostics.Where(d => d.Id != AnalyzerThrew).Select(d => ToFinding(d, project, cancel)).ToList();
        if (useBaseline)
            notes.AddRange(StaleEntries.Find(files, project.Compilation.AssemblyName ?? "", findings, cancel));
        return findings;
    }

    private static Note InternalError(DiagnosticAnalyzer rule, Exception exception, ProjectCompilation project) => new(NoteLevel.Error,
        $"Internal error: {rule.GetType().Name} failed on {Path.GetFileName(project.Invocation.Project)} with {exception.GetType().Name}"
        + $" at {exception.StackTrace?.Split('\n')[0].Trim() ?? "an unknown place"}.",
        "This is a defect of the rule, not of your code: please report it with this line.", project.Invocation.Project);

    private void NoteCompilerErrors(ProjectCompilation project, CancellationToken cancel)
    {
        // A warning that the project treats as an error does not keep the rules from understanding the code.
        var errors = project.Compilation.GetDiagnostics(cancel)
            .Where(d => d.DefaultSeverity == DiagnosticSeverity.Error && !d.IsSuppressed && !SigningErrors.Contains(d.Id))
            .OrderBy(d => d.Location.SourceTree is null)
            .ThenBy(d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(d => d.Location.SourceSpan.Start).ToList();
        if (errors.Count == 0)
            return;
        var folder = project.Invocation.Folder;
        var first = errors.Take(MaxCompilerErrors).Select(d =>
        {
            var line = d.Location.GetMappedLineSpan();
            var place = line.IsValid ? $"{PathRules.Display(line.Path, folder)}:{line.StartLinePosition.Line + 1} " : "";
            return $"{place}{d.Id}";
        });
        var more = errors.Count > MaxCompilerErrors ? ", ..." : "";
        var name = Path.GetFileName(project.Invocation.Project);
        notes.Add(new(NoteLevel.Warning,
            $"{name} does not compile: {errors.Count} {(errors.Count == 1 ? "error" : "errors")} ({string.Join(", ", first)}{more}). It was analysed all the same; findings may be missing.",
            $"Run: dotnet build {project.Invocation.Project}", project.Invocation.Project));
    }

    private static Finding ToFinding(Diagnostic diagnostic, ProjectCompilation project, CancellationToken cancel)
    {
        Suppression? suppression = null;
        if (diagnostic.IsSuppressed)
        {
            var info = diagnostic.GetSuppressionInfo(project.Compilation);
            suppression = info is { ProgrammaticSuppressions.IsEmpty: false }
                ? new(BaselineSuppressor.Justification, IsBaseline: true)
                : new(info?.Attribute?.NamedArguments.FirstOrDefault(a => a.Key == "Justification").Value.Value as string);
        }
        return new(diagnostic.Descriptor, diagnostic.Severity, diagnostic.GetMessage(CultureInfo.InvariantCulture),
            Spot(diagnostic.Location, project, cancel),
            [.. diagnostic.AdditionalLocations.Select(l => Spot(l, project, cancel))],
            suppression, diagnostic.Properties, project.Invocation.Project,
            [Identity(diagnostic, project, cancel)]);
    }

    private static (string, FindingIdentity) Identity(Diagnostic diagnostic, ProjectCompilation project, CancellationToken cancel)
    {
        var assembly = project.Compilation.AssemblyName ?? "";
        return (assembly, FindingIdentity.Of(diagnostic, assembly, project.AdditionalFiles, cancel));
    }

    private static SourceSpot Spot(Location location, ProjectCompilation project, CancellationToken cancel)
    {
        var span = location.GetMappedLineSpan();
        if (!span.IsValid)
            return new(project.Invocation.Project, 1, 1, 1, 1, "");
        // A rule gives a place in another project as an external file: the driver takes no tree of another compilation.
        var tree = location.SourceTree ?? project.FindTree(span.Path);
        var excerpt = tree is null ? "" : SourceExcerpt.Of(tree, location.GetLineSpan().StartLinePosition.Line, cancel);
        return new(span.Path, span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1,
            span.EndLinePosition.Line + 1, span.EndLinePosition.Character + 1, excerpt);
    }
}
