using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>A project, compiled in memory with its generators, its configs and the projects it references.</summary>
/// <param name="Invocation">Where it comes from.</param>
/// <param name="Compilation">The compilation, generated code included; its other projects are compilation references.</param>
/// <param name="Configs">Severities and options per file.</param>
/// <param name="AdditionalFiles">The additional files that analyzers may read.</param>
internal sealed record ProjectCompilation(
    CompilerInvocation Invocation,
    CSharpCompilation Compilation,
    AnalyzerConfigs Configs,
    ImmutableArray<AdditionalText> AdditionalFiles)
{
    private readonly Lazy<Dictionary<string, SyntaxTree>> trees = new(() => IndexTrees(Compilation));

    /// <summary>The source file of this path in this project or in those that it references; null when there is none.</summary>
    public SyntaxTree? FindTree(string path) => trees.Value.GetValueOrDefault(path);

    private static Dictionary<string, SyntaxTree> IndexTrees(Compilation compilation)
    {
        var index = new Dictionary<string, SyntaxTree>(PathRules.Comparer);
        var seen = new HashSet<Compilation>();
        var open = new Stack<Compilation>([compilation]);
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next))
                continue;
            foreach (var tree in next.SyntaxTrees)
                index.TryAdd(tree.FilePath, tree);
            foreach (var reference in next.References.OfType<CompilationReference>())
                open.Push(reference.Compilation);
        }
        return index;
    }
}
