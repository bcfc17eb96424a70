using System.Text;
using ClaudeCostAnalyzers.Rules.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.RequestBodies;

/// <summary>A text as far as the source says it: constants, interpolations, sums and formats, with holes for what is put in.</summary>
internal sealed class WrittenText(KnownValues values, CancellationToken cancellation)
{
    /// <summary>Parts of one text; a longer one is not read.</summary>
    private const int MaxParts = 1000;

    private const string Hole = "\uFFFF";

    /// <summary>The text; null when the operation writes none.</summary>
    public string? Of(IOperation value) => IsText(value) ? Read(value) : null;

    private static bool IsText(IOperation value) => value is IInterpolatedStringOperation or IUtf8StringOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String }
        || value.ConstantValue is { HasValue: true, Value: string } || value is IInvocationOperation { TargetMethod: { ContainingType.SpecialType: SpecialType.System_String, Name: "Format" or "Concat" or "Replace" or "Trim" } };

    private string? Read(IOperation value)
    {
        var text = new StringBuilder();
        // Parts are put on the stack from the last to the first.
        var pending = new Stack<IOperation?>();
        pending.Push(value);
        for (var parts = 0; pending.Count > 0; parts++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (parts == MaxParts)
                return null;
            var part = pending.Pop();
            while (part is IParenthesizedOperation or IConversionOperation { ConstantValue.HasValue: false } or IInterpolationOperation or IInterpolatedStringTextOperation)
            {
                part = part switch
                {
                    IParenthesizedOperation inner => inner.Operand,
                    IConversionOperation conversion => conversion.Operand,
                    IInterpolationOperation interpolation => interpolation.Expression,
                    _ => ((IInterpolatedStringTextOperation)part).Text,
                };
            }

            switch (part)
            {
                case { ConstantValue: { HasValue: true, Value: { } constant } }:
                    text.Append(Convert.ToString(constant, System.Globalization.CultureInfo.InvariantCulture));
                    break;
                case IUtf8StringOperation utf8:
                    text.Append(utf8.Value);
                    break;
                case IInterpolatedStringOperation interpolated:
                    foreach (var piece in interpolated.Parts.Reverse())
                        pending.Push(piece);
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } sum:
                    pending.Push(sum.RightOperand);
                    pending.Push(sum.LeftOperand);
                    break;
                case IInvocationOperation { TargetMethod: { ContainingType.SpecialType: SpecialType.System_String, Name: "Format" } } format:
                    text.Append(format.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "format")?.Value.ConstantValue is { HasValue: true, Value: string pattern } ? Formatted(pattern) : Hole);
                    break;
                case IInvocationOperation { Instance: null, TargetMethod: { ContainingType.SpecialType: SpecialType.System_String, Name: "Concat" } } concat when concat.Arguments.All(argument => argument.Value.Type?.SpecialType == SpecialType.System_String):
                    foreach (var argument in concat.Arguments.Reverse())
                        pending.Push(argument.Value);
                    break;
                // What is put in takes the place of a mark; where a field could stand, a mark is no JSON.
                case IInvocationOperation { Instance: { } marked, TargetMethod: { ContainingType.SpecialType: SpecialType.System_String, Name: "Replace" or "Trim" } }:
                    pending.Push(marked);
                    break;
                case ILocalReferenceOperation { Local: { Type.SpecialType: SpecialType.System_String } local } when values.OnlyValue(local, cancellation) is { } given:
                    pending.Push(given);
                    break;
                case IFieldReferenceOperation { Field: { Type.SpecialType: SpecialType.System_String } field } when values.OnlyValue(field, cancellation) is { } given:
                    pending.Push(given);
                    break;
                default:
                    text.Append(Hole);
                    break;
            }
        }

        return text.ToString();
    }

    private static string Formatted(string pattern)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] is '{' or '}' && i + 1 < pattern.Length && pattern[i + 1] == pattern[i])
            {
                text.Append(pattern[i++]);
            }
            else if (pattern[i] == '{' && pattern.IndexOf('}', i) is var end and > 0)
            {
                text.Append(Hole);
                i = end;
            }
            else
            {
                text.Append(pattern[i]);
            }
        }

        return text.ToString();
    }
}
