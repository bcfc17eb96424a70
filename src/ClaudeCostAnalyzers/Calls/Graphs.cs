using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>Control-flow graphs of members other than the one at hand.</summary>
internal static class Graphs
{
    /// <summary>The graph of each body of the member; of a local function, that which it has within its outermost member.</summary>
    public static IEnumerable<(ControlFlowGraph Source, SemanticModel Model)> Of(IMethodSymbol member, MemberBodies bodies, CancellationToken cancellation)
    {
        foreach (var (body, model) in bodies.Of(member, cancellation))
        {
            if ((Whole(body, cancellation) ?? Within(body, member, cancellation)) is { } graph)
                yield return (graph, model);
        }
    }

    private static ControlFlowGraph? Whole(IOperation body, CancellationToken cancellation) => body switch
    {
        IMethodBodyOperation method => ControlFlowGraph.Create(method, cancellation),
        IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, cancellation),
        IFieldInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellation),
        IPropertyInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellation),
        IBlockOperation { Parent: null } block => ControlFlowGraph.Create(block, cancellation),
        _ => null,
    };

    /// <summary>The graph of a lambda or local function: the way to it leads through the graphs of those around it.</summary>
    private static ControlFlowGraph? Within(IOperation body, IMethodSymbol member, CancellationToken cancellation)
    {
        if (member.MethodKind is not (MethodKind.LocalFunction or MethodKind.AnonymousFunction))
            return null;
        var outer = body;
        while (outer.Parent is { } parent)
            outer = parent;
        var graph = Whole(outer, cancellation);
        while (graph is not null && graph.OriginalOperation.Syntax != body.Syntax)
        {
            if (graph.LocalFunctions.Contains(member))
                return graph.GetLocalFunctionControlFlowGraph(member, cancellation);
            graph = Around(graph, body.Syntax, cancellation);
        }

        return graph;
    }

    /// <summary>The graph of the function in this one whose text has the place in it.</summary>
    private static ControlFlowGraph? Around(ControlFlowGraph graph, SyntaxNode place, CancellationToken cancellation)
    {
        foreach (var local in graph.LocalFunctions)
        {
            if (local.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == place.SyntaxTree && reference.Span.Contains(place.Span)))
                return graph.GetLocalFunctionControlFlowGraph(local, cancellation);
        }

        foreach (var block in graph.Blocks)
        {
            var operations = block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;
            foreach (var operation in operations.SelectMany(root => root.DescendantsAndSelf()))
            {
                if (operation is IFlowAnonymousFunctionOperation lambda && lambda.Syntax.Span.Contains(place.Span))
                    return graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellation);
            }
        }

        return null;
    }
}
