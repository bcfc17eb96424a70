using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Budgets;

/// <summary>Which limits of a budget, as it is written, hold anything back.</summary>
internal static class BudgetLimits
{
    private const double DaysOfAYear = 365;
    private const decimal Fortune = 1_000_000m;

    /// <summary>Members that limit nothing by themselves.</summary>
    private static readonly HashSet<string> s_others = new(StringComparer.Ordinal) { "Name", "Window", "TimeProvider", "OnExceeded", "Tags" };

    /// <summary>Whether the property holds a limit: on what is spent, or on how it is spent.</summary>
    public static bool IsLimit(string property) => !s_others.Contains(property);

    /// <summary>Whether the value of a limit is as good as none.</summary>
    public static bool IsNone(IOperation value)
    {
        value = Unconverted(value);
        if (value.ConstantValue is { HasValue: true, Value: var constant })
        {
            return constant switch
            {
                null => true,
                int or long or uint or ulong => Convert.ToDecimal(constant, CultureInfo.InvariantCulture) >= int.MaxValue,
                decimal usd => usd >= Fortune,
                _ => false,
            };
        }

        return value switch
        {
            IFieldReferenceOperation { Field: { Name: "MaxValue", ContainingType.SpecialType: SpecialType.System_Decimal } } => true,
            IFieldReferenceOperation { Field: { Name: "MaxValue", ContainingType.Name: "TimeSpan" } or { Name: "InfiniteTimeSpan", ContainingType.Name: "Timeout" } } => true,
            IInvocationOperation { TargetMethod: { Name: "FromDays", ContainingType.Name: "TimeSpan" }, Arguments: { Length: > 0 } arguments }
                when Unconverted(arguments[0].Value).ConstantValue is { HasValue: true, Value: int or double } days => Convert.ToDouble(days.Value, CultureInfo.InvariantCulture) >= DaysOfAYear,
            IDefaultValueOperation => true,
            _ => false,
        };
    }

    private static IOperation Unconverted(IOperation value)
    {
        while (!value.ConstantValue.HasValue && value is IConversionOperation { IsImplicit: true } conversion)
            value = conversion.Operand;
        return value;
    }
}
