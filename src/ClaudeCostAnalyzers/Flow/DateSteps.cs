using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>Dates and spans of time that are moved: <c>day.AddDays(1)</c>, <c>at.Subtract(TimeSpan.FromHours(1))</c>. A time of day begins anew at midnight, and is none of them.</summary>
internal static class DateSteps
{
    /// <summary>The date that the call gives another one of, and by what.</summary>
    /// <param name="value">The call.</param>
    /// <returns>The date, the amount, and 1 where that is added, -1 where it is taken away; null: no such call.</returns>
    public static (IOperation Date, IOperation Amount, int Sign)? Of(IOperation value) =>
        value is IInvocationOperation { Instance: { } date, Arguments: { Length: 1 } amount, TargetMethod: { Name: var name } method } && IsDate(method.ContainingType)
            && (name == "Subtract" ? IsSpan(amount[0].Value.Type) : name.StartsWith("Add", StringComparison.Ordinal))
            ? (date, amount[0].Value, name == "Subtract" ? -1 : 1)
            : null;

    /// <summary>Whether a span of time that is constant is ahead (1) or back (-1); 0: none, or not known.</summary>
    public static int SignOf(IOperation span)
    {
        while (span is IConversionOperation { OperatorMethod: null } conversion)
            span = conversion.Operand;
        return span switch
        {
            IInvocationOperation { TargetMethod: { Name: var name, ContainingType: var type }, Arguments: { Length: > 0 } arguments } when IsSpan(type) && name.StartsWith("From", StringComparison.Ordinal) =>
                Math.Sign(Steps.Constant(Unconverted(arguments[0].Value)) ?? 0),
            IObjectCreationOperation { Arguments: { Length: > 0 } parts } creation when IsSpan(creation.Type) && parts.All(part => Steps.Constant(part.Value) is >= 0) && parts.Any(part => Steps.Constant(part.Value) is > 0) => 1,
            _ => 0,
        };
    }

    /// <summary>Whether the write moves a date on by a minute at the least: sooner than time itself.</summary>
    public static bool IsFar(IOperation write) => write.DescendantsAndSelf().Any(part => part is IInvocationOperation { TargetMethod: { ContainingType: var type, Name: var name } }
        && (IsDate(type) || IsSpan(type)) && name is "AddMinutes" or "AddHours" or "AddDays" or "AddMonths" or "AddYears" or "FromMinutes" or "FromHours" or "FromDays");

    private static IOperation Unconverted(IOperation operation) => operation is IConversionOperation { OperatorMethod: null } conversion ? conversion.Operand : operation;

    private static bool IsDate(ITypeSymbol? type) => type is { Name: "DateTime" or "DateTimeOffset" or "DateOnly" or "TimeSpan" } && IsSystem(type);

    private static bool IsSpan(ITypeSymbol? type) => type is { Name: "TimeSpan" } && IsSystem(type);

    private static bool IsSystem(ITypeSymbol type) => type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
}
