using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// <c>EnsureSuccessStatusCode</c> after a test has shown that the response is a failure: it throws, and what stands after it is never
/// reached. <c>if (response.IsSuccessStatusCode) return ..; if (++attempt >= max) response.EnsureSuccessStatusCode();</c>
/// </summary>
internal static class FailedResponses
{
    /// <summary>The ways on from such calls, which no execution takes.</summary>
    /// <param name="graph">The body.</param>
    /// <param name="effort">What the analysis may cost.</param>
    public static IEnumerable<FlowEdge> WaysOn(FlowGraph graph, Effort effort)
    {
        foreach (var (node, call) in graph.Invocations("EnsureSuccessStatusCode"))
        {
            if (call is { Arguments.IsEmpty: true, Instance: ILocalReferenceOperation { Local: var response }, TargetMethod.ContainingType.Name: "HttpResponseMessage" } && HasFailed(node, Variable.Of(response), graph, effort))
            {
                foreach (var edge in node.Out.Where(edge => edge.Kind != EdgeKind.Exceptional))
                    yield return edge;
            }
        }
    }

    /// <summary>Whether each way to the node has come by a test that the response failed, and not by a new response since.</summary>
    private static bool HasFailed(FlowNode node, Variable response, FlowGraph graph, Effort effort)
    {
        var writes = graph.Variables.Writes(response);
        if (writes.Any(write => write.IsNested))
            return false;
        var given = new HashSet<FlowNode>(writes.Where(write => write.Kind == WriteKind.Assign).Select(write => write.Node));
        var seen = new HashSet<FlowNode>();
        var work = new Stack<FlowNode>();
        work.Push(node);
        while (work.Count > 0)
        {
            effort.Add(1);
            var to = work.Pop();
            if (to == graph.Entry || given.Contains(to) || effort.IsSpent)
                return false;
            foreach (var from in graph.Incoming(to))
            {
                // A way to the node from this one that says nothing of a failure.
                if (from.Out.Any(edge => edge.To == to && !Fails(edge, response)) && seen.Add(from))
                    work.Push(from);
            }
        }

        return true;
    }

    private static bool Fails(FlowEdge edge, Variable response)
    {
        if (edge is not { Kind: EdgeKind.WhenTrue or EdgeKind.WhenFalse, From.Condition: { } condition })
            return false;
        var holds = edge.Kind == EdgeKind.WhenTrue;
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
            (condition, holds) = (not.Operand, !holds);
        return condition switch
        {
            IPropertyReferenceOperation { Property.Name: "IsSuccessStatusCode" } success => !holds && IsOf(success, response),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } equal => holds == (equal.OperatorKind == BinaryOperatorKind.Equals) && ((IsStatus(equal.LeftOperand, response) && IsFailure(equal.RightOperand)) || (IsStatus(equal.RightOperand, response) && IsFailure(equal.LeftOperand))),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual } above => holds && IsStatus(above.LeftOperand, response) && IsFailure(above.RightOperand),
            IIsPatternOperation match => holds && IsStatus(match.Value, response) && IsFailure(match.Pattern),
            _ => false,
        };
    }

    private static bool IsFailure(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation constant => IsFailure(constant.Value),
        IRelationalPatternOperation { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual } above => IsFailure(above.Value),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => IsFailure(either.LeftPattern) && IsFailure(either.RightPattern),
        _ => false,
    };

    private static bool IsFailure(IOperation status) => Steps.Constant(Conversions.Unwrap(status)) >= FailureEdges.FirstFailure;

    private static bool IsStatus(IOperation operation, Variable response) => Conversions.Unwrap(operation) is IPropertyReferenceOperation { Property.Name: "StatusCode" } status && IsOf(status, response);

    private static bool IsOf(IPropertyReferenceOperation property, Variable response) => property.Instance is ILocalReferenceOperation && Variable.Referenced(property.Instance)?.Equals(response) == true;
}
