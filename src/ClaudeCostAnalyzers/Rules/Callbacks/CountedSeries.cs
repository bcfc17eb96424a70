using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Callbacks;

/// <summary>
/// Whether a handler counts how often it has run, and does nothing more, or stops its timer, from some number on:
/// <c>if (Interlocked.Increment(ref _runs) > 10) return;</c>. Told by the text of the type: nothing sets the counter back.
/// </summary>
internal static class CountedSeries
{
    /// <param name="handler">A lambda, or the declaration of a method or local function.</param>
    public static bool Ends(SyntaxNode? handler)
    {
        if (Body(handler) is not { } block)
            return false;
        var worked = false;
        foreach (var statement in Statements(block))
        {
            if (statement is IfStatementSyntax { Else: null } test && Disjuncts(test.Condition).Select(one => Counter(one, block, test)).FirstOrDefault(name => name is not null) is { } counter
                && (TimerSeries.MayStop(test.Statement) || (!worked && Leaves(test.Statement))) && OutlivesRuns(counter, block) && OnlyGrows(counter, Around(block)))
            {
                return true;
            }

            worked |= statement.DescendantNodes().Any(Works);
        }

        return false;
    }

    private static BlockSyntax? Body(SyntaxNode? handler) => handler switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.Block,
        BaseMethodDeclarationSyntax method => method.Body,
        LocalFunctionStatementSyntax function => function.Body,
        _ => null,
    };

    /// <summary>Whether a call stands there that may be the one of the model: anything but to count, and to say so.</summary>
    private static bool Works(SyntaxNode node) => node is AwaitExpressionSyntax
        || (node is InvocationExpressionSyntax call && Stepped(call) is null && call.Expression.ToString() is var called
            && called.IndexOf("log", StringComparison.OrdinalIgnoreCase) < 0 && !called.StartsWith("Console.", StringComparison.Ordinal));

    /// <summary>The statements that every run comes to, those of a <c>try</c> among them.</summary>
    private static IEnumerable<StatementSyntax> Statements(BlockSyntax block)
    {
        foreach (var statement in block.Statements)
        {
            if (statement is not TryStatementSyntax { Block: var inner })
                yield return statement;
            else
            {
                foreach (var tried in inner.Statements)
                    yield return tried;
            }
        }
    }

    private static IEnumerable<ExpressionSyntax> Disjuncts(ExpressionSyntax condition)
    {
        while (condition is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either)
        {
            yield return either.Right;
            condition = either.Left;
        }

        yield return condition;
    }

    /// <summary>The counter that makes the condition true from some number on.</summary>
    private static string? Counter(ExpressionSyntax condition, BlockSyntax body, IfStatementSyntax test)
    {
        if (condition is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.GreaterThanOrEqualExpression or (int)SyntaxKind.EqualsExpression } comparison
            || comparison.Right.ToString().EndsWith("MaxValue", StringComparison.Ordinal) || comparison.Right is not (LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax))
        {
            return null;
        }

        if (Stepped(comparison.Left) is { } stepped)
            return stepped;
        return comparison.Left is IdentifierNameSyntax { Identifier.ValueText: var name }
            && Statements(body).TakeWhile(statement => statement != test).OfType<ExpressionStatementSyntax>().Any(statement => Stepped(statement.Expression) == name) ? name : null;
    }

    /// <summary>The variable that the expression adds one to: <c>++n</c>, <c>n++</c>, <c>n += 1</c>, <c>Interlocked.Increment(ref n)</c>.</summary>
    private static string? Stepped(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax parenthesized => Stepped(parenthesized.Expression),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression, Operand: var operand } => SimpleNames.TextOf(operand),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression, Operand: var operand } => SimpleNames.TextOf(operand),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: var left, Right: LiteralExpressionSyntax } => SimpleNames.TextOf(left),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Increment" }, ArgumentList.Arguments: { Count: 1 } arguments } => SimpleNames.TextOf(arguments[0].Expression),
        _ => null,
    };

    private static bool Leaves(StatementSyntax statement) => (statement is BlockSyntax { Statements: { Count: > 0 } statements } ? statements.Last() : statement) is ReturnStatementSyntax;

    private static bool OutlivesRuns(string counter, BlockSyntax body) =>
        !body.DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(declared => declared.Identifier.ValueText == counter);

    /// <summary>Whether nothing in the type sets the variable to anything but what it is declared with.</summary>
    private static bool OnlyGrows(string counter, SyntaxNode scope)
    {
        foreach (var node in scope.DescendantNodes())
        {
            var isSet = node switch
            {
                AssignmentExpressionSyntax assignment => SimpleNames.TextOf(assignment.Left) == counter && Stepped(assignment) is null,
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreDecrementExpression, Operand: var operand } => SimpleNames.TextOf(operand) == counter,
                PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostDecrementExpression, Operand: var operand } => SimpleNames.TextOf(operand) == counter,
                ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None, Expression: var handed, Parent.Parent: ExpressionSyntax call } => SimpleNames.TextOf(handed) == counter && Stepped(call) is null,
                _ => false,
            };
            if (isSet)
                return false;
        }

        return true;
    }

    private static SyntaxNode Around(SyntaxNode body) => body.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault() ?? body.SyntaxTree.GetRoot();
}
