using System.Collections.Concurrent;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>Iterators in source that yield for ever. A foreach over one ends nothing. Safe for concurrent use.</summary>
internal sealed class Iterators(MemberBodies bodies, WorkCounter work)
{
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _endless = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the member yields on a cycle that nothing leaves.</summary>
    public bool IsEndless(IMethodSymbol method, CancellationToken cancellation)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (definition.DeclaringSyntaxReferences.IsEmpty || definition.MethodKind == MethodKind.LocalFunction || !MayBeSequence(definition.ReturnType))
            return false;
        return _endless.GetOrAdd(definition, member => bodies.Of(member, cancellation).Any(part => YieldsForEver(part.Body, part.Model, cancellation)));
    }

    private static bool MayBeSequence(ITypeSymbol type) => type.Name is "IEnumerable" or "IAsyncEnumerable" or "IEnumerator" or "IAsyncEnumerator";

    private bool YieldsForEver(IOperation body, SemanticModel model, CancellationToken cancellation)
    {
        if (body is not IMethodBodyOperation method)
            return false;
        work.CountGraph();
        var graph = FlowGraphBuilder.Build(ControlFlowGraph.Create(method, cancellation), model, cancellation);
        return Components.Cyclic([.. graph.Nodes], edge => edge.Kind != EdgeKind.Exceptional).Any(cycle =>
            cycle.Any(Yields) && !cycle.SelectMany(node => node.Out).Any(edge => edge.Kind != EdgeKind.Exceptional && !cycle.Contains(edge.To)));
    }

    private static bool Yields(FlowNode node) => node.Operations.Any(operation => operation is IReturnOperation { Kind: OperationKind.YieldReturn });
}
