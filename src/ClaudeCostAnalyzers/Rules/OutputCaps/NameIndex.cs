using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.OutputCaps;

/// <summary>
/// Where names occur within a member or a type, walked once per scope however many calls ask. Holds syntax for as long as
/// the syntax lives; safe for concurrent use.
/// </summary>
internal sealed class NameIndex
{
    private readonly ConditionalWeakTable<SyntaxNode, ILookup<string, IdentifierNameSyntax>> scopes = new();

    /// <summary>Every use of <paramref name="symbol"/> within <paramref name="scope"/>.</summary>
    public IEnumerable<IdentifierNameSyntax> UsesOf(ISymbol symbol, SyntaxNode scope, SemanticModel model, CancellationToken cancellation)
    {
        var names = scopes.GetValue(scope, static node =>
            node.DescendantNodes().OfType<IdentifierNameSyntax>().ToLookup(name => name.Identifier.ValueText, StringComparer.Ordinal));
        foreach (var name in names[symbol.Name])
        {
            cancellation.ThrowIfCancellationRequested();
            if (SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol?.OriginalDefinition, symbol.OriginalDefinition))
                yield return name;
        }
    }

    /// <summary>The body that a local lives in: the outermost member around it, or the file for top-level statements.</summary>
    public static SyntaxNode? MemberAround(SyntaxNode node)
    {
        var member = node.AncestorsAndSelf().FirstOrDefault(ancestor => ancestor is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax
            or BaseFieldDeclarationSyntax or GlobalStatementSyntax or BaseTypeDeclarationSyntax);
        return member is GlobalStatementSyntax ? member.Parent : member;
    }

    /// <summary>The outermost type around a node: everything that may name a private member.</summary>
    public static SyntaxNode? OutermostTypeAround(SyntaxNode node) => node.AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>().LastOrDefault();

    /// <summary>The whole expression that stands for the member: with its qualifier, parentheses and null-forgiving marks.</summary>
    public static ExpressionSyntax WholeExpression(IdentifierNameSyntax name)
    {
        ExpressionSyntax expression = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        while (expression.Parent is ParenthesizedExpressionSyntax || expression.Parent.IsKind(SyntaxKind.SuppressNullableWarningExpression))
            expression = (ExpressionSyntax)expression.Parent!;
        return expression;
    }
}
