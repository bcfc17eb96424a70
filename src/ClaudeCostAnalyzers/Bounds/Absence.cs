using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>What is asked whether it is null, and ways that are taken only while it is: <c>if (errors is null) errors = [];</c>, <c>if (best == null || score > best.Score)</c>.</summary>
internal static class Absence
{
    /// <summary>Whether the way is one.</summary>
    /// <param name="way">The way.</param>
    /// <param name="isIt">Whether an operation reads what may be null.</param>
    /// <param name="loop">The loop.</param>
    public static bool IsToldBy(FlowEdge way, Func<IOperation, bool> isIt, Loop loop) => way is { Kind: EdgeKind.WhenTrue or EdgeKind.WhenFalse, From.Condition: { } condition }
        && Evaluator.Boolean(loop.Whole(condition), operation => isIt(operation) ? Defaults.Constant.Known(Evaluator.NotNull) : Defaults.Constant.Unknown) is { } isThere && isThere != (way.Kind == EdgeKind.WhenTrue);

    /// <summary>Whether the operation is only read to be asked whether it is null, or whether it is not.</summary>
    /// <param name="operation">What is read.</param>
    public static bool IsAsked(IOperation operation)
    {
        while (operation.Parent is IConversionOperation conversion)
            operation = conversion;
        return operation.Parent switch
        {
            IIsNullOperation => true,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } equal => Conversions.Unwrap(equal.RightOperand == operation ? equal.LeftOperand : equal.RightOperand).ConstantValue is { HasValue: true, Value: null },
            IIsPatternOperation { Pattern: var pattern } => IsOfNull(pattern),
            _ => false,
        };
    }

    private static bool IsOfNull(IPatternOperation pattern)
    {
        while (pattern is INegatedPatternOperation negated)
            pattern = negated.Pattern;
        return pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } or IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true, DeconstructionSubpatterns.IsEmpty: true };
    }
}
