using ClaudeCostAnalyzers.Rules.OutputCaps;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Deadlines;

/// <summary>
/// Whether somebody waits for the reply for a limited time only: <c>WaitAsync</c>, <c>Wait</c>, <c>WhenAny</c> with a second task. The
/// request goes on, and is paid for; but the program does.
/// </summary>
internal sealed class Waiting(NameUses names, TokenOrigin origin, SemanticModel model, CancellationToken cancellation)
{
    private const int MaxSteps = 32;

    public bool IsLimited(ExpressionSyntax call)
    {
        SyntaxNode at = call;
        for (var steps = 0; steps < MaxSteps; steps++)
        {
            switch (at.Parent)
            {
                case ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax:
                    at = at.Parent;
                    continue;
                case ConditionalAccessExpressionSyntax conditional when conditional.WhenNotNull == at:
                    at = conditional;
                    continue;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access when access.Expression == at:
                    if (Limits(next, access.Name.Identifier.ValueText))
                        return true;
                    at = next;
                    continue;
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax outer }:
                    if (IsRace(outer))
                        return true;
                    at = outer;
                    // `Task.WhenAll(first, second).WaitAsync(limit)`.
                    if (outer.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAll" or "WhenAny" })
                        return false;
                    continue;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } when variable.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not null:
                    return IsVariableLimited(variable);
                default:
                    return false;
            }
        }

        return false;
    }

    private bool IsVariableLimited(VariableDeclaratorSyntax variable) =>
        model.GetDeclaredSymbol(variable, cancellation) is { } task && NameUses.MemberAround(variable) is { } scope
        && names.UsesOf(task, scope, model, cancellation).Any(use => NameUses.WholeExpression(use) is var whole && whole.Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access => Limits(next, access.Name.Identifier.ValueText),
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax outer } => IsRace(outer),
            _ => false,
        });

    private bool Limits(InvocationExpressionSyntax wait, string name) => name is "WaitAsync" or "Wait" && wait.ArgumentList.Arguments.Any(argument =>
        model.GetOperation(argument.Expression, cancellation) is { } value && (Tokens.IsToken(value.Type) ? origin.CanFire(value) : TokenOrigin.IsFinite(value)));

    private static bool IsRace(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAny" or "WaitAny" } && call.ArgumentList.Arguments.Count > 1;
}
