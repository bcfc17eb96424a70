using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Expressions that grow, or shrink, as time passes.</summary>
internal static class Clocks
{
    private const int MaxDepth = 30;

    private static readonly HashSet<string> s_properties =
    [
        "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "Stopwatch.Elapsed", "Stopwatch.ElapsedMilliseconds",
        "Stopwatch.ElapsedTicks", "Environment.TickCount", "Environment.TickCount64", "ISystemClock.UtcNow", "IClock.UtcNow", "IClock.Now", "SystemClock.Instance",
    ];

    private static readonly HashSet<string> s_methods =
    [
        "Stopwatch.GetTimestamp", "Stopwatch.GetElapsedTime", "TimeProvider.GetUtcNow", "TimeProvider.GetLocalNow", "TimeProvider.GetTimestamp", "TimeProvider.GetElapsedTime",
        "IClock.GetCurrentInstant", "DateTimeOffset.ToUnixTimeMilliseconds", "DateTimeOffset.ToUnixTimeSeconds",
    ];

    public static bool IsClock(IPropertySymbol property) => s_properties.Contains(property.ContainingType?.Name + "." + property.Name);

    private static bool IsClock(IMethodSymbol method)
    {
        for (var type = method.ContainingType; type is not null; type = type.BaseType)
        {
            if (s_methods.Contains(type.Name + "." + method.Name))
                return true;
        }

        return false;
    }

    /// <summary>1: the value rises as time passes; -1: it falls; 0: neither, or not known.</summary>
    /// <param name="operation">The expression.</param>
    /// <param name="resolve">The value of a variable where that is known.</param>
    /// <param name="depth">Guards against very deep expressions.</param>
    public static int Sign(IOperation operation, Func<IOperation, IOperation?> resolve, int depth = 0)
    {
        if (depth > MaxDepth)
            return 0;
        switch (operation)
        {
            case IConversionOperation conversion:
                return Sign(conversion.Operand, resolve, depth + 1);
            case IParenthesizedOperation parenthesized:
                return Sign(parenthesized.Operand, resolve, depth + 1);
            case ISimpleAssignmentOperation assignment:
                return Sign(assignment.Value, resolve, depth + 1);
            case IPropertyReferenceOperation property when IsClock(property.Property):
                return 1;
            case IPropertyReferenceOperation { Instance: { } instance } property when property.Property.Name.StartsWith("Total", StringComparison.Ordinal)
                || property.Property.Name is "Ticks" or "Milliseconds" or "Seconds" or "Minutes" or "Value" or "TimeOfDay" or "Date" or "DateTime" or "UtcDateTime":
                return Sign(instance, resolve, depth + 1);
            case IInvocationOperation call when IsClock(call.TargetMethod):
                return 1;
            case IInvocationOperation { Instance: { } receiver, TargetMethod.Name: "AddDays" or "AddHours" or "AddMinutes" or "AddSeconds" or "AddMilliseconds" or "AddTicks" or "AddMonths" or "AddYears" }:
                return Sign(receiver, resolve, depth + 1);
            case IInvocationOperation { Instance: { } receiver, TargetMethod.Name: "Subtract" or "Add" or "ToUniversalTime" or "ToLocalTime" or "Duration" } call:
                return Sign(receiver, resolve, depth + 1)
                    + (call.Arguments.Length == 1 ? Sign(call.Arguments[0].Value, resolve, depth + 1) * (call.TargetMethod.Name == "Subtract" ? -1 : 1) : 0);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } minus:
                return Sign(minus.LeftOperand, resolve, depth + 1) - Sign(minus.RightOperand, resolve, depth + 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } plus:
                return Sign(plus.LeftOperand, resolve, depth + 1) + Sign(plus.RightOperand, resolve, depth + 1);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide or BinaryOperatorKind.Multiply } scaled:
                return Sign(scaled.LeftOperand, resolve, depth + 1);
            default:
                return resolve(operation) is { } value ? Sign(value, resolve, depth + 1) : 0;
        }
    }
}
