using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Evaluates a condition when some of what it reads is known.</summary>
internal static class Evaluator
{
    private const int MaxDepth = 30;

    /// <summary>Some value other than null.</summary>
    public static readonly object NotNull = new();

    public static bool? Boolean(IOperation condition, Func<IOperation, Defaults.Constant> read, int depth = 0)
    {
        if (depth > MaxDepth)
            return null;
        if (read(condition) is { IsKnown: true, Value: bool given })
            return given;
        switch (condition)
        {
            case IParenthesizedOperation parenthesized:
                return Boolean(parenthesized.Operand, read, depth + 1);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return !Boolean(not.Operand, read, depth + 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } and:
                return (Boolean(and.LeftOperand, read, depth + 1), Boolean(and.RightOperand, read, depth + 1)) switch
                {
                    (false, _) or (_, false) => false,
                    (true, true) => true,
                    _ => null,
                };
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } or:
                return (Boolean(or.LeftOperand, read, depth + 1), Boolean(or.RightOperand, read, depth + 1)) switch
                {
                    (true, _) or (_, true) => true,
                    (false, false) => false,
                    _ => null,
                };
            case IBinaryOperation binary:
                return Compare(Value(binary.LeftOperand, read), Relations.Of(binary.OperatorKind), Value(binary.RightOperand, read));
            // The last arm of a switch.
            case IIsPatternOperation { Pattern: IDiscardPatternOperation }:
                return true;
            case IIsPatternOperation match:
                return Match(Value(match.Value, read), match.Pattern, read, depth);
            case IIsNullOperation isNull:
                return Value(isNull.Operand, read) is { IsKnown: true } operand ? operand.Value is null : null;
            case IPropertyReferenceOperation { Property.Name: "HasValue", Instance: { } nullable }:
                return Value(nullable, read) is { IsKnown: true } known ? known.Value is not null : null;
            default:
                return Value(condition, read) is { IsKnown: true, Value: bool value } ? value : null;
        }
    }

    private static Defaults.Constant Value(IOperation operation, Func<IOperation, Defaults.Constant> read)
    {
        while (true)
        {
            if (operation.ConstantValue is { HasValue: true } constant)
                return Defaults.Constant.Known(constant.Value);
            if (operation is IDefaultValueOperation { Type.IsReferenceType: true })
                return Defaults.Constant.Known(null);
            if (read(operation) is { IsKnown: true } known)
                return known;
            if (operation is IConversionOperation conversion)
                operation = conversion.Operand;
            else if (operation is IPropertyReferenceOperation { Property.Name: "Value", Instance: { } nullable })
                operation = nullable;
            else
                return Defaults.Constant.Unknown;
        }
    }

    /// <summary>Whether the value matches the pattern; null: not known.</summary>
    public static bool? Matches(Defaults.Constant value, IPatternOperation pattern, Func<IOperation, Defaults.Constant> read) =>
        pattern is IDiscardPatternOperation ? true : Match(value, pattern, read, 0);

    /// <summary>Whether the value is that of the constant; null: not known.</summary>
    public static bool? Equal(Defaults.Constant value, IOperation constant) => Compare(value, Relation.Equal, Value(constant, _ => Defaults.Constant.Unknown));

    private static bool? Match(Defaults.Constant value, IPatternOperation pattern, Func<IOperation, Defaults.Constant> read, int depth)
    {
        if (!value.IsKnown || depth > MaxDepth)
            return null;
        return pattern switch
        {
            INegatedPatternOperation negated => !Match(value, negated.Pattern, read, depth + 1),
            IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => (Match(value, either.LeftPattern, read, depth + 1), Match(value, either.RightPattern, read, depth + 1)) switch
            {
                (true, _) or (_, true) => true,
                (false, false) => false,
                _ => null,
            },
            IConstantPatternOperation constant => Compare(value, Relation.Equal, Value(constant.Value, read)),
            IRelationalPatternOperation relational => Compare(value, Relations.Of(relational.OperatorKind), Value(relational.Value, read)),
            IRecursivePatternOperation or IDeclarationPatternOperation or ITypePatternOperation when value.Value is null => false,
            IRecursivePatternOperation { DeconstructionSubpatterns.Length: 0, PropertySubpatterns.Length: 0 } whole
                when SymbolEqualityComparer.Default.Equals(whole.InputType, whole.NarrowedType) => true,
            _ => null,
        };
    }

    private static bool? Compare(Defaults.Constant left, Relation relation, Defaults.Constant right)
    {
        if (!left.IsKnown || !right.IsKnown || relation == Relation.None)
            return null;
        if (IsUnnamed(left.Value) || IsUnnamed(right.Value))
        {
            bool? same = left.Value is Variable && Equals(left.Value, right.Value) ? true
                : left.Value is null && right.Value == NotNull || right.Value is null && left.Value == NotNull ? false : null;
            return relation switch { Relation.Equal => same, Relation.NotEqual => !same, _ => null };
        }

        if (relation is Relation.Equal or Relation.NotEqual)
        {
            var equal = Steps.Number(left.Value) is { } a && Steps.Number(right.Value) is { } b ? a == b : Equals(left.Value, right.Value);
            return equal == (relation == Relation.Equal);
        }

        if (left.Value is null || right.Value is null)
            return false;
        if (Steps.Number(left.Value) is not { } x || Steps.Number(right.Value) is not { } y)
            return null;
        return relation switch
        {
            Relation.Less => x < y,
            Relation.LessOrEqual => x <= y,
            Relation.Greater => x > y,
            _ => x >= y,
        };
    }

    /// <summary>A value that is known to be another variable's, or not to be null, and no more.</summary>
    private static bool IsUnnamed(object? value) => value is Variable || value == NotNull;
}
