using System.Text;
using ClaudeCostAnalyzers.Catalog.Keys;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Keys;

/// <summary>The text that an array or collection of characters or bytes spells.</summary>
internal static class ElementText
{
    /// <summary>The text of the elements, or null when they are not all characters or bytes of ASCII, or too few for a key.</summary>
    public static string? Read(SyntaxNode initializer)
    {
        var text = new StringBuilder();
        foreach (var child in initializer.ChildNodes())
        {
            // The elements of a collection expression are wrapped; the compiler that the product is built against does not know it.
            var element = child as ExpressionSyntax ?? child.ChildNodes().FirstOrDefault() as ExpressionSyntax;
            while (element is CastExpressionSyntax or ParenthesizedExpressionSyntax)
                element = element is CastExpressionSyntax cast ? cast.Expression : ((ParenthesizedExpressionSyntax)element).Expression;
            var character = (element as LiteralExpressionSyntax)?.Token.Value switch
            {
                char value => value,
                int value and > 0 and < 128 => (char)value,
                _ => '\0',
            };
            if (character == '\0')
                return null;
            text.Append(character);
        }

        return text.Length >= KeyShapes.ShortestKey ? text.ToString() : null;
    }
}
