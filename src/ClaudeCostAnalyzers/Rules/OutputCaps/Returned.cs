using ClaudeCostAnalyzers.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.OutputCaps;

/// <summary>What the members of this compilation return: the expressions, in whatever file.</summary>
internal static class Returned
{
    /// <summary>Every expression that a method returns; null when its body is out of sight, or another may run in its place.</summary>
    public static IReadOnlyList<ExpressionSyntax>? By(IMethodSymbol method, CancellationToken cancellation)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        if (IsReplaceable(definition) || definition.DeclaringSyntaxReferences.Length != 1)
            return null;
        return definition.DeclaringSyntaxReferences[0].GetSyntax(cancellation) switch
        {
            MethodDeclarationSyntax declaration => In(declaration.Body, declaration.ExpressionBody),
            LocalFunctionStatementSyntax local => In(local.Body, local.ExpressionBody),
            _ => null,
        };
    }

    /// <summary>Every expression that a property returns; null when it has a field of its own, or another may be in its place.</summary>
    public static IReadOnlyList<ExpressionSyntax>? By(IPropertySymbol property, CancellationToken cancellation)
    {
        if (property.IsVirtual || property.IsAbstract || property.IsOverride && !property.IsSealed || property.DeclaringSyntaxReferences.Length != 1
            || property.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is not PropertyDeclarationSyntax declaration)
        {
            return null;
        }

        if (declaration.ExpressionBody is { } body)
            return [body.Expression];
        var getter = declaration.AccessorList?.Accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        return getter is null ? null : In(getter.Body, getter.ExpressionBody);
    }

    /// <summary>Whether an override may run in its place.</summary>
    public static bool IsReplaceable(IMethodSymbol method) =>
        method.IsAbstract || method.IsExtern || !method.ContainingType.IsSealed && (method.IsVirtual || method.IsOverride && !method.IsSealed);

    private static IReadOnlyList<ExpressionSyntax>? In(BlockSyntax? block, ArrowExpressionClauseSyntax? arrow)
    {
        if (arrow is not null)
            return [arrow.Expression];
        return block?.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>().Select(statement => statement.Expression).OfType<ExpressionSyntax>().ToList() is { Count: > 0 } returned ? returned : null;
    }
}
