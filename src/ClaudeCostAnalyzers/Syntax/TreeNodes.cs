using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>The nodes of one file that some rule looks at, by kind: one walk for all rules, of files that have a word that matters. Nothing is bound.</summary>
internal sealed class TreeNodes
{
    /// <summary>Collection expressions came after the compiler that the product is built against.</summary>
    public const SyntaxKind CollectionExpression = (SyntaxKind)9076;

    // Keyed by syntax tree, not by symbol: an unchanged file keeps its entry from one edit to the next and holds no compilation.
    private static readonly ConditionalWeakTable<SyntaxTree, TreeNodes> s_cache = new();
    private static readonly IReadOnlyList<SyntaxNode> s_none = [];

    private readonly Dictionary<int, List<SyntaxNode>> _byKind = new()
    {
        [(int)SyntaxKind.InvocationExpression] = [],
        [(int)SyntaxKind.SimpleAssignmentExpression] = [],
        [(int)SyntaxKind.AddAssignmentExpression] = [],
        [(int)SyntaxKind.CoalesceAssignmentExpression] = [],
        [(int)SyntaxKind.ObjectCreationExpression] = [],
        [(int)SyntaxKind.ImplicitObjectCreationExpression] = [],
        [(int)SyntaxKind.ForEachStatement] = [],
        [(int)SyntaxKind.ForEachVariableStatement] = [],
        [(int)SyntaxKind.Parameter] = [],
        [(int)SyntaxKind.AddExpression] = [],
        [(int)SyntaxKind.InterpolatedStringExpression] = [],
        [(int)SyntaxKind.StringLiteralExpression] = [],
        [(int)SyntaxKind.Utf8StringLiteralExpression] = [],
        [(int)SyntaxKind.ArrayInitializerExpression] = [],
        [(int)SyntaxKind.CollectionInitializerExpression] = [],
        [(int)CollectionExpression] = [],
    };

    private TreeNodes(IEnumerable<SyntaxNode> nodes)
    {
        foreach (var node in nodes)
        {
            if (_byKind.TryGetValue(node.RawKind, out var same))
                same.Add(node);
        }
    }

    public static TreeNodes Of(SyntaxTree tree) => s_cache.GetValue(tree, static t => new TreeNodes(t.GetRoot().DescendantNodes()));

    /// <summary>The same of a part of a file. Not kept.</summary>
    public static TreeNodes Within(SyntaxNode part) => new(part.DescendantNodesAndSelf());

    /// <summary>The nodes of a kind, in the order of the text.</summary>
    public IReadOnlyList<SyntaxNode> OfKind(SyntaxKind kind) => _byKind.TryGetValue((int)kind, out var nodes) ? nodes : s_none;
}
