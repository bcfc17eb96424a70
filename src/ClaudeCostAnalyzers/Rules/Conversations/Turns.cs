using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Conversations;

/// <summary>How many turns a loop makes, as far as its text tells.</summary>
internal static class Turns
{
    /// <summary>Whether the loop counts its turns against a constant of at most <paramref name="few"/> or against what is no constant, or has few elements.</summary>
    public static bool AreFewOrUnknown(StatementSyntax loop, int few, SemanticModel model, CancellationToken cancellation)
    {
        if (loop is CommonForEachStatementSyntax each)
            return SmallSources.Is(each.Expression, model, cancellation);
        var counters = new HashSet<string>(loop.DescendantNodes().Select(Counted).OfType<string>());
        foreach (var test in loop.DescendantNodes().OfType<BinaryExpressionSyntax>())
        {
            if (test.Kind() is not (SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression))
                continue;
            var limit = IsCounter(test.Left) ? test.Right : IsCounter(test.Right) ? test.Left : null;
            if (limit is not null && (model.GetConstantValue(limit, cancellation) is not { HasValue: true, Value: int constant } || constant <= few))
                return true;
        }

        return false;

        bool IsCounter(ExpressionSyntax side) => side.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => counters.Contains(name.Identifier.ValueText));
    }

    /// <summary>The name of the variable that the node moves.</summary>
    private static string? Counted(SyntaxNode node)
    {
        var target = node switch
        {
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => step.Operand,
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } step => step.Operand,
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression or (int)SyntaxKind.SubtractAssignmentExpression } step => step.Left,
            _ => null,
        };
        return target switch
        {
            IdentifierNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            _ => null,
        };
    }
}
