using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>A handler that takes the budget's stop for any failure and lets the loop go on.</summary>
/// <param name="Handler">The catch clause.</param>
/// <param name="Call">The call that the budget refuses.</param>
internal sealed record SwallowedStop(CatchClauseSyntax Handler, SpendingCall Call);

/// <summary>
/// Finds loops that only a budget scope bounds, and whose own handler, or that of a helper, catches what the budget throws and goes round again:
/// they spend no more, and never end.
/// </summary>
internal static class SwallowedStops
{
    private const string Window = "Window";
    private const string Scope = "BudgetScope";

    /// <param name="graph">A body.</param>
    /// <param name="index">What in it spends.</param>
    /// <param name="spending">What spends elsewhere.</param>
    /// <param name="stop">The exception that the runtime throws.</param>
    /// <param name="effort">What may be spent on the body.</param>
    public static IEnumerable<SwallowedStop> Find(FlowGraph graph, SpendingIndex index, ISpending spending, INamedTypeSymbol stop, Effort effort)
    {
        // A window opens again: to go on until then is what a service does.
        if (!index.Any || !graph.Nodes.Any(node => node.Operations.Any(BeginsForGood)))
            yield break;
        var verdicts = LoopJudge.Judge(graph, index, spending, effort, ignoresBudgets: true).Where(verdict => verdict.Kind != Unbounded.Unproven).ToList();
        if (verdicts.Count == 0)
            yield break;
        foreach (var cycle in Components.Cyclic([.. graph.Nodes], _ => true, effort))
        {
            foreach (var node in cycle.OrderBy(node => node.Id))
            {
                foreach (var call in index.Calls(node))
                {
                    if (verdicts.Exists(verdict => verdict.Call.Operation == call.Operation) && OpenBudgets.IsOpenAt(graph, node, cycle) && !LooksAtScope(graph, cycle)
                        && (HandlerOf(graph, node, call, cycle, stop, effort) ?? SwallowingHelpers.HandlerIn(call, graph.Model, stop)) is { } handler)
                    {
                        yield return new SwallowedStop(handler, call);
                    }
                }
            }
        }
    }

    /// <summary>A scope whose budget is written in place and has no window.</summary>
    private static bool BeginsForGood(IOperation operation) => operation.DescendantsAndSelf().Any(part => part is IInvocationOperation
        {
            TargetMethod: { Name: "Begin", ContainingType.Name: Scope }, Arguments: { Length: > 0 } arguments,
        }
        && arguments[0].Value.Syntax is BaseObjectCreationExpressionSyntax creation
        && creation.Initializer?.Expressions.Any(expression => expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: Window } }) != true);

    /// <summary>Whether a condition of the loop reads the scope, or a token that comes from it: then the stop ends it.</summary>
    private static bool LooksAtScope(FlowGraph graph, HashSet<FlowNode> cycle) => cycle.Any(node => node.Condition is { } condition
        && condition.DescendantsAndSelf().Any(part => IsOfScope(part)
            || Variable.Referenced(part) is { } variable && graph.Variables.Writes(variable).Any(write => write.Value?.DescendantsAndSelf().Any(IsOfScope) == true)));

    private static bool IsOfScope(IOperation operation) => operation is IPropertyReferenceOperation { Property.ContainingType.Name: Scope };

    /// <summary>The handler that gets the stop of a call, if control comes back to the call from there within the cycle.</summary>
    private static CatchClauseSyntax? HandlerOf(FlowGraph graph, FlowNode node, SpendingCall call, HashSet<FlowNode> cycle, INamedTypeSymbol stop, Effort effort)
    {
        var region = node.Block.EnclosingRegion;
        foreach (var attempt in StopHandlers.Around(call.Operation.Syntax))
        {
            while (region is not null && !(region.Kind == ControlFlowRegionKind.Try && region.EnclosingRegion?.Kind == ControlFlowRegionKind.TryAndCatch))
                region = region.Kind == ControlFlowRegionKind.Root ? null : region.EnclosingRegion;
            if (region?.EnclosingRegion is not { } both || both.NestedRegions.Length != attempt.Catches.Count + 1)
                return null;
            for (var i = 0; i < attempt.Catches.Count; i++)
            {
                var clause = attempt.Catches[i];
                switch (StopHandlers.Takes(clause, graph.Model, stop))
                {
                    case null:
                        return null;
                    case true:
                        return GoesOn(graph, both.NestedRegions[i + 1], node, cycle, effort) && !StopHandlers.Knows(clause) ? clause : null;
                }
            }

            region = both;
        }

        return null;
    }

    private static bool GoesOn(FlowGraph graph, ControlFlowRegion handler, FlowNode call, HashSet<FlowNode> cycle, Effort effort)
    {
        var first = graph.Nodes.Where(node => node.Block.Ordinal >= handler.FirstBlockOrdinal && node.Block.Ordinal <= handler.LastBlockOrdinal && cycle.Contains(node)).OrderBy(node => node.Id).Take(1).ToList();
        return first.Count > 0 && Components.Reachable(first, cycle.Contains, _ => false, edge => edge.Kind != EdgeKind.Exceptional || edge.From.Block.Ordinal < handler.FirstBlockOrdinal || edge.From.Block.Ordinal > handler.LastBlockOrdinal, effort).Contains(call);
    }
}
