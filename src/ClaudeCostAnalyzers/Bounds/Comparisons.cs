using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>What operations compare as larger or smaller, and what they count.</summary>
internal static class Comparisons
{
    /// <summary>Whether one of the operations compares one of the symbols.</summary>
    public static bool Any(IEnumerable<IOperation> operations, HashSet<ISymbol> counted) => operations.SelectMany(In).Any(comparison => Part(Stepped(comparison.Side)) is var (symbol, _) && counted.Contains(symbol));

    /// <summary>The parameter or local, or the member of it, that the operation reads.</summary>
    public static (ISymbol Symbol, ISymbol Owner)? Part(IOperation operation)
    {
        operation = Conversions.Unwrap(operation);
        return operation switch
        {
            IParameterReferenceOperation { Parameter: var parameter } => (parameter, parameter),
            ILocalReferenceOperation { Local: var local } => (local, local),
            IMemberReferenceOperation { Instance: { } instance, Member: var member } and (IPropertyReferenceOperation { Arguments.IsEmpty: true } or IFieldReferenceOperation) =>
                (member.OriginalDefinition, Conversions.Unwrap(instance) is IParameterReferenceOperation { Parameter: var owner } ? owner : member),
            _ => null,
        };
    }

    /// <summary><c>++n</c> and <c>n + 1</c> are compared as <c>n</c> is.</summary>
    private static IOperation Stepped(IOperation operation) => Conversions.Unwrap(operation) switch
    {
        IIncrementOrDecrementOperation step => step.Target,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum when Steps.Constant(sum.RightOperand) is not null => sum.LeftOperand,
        var other => other,
    };

    /// <summary>What is compared in the operation, both ways round; in a pattern with a constant.</summary>
    public static IEnumerable<(IOperation Side, IOperation? Limit)> In(IOperation operation)
    {
        foreach (var inner in operation.DescendantsAndSelf())
        {
            switch (inner)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } binary:
                    yield return (binary.LeftOperand, binary.RightOperand);
                    yield return (binary.RightOperand, binary.LeftOperand);
                    break;
                case IRelationalPatternOperation relational when Matched(relational) is { } value:
                    yield return (value, null);
                    break;
            }
        }
    }

    /// <summary>What a pattern is held against.</summary>
    private static IOperation? Matched(IOperation pattern)
    {
        for (var parent = pattern.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IPropertySubpatternOperation part:
                    return part.Member;
                case IIsPatternOperation match:
                    return match.Value;
                case not IPatternOperation:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The collection in a member whose size it is.</summary>
    public static ISymbol? SizeOf(IOperation operation) =>
        Conversions.Unwrap(operation) is IPropertyReferenceOperation { Property.Name: "Count" or "Length", Instance: IMemberReferenceOperation { Member: var collection } } ? collection.OriginalDefinition : null;

    /// <summary>What the operation steps, also where that is written out, <c>n = n + 1</c>, or adds to.</summary>
    public static IOperation? Moved(IOperation operation) => operation switch
    {
        IIncrementOrDecrementOperation step => step.Target,
        ICompoundAssignmentOperation sum => sum.Target,
        IInvocationOperation { TargetMethod.Name: "Add" or "Enqueue" or "Push", Instance: { } collection } => collection,
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation target, Value: var value } when Stepped(value) is IMemberReferenceOperation before && SymbolEqualityComparer.Default.Equals(before.Member, target.Member) => target,
        _ => null,
    };
}
