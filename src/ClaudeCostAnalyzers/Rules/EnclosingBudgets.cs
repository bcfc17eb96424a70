using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>
/// Whether a budget is in force at one place in a member: a scope that is open there, or around the lambda or local
/// function that it stands in, or a duty of the member's callers.
/// </summary>
internal static class EnclosingBudgets
{
    private const string Begin = "Begin";

    /// <param name="place">The place.</param>
    /// <param name="model">The model of its file.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <param name="counts">Which scopes count, by the call that begins them; null: all.</param>
    public static bool Cover(IOperation place, SemanticModel model, CancellationToken cancellation, Func<SyntaxNode, bool>? counts = null)
    {
        if (OpenBudgets.IsCallersDuty(model.GetEnclosingSymbol(place.Syntax.SpanStart, cancellation)))
            return true;
        var root = place;
        while (root.Parent is { } parent)
            root = parent;
        // A graph costs more than a look at the text.
        if (!root.Syntax.DescendantTokens().Any(token => token.ValueText == Begin) || GraphOf(root, cancellation) is not { } source)
            return false;
        while (true)
        {
            var graph = FlowGraphBuilder.Build(source, model, cancellation);
            var (nested, places) = NestedAround(graph, place.Syntax);
            if (nested is null)
                return NodeOf(graph, place.Syntax) is { } node && OpenBudgets.IsOpenAt(graph, node, null, counts);
            if (places.Count > 0 && places.TrueForAll(outer => OpenBudgets.IsOpenAt(graph, outer, null, counts)))
                return true;
            source = nested;
        }
    }

    private static ControlFlowGraph? GraphOf(IOperation root, CancellationToken cancellation) => root switch
    {
        IMethodBodyOperation body => ControlFlowGraph.Create(body, cancellation),
        IConstructorBodyOperation body => ControlFlowGraph.Create(body, cancellation),
        IBlockOperation block => ControlFlowGraph.Create(block, cancellation),
        IFieldInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellation),
        IPropertyInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellation),
        _ => null,
    };

    /// <summary>The lambda or local function of the graph that the place stands in, with the nodes that make or call it.</summary>
    private static (ControlFlowGraph? Body, List<FlowNode> Places) NestedAround(FlowGraph graph, SyntaxNode place)
    {
        foreach (var node in graph.Nodes)
        {
            foreach (var operation in node.Evaluated.SelectMany(root => root.DescendantsAndSelf()))
            {
                if (operation is IFlowAnonymousFunctionOperation lambda && lambda.Syntax.Span.Contains(place.Span))
                    return (graph.Source.GetAnonymousFunctionControlFlowGraph(lambda), [node]);
            }
        }

        foreach (var function in graph.Source.LocalFunctions)
        {
            if (!function.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == place.SyntaxTree && reference.Span.Contains(place.Span)))
                continue;
            return (graph.Source.GetLocalFunctionControlFlowGraph(function), [.. graph.Nodes.Where(node => node.Evaluated.SelectMany(root => root.DescendantsAndSelf()).Any(operation =>
                operation is IInvocationOperation call && SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, function)
                || operation is IMethodReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Method.OriginalDefinition, function)))]);
        }

        return (null, []);
    }

    private static FlowNode? NodeOf(FlowGraph graph, SyntaxNode place) =>
        graph.Nodes.FirstOrDefault(node => node.Evaluated.SelectMany(root => root.DescendantsAndSelf()).Any(operation => operation.Syntax == place))
        ?? graph.Nodes.FirstOrDefault(node => node.Evaluated.Any(operation => operation.Syntax.Span.Contains(place.Span)));
}
