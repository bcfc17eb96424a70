using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Ways on that are taken once for each place: <c>if (seen.Add(next)) queue.Enqueue(next);</c>, or <c>while (!results.ContainsKey(id))</c> where
/// each turn gives <c>results[id]</c>. There are as many words as the model likes to make up, and as many pages out there as anybody
/// likes, but only so many places in what the program holds, whoever decides which comes next.
/// </summary>
internal static class Visits
{
    public static IEnumerable<FlowEdge> Of(Loop loop)
    {
        foreach (var node in loop.Nodes.OrderBy(node => node.Id))
        {
            if (node.Condition is not IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd" or "Contains" or "ContainsKey", Instance: { } instance, Arguments: { Length: > 0 } arguments } asked
                || !CollectionMembers.IsFrameworkCollection(instance.Type) || !CollectionMembers.IsKeyed(instance.Type!) || Variable.Root(instance) is not { } seen)
            {
                continue;
            }

            var adds = asked.TargetMethod.Name is "Add" or "TryAdd";
            if (loop.Writes(seen).Any(write => write.Kind is not (WriteKind.Expose or WriteKind.Grow) && (adds || !NewKeys.MayAdd(write)))
                || (!adds && !IsKept(arguments[0].Value, seen, node, loop)) || !IsPlace(arguments[0].Value, loop))
            {
                continue;
            }

            foreach (var way in node.Out)
            {
                if (way.Kind == (adds ? EdgeKind.WhenTrue : EdgeKind.WhenFalse) && loop.Stays(way))
                    yield return way;
            }
        }
    }

    /// <summary>Whether each turn that comes past the test gives the collection the key that was asked for.</summary>
    private static bool IsKept(IOperation key, Variable seen, FlowNode at, Loop loop)
    {
        var text = loop.Whole(key).Syntax.ToString();
        var kept = loop.Writes(seen).Where(write => (NewKeys.Key(write) ?? (write.Operation as IInvocationOperation)?.Arguments.FirstOrDefault()?.Value) is { } given && loop.Whole(given).Syntax.ToString() == text);
        return loop.EveryTurnPasses(at, [.. kept.Select(write => write.Node)]);
    }

    /// <summary>Whether the value is taken from what the program holds, and made neither by the model nor by putting texts together.</summary>
    private static bool IsPlace(IOperation value, Loop loop)
    {
        var pending = new Stack<IOperation>();
        var seen = new HashSet<Variable>();
        pending.Push(value);
        while (pending.Count > 0)
        {
            foreach (var part in pending.Pop().DescendantsAndSelf())
            {
                if (part is IBinaryOperation or IInterpolatedStringOperation or IDynamicInvocationOperation or IInvalidOperation || loop.Spending.Of(part, loop.Graph.Model) is not null || (part is IInvocationOperation call && !PureCalls.Is(call)))
                    return false;
                if (part is IConversionOperation || Variable.Referenced(part) is not { } variable || !seen.Add(variable))
                    continue;
                if (part is IPropertyReferenceOperation { Property.Name: "Current", Instance: { } enumerator } && Variable.Referenced(enumerator) is { } sequence && loop.EndOf(sequence) != SequenceEnd.Ends)
                    return false;
                foreach (var write in loop.Writes(variable))
                {
                    if (write is { Kind: WriteKind.Grow, Operation: IInvocationOperation grow })
                    {
                        foreach (var argument in grow.Arguments)
                            pending.Push(loop.Whole(argument.Value));
                    }
                    else if (write.Kind != WriteKind.Expose && (write.Value ?? write.Operation) is { } given)
                    {
                        pending.Push(given is Microsoft.CodeAnalysis.FlowAnalysis.IFlowCaptureReferenceOperation ? given : loop.Whole(given));
                    }
                }
            }
        }

        return true;
    }
}
