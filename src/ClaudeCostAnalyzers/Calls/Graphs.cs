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
        _ => null,
    };

    private static ControlFlowGraph? Within(IOperation body, IMethodSymbol member, CancellationToken cancellation)
    {
        var outer = body;
        while (outer.Parent is { } parent)
            outer = parent;
        return member.MethodKind == MethodKind.LocalFunction && Whole(outer, cancellation) is { } graph && graph.LocalFunctions.Contains(member)
            ? graph.GetLocalFunctionControlFlowGraph(member, cancellation)
            : null;
    }
}
