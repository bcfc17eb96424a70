using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>What never has but one value: read-only flags, and locals of which every write is the same constant.</summary>
internal static class Constants
{
    public static Defaults.Constant Of(IOperation operation, FlowGraph graph) => operation switch
    {
        IFieldReferenceOperation { Field: { IsReadOnly: true, Type.SpecialType: SpecialType.System_Boolean } } => Defaults.Of(operation, graph),
        ILocalReferenceOperation local => OfLocal(graph.Variables.Writes(Variable.Of(local.Local))),
        _ => Defaults.Constant.Unknown,
    };

    /// <summary>The one constant that all places write, wherever they stand: a local has no other value before the first.</summary>
    private static Defaults.Constant OfLocal(IReadOnlyList<VariableWrite> writes)
    {
        object? only = null;
        for (var i = 0; i < writes.Count; i++)
        {
            if (writes[i] is not { Kind: WriteKind.Assign, IsNested: false, Value.ConstantValue: { HasValue: true, Value: var value } } || (i > 0 && !Equals(value, only)))
                return Defaults.Constant.Unknown;
            only = value;
        }

        return writes.Count == 0 ? Defaults.Constant.Unknown : Defaults.Constant.Known(only);
    }
}
