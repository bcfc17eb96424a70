using ClaudeCostAnalyzers.Rules.Values;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Retries;

/// <summary>
/// How many turns one hand-written retry loop has at most. A loop is one if it is left when the call succeeds and goes round when
/// it fails: through a handler, or by a test of success. A loop over work, or over the turns of a conversation, is none. One loop, one thread.
/// </summary>
internal sealed class RetryLoop(StatementSyntax loop, KnownValues values)
{
    private static readonly string[] s_successWords = ["success", "statuscode", "iserror", "valid", "tryparse"];

    private readonly StatementSyntax? body = BodyOf(loop);
    private bool? isLeftOnSuccess;
    private int? lastTestOfSuccess;
    private (double? Turns, bool IsKnown) ownTests;

    /// <summary>The turns of the loop around <paramref name="call"/>; null: it is no retry, or their number is not known.</summary>
    public double? Around(SyntaxNode call, SemanticModel model, CancellationToken cancellation)
    {
        if (body is null || !body.Span.Contains(call.Span))
            return null;
        var handlers = call.Ancestors().TakeWhile(node => node != loop).OfType<TryStatementSyntax>()
            .Where(attempt => attempt.Block.Span.Contains(call.Span)).SelectMany(attempt => attempt.Catches).Where(GoesRound).ToList();
        if (!(handlers.Count > 0 ? isLeftOnSuccess ??= IsLeftOnSuccess(body) : (lastTestOfSuccess ??= LastTestOfSuccess(body)) > call.SpanStart))
            return null;
        if (CarriedTurns.Any(loop, body, call, model, cancellation))
            return null;
        // Several tests may end it: the first to do so counts. Those that stand in the loop itself are the same for all its calls.
        if (!ownTests.IsKnown)
            ownTests = (OwnTurns(body, model, cancellation), true);
        if (loop is CommonForEachStatementSyntax)
            return ownTests.Turns;
        var filters = Least(handlers.Where(handler => handler.Filter is not null).Select(handler => new Test(handler.Filter!.FilterExpression, true, false)), body, model, cancellation);
        return ownTests.Turns is { } own && filters is { } other ? Math.Min(own, other) : ownTests.Turns ?? filters;
    }

    /// <summary>By the tests of the loop itself; of a <c>foreach</c>, which no filter ends, by its elements.</summary>
    private double? OwnTurns(StatementSyntax body, SemanticModel model, CancellationToken cancellation)
    {
        var tests = Least(OwnTests(loop, body), body, model, cancellation);
        return loop is not CommonForEachStatementSyntax each ? tests
            : DelayList.CountOf(each, model, values, cancellation) is { } count ? Math.Min(count, tests ?? count) : null;
    }

    private double? Least(IEnumerable<Test> tests, StatementSyntax body, SemanticModel model, CancellationToken cancellation) =>
        tests.Select(test => Turns(test, body, model, cancellation)).Where(count => count is >= 1).Min();

    /// <summary>A test that lets the loop go round while it holds.</summary>
    private sealed record Test(ExpressionSyntax Condition, bool Holds, bool IsHeader);

    private static StatementSyntax? BodyOf(StatementSyntax loop) => loop switch
    {
        ForStatementSyntax counted => counted.Statement,
        WhileStatementSyntax head => head.Statement,
        DoStatementSyntax foot => foot.Statement,
        CommonForEachStatementSyntax each => each.Statement,
        _ => null,
    };

    private static bool GoesRound(CatchClauseSyntax handler) => handler.Block.Statements.LastOrDefault() is not (ThrowStatementSyntax or ReturnStatementSyntax or BreakStatementSyntax);

    /// <summary>A return, or a break of this loop, outside of the handlers.</summary>
    private static bool IsLeftOnSuccess(StatementSyntax body) => Own(body).Any(node =>
        node is ReturnStatementSyntax or BreakStatementSyntax && !node.Ancestors().TakeWhile(outer => outer != body).Any(outer => outer is CatchClauseSyntax
            || node is BreakStatementSyntax && outer is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax or SwitchStatementSyntax));

    /// <summary>The end of the last <c>if (response.IsSuccessStatusCode) return ..</c>; -1: there is none.</summary>
    private static int LastTestOfSuccess(StatementSyntax body) => Own(body).OfType<IfStatementSyntax>().Where(test =>
        test.Statement.DescendantNodesAndSelf().Any(node => node is ReturnStatementSyntax or BreakStatementSyntax)
        && test.Condition.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Any(name => s_successWords.Any(word => name.Identifier.ValueText.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0))).Select(test => test.Span.End).DefaultIfEmpty(-1).Max();

    public static IEnumerable<SyntaxNode> Own(SyntaxNode body) => body.DescendantNodesAndSelf(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));

    private static IEnumerable<Test> OwnTests(StatementSyntax loop, StatementSyntax body)
    {
        var header = loop switch
        {
            ForStatementSyntax { Condition: { } condition } => new Test(condition, true, true),
            WhileStatementSyntax { Condition: var condition } => new Test(condition, true, true),
            DoStatementSyntax { Condition: var condition } => new Test(condition, true, false),
            _ => null,
        };
        if (header is not null)
            yield return header;
        foreach (var test in Own(body).OfType<IfStatementSyntax>())
        {
            var last = test.Statement is BlockSyntax block ? block.Statements.LastOrDefault() : test.Statement;
            var isInHandler = test.Ancestors().TakeWhile(node => node != body).Any(node => node is CatchClauseSyntax);
            if (last is ThrowStatementSyntax || isInHandler && last is ReturnStatementSyntax or BreakStatementSyntax)
                yield return new Test(test.Condition, false, false);
        }
    }

    /// <summary>How often the loop is entered when only this test ends it, with a counter that moves by one in each turn.</summary>
    private double? Turns(Test test, StatementSyntax body, SemanticModel model, CancellationToken cancellation)
    {
        foreach (var comparison in Conjuncts(test.Condition, test.Holds).OfType<BinaryExpressionSyntax>())
        {
            var (counter, limit, kind) = (Counter(comparison.Left), comparison.Right, comparison.Kind());
            if (counter is null)
                (counter, limit, kind) = (Counter(comparison.Right), comparison.Left, Mirrored(kind));
            if (counter is null || values.Number(model.GetOperation(limit, cancellation), cancellation) is not { } bound || Start(counter.Value.Name, model, cancellation) is not { } start)
                continue;
            if (!test.Holds)
                kind = Negated(kind);
            var steps = Steps(counter.Value.Name, loop).ToList();
            if (steps.Count != 1 || steps[0].Direction == 0)
                continue;
            // A counter that moves down towards zero is one that moves up, mirrored.
            if (steps[0].Direction < 0)
                (start, bound, kind) = (-start, -bound, Mirrored(kind));
            // Moved before it is tested, in the same turn or in the test itself.
            var step = steps[0].Node;
            var isWithin = comparison.Span.Contains(step.Span);
            var before = isWithin ? step is PrefixUnaryExpressionSyntax : !test.IsHeader && step.SpanStart < comparison.SpanStart && body.Span.Contains(step.Span);
            var holds = kind switch
            {
                SyntaxKind.LessThanExpression or SyntaxKind.NotEqualsExpression => bound - start - (before ? 1 : 0),
                SyntaxKind.LessThanOrEqualExpression => bound - start + 1 - (before ? 1 : 0),
                _ => double.NaN,
            };
            if (!double.IsNaN(holds))
                return test.IsHeader ? holds : Math.Max(holds, 0) + 1;
        }

        return null;
    }

    /// <summary>The parts that must all hold (or, for an exit, any of which leaves).</summary>
    private static IEnumerable<ExpressionSyntax> Conjuncts(ExpressionSyntax condition, bool holds)
    {
        var pending = new Stack<ExpressionSyntax>();
        pending.Push(condition);
        while (pending.Count > 0)
        {
            var current = pending.Pop();
            if (current is ParenthesizedExpressionSyntax inner)
                pending.Push(inner.Expression);
            else if (current is BinaryExpressionSyntax both && current.IsKind(holds ? SyntaxKind.LogicalAndExpression : SyntaxKind.LogicalOrExpression))
            {
                pending.Push(both.Right);
                pending.Push(both.Left);
            }
            else
            {
                yield return current;
            }
        }
    }

    private static (string Name, SyntaxNode Node)? Counter(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax inner)
            expression = inner.Expression;
        return expression switch
        {
            IdentifierNameSyntax name => (name.Identifier.ValueText, name),
            PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax name } prefix when prefix.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression => (name.Identifier.ValueText, prefix),
            PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax name } postfix when postfix.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression => (name.Identifier.ValueText, postfix),
            _ => null,
        };
    }

    /// <summary>What the counter is when the loop is entered: its initial value, if nothing before the loop changes it.</summary>
    private double? Start(string counter, SemanticModel model, CancellationToken cancellation)
    {
        var declaration = (loop as ForStatementSyntax)?.Declaration?.Variables.FirstOrDefault(variable => variable.Identifier.ValueText == counter);
        if (declaration is null)
        {
            var block = loop.Ancestors().FirstOrDefault(node => node is BlockSyntax or CompilationUnitSyntax);
            declaration = block?.ChildNodes().Select(node => node is GlobalStatementSyntax global ? global.Statement : node).OfType<LocalDeclarationStatementSyntax>()
                .SelectMany(local => local.Declaration.Variables).FirstOrDefault(variable => variable.Identifier.ValueText == counter && variable.SpanStart < loop.SpanStart);
            if (declaration is null || WrittenNames.In(block!).Of(counter).TakeWhile(name => name.SpanStart < loop.SpanStart).Any(name => DirectionOf(name) is not null))
                return null;
        }

        return declaration.Initializer is { } initial ? values.Number(model.GetOperation(initial.Value, cancellation), cancellation) : null;
    }

    /// <summary>Every write of the counter in the loop; a direction of 0 is no step by one.</summary>
    private static IEnumerable<(int Direction, SyntaxNode Node)> Steps(string counter, StatementSyntax loop)
    {
        foreach (var name in WrittenNames.In(loop).Of(counter))
        {
            if (DirectionOf(name) is { } direction)
                yield return (direction, name.Parent!);
        }
    }

    private static int? DirectionOf(IdentifierNameSyntax name) => name.Parent switch
    {
        PrefixUnaryExpressionSyntax prefix => prefix.Kind() switch { SyntaxKind.PreIncrementExpression => 1, SyntaxKind.PreDecrementExpression => -1, _ => null },
        PostfixUnaryExpressionSyntax postfix => postfix.Kind() switch { SyntaxKind.PostIncrementExpression => 1, SyntaxKind.PostDecrementExpression => -1, _ => null },
        AssignmentExpressionSyntax assignment when assignment.Left == name => assignment.Right is LiteralExpressionSyntax { Token.ValueText: "1" }
            ? assignment.Kind() switch { SyntaxKind.AddAssignmentExpression => 1, SyntaxKind.SubtractAssignmentExpression => -1, _ => 0 }
            : 0,
        ArgumentSyntax argument when !argument.RefKindKeyword.IsKind(SyntaxKind.None) => 0,
        _ => null,
    };

    private static SyntaxKind Mirrored(SyntaxKind kind) => kind switch
    {
        SyntaxKind.LessThanExpression => SyntaxKind.GreaterThanExpression,
        SyntaxKind.LessThanOrEqualExpression => SyntaxKind.GreaterThanOrEqualExpression,
        SyntaxKind.GreaterThanExpression => SyntaxKind.LessThanExpression,
        SyntaxKind.GreaterThanOrEqualExpression => SyntaxKind.LessThanOrEqualExpression,
        _ => kind,
    };

    private static SyntaxKind Negated(SyntaxKind kind) => kind switch
    {
        SyntaxKind.LessThanExpression => SyntaxKind.GreaterThanOrEqualExpression,
        SyntaxKind.LessThanOrEqualExpression => SyntaxKind.GreaterThanExpression,
        SyntaxKind.GreaterThanExpression => SyntaxKind.LessThanOrEqualExpression,
        SyntaxKind.GreaterThanOrEqualExpression => SyntaxKind.LessThanExpression,
        SyntaxKind.EqualsExpression => SyntaxKind.NotEqualsExpression,
        SyntaxKind.NotEqualsExpression => SyntaxKind.EqualsExpression,
        _ => kind,
    };
}
