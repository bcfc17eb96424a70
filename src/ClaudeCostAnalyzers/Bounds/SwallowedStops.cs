using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>A handler that takes the budget's stop for any failure and lets the loop go on.</summary>
/// <param name="Handler">The catch clause.</param>
/// <param name="Call">The call that the budget refuses.</param>
internal sealed record SwallowedStop(CatchClauseSyntax Handler, SpendingCall Call);

/// <summary>
/// Finds loops that only a budget scope bounds, and whose own handler catches what the budget throws and goes round again:
/// they spend no more, and never end.
/// </summary>
internal static class SwallowedStops
{
    private const string Exception = "BudgetExceededException";
    private const string Window = "Window";
    private const string Scope = "BudgetScope";

    /// <summary>Filters that people write are not nested deeper.</summary>
    private const int MaxDepth = 30;

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
                        && HandlerOf(graph, node, call, cycle, stop, effort) is { } handler)
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
        foreach (var attempt in TriesAround(call.Operation.Syntax))
        {
            while (region is not null && !(region.Kind == ControlFlowRegionKind.Try && region.EnclosingRegion?.Kind == ControlFlowRegionKind.TryAndCatch))
                region = region.Kind == ControlFlowRegionKind.Root ? null : region.EnclosingRegion;
            if (region?.EnclosingRegion is not { } both || both.NestedRegions.Length != attempt.Catches.Count + 1)
                return null;
            for (var i = 0; i < attempt.Catches.Count; i++)
            {
                var clause = attempt.Catches[i];
                switch (Takes(clause, graph.Model, stop))
                {
                    case null:
                        return null;
                    case true:
                        return GoesOn(graph, both.NestedRegions[i + 1], node, cycle, effort) && !Knows(clause) ? clause : null;
                }
            }

            region = both;
        }

        return null;
    }

    /// <summary>The try statements with handlers around a call, innermost first, within its own function.</summary>
    private static IEnumerable<TryStatementSyntax> TriesAround(SyntaxNode call)
    {
        for (var at = call; at.Parent is { } parent && at is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax); at = parent)
        {
            if (parent is TryStatementSyntax { Catches.Count: > 0 } attempt && attempt.Block == at)
                yield return attempt;
        }
    }

    /// <summary>Whether a clause takes the stop; null where its filter decides that in a way which is not understood.</summary>
    private static bool? Takes(CatchClauseSyntax clause, SemanticModel model, INamedTypeSymbol stop)
    {
        if (clause.Declaration is { } declaration && !IsOrDerives(stop, model.GetTypeInfo(declaration.Type).Type))
            return false;
        return clause.Filter is null ? true : Lets(clause.Filter.FilterExpression, model, stop);
    }

    /// <summary>Whether a filter lets the stop in: <c>e is not OperationCanceledException</c>, <c>!token.IsCancellationRequested</c>.</summary>
    private static bool? Lets(ExpressionSyntax filter, SemanticModel model, INamedTypeSymbol stop)
    {
        bool? all = true;
        var open = new Stack<ExpressionSyntax>();
        open.Push(filter);
        while (open.Count > 0)
        {
            var part = open.Pop();
            if (part is ParenthesizedExpressionSyntax parenthesized)
            {
                open.Push(parenthesized.Expression);
                continue;
            }

            if (part is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and)
            {
                open.Push(and.Left);
                open.Push(and.Right);
                continue;
            }

            bool? lets = part switch
            {
                IsPatternExpressionSyntax match => Matches(match.Pattern, model, stop),
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression } test => IsOrDerives(stop, model.GetTypeInfo(test.Right).Type),
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested" } } => true,
                LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => true,
                _ => null,
            };
            if (lets == false)
                return false;
            if (lets is null)
                all = null;
        }

        return all;
    }

    private static bool? Matches(PatternSyntax pattern, SemanticModel model, INamedTypeSymbol stop, int depth = 0)
    {
        if (depth > MaxDepth)
            return null;
        switch (pattern)
        {
            case ParenthesizedPatternSyntax parenthesized:
                return Matches(parenthesized.Pattern, model, stop, depth + 1);
            case UnaryPatternSyntax not:
                return !Matches(not.Pattern, model, stop, depth + 1);
            case BinaryPatternSyntax either:
                var (left, right) = (Matches(either.Left, model, stop, depth + 1), Matches(either.Right, model, stop, depth + 1));
                // C#'s three-valued logic is what is wanted: one that decides, decides.
                return either.IsKind(SyntaxKind.OrPattern) ? left | right : left & right;
            case DeclarationPatternSyntax declaration:
                return IsOrDerives(stop, model.GetTypeInfo(declaration.Type).Type);
            case TypePatternSyntax type:
                return IsOrDerives(stop, model.GetTypeInfo(type.Type).Type);
            case ConstantPatternSyntax constant when model.GetSymbolInfo(constant.Expression).Symbol is ITypeSymbol named:
                return IsOrDerives(stop, named);
            case RecursivePatternSyntax { Type: { } type } when !IsOrDerives(stop, model.GetTypeInfo(type).Type):
                return false;
            default:
                return null;
        }
    }

    private static bool IsOrDerives(ITypeSymbol type, ITypeSymbol? from)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at, from))
                return true;
        }

        return false;
    }

    /// <summary>A handler that names the exception or the scope has thought of it.</summary>
    private static bool Knows(CatchClauseSyntax clause) => clause.Declaration?.Type.ToString().EndsWith(Exception, StringComparison.Ordinal) != true
        && clause.Block.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText.StartsWith("Budget", StringComparison.OrdinalIgnoreCase));

    private static bool GoesOn(FlowGraph graph, ControlFlowRegion handler, FlowNode call, HashSet<FlowNode> cycle, Effort effort)
    {
        var first = graph.Nodes.Where(node => node.Block.Ordinal >= handler.FirstBlockOrdinal && node.Block.Ordinal <= handler.LastBlockOrdinal && cycle.Contains(node)).OrderBy(node => node.Id).Take(1).ToList();
        return first.Count > 0 && Components.Reachable(first, cycle.Contains, _ => false, edge => edge.Kind != EdgeKind.Exceptional || edge.From.Block.Ordinal < handler.FirstBlockOrdinal || edge.From.Block.Ordinal > handler.LastBlockOrdinal, effort).Contains(call);
    }
}
