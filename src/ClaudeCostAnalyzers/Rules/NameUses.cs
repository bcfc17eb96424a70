using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>
/// Where names occur within a member or a type, walked once per scope and bound once per name, however many calls ask. One per
/// compilation; safe for concurrent use.
/// </summary>
internal sealed class NameUses
{
    private readonly ConditionalWeakTable<SyntaxNode, Scope> scopes = new();

    /// <summary>Every use of <paramref name="symbol"/> within <paramref name="scope"/>.</summary>
    public IEnumerable<IdentifierNameSyntax> UsesOf(ISymbol symbol, SyntaxNode scope, SemanticModel model, CancellationToken cancellation) =>
        scopes.GetValue(scope, static node => new Scope(node)).UsesOf(symbol, model, cancellation);

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

    /// <summary>The names of one scope. What each of one spelling means is asked once for all of them.</summary>
    private sealed class Scope(SyntaxNode node)
    {
        private readonly ILookup<string, IdentifierNameSyntax> names =
            node.DescendantNodes().OfType<IdentifierNameSyntax>().ToLookup(name => name.Identifier.ValueText, StringComparer.Ordinal);

        private readonly ConcurrentDictionary<string, ILookup<ISymbol?, IdentifierNameSyntax>> meanings = new(StringComparer.Ordinal);

        public IEnumerable<IdentifierNameSyntax> UsesOf(ISymbol symbol, SemanticModel model, CancellationToken cancellation) =>
            meanings.GetOrAdd(symbol.Name, name => names[name].ToLookup(use => Meaning(use, model, cancellation), SymbolEqualityComparer.Default))[symbol.OriginalDefinition];

        private static ISymbol? Meaning(IdentifierNameSyntax use, SemanticModel model, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            return model.GetSymbolInfo(use, cancellation).Symbol?.OriginalDefinition;
        }
    }
}
