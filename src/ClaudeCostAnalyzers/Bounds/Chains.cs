using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Variables that each turn moves one link on: <c>node = node.Next</c>, <c>e = e.InnerException</c>, <c>match = match.NextMatch()</c>.</summary>
internal static class Chains
{
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
            if (write.Kind != WriteKind.Assign || !IsNextOf(write.Value, variable))
                return false;
            stations.Add(write.Node);
        }

        return stations.Count > 0 && loop.EveryTurnPasses(at, stations);
    }

    private static bool IsNextOf(IOperation? value, Variable variable)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return value switch
        {
            IInvocationOperation { Instance: { } instance } call => KnownMembers.Reads(call.TargetMethod) && Variable.Referenced(instance)?.Equals(variable) == true,
            IPropertyReferenceOperation { Instance: { } instance, Arguments.Length: 0 } => Variable.Root(instance)?.Equals(variable) == true,
            IFieldReferenceOperation { Instance: { } instance } => Variable.Root(instance)?.Equals(variable) == true,
            _ => false,
        };
    }
}
