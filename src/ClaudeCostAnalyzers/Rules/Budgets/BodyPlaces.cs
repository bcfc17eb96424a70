using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Budgets;

/// <summary>Where in the graph of a body the places of its text are: read once, however many of them are asked for. Safe for concurrent use.</summary>
internal sealed class BodyPlaces
{
    private readonly Dictionary<SyntaxNode, FlowNode> nodes = [];
    private readonly List<NestedFunction> lambdas = [];
    private readonly List<NestedFunction> locals = [];

    public BodyPlaces(ControlFlowGraph source, SemanticModel model, CancellationToken cancellation)
    {
        Graph = FlowGraphBuilder.Build(source, model, tests: null, cancellation);
        var callers = new Dictionary<IMethodSymbol, List<FlowNode>>(SymbolEqualityComparer.Default);
        foreach (var node in Graph.Nodes)
        {
            foreach (var operation in node.Evaluated.SelectMany(root => root.DescendantsAndSelf()))
            {
                if (!nodes.ContainsKey(operation.Syntax))
                    nodes.Add(operation.Syntax, node);
                if (operation is IFlowAnonymousFunctionOperation lambda)
                    lambdas.Add(new NestedFunction(lambda.Syntax, [node], source.GetAnonymousFunctionControlFlowGraph(lambda, cancellation)));
                var called = operation switch { IInvocationOperation call => call.TargetMethod, IMethodReferenceOperation reference => reference.Method, _ => null };
                if (called is not { MethodKind: MethodKind.LocalFunction })
                    continue;
                if (!callers.TryGetValue(called.OriginalDefinition, out var places))
                    callers.Add(called.OriginalDefinition, places = []);
                if (places.Count == 0 || places[places.Count - 1] != node)
                    places.Add(node);
            }
        }

        foreach (var function in source.LocalFunctions)
        {
            if (function.DeclaringSyntaxReferences.Length == 1)
                locals.Add(new NestedFunction(function.DeclaringSyntaxReferences[0].GetSyntax(cancellation), callers.TryGetValue(function, out var places) ? places : [], source.GetLocalFunctionControlFlowGraph(function, cancellation)));
        }
    }

    public FlowGraph Graph { get; }

    /// <summary>The node that evaluates the place.</summary>
    public FlowNode? NodeOf(SyntaxNode place) => nodes.TryGetValue(place, out var node) ? node
        : Graph.Nodes.FirstOrDefault(other => other.Evaluated.Any(operation => operation.Syntax.Span.Contains(place.Span)));

    /// <summary>The lambda or local function of the body that the place stands in, not one that is nested deeper.</summary>
    public NestedFunction? FunctionAround(SyntaxNode place) =>
        lambdas.Find(function => function.Syntax.Span.Contains(place.Span)) ?? locals.Find(function => function.Syntax.Span.Contains(place.Span));

    /// <summary>A lambda or local function.</summary>
    /// <param name="Syntax">Its text.</param>
    /// <param name="Places">The nodes that make or call it.</param>
    /// <param name="Source">Its own graph.</param>
    internal sealed record NestedFunction(SyntaxNode Syntax, IReadOnlyList<FlowNode> Places, ControlFlowGraph Source)
    {
        private BodyPlaces? body;

        public BodyPlaces Body(SemanticModel model, CancellationToken cancellation) => body ??= new BodyPlaces(Source, model, cancellation);
    }
}
