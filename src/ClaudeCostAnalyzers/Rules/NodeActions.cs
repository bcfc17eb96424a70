using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>
/// Actions on the nodes of the files whose text has a word that matters to the rule. Roslyn's own actions on nodes would visit
/// each node of every file for each rule, which costs more than all rules find out.
/// </summary>
internal static class NodeActions
{
    /// <summary>Registers an action on nodes of some kinds, in files that <paramref name="words"/> admit.</summary>
    /// <param name="context">Where to register.</param>
    /// <param name="words">One of them stands in each file that has a node of interest.</param>
    /// <param name="action">What to do with a node. Its containing symbol is not known.</param>
    /// <param name="kinds">The kinds of nodes, all of which <see cref="TreeNodes"/> knows.</param>
    public static void RegisterNodes(this CompilationStartAnalysisContext context, Words words, Action<SyntaxNodeAnalysisContext> action, params SyntaxKind[] kinds)
    {
        if (!words.IsEmpty)
            context.RegisterNodes(text => text.HasAny(words), action, kinds);
    }

    /// <summary>The same with a test of the file's text.</summary>
    public static void RegisterNodes(this CompilationStartAnalysisContext context, Func<TreeText, bool> mayHave, Action<SyntaxNodeAnalysisContext> action, params SyntaxKind[] kinds) =>
        context.RegisterSemanticModelAction(file =>
        {
            if (!mayHave(TreeText.Of(file.SemanticModel.SyntaxTree)))
                return;
            var nodes = TreeNodes.Of(file.SemanticModel.SyntaxTree);
            foreach (var kind in kinds)
                file.RunOn(nodes.OfKind(kind), action);
        });

    /// <summary>Runs an action on nodes of the file.</summary>
    public static void RunOn(this SemanticModelAnalysisContext file, IReadOnlyList<SyntaxNode> nodes, Action<SyntaxNodeAnalysisContext> action)
    {
        if (nodes.Count == 0)
            return;
        Action<Diagnostic> report = file.ReportDiagnostic;
        foreach (var node in nodes)
        {
            file.CancellationToken.ThrowIfCancellationRequested();
            action(new SyntaxNodeAnalysisContext(node, file.SemanticModel, file.Options, report, static _ => true, file.CancellationToken));
        }
    }
}
