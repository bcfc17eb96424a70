using ClaudeCostAnalyzers.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Generation;

/// <summary>
/// Members whose own state may end the loop of a caller before the model is asked: <c>if (_turns++ >= Max) return null;</c>. Who sees
/// the source judges whether it does; of a compiled one it cannot be said that only the reply ends the loop.
/// </summary>
internal static class OwnEnds
{
    /// <param name="member">The member.</param>
    /// <param name="call">The first call on its way to the model.</param>
    /// <param name="bodies">The source.</param>
    /// <param name="cancellation">Cancels.</param>
    public static bool Has(IMethodSymbol member, Location call, MemberBodies bodies, CancellationToken cancellation) =>
        bodies.Of(member, cancellation).Any(part => part.Body.Syntax.SyntaxTree == call.SourceTree && part.Body.Descendants().OfType<IReturnOperation>().Any(end =>
            end.Syntax.Span.End <= call.SourceSpan.Start && end.ReturnedValue is { } value && IsConstant(value) && Condition(end) is { } condition && condition.DescendantsAndSelf().Any(IsOwnState)));

    private static bool IsConstant(IOperation value)
    {
        while (value is IConversionOperation { ConstantValue.HasValue: false } conversion)
            value = conversion.Operand;
        return value.ConstantValue.HasValue || value is IDefaultValueOperation;
    }

    /// <summary>What decides whether it is returned there.</summary>
    private static IOperation? Condition(IOperation end)
    {
        for (var at = end.Parent; at is not null; at = at.Parent)
        {
            if (at is IConditionalOperation choice)
                return choice.Condition;
        }

        return null;
    }

    /// <summary>A field or property of the object that may change from one call to the next.</summary>
    private static bool IsOwnState(IOperation operation) => operation switch
    {
        IFieldReferenceOperation { Field: { IsConst: false, IsReadOnly: false }, Instance: IInstanceReferenceOperation } => true,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } => true,
        _ => false,
    };
}
