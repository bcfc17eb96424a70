using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>A call that throws once a counter is past its limit is an exit as good as a test.</summary>
internal sealed class ThrowTest(Loop loop, FlowNode node)
{
    public bool Counts()
    {
        foreach (var operation in node.Evaluated.SelectMany(root => root.DescendantsAndSelf()))
        {
            if (operation is IInvocationOperation { Arguments.Length: >= 2 } call && KnownMembers.ThrowsAbove(call.TargetMethod)
                && new CounterTest(loop, node).Compare(call.Arguments[0].Value, Relation.Greater, call.Arguments[1].Value) == ExitStrength.Bounds)
            {
                return true;
            }
        }

        return false;
    }
}
