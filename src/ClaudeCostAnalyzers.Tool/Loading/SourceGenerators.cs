using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>Runs the source generators of a project, as its compiler would. Its analyzers are not run.</summary>
internal sealed class SourceGenerators(GeneratorAssemblyLoader loader)
{
    private readonly Dictionary<string, AnalyzerFileReference> references = new(PathRules.Comparer);

    /// <summary>The product's own assemblies among a project's analyzers: the tool brings its own.</summary>
    private static bool IsOwn(string path) =>
        Path.GetFileName(path) is "ClaudeCostAnalyzers.dll" or "ClaudeCostAnalyzers.CodeFixes.dll";

    /// <summary>Adds what the generators produce to the compilation. A generator that fails is noted and left out.</summary>
    public CSharpCompilation Run(CSharpCompilation compilation, IEnumerable<string> analyzers, ImmutableArray<AdditionalText> additionalFiles,
        AnalyzerConfigOptionsProvider options, string project, ICollection<Note> notes, CancellationToken cancel)
    {
        var generators = analyzers.Where(a => !IsOwn(a)).SelectMany(a => Load(a, project, notes)).ToList();
        if (generators.Count == 0)
            return compilation;

        var driver = CSharpGeneratorDriver.Create(generators, additionalFiles, (CSharpParseOptions?)compilation.SyntaxTrees.FirstOrDefault()?.Options, options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _, cancel);
        foreach (var failed in driver.GetRunResult().Results.Where(r => r.Exception is not null))
        {
            notes.Add(new(NoteLevel.Warning,
                $"{Name(project)}: the source generator {failed.Generator.GetGeneratorType().Name} failed ({failed.Exception!.GetType().Name}: {FirstLine(failed.Exception.Message)}); what it generates is missing.",
                "Build the project to see whether it fails there too.", project));
        }
        return (CSharpCompilation)generated;
    }

    private ImmutableArray<ISourceGenerator> Load(string path, string project, ICollection<Note> notes)
    {
        if (!File.Exists(path))
        {
            notes.Add(new(NoteLevel.Warning, $"{Name(project)}: the analyzer or source generator {path} does not exist; what it generates is missing.",
                "Build the project that makes it.", project));
            return [];
        }

        if (!references.TryGetValue(path, out var reference))
        {
            loader.AddDependencyLocation(path);
            references[path] = reference = new(path, loader);
            reference.AnalyzerLoadFailed += (_, e) =>
            {
                // An analyzer assembly without generators is no failure: analyzers of others are not run.
                if (e.ErrorCode is AnalyzerLoadFailureEventArgs.FailureErrorCode.NoAnalyzers)
                    return;
                notes.Add(new(NoteLevel.Warning, $"{Name(project)}: {Path.GetFileName(path)} could not be loaded ({FirstLine(e.Message)}); what it generates is missing.",
                    "Its compiler may be newer than the one in this tool: update the tool.", project));
            };
        }
        return reference.GetGenerators(LanguageNames.CSharp);
    }

    private static string Name(string project) => Path.GetFileName(project);

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
