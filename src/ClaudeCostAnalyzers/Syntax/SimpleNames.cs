using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>The name that an expression ends with: the called method's, the member's, the variable's. Nothing is bound.</summary>
internal static class SimpleNames
{
    /// <summary>The last name; null: the expression ends with none.</summary>
    public static SimpleNameSyntax? Of(SyntaxNode expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    /// <summary>Its text.</summary>
    public static string? TextOf(SyntaxNode expression) => Of(expression)?.Identifier.ValueText;
}
