using ClaudeCostAnalyzers.Flow;
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
            && type.DescendantNodes().All(node => !Writes(node, symbol.Name) || body.Span.Contains(node.Span) || node.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not null);
    }

    /// <summary>Whether the operation reads it of the object at hand.</summary>
    public static bool IsRead(IOperation operation) =>
        operation is IFieldReferenceOperation or IPropertyReferenceOperation && ((IMemberReferenceOperation)operation).Instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance };

    private static bool IsAuto(IPropertySymbol property) => property.DeclaringSyntaxReferences.All(reference =>
        reference.GetSyntax() is PropertyDeclarationSyntax { ExpressionBody: null, AccessorList.Accessors: var accessors } && accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }));

    private static bool Writes(SyntaxNode node, string name)
    {
        return node switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left.DescendantNodesAndSelf().Any(Is),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => Is(step.Operand),
            PostfixUnaryExpressionSyntax step => Is(step.Operand),
            ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => argument.Expression.DescendantNodesAndSelf().Any(Is),
            RefExpressionSyntax reference => reference.Expression.DescendantNodesAndSelf().Any(Is),
            _ => false,
        };

        bool Is(SyntaxNode inner) => inner is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name;
    }
}
