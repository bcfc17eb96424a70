using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Keys;

/// <summary>A text in source that is a credential, or holds one, and that can be replaced by a look-up.</summary>
/// <param name="Expression">The text.</param>
/// <param name="Before">What stands before the credential in its value.</param>
/// <param name="After">What stands behind it.</param>
internal sealed record KeyExpression(ExpressionSyntax Expression, string Before, string After)
{
    /// <summary>The expression that <paramref name="diagnostic"/> is about; null where only a constant may stand, or where what is reported is no text.</summary>
    public static KeyExpression? Find(SyntaxNode root, Diagnostic diagnostic, SemanticModel model, CancellationToken cancellation)
    {
        var span = diagnostic.Location.SourceSpan;
        if (!diagnostic.Properties.TryGetValue("KeySpan", out var part) || string.IsNullOrEmpty(part) || !root.FullSpan.Contains(span))
            return null;
        var expression = root.FindNode(span, getInnermostNodeForTie: true) as ExpressionSyntax;
        if (expression is null || expression.Span != span || !MayBeComputed(expression)
            || model.GetTypeInfo(expression, cancellation) is not { Type.SpecialType: SpecialType.System_String, ConvertedType.SpecialType: SpecialType.System_String or SpecialType.System_Object })
        {
            return null;
        }

        if (part == "whole")
            return new(expression, "", "");
        var numbers = part!.Split(',');
        return model.GetConstantValue(expression, cancellation).Value is string text && numbers.Length == 2 && int.TryParse(numbers[0], out var start) && int.TryParse(numbers[1], out var length)
            && start >= 0 && length > 0 && start + length <= text.Length
            ? new(expression, text.Substring(0, start), text.Substring(start + length))
            : null;
    }

    /// <summary>The whole that takes the expression's place, with what stands around the credential and in parentheses where its neighbours need them.</summary>
    /// <param name="lookup">Gives the credential or null.</param>
    /// <param name="failure">What is thrown when there is none.</param>
    public string Replace(string lookup, string failure)
    {
        var fallback = $"throw new {failure}";
        if (Before.Length == 0 && After.Length == 0)
        {
            // The look-up is there already, and the key was its fallback.
            if (Expression.Parent is BinaryExpressionSyntax coalesce && coalesce.IsKind(SyntaxKind.CoalesceExpression) && coalesce.Right == Expression && coalesce.Left.ToString().Contains(lookup))
                return fallback;
            return NeedsParentheses(Expression) ? $"({lookup} ?? {fallback})" : $"{lookup} ?? {fallback}";
        }

        var joined = (Before.Length == 0 ? "" : SymbolDisplay.FormatLiteral(Before, quote: true) + " + ")
            + $"({lookup} ?? {fallback})" + (After.Length == 0 ? "" : " + " + SymbolDisplay.FormatLiteral(After, quote: true));
        return NeedsParentheses(Expression) ? $"({joined})" : joined;
    }

    private static bool NeedsParentheses(ExpressionSyntax expression) => expression.Parent is not (ArgumentSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax
        or ArrowExpressionClauseSyntax or ReturnStatementSyntax or InitializerExpressionSyntax or ParenthesizedExpressionSyntax or YieldStatementSyntax
        or AnonymousObjectMemberDeclaratorSyntax or LambdaExpressionSyntax) && !(expression.Parent is BinaryExpressionSyntax coalesce && coalesce.IsKind(SyntaxKind.CoalesceExpression) && coalesce.Right == expression);

    /// <summary>Whether something else than a constant may stand in the expression's place.</summary>
    private static bool MayBeComputed(ExpressionSyntax expression)
    {
        for (SyntaxNode? node = expression; node is not null; node = node.Parent)
        {
            switch (node)
            {
                case AttributeSyntax or ParameterSyntax or PatternSyntax or CaseSwitchLabelSyntax or EnumMemberDeclarationSyntax:
                    return false;
                case LocalDeclarationStatementSyntax local:
                    return !local.IsConst;
                case BaseFieldDeclarationSyntax field:
                    return !field.Modifiers.Any(SyntaxKind.ConstKeyword);
                case StatementSyntax or MemberDeclarationSyntax:
                    return true;
            }
        }

        return true;
    }
}
