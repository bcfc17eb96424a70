using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Contracts;

/// <summary>What other assemblies can see of a compilation.</summary>
/// <param name="compilation">The compilation.</param>
/// <param name="toFriends">Whether what only friend assemblies see counts.</param>
internal sealed class Exports(Compilation compilation, bool toFriends)
{
    private static readonly Words s_friends = new(["InternalsVisibleTo", "InternalsVisibleToAttribute"]);

    // By its text: to bind the attributes of an assembly takes the declarations of all its files.
    private readonly bool _hasFriends = toFriends && compilation.SyntaxTrees.Any(tree => TreeText.Of(tree).HasAny(s_friends) && NamesFriends(tree));

    /// <summary>Whether code of another assembly can call the member: it is public or protected, or internal and there are friends, all the way out.</summary>
    public bool Contains(ISymbol member)
    {
        for (var symbol = member; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            var isVisible = symbol.DeclaredAccessibility switch
            {
                Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal => true,
                Accessibility.Internal or Accessibility.ProtectedAndInternal => _hasFriends,
                _ => false,
            };
            if (!isVisible || symbol is INamedTypeSymbol { IsFileLocal: true })
                return false;
        }

        return true;
    }

    /// <summary>
    /// Whether the member is declared in another assembly of the same family, by the first part of the name: the interfaces
    /// of <c>Acme.Core</c> that <c>Acme.Claude</c> implements. What frameworks call back has other callers.
    /// </summary>
    public bool IsOfSibling(IMethodSymbol member) => member.ContainingAssembly is { } assembly
        && !SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly) && Family(assembly.Name) is not ("System" or "Microsoft") and { } family
        && string.Equals(family, Family(compilation.Assembly.Name), StringComparison.OrdinalIgnoreCase);

    private static bool NamesFriends(SyntaxTree tree) => tree.GetRoot() is CompilationUnitSyntax file
        && (file.AttributeLists.Any(list => list.Attributes.Any(attribute => IsFriends(attribute.Name))) || file.Usings.Any(directive => directive.Alias is not null && IsFriends(directive.Name)));

    private static bool IsFriends(NameSyntax? name) => (name is QualifiedNameSyntax qualified ? qualified.Right : name) is SimpleNameSyntax { Identifier.ValueText: "InternalsVisibleTo" or "InternalsVisibleToAttribute" };

    private static string Family(string assembly)
    {
        var dot = assembly.IndexOf('.');
        return dot < 0 ? assembly : assembly.Substring(0, dot);
    }
}
