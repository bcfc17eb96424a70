using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Keys;

/// <summary>
/// The texts of one file that may hold a credential, in whole or put together: found from the places that <see cref="TreeText"/>
/// tells, so that most literals are never looked at. Shared by the rules about credentials.
/// </summary>
internal sealed class KeyCandidates
{
    /// <summary>Finding a place costs as much as walking over so many characters.</summary>
    private const int CharactersPerPlace = 400;

    private const int MostPlaces = 32;

    // Keyed by syntax tree, not by symbol: an unchanged file keeps its entry from one edit to the next and holds no compilation.
    private static readonly ConditionalWeakTable<SyntaxTree, KeyCandidates> s_cache = new();
    private static readonly Words s_joins = new(["Concat", "Join", "Format"]);

    private static readonly SyntaxKind[] s_literals = [SyntaxKind.StringLiteralExpression, SyntaxKind.Utf8StringLiteralExpression];
    private static readonly SyntaxKind[] s_creations = [SyntaxKind.ObjectCreationExpression, SyntaxKind.ImplicitObjectCreationExpression];
    private static readonly SyntaxKind[] s_parts = [SyntaxKind.AddExpression, SyntaxKind.InterpolatedStringExpression];
    private static readonly SyntaxKind[] s_lists = [SyntaxKind.ArrayInitializerExpression, SyntaxKind.CollectionInitializerExpression, TreeNodes.CollectionExpression];

    private readonly List<SyntaxNode> _literals = [];
    private readonly List<SyntaxNode> _parts = [];
    private readonly List<SyntaxNode> _lists = [];

    private KeyCandidates(SyntaxTree tree)
    {
        var text = TreeText.Of(tree);
        var places = text.LongRuns.Length + text.JoinedQuotes.Length + text.LongLists.Length;
        var isAll = text.HasEscapes || text.HasKeyPart || places > MostPlaces + tree.Length / CharactersPerPlace;
        Calls = text.HasAny(s_joins) ? TreeNodes.Of(tree).OfKind(SyntaxKind.InvocationExpression) : [];
        Builders = text.Has("StringBuilder") ? s_creations.SelectMany(kind => TreeNodes.Of(tree).OfKind(kind)).ToList() : [];
        if (isAll)
        {
            Add(TreeNodes.Of(tree));
            return;
        }

        if (places == 0)
            return;
        var root = tree.GetRoot();
        var done = 0;
        foreach (var place in text.LongRuns.Concat(text.JoinedQuotes).Concat(text.LongLists).OrderBy(place => place))
        {
            if (place < done || Around(root.FindToken(place), place) is not { } found)
                continue;
            Add(TreeNodes.Within(found));
            done = found.Span.End;
        }
    }

    public static KeyCandidates Of(SyntaxTree tree) => s_cache.GetValue(tree, static t => new KeyCandidates(t));

    /// <summary>Literals that are not part of a longer text.</summary>
    public IReadOnlyList<SyntaxNode> Literals => _literals;

    /// <summary>Concatenations and interpolations, the outermost ones.</summary>
    public IReadOnlyList<SyntaxNode> Parts => _parts;

    /// <summary>Arrays and collections with elements that are written out.</summary>
    public IReadOnlyList<SyntaxNode> Lists => _lists;

    /// <summary>Creations of what may be a <c>StringBuilder</c>.</summary>
    public IReadOnlyList<SyntaxNode> Builders { get; }

    /// <summary>Calls that may put texts together.</summary>
    public IReadOnlyList<SyntaxNode> Calls { get; }

    /// <summary>The whole text or list that a token is part of; null: none.</summary>
    private static SyntaxNode? Around(SyntaxToken token, int place)
    {
        if (!token.Span.Contains(place))
            return null;
        SyntaxNode? found = null;
        for (var node = token.Parent; node is ExpressionSyntax or InterpolationSyntax or InterpolatedStringTextSyntax || node is not null && IsElement(node); node = node.Parent)
        {
            if (Array.IndexOf(s_literals, node.Kind()) >= 0 || Array.IndexOf(s_parts, node.Kind()) >= 0 || Array.IndexOf(s_lists, node.Kind()) >= 0)
                found = node;
        }

        return found;
    }

    /// <summary>Elements of collection expressions, which the compiler that the product is built against does not know.</summary>
    private static bool IsElement(SyntaxNode node) => node.Parent.IsKind(TreeNodes.CollectionExpression);

    private void Add(TreeNodes nodes)
    {
        foreach (var kind in s_literals)
            _literals.AddRange(nodes.OfKind(kind).Where(node => !KeyReports.IsPartOfText(node)));
        foreach (var kind in s_parts)
            _parts.AddRange(nodes.OfKind(kind).Where(node => !KeyReports.IsPartOfText(node)));
        foreach (var kind in s_lists)
            _lists.AddRange(nodes.OfKind(kind));
    }
}
