using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Keys;

/// <summary>A text in source that is a credential, or holds one, and that can be replaced by a look-up.</summary>
/// <param name="Expression">The text.</param>
/// <param name="Text">Its value; empty where the credential is the whole of it.</param>
/// <param name="Start">Where in the value the credential begins.</param>
/// <param name="Length">How long it is.</param>
internal sealed record KeyExpression(ExpressionSyntax Expression, string Text, int Start, int Length)
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
            return new(expression, "", 0, 0);
        var numbers = part!.Split(',');
        return model.GetConstantValue(expression, cancellation).Value is string text && numbers.Length == 2 && int.TryParse(numbers[0], out var start) && int.TryParse(numbers[1], out var length)
            && start >= 0 && length > 0 && start + length <= text.Length
            ? new(expression, text, start, length)
            : null;
    }

    /// <summary>The whole that takes the expression's place, with what stands around the credentials and in parentheses where its neighbours need them.</summary>
    /// <param name="keys">The credentials in one expression, in their order: each with what gives it or null, and what is thrown when there is none.</param>
    public static string Replace(IReadOnlyList<(KeyExpression Key, string Lookup, string Failure)> keys)
    {
        var (first, lookup, failure) = keys[0];
        var expression = first.Expression;
        if (first.Length == first.Text.Length)
        {
            // The look-up is there already, and the key was its fallback.
            if (expression.Parent is BinaryExpressionSyntax coalesce && coalesce.IsKind(SyntaxKind.CoalesceExpression) && coalesce.Right == expression && coalesce.Left.ToString().Contains(lookup))
                return $"throw new {failure}";
            return NeedsParentheses(expression) ? $"({lookup} ?? throw new {failure})" : $"{lookup} ?? throw new {failure}";
        }

        var parts = new List<string>();
        var at = 0;
        foreach (var (key, code, thrown) in keys)
        {
            if (key.Start < at)
                continue;
            if (key.Start > at)
                parts.Add(SymbolDisplay.FormatLiteral(key.Text.Substring(at, key.Start - at), quote: true));
            parts.Add($"({code} ?? throw new {thrown})");
            at = key.Start + key.Length;
        }

        if (at < first.Text.Length)
            parts.Add(SymbolDisplay.FormatLiteral(first.Text.Substring(at), quote: true));
        var joined = string.Join(" + ", parts);
        return NeedsParentheses(expression) ? $"({joined})" : joined;
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
