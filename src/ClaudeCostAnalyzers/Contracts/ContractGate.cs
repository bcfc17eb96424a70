using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Contracts;

/// <summary>
/// Whether a compilation without any known LLM API may spend all the same: through a member that is marked, in its source
/// or in an assembly that it references.
/// </summary>
internal static class ContractGate
{
    // Keyed by syntax tree, not by symbol: an unchanged file keeps its entry from one edit to the next and holds no compilation.
    private static readonly ConditionalWeakTable<SyntaxTree, object> s_mentions = new();

    public static bool IsOpen(Compilation compilation, CancellationToken cancellation)
    {
        var declaring = ReferencedAssemblies.DeclaringContracts(compilation);
        foreach (var (_, assembly) in ReferencedAssemblies.InMetadata(compilation))
        {
            // Helpers that repeat, and members that wait, matter only where something spends.
            if ((ReferencedAssemblies.HasEntries(assembly) && ReferencedAssemblies.Entries(assembly).Any(entry => entry.Spends)) || ReferencedAssemblies.MayBeMarked(assembly, declaring))
                return true;
        }

        // Only source is left that may use the attributes; where none can be seen, none is used.
        return Sources(compilation).Any(source => (source != compilation || declaring.Count > 0) && source.SyntaxTrees.Any(tree => Mentions(tree, cancellation)));
    }

    private static IEnumerable<Compilation> Sources(Compilation compilation) =>
        compilation.References.OfType<CompilationReference>().Select(reference => reference.Compilation).Prepend(compilation);

    private static bool Mentions(SyntaxTree tree, CancellationToken cancellation)
    {
        if (!s_mentions.TryGetValue(tree, out var mentions))
            mentions = s_mentions.GetValue(tree, _ => ContractAttributes.Words.Any(word => SourceSearch.Mentions(tree, word, cancellation)));
        return (bool)mentions;
    }
}
