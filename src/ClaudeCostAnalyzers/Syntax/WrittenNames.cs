using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>The names that a piece of text writes, by whatever means: read once, however many variables and loops ask. Nothing is bound.</summary>
internal sealed class WrittenNames
{
    // Syntax only: whoever holds the text holds this.
    private static readonly ConditionalWeakTable<SyntaxNode, WrittenNames> s_texts = new();

    private readonly ILookup<string, IdentifierNameSyntax> names;

    private WrittenNames(SyntaxNode text) => names = text.DescendantNodes().OfType<IdentifierNameSyntax>().Where(IsWritten).ToLookup(name => name.Identifier.ValueText, StringComparer.Ordinal);

    public static WrittenNames In(SyntaxNode text) => s_texts.GetValue(text, static node => new WrittenNames(node));

    /// <summary>Each place that writes something of this name, in the order of the text.</summary>
    public IEnumerable<IdentifierNameSyntax> Of(string name) => names[name];

    /// <summary>The whole of what is written: with the object that it is a member of.</summary>
    public static ExpressionSyntax Target(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => access,
        MemberBindingExpressionSyntax binding => binding,
        _ => name,
    };

    private static bool IsWritten(IdentifierNameSyntax name)
    {
        var target = Target(name);
        return target.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == target,
            PrefixUnaryExpressionSyntax prefix => prefix.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression,
            PostfixUnaryExpressionSyntax postfix => postfix.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression,
            ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
            RefExpressionSyntax => true,
            _ => false,
        };
    }
}
