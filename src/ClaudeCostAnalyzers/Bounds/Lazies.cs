using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>What a sequence pays for each of its elements, as they are taken: iterators, and lambdas of queries.</summary>
internal static class Lazies
{
    public static IEnumerable<SpendingCall> SpendingIn(IOperation sequence, FlowGraph graph, ISpending spending)
    {
        foreach (var operation in sequence.DescendantsAndSelf())
        {
            if (operation is IInvocationOperation { Type.Name: "IEnumerable" or "IAsyncEnumerable" } or IPropertyReferenceOperation { Type.Name: "IEnumerable" or "IAsyncEnumerable" })
            {
                if (spending.Of(operation, graph.Model) is { } call)
                    yield return call;
            }
            else if (operation is IFlowAnonymousFunctionOperation lambda && KnownMembers.IsRun(lambda) && graph.Unlowered(lambda.Syntax) is { } body)
            {
                foreach (var inner in Executed.By(body))
                {
                    if (spending.Of(inner, graph.Model) is { } call)
                        yield return call;
                }
            }
        }
    }
}
