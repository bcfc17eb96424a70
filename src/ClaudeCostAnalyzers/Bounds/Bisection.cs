using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Two limits that close in on each other: <c>mid = (low + high) / 2; if (...) low = mid + 1; else high = mid;</c></summary>
internal static class Bisection
{
    /// <summary>The places that halve the distance between two variables, when the loop writes them in no other way; else null.</summary>
    public static HashSet<FlowNode>? Of(IOperation left, IOperation right, Loop loop)
    {
        if (Variable.Referenced(left) is not { } low || Variable.Referenced(right) is not { } high || low.Equals(high))
            return null;
        var halvings = new HashSet<FlowNode>();
        foreach (var write in loop.Writes(low).Concat(loop.Writes(high)))
        {
            if (write.Kind != WriteKind.Assign || write.Value is not { } value || !IsByMiddle(value, write.Node))
                return null;
            halvings.Add(write.Node);
        }

        return halvings.Count >= 2 ? halvings : null;

        bool IsByMiddle(IOperation value, FlowNode node)
        {
            if (value is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract, RightOperand: { ConstantValue.HasValue: true } } shifted)
                value = shifted.LeftOperand;
            return Variable.Referenced(value) is { } middle && loop.OnlyValue(middle, node) is { } halved
                && halved.DescendantsAndSelf().Any(part => part is IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift })
                && Mentions(halved, low) && Mentions(halved, high);
        }
    }

    private static bool Mentions(IOperation operation, Variable variable) =>
        operation.DescendantsAndSelf().Any(part => Variable.Referenced(part) is { } read && read.Equals(variable));
}
