using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Variables that each turn moves one link on: <c>node = node.Next</c>, <c>e = e.InnerException</c>, <c>match = match.NextMatch()</c>.</summary>
internal static class Chains
{
    /// <summary>A link may go through so many locals.</summary>
    private const int MaxNames = 4;

    /// <summary>Whether every turn moves the variable along a chain of objects that the loop does not lengthen: such chains end.</summary>
    public static bool IsWalked(IOperation operation, FlowNode at, Loop loop)
    {
        if (Variable.Referenced(operation) is not { Symbol: not null } variable)
            return false;
        var stations = new HashSet<FlowNode>();
        foreach (var write in loop.Writes(variable))
        {
            if (write.Kind is WriteKind.Expose or WriteKind.Mutate && !write.IsNested)
                continue;
            if (write.Kind != WriteKind.Assign || !IsNextOf(write, variable, loop))
                return false;
            stations.Add(write.Node);
        }

        return stations.Count > 0 && loop.EveryTurnPasses(at, stations);
    }

    private static bool IsNextOf(VariableWrite write, Variable variable, Loop loop)
    {
        var value = write.Value;
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return value switch
        {
            IInvocationOperation { Instance: { } instance } call => KnownMembers.Reads(call.TargetMethod) && Variable.Referenced(instance)?.Equals(variable) == true,
            IPropertyReferenceOperation { Instance: { } instance, Arguments.Length: 0, Property: var property } => IsLink(instance, property),
            IFieldReferenceOperation { Instance: { } instance, Field: var field } => IsLink(instance, field),
            _ => false,
        };

        // `node.Next = new Node(reply); node = node.Next;` makes the chain as it goes.
        bool IsLink(IOperation instance, ISymbol member) => IsItself(instance, write.Node) && loop.Writes(Variable.Of(member)).All(link => link.Kind == WriteKind.Expose);

        // `while (node is { } current) { ...; node = current.Next; }`
        bool IsItself(IOperation instance, FlowNode at)
        {
            for (var steps = 0; steps < MaxNames && Variable.Root(instance) is { } root; steps++)
            {
                if (root.Equals(variable))
                    return true;
                var names = loop.Writes(root).Where(other => other.Kind is not (WriteKind.Expose or WriteKind.Mutate)).ToList();
                if (names.Count != 1 || names[0] is not { Kind: WriteKind.Assign, Value: { } named } || !loop.EveryTurnPasses(at, [names[0].Node]))
                    return false;
                instance = named;
            }

            return false;
        }
    }
}
