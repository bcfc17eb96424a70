using ClaudeCostAnalyzers.Tool.Loading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tool.Fixing;

/// <summary>
/// The loaded projects as a Roslyn solution, in which documents can be changed. Nothing on disk changes by it.
/// </summary>
internal sealed class FixSolution : IDisposable
{
    private readonly AdhocWorkspace workspace = new();
    private readonly Dictionary<Compilation, ProjectId> ids = [];

    /// <param name="projects">Every project, those before that others reference.</param>
    public FixSolution(IReadOnlyList<ProjectCompilation> projects)
    {
        var solution = workspace.CurrentSolution;
        foreach (var project in projects)
            solution = Add(solution, project);
        Original = solution;
    }

    /// <summary>The solution as it is on disk.</summary>
    public Solution Original { get; }

    public ProjectId IdOf(ProjectCompilation project) => ids[project.Compilation];

    private Solution Add(Solution solution, ProjectCompilation project)
    {
        var compilation = project.Compilation;
        var id = ids[compilation] = ProjectId.CreateNewId(project.Invocation.Name);
        var linked = compilation.References.OfType<CompilationReference>().Where(reference => ids.ContainsKey(reference.Compilation)).ToList();
        var parse = compilation.SyntaxTrees.FirstOrDefault()?.Options;
        solution = solution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Default, project.Invocation.Name, compilation.AssemblyName ?? project.Invocation.Name, LanguageNames.CSharp,
            project.Invocation.Project, compilationOptions: compilation.Options, parseOptions: parse,
            projectReferences: linked.Select(reference => new ProjectReference(ids[reference.Compilation], reference.Properties.Aliases, reference.Properties.EmbedInteropTypes)),
            metadataReferences: compilation.References.Except(linked)));
        var number = 0;
        foreach (var tree in compilation.SyntaxTrees)
        {
            // What a generator made has no path of its own to be confused by.
            var name = tree.FilePath.Length > 0 ? tree.FilePath : $"generated{number++}.cs";
            solution = solution.AddDocument(DocumentId.CreateNewId(id), Path.GetFileName(name), tree.GetText(), filePath: name);
        }

        foreach (var file in project.AdditionalFiles)
        {
            if (file.GetText() is { } text)
                solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(id), Path.GetFileName(file.Path), text, filePath: file.Path);
        }

        foreach (var (path, text) in project.Configs.Files)
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id), Path.GetFileName(path), text, filePath: path);
        return solution;
    }

    public void Dispose() => workspace.Dispose();
}
