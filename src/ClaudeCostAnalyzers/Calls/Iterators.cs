using System.Collections.Concurrent;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>Iterators in source: those that yield for ever, and those that yield as long as what they are given. Safe for concurrent use.</summary>
internal sealed class Iterators(MemberBodies bodies, WorkCounter work)
{
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _endless = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the member yields on a cycle that nothing leaves.</summary>
    public bool IsEndless(IMethodSymbol method, CancellationToken cancellation)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (definition.DeclaringSyntaxReferences.IsEmpty || !IsSequence(definition.ReturnType))
            return false;
        return _endless.GetOrAdd(definition, member => IsIterator(member, cancellation) && YieldsForEver(member, cancellation));
    }

    public static bool IsSequence(ITypeSymbol? type) => type?.Name is "IEnumerable" or "IAsyncEnumerable" or "IEnumerator" or "IAsyncEnumerator"
        or "ConfiguredCancelableAsyncEnumerable" or "ParallelQuery" or "IOrderedEnumerable";

    /// <summary>The parameter whose elements the member passes on, one by one, and does nothing to end it; null: there is none.</summary>
    public static IParameterSymbol? PassedOn(IMethodSymbol method, CancellationToken cancellation)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        foreach (var reference in definition.DeclaringSyntaxReferences)
        {
            foreach (var loop in reference.GetSyntax(cancellation).DescendantNodes().OfType<ForEachStatementSyntax>())
            {
                if (loop.Expression is IdentifierNameSyntax name && definition.Parameters.FirstOrDefault(parameter => parameter.Name == name.Identifier.ValueText) is { } parameter
                    && loop.DescendantNodes().OfType<YieldStatementSyntax>().Any()
                    && !loop.DescendantNodes().Any(node => node is BreakStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax or YieldStatementSyntax { Expression: null }))
                {
                    return parameter;
                }
            }
        }

        return null;
    }

    private static bool IsIterator(IMethodSymbol member, CancellationToken cancellation) =>
        member.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellation).DescendantNodes().OfType<YieldStatementSyntax>().Any());

    private bool YieldsForEver(IMethodSymbol member, CancellationToken cancellation)
    {
        foreach (var (source, model) in Graphs.Of(member, bodies, cancellation))
        {
            work.CountGraph();
            var graph = FlowGraphBuilder.Build(source, model, cancellation);
            if (Components.Cyclic([.. graph.Nodes], edge => edge.Kind != EdgeKind.Exceptional).Any(cycle =>
                cycle.Any(Yields) && !cycle.SelectMany(node => node.Out).Any(edge => edge.Kind != EdgeKind.Exceptional && !cycle.Contains(edge.To))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Yields(FlowNode node) => node.Operations.Any(operation => operation is IReturnOperation { Kind: OperationKind.YieldReturn });
}
