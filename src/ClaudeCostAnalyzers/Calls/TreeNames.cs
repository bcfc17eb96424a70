using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>What one file declares and which names each of its members uses: read off the text, nothing bound.</summary>
internal sealed class TreeNames
{
    // Keyed by syntax tree, not by symbol: an unchanged file keeps its entry from one edit to the next and holds no compilation.
    private static readonly ConditionalWeakTable<SyntaxTree, TreeNames> s_cache = new();

    private readonly Dictionary<string, List<SyntaxNode>> _declarations = [];
    private readonly Dictionary<string, HashSet<string>> _uses = [];

    private TreeNames(SyntaxNode root)
    {
        foreach (var node in root.DescendantNodes())
        {
            switch (node)
            {
                case MethodDeclarationSyntax method:
                    Declare(method.Identifier.ValueText, method);
                    break;
                case PropertyDeclarationSyntax property:
                    Declare(property.Identifier.ValueText, property);
                    break;
                case ConstructorDeclarationSyntax constructor:
                    Declare(constructor.Identifier.ValueText, constructor);
                    break;
                case LocalFunctionStatementSyntax local:
                    Declare(local.Identifier.ValueText, local);
                    break;
                case VariableDeclaratorSyntax { Initializer.Value: AnonymousFunctionExpressionSyntax } variable:
                    Declare(variable.Identifier.ValueText, variable);
                    break;
            }
        }
    }

    public static TreeNames Of(SyntaxTree tree) => s_cache.GetValue(tree, static t => new TreeNames(t.GetRoot()));

    /// <summary>Members that are called by their names, with their declarations.</summary>
    public IReadOnlyDictionary<string, List<SyntaxNode>> Declarations => _declarations;

    /// <summary>For each declared name, every name that stands in a member so called.</summary>
    public IReadOnlyDictionary<string, HashSet<string>> Uses => _uses;

    private void Declare(string name, SyntaxNode declaration)
    {
        if (!_declarations.TryGetValue(name, out var declarations))
            _declarations.Add(name, declarations = []);
        declarations.Add(declaration);
        if (!_uses.TryGetValue(name, out var uses))
            _uses.Add(name, uses = []);
        foreach (var token in declaration.DescendantTokens())
        {
            if (token.Parent is SimpleNameSyntax)
                uses.Add(token.ValueText);
        }
    }
}
