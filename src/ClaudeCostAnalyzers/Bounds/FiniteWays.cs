using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Ways on within a loop that control can take only finitely often: <c>if (retries++ &lt; 3) queue.Enqueue(item);</c> puts
/// something back three times in all, though neither way leaves the loop.
/// </summary>
internal static class FiniteWays
{
    /// <summary>So many conditions of one loop are looked at.</summary>
    private const int MaxConditions = 200;

    public static HashSet<FlowEdge> Of(Loop loop)
    {
        var found = new HashSet<FlowEdge>();
        var looked = 0;
        foreach (var node in loop.Nodes.OrderBy(node => node.Id))
        {
            if (looked >= MaxConditions || loop.Effort.IsSpent)
                break;
            if (node.Condition is null || loop.Whole(node.Condition).DescendantsAndSelf().Any(MayBeginAnew))
                continue;
            var ways = node.Out.Where(edge => edge.Kind is EdgeKind.WhenTrue or EdgeKind.WhenFalse && loop.Follows(edge)).ToList();
            if (ways.Count != 2 || !ways.All(loop.Stays))
                continue;
            looked++;
            // The way that the test closes is taken finitely often, whatever happens on the other one: no turn comes from it
            // back to the test by that other way.
            for (var i = 0; i < 2; i++)
            {
                var alone = new Loop(loop.Graph, loop.Nodes, [.. loop.Removed, ways[1 - i]], loop.Spending, loop.Effort) { Finite = loop.Finite, Given = loop.Given };
                if (new ExitTest(alone, node).Judge(node.Condition, leavesWhen: ways[1 - i].Kind == EdgeKind.WhenTrue) == ExitStrength.Bounds)
                    found.Add(ways[i]);
            }
        }

        return found;
    }

    /// <summary>
    /// Leaving at once may be enough of an exit, though what is tested does not stay as it is: a counter passes by the number
    /// that it is compared with, a queue or an input that has come to its end may have more in the
    /// next turn, a deadline may be set anew.
    /// </summary>
    private static bool MayBeginAnew(IOperation operation) => operation switch
    {
        _ when Clocks.Sign(operation, _ => null) != 0 => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } or IConstantPatternOperation => true,
        IInvocationOperation call => CollectionMembers.TakesOne(call.TargetMethod.Name) || KnownMembers.Reads(call.TargetMethod),
        IPropertyReferenceOperation property => KnownMembers.Reads(property.Property),
        _ => false,
    };
}
