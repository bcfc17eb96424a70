using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Steps through a text or a list by pieces: <c>var end = Math.Min(start + 1000, text.Length); ... start = end - 100;</c>,
/// <c>position += Math.Min(size, text.Length - position)</c>.
/// </summary>
internal static class Strides
{
    private const int MaxDepth = 10;

    /// <summary>1: the value is that of the variable, moved up; -1: moved down; 0: not that can be seen.</summary>
    public static int Of(IOperation value, Variable variable, FlowNode at, Loop loop) =>
        Offset(value, variable, at, loop, 0) is { } offset && !double.IsNaN(offset) ? Math.Sign(offset) : 0;

    /// <summary>How far beyond the variable the value is, as long as no end is reached; a size that stays the same counts as much.</summary>
    private static double? Offset(IOperation value, Variable variable, FlowNode at, Loop loop, int depth)
    {
        if (depth > MaxDepth)
            return null;
        value = loop.Whole(value);
        switch (value)
        {
            case IConversionOperation { OperatorMethod: null } conversion:
                return Offset(conversion.Operand, variable, at, loop, depth + 1);
            case IParenthesizedOperation parenthesized:
                return Offset(parenthesized.Operand, variable, at, loop, depth + 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } plus:
                return Offset(plus.LeftOperand, variable, at, loop, depth + 1) is { } left ? left + Size(plus.RightOperand, at, loop)
                    : Offset(plus.RightOperand, variable, at, loop, depth + 1) + Size(plus.LeftOperand, at, loop);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } minus:
                return Offset(minus.LeftOperand, variable, at, loop, depth + 1) - (Steps.Constant(minus.RightOperand) ?? (loop.IsInvariant(minus.RightOperand) ? 1 : double.NaN));
            case IInvocationOperation { TargetMethod: { Name: "Min" or "Max", ContainingType.Name: "Math" }, Arguments: { Length: 2 } arguments }:
                return Offset(arguments[0].Value, variable, at, loop, depth + 1) ?? Offset(arguments[1].Value, variable, at, loop, depth + 1);
            // `t = Math.Round(t + 0.1, 1)`: what is rounded is no less moved.
            case IInvocationOperation { TargetMethod: { Name: "Round", ContainingType.Name: "Math" or "MathF" or "Decimal" }, Arguments: { Length: > 0 } rounded }:
                return Offset(rounded[0].Value, variable, at, loop, depth + 1);
            // `size = Math.Max(size / 2, 500)`
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide or BinaryOperatorKind.RightShift } part when Steps.Constant(part.RightOperand) is { } divisor && divisor > (part.OperatorKind == BinaryOperatorKind.Divide ? 1 : 0):
                return Offset(part.LeftOperand, variable, at, loop, depth + 1) is 0 ? -1 : null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply or BinaryOperatorKind.LeftShift } times when Steps.Constant(times.RightOperand) is { } factor && factor > (times.OperatorKind == BinaryOperatorKind.Multiply ? 1 : 0):
                return Offset(times.LeftOperand, variable, at, loop, depth + 1) is 0 ? 1 : null;
        }

        if (DateSteps.Of(value) is var (date, amount, direction))
            return Offset(date, variable, at, loop, depth + 1) + (direction * Amount(amount, at, loop));
        if (Variable.Referenced(value) is not { } read)
            return null;
        if (read.Equals(variable))
            return 0;
        return (loop.OnlyValue(read, at) ?? Clamped(read, at, loop)) is { } only && only != value ? Offset(only, variable, at, loop, depth + 1) : null;
    }

    /// <summary>The value before it is held back by the end: <c>var end = start + size; if (end > text.Length) end = text.Length;</c></summary>
    private static IOperation? Clamped(Variable local, FlowNode at, Loop loop)
    {
        var writes = loop.Writes(local).Where(write => write.Kind != WriteKind.Expose).ToList();
        if (local.Symbol is not ILocalSymbol || writes.Count != 2 || writes.Any(write => write is not { Kind: WriteKind.Assign, Value: not null, IsNested: false }))
            return null;
        foreach (var (given, clamp) in new[] { (writes[0], writes[1]), (writes[1], writes[0]) })
        {
            var limit = clamp.Value!.Syntax.ToString();
            if (loop.IsInvariant(clamp.Value) && loop.EveryTurnPasses(at, [given.Node])
                && loop.Nodes.Any(node => node.Condition is IBinaryOperation test && IsPast(test, limit) && node.Out.Any(way => way.Kind == EdgeKind.WhenTrue && way.To == clamp.Node)))
            {
                return given.Value;
            }
        }

        return null;

        bool IsPast(IBinaryOperation test, string limit) => Relations.Of(test.OperatorKind) switch
        {
            Relation.Greater or Relation.GreaterOrEqual => Variable.Referenced(test.LeftOperand)?.Equals(local) == true && IsLimit(test.RightOperand, limit),
            Relation.Less or Relation.LessOrEqual => Variable.Referenced(test.RightOperand)?.Equals(local) == true && IsLimit(test.LeftOperand, limit),
            _ => false,
        };

        static bool IsLimit(IOperation side, string limit) => side.Syntax.ToString().Trim('(', ')') == limit.Trim('(', ')');
    }

    private static double Amount(IOperation amount, FlowNode at, Loop loop) => DateSteps.SignOf(amount) is not 0 and var sign ? sign : loop.IsInvariant(amount) ? Steps.Constant(amount) ?? 1 : double.NaN;

    private static double Size(IOperation size, FlowNode at, Loop loop) => Steps.Constant(size) ?? (IsSize(size, at, loop) ? 1000 : double.NaN);

    /// <summary>Whether the value is a length, a count or the smaller of two such.</summary>
    public static bool IsSize(IOperation? value, FlowNode at, Loop loop, int depth = 0)
    {
        if (value is null || depth > MaxDepth)
            return false;
        value = loop.Whole(value);
        return value switch
        {
            IConversionOperation { OperatorMethod: null } conversion => IsSize(conversion.Operand, at, loop, depth + 1),
            IInvocationOperation { TargetMethod: { Name: "Min" or "Max", ContainingType.Name: "Math" } } => true,
            IInvocationOperation { TargetMethod.Name: "Count" } => true,
            IPropertyReferenceOperation { Property.Name: "Length" or "Count" } => true,
            _ when loop.IsInvariant(value) => true,
            ILocalReferenceOperation local => loop.OnlyValue(Variable.Of(local.Local), at) is { } only && only != value && IsSize(only, at, loop, depth + 1),
            _ => false,
        };
    }
}
