using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Editing;

/// <summary>Writes names of types into one document, and notes which using directives they need.</summary>
internal sealed class Imports(SemanticModel model, SyntaxNode root)
{
    private readonly Dictionary<INamespaceSymbol, int> wanted = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<INamespaceSymbol, bool> harmless = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The shortest safe name of <paramref name="type"/> at <paramref name="position"/>: its own where that means the type
    /// or can be made to by a using directive that changes no other name in the file, else the full one.
    /// </summary>
    public string Name(INamedTypeSymbol type, int position)
    {
        var found = model.LookupSymbols(position, name: type.Name).Where(symbol => symbol is not INamedTypeSymbol { Arity: > 0 }).ToList();
        if (found.Count > 0 && found.All(symbol => SymbolEqualityComparer.Default.Equals(symbol, type)))
            return type.Name;
        if (found.Count > 0 || type.ContainingType is not null || type.ContainingNamespace.IsGlobalNamespace || !IsHarmless(type.ContainingNamespace, position))
            return type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        if (!wanted.ContainsKey(type.ContainingNamespace))
            wanted.Add(type.ContainingNamespace, position);
        return type.Name;
    }

    /// <summary>Adds the using directives that the names written so far need.</summary>
    public void AddTo(TextEdits edits, Layout layout)
    {
        foreach (var group in wanted.GroupBy(pair => UsingDirectives.ContainerAt(root, pair.Value)))
            UsingDirectives.Add(edits, layout, group.Key, [.. group.Select(pair => pair.Key.ToDisplayString())]);
    }

    /// <summary>Whether no name in the file would mean two things once <paramref name="imported"/> is imported.</summary>
    private bool IsHarmless(INamespaceSymbol imported, int position)
    {
        if (!harmless.TryGetValue(imported, out var result))
        {
            var names = root.DescendantNodes().OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText).Distinct();
            var merged = model.Compilation.GetCompilationNamespace(imported) ?? imported;
            result = !names.Any(name => merged.GetTypeMembers(name) is { Length: > 0 } types
                && model.LookupNamespacesAndTypes(position, name: name).Any(found => !types.Contains(found, SymbolEqualityComparer.Default)));
            harmless.Add(imported, result);
        }

        return result;
    }
}
