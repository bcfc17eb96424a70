using System.Text;
using ClaudeCostAnalyzers.Catalog.Keys;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Keys;

/// <summary>The text of an expression as far as it is known: literals, and constants where they are worth binding.</summary>
internal sealed class ConstantText
{
    private readonly List<Piece> pieces = [];

    /// <summary>A part of the text. Null text: not known. Borrowed: a named constant, whose text stands elsewhere.</summary>
    private readonly record struct Piece(SyntaxNode Node, string? Text, bool IsBorrowed);

    /// <summary>Reads an expression; nested concatenations and interpolations become one text.</summary>
    public static ConstantText Read(IEnumerable<ExpressionSyntax> parts, SemanticModel model, ConstantNames constants, CancellationToken cancellation)
    {
        var text = new ConstantText();
        var unknown = new List<int>();
        // An explicit stack: generated code nests concatenations thousands deep.
        var pending = new Stack<SyntaxNode>(parts.Reverse<SyntaxNode>());
        while (pending.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var node = pending.Pop();
            switch (node)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    pending.Push(parenthesized.Expression);
                    break;
                case BinaryExpressionSyntax add when add.IsKind(SyntaxKind.AddExpression):
                    pending.Push(add.Right);
                    pending.Push(add.Left);
                    break;
                case InterpolatedStringExpressionSyntax interpolated:
                    foreach (var content in interpolated.Contents.Reverse())
                        pending.Push(content);
                    break;
                case InterpolationSyntax { AlignmentClause: null, FormatClause: null } interpolation:
                    pending.Push(interpolation.Expression);
                    break;
                case InterpolatedStringTextSyntax part:
                    text.pieces.Add(new Piece(node.Parent!, part.TextToken.ValueText, IsBorrowed: false));
                    break;
                case LiteralExpressionSyntax { Token.Value: string or char } literal:
                    text.pieces.Add(new Piece(node, literal.Token.ValueText, IsBorrowed: false));
                    break;
                default:
                    unknown.Add(text.pieces.Count);
                    text.pieces.Add(new Piece(node, Text: null, IsBorrowed: true));
                    break;
            }
        }

        text.BindConstants(unknown, model, constants, cancellation);
        return text;
    }

    /// <summary>
    /// The first key and where it stands: the whole <paramref name="expression"/> when it is constant or when the key is put
    /// together from parts, else the literal. A key that is all in a named constant belongs to the constant's declaration.
    /// </summary>
    public (KeyMatch Key, SyntaxNode At)? FindKey(SyntaxNode expression, bool onlyAcrossParts = false)
    {
        var isConstant = pieces.TrueForAll(piece => piece.Text is not null);
        var run = new StringBuilder();
        for (var first = 0; first < pieces.Count;)
        {
            var last = first;
            run.Clear();
            for (; last < pieces.Count && pieces[last].Text is { } part; last++)
                run.Append(part);
            if (run.Length >= KeyShapes.ShortestKey && KeyShapes.Find(run.ToString()) is { } key)
            {
                var (from, to) = PiecesOf(key, first);
                if (from != to || !pieces[from].IsBorrowed && !onlyAcrossParts)
                    return (key, isConstant || from != to ? expression : pieces[from].Node);
            }

            first = last + 1;
        }

        return null;
    }

    private (int From, int To) PiecesOf(KeyMatch key, int first)
    {
        var position = 0;
        var from = -1;
        for (var i = first; ; i++)
        {
            var end = position + pieces[i].Text!.Length;
            if (from < 0 && key.Start < end)
                from = i;
            if (key.Start + key.Length <= end)
                return (from, i);
            position = end;
        }
    }

    private void BindConstants(List<int> unknown, SemanticModel model, ConstantNames constants, CancellationToken cancellation)
    {
        if (!IsWorthBinding(unknown, constants))
            return;
        foreach (var index in unknown)
        {
            var node = pieces[index].Node;
            if (NameOf(node) is not null && model.GetConstantValue(node, cancellation) is { HasValue: true, Value: string value })
                pieces[index] = new Piece(node, value, IsBorrowed: true);
        }
    }

    private bool IsWorthBinding(List<int> unknown, ConstantNames constants)
    {
        var hasName = false;
        foreach (var index in unknown)
        {
            if (NameOf(pieces[index].Node) is not { } name)
                continue;
            hasName = true;
            if (constants.Contains(name))
                return true;
        }

        return hasName && pieces.Exists(piece => piece.Text is { } text && KeyShapes.MayBePart(text));
    }

    private static SimpleNameSyntax? NameOf(SyntaxNode node) => node switch
    {
        SimpleNameSyntax simple => simple,
        MemberAccessExpressionSyntax access => access.Name,
        _ => null,
    };
}
