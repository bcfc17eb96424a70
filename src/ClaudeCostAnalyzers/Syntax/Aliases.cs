using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>The names that a compilation's files give to types by <c>using</c>: what is written under one of them may be any type. Safe for concurrent use.</summary>
internal sealed class Aliases(Compilation compilation)
{
    private readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> _ofFiles = new();
    private readonly Lazy<HashSet<string>> _global = new(() =>
        [.. compilation.SyntaxTrees.Where(tree => TreeText.Of(tree).Has("global")).SelectMany(tree => In(tree, isGlobal: true))]);

    public bool Contain(string name, SyntaxTree tree) => _ofFiles.GetValue(tree, static t => [.. In(t, isGlobal: false)]).Contains(name) || _global.Value.Contains(name);

    private static IEnumerable<string> In(SyntaxTree tree, bool isGlobal) =>
        tree.GetRoot().DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<UsingDirectiveSyntax>()
            .Where(directive => directive.Alias is not null && directive.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword) == isGlobal)
            .Select(directive => directive.Alias!.Name.Identifier.ValueText);
}
