using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// States that an object keeps in a field or property, and that nobody writes but the member at hand, so that they can be followed
/// from turn to turn as locals are: <c>private Phase _phase;</c>
/// </summary>
internal static class OwnStates
{
    // Keyed by syntax, not by symbol: it holds no compilation, and goes when the text does.
    private static readonly ConditionalWeakTable<TypeDeclarationSyntax, ILookup<string, SyntaxNode>> s_writes = new();

    /// <param name="symbol">A field or property.</param>
    /// <param name="body">The text of the member at hand.</param>
    public static bool Is(ISymbol symbol, SyntaxNode body)
    {
        var isOwn = symbol switch
        {
            IFieldSymbol { IsStatic: false, IsConst: false, IsVolatile: false, DeclaredAccessibility: Accessibility.Private } => true,
            IPropertySymbol { IsStatic: false, IsVirtual: false, IsOverride: false, IsAbstract: false, SetMethod: { IsInitOnly: false } setter } property => setter.DeclaredAccessibility == Accessibility.Private && IsAuto(property),
            _ => false,
        };
        return isOwn && symbol.ContainingType is { DeclaringSyntaxReferences: { Length: 1 } declarations } && declarations[0].GetSyntax() is TypeDeclarationSyntax type && type.Span.Contains(body.Span)
            && s_writes.GetValue(type, Writes)[symbol.Name].All(write => body.Span.Contains(write.Span) || write.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not null);
    }

    /// <summary>Whether the operation reads it of the object at hand.</summary>
    public static bool IsRead(IOperation operation) =>
        operation is IFieldReferenceOperation or IPropertyReferenceOperation && ((IMemberReferenceOperation)operation).Instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };

    /// <summary>Whether the property only keeps what it is given.</summary>
    public static bool IsAuto(IPropertySymbol property) => property.DeclaringSyntaxReferences.All(reference =>
        reference.GetSyntax() is PropertyDeclarationSyntax { ExpressionBody: null, AccessorList.Accessors: var accessors } && accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }));

    /// <summary>What the type's text gives values to, by name.</summary>
    private static ILookup<string, SyntaxNode> Writes(TypeDeclarationSyntax type) => type.DescendantNodes().Select(Written).OfType<SyntaxNode>()
        .SelectMany(target => target.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()).ToLookup(name => name.Identifier.ValueText, name => (SyntaxNode)name, StringComparer.Ordinal);

    private static SyntaxNode? Written(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => step.Operand,
        PostfixUnaryExpressionSyntax step => step.Operand,
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => argument.Expression,
        RefExpressionSyntax reference => reference.Expression,
        _ => null,
    };
}
