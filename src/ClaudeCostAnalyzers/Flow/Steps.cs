using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>Recognises writes that move a number by a constant, and assignments that make a collection or string longer or shorter.</summary>
internal static class Steps
{
    public static (WriteKind Kind, int Direction, long Size) OfCompound(BinaryOperatorKind op, IOperation value)
    {
        var constant = Constant(value);
        switch (op)
        {
            case BinaryOperatorKind.Add or BinaryOperatorKind.Subtract when constant is { } amount:
                var direction = Math.Sign(amount) * (op == BinaryOperatorKind.Add ? 1 : -1);
                return (WriteKind.Step, direction, (long)Math.Min(Math.Abs(amount), long.MaxValue / 2));
            case BinaryOperatorKind.Add or BinaryOperatorKind.Subtract when DateSteps.SignOf(value) is not 0 and var sign:
                return (WriteKind.Step, sign * (op == BinaryOperatorKind.Add ? 1 : -1), 0);
            case BinaryOperatorKind.Multiply when constant > 1:
            case BinaryOperatorKind.LeftShift when constant > 0:
                return (WriteKind.Step, 1, 0);
            case BinaryOperatorKind.Divide when constant > 1:
            case BinaryOperatorKind.RightShift when constant > 0:
            case BinaryOperatorKind.UnsignedRightShift when constant > 0:
                return (WriteKind.Step, -1, 0);
            case BinaryOperatorKind.Add:
                return (WriteKind.Accumulate, 1, 0);
            case BinaryOperatorKind.Subtract:
                return (WriteKind.Accumulate, -1, 0);
            default:
                return (WriteKind.Assign, 0, 0);
        }
    }

    public static (WriteKind Kind, int Direction, long Size) OfInterlocked(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "Increment" => (WriteKind.Step, 1, 1),
        "Decrement" => (WriteKind.Step, -1, 1),
        "Add" when call.Arguments.Length == 2 => OfCompound(BinaryOperatorKind.Add, call.Arguments[1].Value),
        _ => (WriteKind.Assign, 0, 0),
    };

    /// <summary><c>i = i + 1</c>, <c>text = text.Substring(1)</c>, <c>items = items.Skip(1).ToList()</c>, <c>log = [.. log, line]</c>; null for anything else.</summary>
    public static (WriteKind Kind, int Direction, long Size)? OfAssignment(Variable variable, IOperation value)
    {
        value = Conversions.Unwrap(value);
        if (value is IBinaryOperation binary)
        {
            if (Refers(binary.LeftOperand, variable))
                return Known(OfCompound(binary.OperatorKind, binary.RightOperand));
            if (Refers(binary.RightOperand, variable) && binary.OperatorKind is BinaryOperatorKind.Add or BinaryOperatorKind.Multiply)
                return Known(OfCompound(binary.OperatorKind, binary.LeftOperand));
        }

        if (DateSteps.Of(value) is var (date, amount, sign) && Refers(date, variable))
            return OfDate(amount, sign);
        return OfCollection(variable, value);
    }

    private static (WriteKind, int, long)? OfDate(IOperation amount, int sign)
    {
        if (Constant(Conversions.Unwrap(amount)) is { } number)
            return number == 0 ? null : (WriteKind.Step, Math.Sign(number) * sign, (long)Math.Min(Math.Abs(number), long.MaxValue / 2));
        return DateSteps.SignOf(amount) is not 0 and var direction ? (WriteKind.Step, direction * sign, 0) : null;
    }

    private static (WriteKind, int, long)? Known((WriteKind Kind, int, long) step) => step.Kind == WriteKind.Assign ? null : step;

    private static (WriteKind Kind, int Direction, long Size)? OfCollection(Variable variable, IOperation value)
    {
        // items.Skip(1).ToList(): the innermost receiver is the variable itself, and every link takes or keeps.
        var shrinks = false;
        var surely = false;
        var grows = false;
        while (CollectionExpressions.Parts(value) is { Spreads.Count: > 0 } || value is IInvocationOperation or IPropertyReferenceOperation { Arguments.Length: 1 } or IImplicitIndexerReferenceOperation)
        {
            if (CollectionExpressions.Parts(value) is var (spreads, others))
            {
                // `[.. log, .. reply.Messages]`: nobody knows how many messages there are.
                (grows, surely) = (grows || others > 0 || spreads.Count > 1, surely || others > 0);
                value = Conversions.Unwrap(spreads.FirstOrDefault(spread => Refers(spread, variable)) ?? spreads[0]);
                continue;
            }

            if (value is not IInvocationOperation)
            {
                var (index, instance) = value is IPropertyReferenceOperation indexer ? (indexer.Arguments[0].Value, indexer.Instance!)
                    : (((IImplicitIndexerReferenceOperation)value).Argument, ((IImplicitIndexerReferenceOperation)value).Instance);
                if (index is not IRangeOperation range)
                    return null;
                shrinks = true;
                surely |= range.LeftOperand is not null || range.RightOperand is { } end && IsShorter(end);
                value = Conversions.Unwrap(instance);
                continue;
            }

            var call = (IInvocationOperation)value;
            var name = call.TargetMethod.Name;
            if (CollectionMembers.Shrinks(name))
            {
                shrinks = true;
                surely |= name is "Skip" or "SkipLast" or "Substring" or "Slice" or "Remove" or "RemoveAt" or "Dequeue" or "Pop" or "Clear";
            }
            else if (CollectionMembers.Grows(name))
            {
                grows = true;
                surely |= call.Type?.SpecialType != SpecialType.System_String && CollectionMembers.SurelyGrows(name, call.Instance?.Type ?? call.Type);
            }
            else if (name is not ("ToList" or "ToArray" or "ToImmutableArray" or "ToImmutableList" or "AsEnumerable" or "ToString"))
                return null;
            var receiver = call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
            if (receiver is null)
                return null;
            value = Conversions.Unwrap(receiver);
        }

        if (shrinks == grows || !Refers(value, variable))
            return null;
        return shrinks ? (WriteKind.Shrink, surely ? -1 : 0, 0) : (WriteKind.Grow, surely ? 1 : 0, 0);
    }

    /// <summary><c>text[..^1]</c>, <c>text[..(text.Length / 2)]</c>.</summary>
    private static bool IsShorter(IOperation end) => Conversions.Unwrap(end is IConversionOperation { Type.Name: "Index" } index ? index.Operand : end) switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat, Operand: { } last } => Constant(last) is > 0,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide } half => Constant(half.RightOperand) is > 1,
        _ => false,
    };

    private static bool Refers(IOperation operation, Variable variable) => Variable.Referenced(Conversions.Unwrap(operation)) is { } referenced && referenced.Equals(variable);

    /// <summary>The numeric constant, or null.</summary>
    public static double? Constant(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: { } value } ? Number(value) : null;

    /// <summary>The value as a number, or null.</summary>
    public static double? Number(object? value) => value switch
    {
        int i => i,
        long l => l,
        uint ui => ui,
        ulong ul => ul,
        short s => s,
        ushort us => us,
        byte b => b,
        sbyte sb => sb,
        float f => f,
        double d => d,
        decimal m => (double)m,
        _ => null,
    };
}
