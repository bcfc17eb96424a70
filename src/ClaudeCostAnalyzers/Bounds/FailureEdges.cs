using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// The ways of a loop that control takes after a failure: into handlers, and where the status of an HTTP response says that
/// the request failed. A cycle that needs one of them is a retry.
/// </summary>
internal static class FailureEdges
{
    /// <summary>The first status that says the request failed.</summary>
    public const double FirstFailure = 400;

    private static readonly HashSet<string> s_success = ["IsSuccessStatusCode", "IsSuccessful", "IsSuccessfulStatusCode"];

    public static IEnumerable<FlowEdge> Of(Loop loop)
    {
        foreach (var node in loop.Nodes)
        {
            var failsWhen = node.Condition is { } condition ? FailsWhen(condition, node, loop) : null;
            foreach (var edge in node.Out)
            {
                if (edge.Kind == EdgeKind.Exceptional || (edge.Kind == EdgeKind.WhenTrue && failsWhen == true) || (edge.Kind == EdgeKind.WhenFalse && failsWhen == false))
                    yield return edge;
            }
        }
    }

    /// <summary>The value of the condition that means failure; null: it says nothing of one.</summary>
    private static bool? FailsWhen(IOperation condition, FlowNode node, Loop loop)
    {
        var holds = true;
        for (var steps = 0; steps < 8; steps++)
        {
            switch (condition)
            {
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                    (condition, holds) = (not.Operand, !holds);
                    continue;
                case IConversionOperation conversion:
                    condition = conversion.Operand;
                    continue;
                case IParenthesizedOperation parenthesized:
                    condition = parenthesized.Operand;
                    continue;
                case IPropertyReferenceOperation property when s_success.Contains(property.Property.Name):
                    return !holds;
                case IBinaryOperation binary:
                    return Compared(binary.LeftOperand, Relations.Of(binary.OperatorKind), binary.RightOperand, node, loop) is { } fails ? fails == holds : null;
                case IIsPatternOperation match when IsStatus(match.Value, node, loop):
                    return OfPattern(match.Pattern) is { } matched ? matched == holds : null;
                case not IMemberReferenceOperation when Variable.Referenced(condition) is { } variable && loop.OnlyValue(variable, node) is { } value:
                    condition = value;
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Whether the comparison holds for failures (true) or for successes (false).</summary>
    private static bool? Compared(IOperation left, Relation relation, IOperation right, FlowNode node, Loop loop)
    {
        if (IsStatus(right, node, loop))
            (left, right, relation) = (right, left, Relations.Swap(relation));
        if (!IsStatus(left, node, loop) || Steps.Constant(Conversions.Unwrap(right)) is not { } limit)
            return null;
        return relation switch
        {
            Relation.Equal => limit >= FirstFailure,
            Relation.NotEqual => limit < FirstFailure,
            Relation.Greater or Relation.GreaterOrEqual when limit >= FirstFailure - 100 => true,
            Relation.Less or Relation.LessOrEqual when limit >= FirstFailure - 100 => false,
            _ => null,
        };
    }

    private static bool? OfPattern(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation constant => Steps.Constant(Conversions.Unwrap(constant.Value)) is { } status ? status >= FirstFailure : null,
        IRelationalPatternOperation relational when Steps.Constant(Conversions.Unwrap(relational.Value)) is { } limit => Relations.Of(relational.OperatorKind) switch
        {
            Relation.Greater or Relation.GreaterOrEqual when limit >= FirstFailure - 100 => true,
            Relation.Less or Relation.LessOrEqual when limit >= FirstFailure - 100 => false,
            _ => null,
        },
        INegatedPatternOperation negated => !OfPattern(negated.Pattern),
        IBinaryPatternOperation both => OfPattern(both.LeftPattern) is { } left && OfPattern(both.RightPattern) == left ? left : null,
        _ => null,
    };

    /// <summary><c>response.StatusCode</c>, as it is or as a number.</summary>
    private static bool IsStatus(IOperation operation, FlowNode node, Loop loop)
    {
        operation = Conversions.Unwrap(operation);
        if (operation is not IMemberReferenceOperation && Variable.Referenced(operation) is { } variable && loop.OnlyValue(variable, node) is { } value)
            operation = Conversions.Unwrap(value);
        return operation is IPropertyReferenceOperation { Property: { Name: "StatusCode" or "Status" } property } && (property.Type.Name is "HttpStatusCode" || property.Type.SpecialType == SpecialType.System_Int32);
    }
}
