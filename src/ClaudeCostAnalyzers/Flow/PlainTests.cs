using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary><c>!ok</c>, <c>ok == false</c> and <c>ok is true</c> all test <c>ok</c>.</summary>
internal static class PlainTests
{
    /// <summary>What the condition tests, and whether it holds when that does not.</summary>
    public static (IOperation Tested, bool IsNegated) Of(IOperation condition)
    {
        var isNegated = false;
        while (true)
        {
            switch (condition)
            {
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not when IsBoolean(not.Operand):
                    (condition, isNegated) = (not.Operand, !isNegated);
                    continue;
                case IParenthesizedOperation parenthesized:
                    condition = parenthesized.Operand;
                    continue;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, OperatorMethod: null } comparison
                    when IsBoolean(comparison.LeftOperand) && comparison.RightOperand.ConstantValue is { HasValue: true, Value: bool value }:
                    isNegated ^= value != (comparison.OperatorKind == BinaryOperatorKind.Equals);
                    condition = comparison.LeftOperand;
                    continue;
                case IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool value } } } match when IsBoolean(match.Value):
                    isNegated ^= !value;
                    condition = match.Value;
                    continue;
                default:
                    return (condition, isNegated);
            }
        }
    }

    private static bool IsBoolean(IOperation operation) => operation.Type?.SpecialType == SpecialType.System_Boolean;
}
