using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.KeyExposure;

/// <summary>Where a key is known to be none: <c>if (string.IsNullOrEmpty(key)) throw new ConfigurationException($"{key} is empty");</c></summary>
internal static class EmptyKeys
{
    /// <summary>Whether the expression stands where a test of it has found nothing. By its text: nothing is bound.</summary>
    public static bool IsEmptyAt(ExpressionSyntax key)
    {
        var text = key.ToString();
        for (var node = (SyntaxNode)key; node.Parent is { } parent && parent is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax); node = parent)
        {
            var condition = parent switch
            {
                IfStatementSyntax branch when branch.Statement == node => branch.Condition,
                ConditionalExpressionSyntax choice when choice.WhenTrue == node => choice.Condition,
                _ => null,
            };
            if (condition is not null && Demands(condition, text))
                return true;
        }

        return false;
    }

    /// <summary>Whether the condition only holds for an empty one.</summary>
    private static bool Demands(ExpressionSyntax condition, string text)
    {
        var pending = new Stack<ExpressionSyntax>();
        pending.Push(condition);
        while (pending.Count > 0)
        {
            switch (pending.Pop())
            {
                case ParenthesizedExpressionSyntax inner:
                    pending.Push(inner.Expression);
                    break;
                case BinaryExpressionSyntax both when both.IsKind(SyntaxKind.LogicalAndExpression):
                    pending.Push(both.Left);
                    pending.Push(both.Right);
                    break;
                case BinaryExpressionSyntax equal when equal.IsKind(SyntaxKind.EqualsExpression) && equal.Left.ToString() == text && IsNone(equal.Right):
                case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax constant } pattern when pattern.Expression.ToString() == text && IsNone(constant.Expression):
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsNullOrEmpty" or "IsNullOrWhiteSpace" }, ArgumentList.Arguments: { Count: 1 } arguments }
                    when arguments[0].Expression.ToString() == text:
                    return true;
            }
        }

        return false;
    }

    private static bool IsNone(ExpressionSyntax value) => value.IsKind(SyntaxKind.NullLiteralExpression) || value is LiteralExpressionSyntax { Token.ValueText: "" } || value.ToString() == "string.Empty";
}
