using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Rules.OutputCaps;

/// <summary>The parts of the source that may name a variable: its member, its type, or every file. One per compilation; safe for concurrent use.</summary>
internal sealed class VariableScopes(MemberBodies bodies, NameUses names)
{
    /// <summary>Every use of the variable; null when code that is not at hand may use it too.</summary>
    public IEnumerable<(Microsoft.CodeAnalysis.CSharp.Syntax.IdentifierNameSyntax Name, SemanticModel Model)>? UsesOf(ISymbol variable, CancellationToken cancellation) =>
        ScopesOf(variable, cancellation) is { } scopes
            ? scopes.SelectMany(scope => bodies.Model(scope.SyntaxTree) is { } model ? names.UsesOf(variable, scope, model, cancellation).Select(use => (use, model)) : [])
            : null;

    /// <summary>Whether the variable can be given a value only where it is declared or its object is made.</summary>
    public static bool IsReadOnly(ISymbol variable) => variable is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null };

    private IEnumerable<SyntaxNode>? ScopesOf(ISymbol variable, CancellationToken cancellation)
    {
        if (variable.DeclaringSyntaxReferences.Length != 1)
            return null;
        var declaration = variable.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        if (variable is ILocalSymbol or IParameterSymbol)
            return NameUses.MemberAround(declaration) is { } member ? [member] : null;
        if (variable.DeclaredAccessibility == Accessibility.Private)
        {
            var outermost = variable.ContainingType;
            while (outermost.ContainingType is { } outer)
                outermost = outer;
            return outermost.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation));
        }

        // Others may put options of their own into a member that they can write.
        if (!IsReadOnly(variable) || IsVisibleOutside(variable))
            return null;
        return bodies.Compilations.First().SyntaxTrees.Where(tree => TreeText.Of(tree).Has(variable.Name)).Select(tree => tree.GetRoot(cancellation));
    }

    private static bool IsVisibleOutside(ISymbol symbol)
    {
        for (ISymbol? current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal)
                return false;
        }

        return true;
    }
}
