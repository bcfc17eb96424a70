using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Ways on that are taken once for each place: <c>if (seen.Add(next)) queue.Enqueue(next);</c>. There are as many words as the
/// model likes to make up, and as many pages out there as anybody likes, but only so many places in what the program holds.
/// </summary>
internal static class Visits
{
    public static IEnumerable<FlowEdge> Of(Loop loop)
    {
        foreach (var node in loop.Nodes.OrderBy(node => node.Id))
        {
            if (node.Condition is not IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd", Instance: { } instance, Arguments: { Length: > 0 } arguments }
                || !CollectionMembers.IsFrameworkCollection(instance.Type) || !CollectionMembers.IsKeyed(instance.Type!) || Variable.Root(instance) is not { } seen
                || loop.Writes(seen).Any(write => write.Kind is not (WriteKind.Expose or WriteKind.Grow))
                || arguments[0].Value.DescendantsAndSelf().Any(part => part is IBinaryOperation or IInterpolatedStringOperation)
                || (new Dependence(loop).Of(arguments[0].Value) & (Dependences.Reply | Dependences.Opaque)) != 0)
            {
                continue;
            }

            foreach (var way in node.Out)
            {
                if (way.Kind == EdgeKind.WhenTrue && loop.Stays(way))
                    yield return way;
            }
        }
    }
}
