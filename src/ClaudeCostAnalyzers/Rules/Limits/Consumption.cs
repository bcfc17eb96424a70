using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Limits;

/// <summary>How the runner that a factory has built is used in the member that built it.</summary>
internal static class Consumption
{
    /// <summary>Whether each use of the runner is counted by its consumer, or runs in a budget that was begun after it was built.</summary>
    public static bool IsBounded(InvocationExpressionSyntax factory, SemanticModel model, CancellationToken cancellation)
    {
        ExpressionSyntax runner = factory;
        while (runner.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax)
            runner = (ExpressionSyntax)runner.Parent;
        if (runner.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator })
            return IsCounted(runner);
        if (model.GetDeclaredSymbol(declarator, cancellation) is not ILocalSymbol local || declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member)
            return false;
        var scope = member is GlobalStatementSyntax ? member.SyntaxTree.GetRoot(cancellation) : member;
        var uses = scope.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, local)).ToList();
        return uses.Count > 0 && uses.TrueForAll(use => IsCounted(use) || model.GetOperation(use, cancellation) is { } operation && EnclosingBudgets.Cover(operation, model, cancellation));
    }

    /// <summary><c>Take(5)</c>, or a foreach that counts and leaves.</summary>
    private static bool IsCounted(ExpressionSyntax runner)
    {
        var current = runner;
        while (current.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access && access.Expression == current)
        {
            if (access.Name.Identifier.ValueText is "Take" or "FirstAsync" or "FirstOrDefaultAsync")
                return true;
            current = call;
        }

        return current.Parent is ForEachStatementSyntax { Statement: { } body } loop && loop.Expression == current
            && body.DescendantNodes().Any(node => node.Kind() is SyntaxKind.BreakStatement or SyntaxKind.ReturnStatement or SyntaxKind.ThrowStatement)
            && body.DescendantNodes().Any(node => node.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PostIncrementExpression
                or SyntaxKind.PreDecrementExpression or SyntaxKind.PostDecrementExpression or SyntaxKind.AddAssignmentExpression);
    }
}
