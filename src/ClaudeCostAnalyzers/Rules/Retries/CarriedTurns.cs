using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Retries;

/// <summary>
/// What a turn that succeeded leaves for the next one: <c>history.Add(reply);</c>, or <c>draft = reply.Text;</c> where the next turn
/// begins with the draft. Such a loop asks something else each time: it holds a conversation, and does not retry.
/// </summary>
internal static class CarriedTurns
{
    public static bool Any(StatementSyntax loop, StatementSyntax body, SyntaxNode call, SemanticModel model, CancellationToken cancellation) =>
        RetryLoop.Own(body).OfType<ExpressionStatementSyntax>().Any(statement => statement.SpanStart > call.SpanStart && !statement.Span.Contains(call.Span) && GoesRound(statement, body)
            && (IsAddition(statement, body) || IsState(statement, loop, body, call, model, cancellation)));

    /// <summary>Neither a failure leads there, nor do the statements beside it leave the loop.</summary>
    private static bool GoesRound(StatementSyntax statement, StatementSyntax body) => statement.AncestorsAndSelf().TakeWhile(outer => outer != body)
        .All(inner => inner is not CatchClauseSyntax && (inner.Parent is not BlockSyntax { Statements: var all } || all.LastOrDefault() is not (ThrowStatementSyntax or ReturnStatementSyntax or BreakStatementSyntax)));

    /// <summary>Something is added to what was there before this turn.</summary>
    private static bool IsAddition(ExpressionStatementSyntax statement, StatementSyntax body) =>
        (statement.Expression is AwaitExpressionSyntax awaited ? awaited.Expression : statement.Expression) is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Expression: var list } }
        && name.StartsWith("Add", StringComparison.Ordinal) && !(list is IdentifierNameSyntax local && IsDeclaredIn(body, local.Identifier.ValueText));

    /// <summary>An object that the turn sets and the next one reads before it calls. Numbers, times and flags tell how often and how long, not what is asked.</summary>
    private static bool IsState(ExpressionStatementSyntax statement, StatementSyntax loop, StatementSyntax body, SyntaxNode call, SemanticModel model, CancellationToken cancellation) =>
        statement.Expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var name } target } assignment && !IsDeclaredIn(body, name)
        && RetryLoop.Own(loop).OfType<IdentifierNameSyntax>().Any(read => read.SpanStart < call.Span.End && read.Identifier.ValueText == name && !(read.Parent is AssignmentExpressionSyntax set && set.Left == read))
        && !assignment.Right.IsKind(SyntaxKind.NullLiteralExpression) && model.GetTypeInfo(target, cancellation).Type is { IsReferenceType: true };

    private static bool IsDeclaredIn(StatementSyntax body, string name) => RetryLoop.Own(body).OfType<VariableDeclaratorSyntax>().Any(variable => variable.Identifier.ValueText == name);
}
