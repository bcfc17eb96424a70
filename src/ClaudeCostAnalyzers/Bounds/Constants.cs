using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>What is given a value where it is declared and never another: read-only flags, and locals that nothing else writes.</summary>
internal static class Constants
{
    public static Defaults.Constant Of(IOperation operation, FlowGraph graph) => operation switch
    {
        IFieldReferenceOperation { Field: { IsReadOnly: true, Type.SpecialType: SpecialType.System_Boolean } } => Defaults.Of(operation, graph),
        ILocalReferenceOperation local => OfLocal(graph.Variables.Writes(Variable.Of(local.Local))),
        _ => Defaults.Constant.Unknown,
    };

    private static Defaults.Constant OfLocal(IReadOnlyList<VariableWrite> writes) =>
        writes.Count == 1 && writes[0] is { Kind: WriteKind.Assign, IsNested: false, Value.ConstantValue: { HasValue: true, Value: var value }, Operation.Syntax: VariableDeclaratorSyntax }
            ? Defaults.Constant.Known(value)
            : Defaults.Constant.Unknown;
}
