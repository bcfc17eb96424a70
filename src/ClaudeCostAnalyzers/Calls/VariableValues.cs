using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// The expressions that a variable is given in its own type or member: its initialiser, assignments, what a property
/// returns. Read off the text by name; for the few variables that somebody asks about.
/// </summary>
internal static class VariableValues
{
    public static IEnumerable<ExpressionSyntax> Of(ISymbol variable, CancellationToken cancellation)
    {
        foreach (var reference in variable.DeclaringSyntaxReferences)
        {
            foreach (var value in Declared(reference.GetSyntax(cancellation)))
                yield return value;
        }

        foreach (var assignment in Scopes(variable, cancellation).SelectMany(scope => scope.DescendantNodes()).OfType<AssignmentExpressionSyntax>())
        {
            if (Target(assignment.Left) == variable.Name)
                yield return assignment.Right;
        }
    }

    /// <summary>The text in which a variable may be given a value: its member if it is a local, else all parts of its type.</summary>
    public static IEnumerable<SyntaxNode> Scopes(ISymbol variable, CancellationToken cancellation)
    {
        if (variable is not (ILocalSymbol or IParameterSymbol))
            return variable.ContainingType?.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)) ?? [];
        return variable.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation).FirstAncestorOrSelf<MemberDeclarationSyntax>()).OfType<SyntaxNode>();
    }

    /// <summary>The expressions that a member returns, those of lambdas in it apart.</summary>
    public static IEnumerable<ExpressionSyntax> Returned(IMethodSymbol member, CancellationToken cancellation)
    {
        foreach (var reference in member.OriginalDefinition.DeclaringSyntaxReferences)
        {
            var declaration = reference.GetSyntax(cancellation);
            foreach (var node in declaration.DescendantNodes(node => node == declaration || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
            {
                if (node is ReturnStatementSyntax { Expression: { } value })
                    yield return value;
                else if (node is ArrowExpressionClauseSyntax { Expression: var expression } && node.Parent == declaration)
                    yield return expression;
            }
        }
    }

    private static IEnumerable<ExpressionSyntax> Declared(SyntaxNode declaration)
    {
        switch (declaration)
        {
            case VariableDeclaratorSyntax { Initializer.Value: var initial }:
                yield return initial;
                break;
            case PropertyDeclarationSyntax property:
                if (property.Initializer is { Value: var value })
                    yield return value;
                if (property.ExpressionBody is { Expression: var expression })
                    yield return expression;
                foreach (var part in property.AccessorList?.Accessors.SelectMany(accessor => accessor.DescendantNodes()) ?? [])
                {
                    if (part is ReturnStatementSyntax { Expression: { } returned })
                        yield return returned;
                    else if (part is ArrowExpressionClauseSyntax { Expression: var arrow })
                        yield return arrow;
                }

                break;
        }
    }

    private static string? Target(ExpressionSyntax left) => left switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } => name.Identifier.ValueText,
        _ => null,
    };
}
