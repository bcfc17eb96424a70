using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>The names under which <see cref="TreeNames"/> has the text of members.</summary>
internal static class DeclaredNames
{
    /// <summary>The name that stands for all text of the member; null: some of its text stands under no name.</summary>
    public static string? Of(ISymbol member) => member switch
    {
        // Top-level statements are a method that nobody wrote.
        IMethodSymbol { MethodKind: MethodKind.Ordinary, CanBeReferencedByName: false } => null,
        IMethodSymbol { MethodKind: MethodKind.Ordinary } method => method.Name,
        IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation } method => Simple(method.Name),
        IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet, AssociatedSymbol: IPropertySymbol property } => Of(property),
        IPropertySymbol { IsIndexer: true } => UsedNames.Indexer,
        IPropertySymbol property => Simple(property.Name),
        _ => null,
    };

    /// <summary>The name without the interface that an explicit implementation carries in front of it.</summary>
    private static string Simple(string name) => name.Substring(name.LastIndexOf('.') + 1);
}
