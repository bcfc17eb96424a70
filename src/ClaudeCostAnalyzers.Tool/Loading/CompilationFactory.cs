using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>
/// Makes compilations from compiler command lines. A reference to the output of another loaded project becomes a reference
/// to its compilation, so that analysis can follow source across projects and nothing needs to be built before.
/// </summary>
/// <remarks>Not thread-safe; each compilation is made once.</remarks>
internal sealed class CompilationFactory
{
    private readonly Dictionary<string, CompilerInvocation> byOutput = new(PathRules.Comparer);
    private readonly Dictionary<CompilerInvocation, ProjectCompilation?> made = [];
    private readonly List<ProjectCompilation> inOrder = [];
    private readonly Dictionary<string, AssemblyMetadata> metadata = new(PathRules.Comparer);
    private readonly GeneratorAssemblyLoader loader;
    private readonly SourceGenerators generators;
    private readonly ICollection<Note> notes;

    public CompilationFactory(IEnumerable<CompilerInvocation> invocations, GeneratorAssemblyLoader loader, ICollection<Note> notes)
    {
        this.loader = loader;
        this.notes = notes;
        generators = new(loader);
        foreach (var invocation in invocations)
        {
            byOutput[invocation.OutputPath] = invocation;
            if (invocation.ReferenceAssemblyPath.Length > 0)
                byOutput[invocation.ReferenceAssemblyPath] = invocation;
        }
    }

    /// <summary>What has been made so far, those before that others reference.</summary>
    public IReadOnlyList<ProjectCompilation> Made => inOrder;

    /// <summary>The compilation of a project; those that it references are made first.</summary>
    /// <exception cref="AnalysisException">The projects reference each other in a circle.</exception>
    public ProjectCompilation Make(CompilerInvocation invocation, CancellationToken cancel)
    {
        if (made.TryGetValue(invocation, out var known))
            return known ?? throw new AnalysisException($"{invocation.Project} references itself through other projects.", "Break the circle of project references.");
        made[invocation] = null;
        var result = MakeNew(invocation, cancel);
        made[invocation] = result;
        inOrder.Add(result);
        return result;
    }

    private ProjectCompilation MakeNew(CompilerInvocation invocation, CancellationToken cancel)
    {
        var arguments = CSharpCommandLineParser.Default.Parse(invocation.Arguments, invocation.Folder, sdkDirectory: null);
        foreach (var error in arguments.Errors.Where(e => e.Severity == DiagnosticSeverity.Error))
        {
            notes.Add(new(NoteLevel.Warning,
                $"{Path.GetFileName(invocation.Project)}: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}",
                "Correct the project; if its language version is newer than this tool, update the tool.", invocation.Project));
        }

        var configs = AnalyzerConfigs.Read(arguments.AnalyzerConfigPaths, notes);
        var trees = SourceFiles.Parse(arguments, notes, cancel);
        foreach (var problem in configs.FindProblems(trees.Select(t => t.FilePath)))
            notes.Add(problem);
        var options = arguments.CompilationOptions
            .WithAssemblyIdentityComparer(DesktopAssemblyIdentityComparer.Default)
            // The identity, and with it InternalsVisibleTo, holds the public key; nothing is signed.
            .WithStrongNameProvider(new DesktopStrongNameProvider([.. arguments.KeyFileSearchPaths]))
            .WithXmlReferenceResolver(new XmlFileResolver(invocation.Folder))
            .WithSourceReferenceResolver(new SourceFileResolver([], invocation.Folder))
            .WithSyntaxTreeOptionsProvider(configs.SeverityProvider);
        var compilation = CSharpCompilation.Create(
            arguments.CompilationName ?? invocation.Name, trees, References(arguments, invocation, cancel), options);

        var additional = SourceFiles.Additional(arguments);
        var analyzers = arguments.AnalyzerReferences.Select(a => Path.GetFullPath(a.FilePath, invocation.Folder)).ToList();
        foreach (var analyzer in analyzers)
            EmitOwnGenerator(analyzer, cancel);
        compilation = generators.Run(compilation, analyzers, additional, configs.OptionsProvider, invocation.Project, notes, cancel);
        return new(invocation, compilation, configs, additional);
    }

    private List<MetadataReference> References(CSharpCommandLineArguments arguments, CompilerInvocation invocation, CancellationToken cancel)
    {
        var references = new List<MetadataReference>();
        foreach (var reference in arguments.MetadataReferences)
        {
            var path = Path.GetFullPath(reference.Reference, invocation.Folder);
            if (byOutput.TryGetValue(path, out var project))
                references.Add(Make(project, cancel).Compilation.ToMetadataReference(reference.Properties.Aliases, reference.Properties.EmbedInteropTypes));
            else if (Metadata(path, invocation) is { } assembly)
                references.Add(assembly.GetReference(filePath: path, display: path, aliases: reference.Properties.Aliases, embedInteropTypes: reference.Properties.EmbedInteropTypes));
        }
        return references;
    }

    /// <summary>The metadata of an assembly, read once for all projects.</summary>
    private AssemblyMetadata? Metadata(string path, CompilerInvocation invocation)
    {
        if (metadata.TryGetValue(path, out var known))
            return known;
        try
        {
            return metadata[path] = AssemblyMetadata.CreateFromFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            notes.Add(new(NoteLevel.Warning, $"{Path.GetFileName(invocation.Project)} references {path}, which cannot be read; its types are unknown.",
                $"Run: dotnet build {invocation.Project}", invocation.Project));
            return null;
        }
    }

    /// <summary>A generator that is a project of the same solution is compiled to where the others expect it.</summary>
    private void EmitOwnGenerator(string path, CancellationToken cancel)
    {
        if (File.Exists(path) || !byOutput.TryGetValue(path, out var project))
            return;
        var generator = Make(project, cancel).Compilation;
        foreach (var reference in generator.References.OfType<PortableExecutableReference>().Where(r => r.FilePath is not null))
            loader.AddDependencyLocation(reference.FilePath!);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Not signed: the key may be absent, and nobody checks it.
        var result = generator.WithOptions(generator.Options.WithCryptoKeyFile(null).WithStrongNameProvider(null)).Emit(path, cancellationToken: cancel);
        if (!result.Success)
        {
            File.Delete(path);
            notes.Add(new(NoteLevel.Warning, $"The source generator {project.Name} does not compile.", $"Run: dotnet build {project.Project}", project.Project));
        }
    }
}
