using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Walks down a structure by a work list: <c>var node = stack.Pop(); ... foreach (var child in node.Children) stack.Push(child);</c></summary>
internal static class Descents
{
    private const int MaxSteps = 100;

    /// <summary>Members that lead up or across: whoever follows them comes round again.</summary>
    private static readonly string[] s_across = ["Parent", "Owner", "Ancestor", "Neighb", "Adjacent", "Edge", "Link", "Ref", "Peer", "Sibling", "Previous", "Root", "Follow", "Friend", "Related", "Dependen", "Caller"];

    /// <summary>Whether something in what is added is a part of what the loop took from the same list, and none of it comes from the model.</summary>
    public static bool IsPartOfTaken(VariableWrite addition, Variable list, Loop loop) =>
        addition.Operation is IInvocationOperation { Arguments: { Length: > 0 } arguments } && Values(arguments[arguments.Length - 1].Value, loop).Any(value => IsPart(value, list, loop));

    /// <summary>The value, or what it is put together of.</summary>
    private static IEnumerable<IOperation> Values(IOperation value, Loop loop)
    {
        value = loop.Whole(Conversions.Unwrap(value));
        return value switch
        {
            ITupleOperation tuple => tuple.Elements,
            IObjectCreationOperation creation => creation.Arguments.Select(argument => argument.Value),
            _ => [value],
        };
    }

    private static bool IsPart(IOperation value, Variable list, Loop loop)
    {
        var pending = new Stack<(IOperation Value, bool IsPart)>();
        pending.Push((value, false));
        var seen = new HashSet<Variable>();
        for (var step = 0; pending.Count > 0; step++)
        {
            var (current, isPart) = pending.Pop();
            current = loop.Whole(Conversions.Unwrap(current));
            if (step == MaxSteps || loop.Spending.Of(current, loop.Graph.Model) is not null)
                return false;
            switch (current)
            {
                case IInvocationOperation call when Source(call) is { } source:
                    pending.Push((source, isPart || !IsSame(call.TargetMethod.Name)));
                    continue;
                case IPropertyReferenceOperation { Property.Name: "Current", Instance: { } enumerator }:
                    pending.Push((enumerator, isPart));
                    continue;
                case IMemberReferenceOperation { Instance: { } owner and not IInstanceReferenceOperation } member when !s_across.Any(name => member.Member.Name.Contains(name)):
                    pending.Push((owner, true));
                    continue;
            }

            if (current is not (ILocalReferenceOperation or IFlowCaptureReferenceOperation) || Variable.Referenced(current) is not { } variable)
                return false;
            if (!seen.Add(variable))
                continue;
            // An enumerator is made before the loop over it.
            var writes = loop.Graph.Variables.Writes(variable).Where(write => write.Kind is not (WriteKind.Expose or WriteKind.Mutate)).ToList();
            if (writes.Count == 0)
                return false;
            foreach (var write in writes)
            {
                if (write.Kind != WriteKind.Assign || write.Value is not { } from)
                    return false;
                if (!IsTaking(from, list))
                    pending.Push((from, isPart));
                else if (!isPart)
                    return false;
            }
        }

        return true;
    }

    private static bool IsTaking(IOperation value, Variable list)
    {
        value = Conversions.Unwrap(value);
        return value switch
        {
            IInvocationOperation { Instance: { } instance } call => CollectionMembers.Shrinks(call.TargetMethod.Name) && Variable.Root(instance)?.Equals(list) == true,
            IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } => Variable.Root(instance)?.Equals(list) == true,
            _ => false,
        };
    }

    /// <summary>What a member of the framework takes its result from: <c>node.Children.Where(...)</c>, <c>Directory.GetDirectories(folder)</c>.</summary>
    private static IOperation? Source(IInvocationOperation call)
    {
        var space = call.TargetMethod.ContainingNamespace?.ToDisplayString() ?? "";
        if (!space.StartsWith("System", StringComparison.Ordinal) || space.StartsWith("System.Net", StringComparison.Ordinal))
            return null;
        return call.Instance ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
    }

    private static bool IsSame(string method) => method is "GetEnumerator" or "ToList" or "ToArray" or "Reverse" or "Where" or "OrderBy" or "ToString" or "Trim";
}
