using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Tests whether there is something to add at all: <c>if (reply.Usage is { } usage) used += usage.TotalTokenCount;</c>. Whoever
/// counts tokens relies on replies that say how many they took.
/// </summary>
internal static class Presence
{
    private const int MaxDepth = 8;

    /// <summary>Whether the condition only asks if the value, or what it is taken from, is there.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="value">What is added behind it.</param>
    /// <param name="holds">Whether it is added when the condition holds.</param>
    public static bool IsAsked(IOperation condition, IOperation? value, bool holds = true) => value is not null && IsAsked(condition, Text(value), holds);

    /// <summary>The text of the value, and of what its locals are given.</summary>
    public static string Text(IOperation? value, Loop loop) => value is null ? "" : Text(value) + " " + string.Join(" ", value.DescendantsAndSelf().OfType<ILocalReferenceOperation>()
        .SelectMany(local => loop.Writes(Variable.Of(local.Local))).Where(write => write is { Kind: WriteKind.Assign, Value: not null }).Select(write => Text(loop.Whole(write.Value!))));

    /// <inheritdoc cref="IsAsked(IOperation, IOperation?, bool)"/>
    public static bool IsAsked(IOperation condition, string text, bool holds)
    {
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            switch (condition)
            {
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                    (condition, holds) = (not.Operand, !holds);
                    continue;
                case IParenthesizedOperation parenthesized:
                    condition = parenthesized.Operand;
                    continue;
                case IIsNullOperation isNull:
                    return !holds && text.Contains(Text(isNull.Operand));
                case IPropertyReferenceOperation { Property.Name: "HasValue", Instance: { } nullable }:
                    return holds && text.Contains(Text(nullable));
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison when IsNull(comparison.RightOperand):
                    return holds == (comparison.OperatorKind == BinaryOperatorKind.NotEquals) && text.Contains(Text(comparison.LeftOperand));
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThan } positive when Steps.Constant(positive.RightOperand) is 0:
                    return holds && text.Contains(Text(positive.LeftOperand));
                case IIsPatternOperation match:
                    return IsMatched(match, text, holds);
                default:
                    return false;
            }
        }

        return false;
    }

    private static bool IsMatched(IIsPatternOperation match, string text, bool holds)
    {
        var pattern = match.Pattern;
        for (var depth = 0; depth < MaxDepth && pattern is INegatedPatternOperation negated; depth++)
            (pattern, holds) = (negated.Pattern, !holds);
        if (pattern is IConstantPatternOperation constant)
            return !holds && IsNull(constant.Value) && text.Contains(Text(match.Value));
        return holds && pattern is IRecursivePatternOperation or IDeclarationPatternOperation or ITypePatternOperation
            && (text.Contains(Text(match.Value)) || pattern.DescendantsAndSelf().Any(part => Declared(part) is { Name: var name } && text.Contains(name)))
            && pattern.Descendants().All(part => part is IPropertySubpatternOperation or IRecursivePatternOperation or IDeclarationPatternOperation or ITypePatternOperation or IMemberReferenceOperation or IInstanceReferenceOperation);
    }

    private static ISymbol? Declared(IOperation pattern) => pattern switch
    {
        IRecursivePatternOperation recursive => recursive.DeclaredSymbol,
        IDeclarationPatternOperation declaration => declaration.DeclaredSymbol,
        _ => null,
    };

    private static bool IsNull(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: null } || operation is IConversionOperation { Operand.ConstantValue: { HasValue: true, Value: null } };

    private static string Text(IOperation operation) => operation.Syntax.ToString().Replace("?", "").Replace("!", "");
}
