using System.Collections.Concurrent;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// Where the source of a compilation names a method, by itself or by what it overrides and implements. Each file is read
/// and each spelling bound once, when somebody asks. Safe for concurrent use.
/// </summary>
internal sealed class MemberUses(Compilation compilation, MemberBodies bodies)
{
    private readonly ConcurrentDictionary<SyntaxTree, ILookup<string, SimpleNameSyntax>> _names = new();
    private readonly ConcurrentDictionary<string, ILookup<ISymbol?, SimpleNameSyntax>> _meanings = new(StringComparer.Ordinal);

    /// <summary>The names that mean the method.</summary>
    public IEnumerable<SimpleNameSyntax> Of(IMethodSymbol method, CancellationToken cancellation) =>
        Contracts(method).SelectMany(called => Meanings(called.Name, cancellation)[called.OriginalDefinition]);

    private ILookup<ISymbol?, SimpleNameSyntax> Meanings(string name, CancellationToken cancellation) => _meanings.GetOrAdd(name, spelling => compilation.SyntaxTrees
        .Where(tree => TreeText.Of(tree).Has(spelling))
        .SelectMany(tree => bodies.Model(tree) is { } model ? Names(tree, cancellation)[spelling].Select(use => (Use: use, Means: Meaning(use, model, cancellation))) : [])
        .ToLookup(found => found.Means, found => found.Use, SymbolEqualityComparer.Default));

    private ILookup<string, SimpleNameSyntax> Names(SyntaxTree tree, CancellationToken cancellation) => _names.GetOrAdd(tree, file =>
        file.GetRoot(cancellation).DescendantNodes().OfType<SimpleNameSyntax>().ToLookup(name => name.Identifier.ValueText, StringComparer.Ordinal));

    private static ISymbol? Meaning(SimpleNameSyntax use, SemanticModel model, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var symbol = model.GetSymbolInfo(use, cancellation).Symbol;
        return ((symbol as IMethodSymbol)?.ReducedFrom ?? symbol)?.OriginalDefinition;
    }

    private static IEnumerable<IMethodSymbol> Contracts(IMethodSymbol method)
    {
        var called = new List<IMethodSymbol> { method.OriginalDefinition };
        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            called.Add(overridden.OriginalDefinition);
        foreach (var contract in method.ExplicitInterfaceImplementations)
            called.Add(contract.OriginalDefinition);
        if (method.ContainingType is not { } type)
            return called;
        foreach (var contract in type.AllInterfaces)
        {
            foreach (var declared in contract.GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                if (!declared.DeclaringSyntaxReferences.IsEmpty && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(declared), method))
                    called.Add(declared.OriginalDefinition);
            }
        }

        return called;
    }
}
