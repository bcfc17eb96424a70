using System.Text;
using ClaudeCostAnalyzers.Catalog.Endpoints;
using ClaudeCostAnalyzers.Catalog.Keys;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Keys;

/// <summary>The text of an expression as far as it is known: literals, and constants where they are worth binding.</summary>
internal sealed class ConstantText
{
    private static readonly string s_unknown = EndpointTable.Unknown.ToString();

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

    /// <summary>The text, with <see cref="EndpointTable.Unknown"/> in the place of each part that is not known.</summary>
    public string Text => string.Concat(pieces.Select(piece => piece.Text ?? s_unknown));

    /// <summary>
    /// What a part of <see cref="Text"/> is written as: the whole <paramref name="expression"/> when it is constant or when the
    /// part is put together, else the literal; null when it is all in a named constant, which has its own declaration.
    /// </summary>
    /// <returns>The node, and where in it the part stands, as <see cref="KeyReports.Span"/> says it.</returns>
    public (SyntaxNode At, string Span)? NodeOf(int start, int length, SyntaxNode expression)
    {
        var isConstant = pieces.TrueForAll(piece => piece.Text is not null);
        var position = 0;
        var from = -1;
        for (var i = 0; i < pieces.Count; i++)
        {
            var end = position + (pieces[i].Text?.Length ?? 1);
            if (from < 0 && start < end)
                from = i;
            if (start + length <= end)
            {
                if (from == i && pieces[i].IsBorrowed)
                    return null;
                if (isConstant)
                    return (expression, KeyReports.Span(Text, start, length));
                if (from != i)
                    return (expression, "");
                return (pieces[i].Node, pieces[i].Node is LiteralExpressionSyntax ? KeyReports.Span(pieces[i].Text!, start - position, length) : "");
            }

            position = end;
        }

        return null;
    }

    /// <summary>Each key, where it stands, and where in that it is; see <see cref="NodeOf"/>.</summary>
    /// <param name="expression">What was read.</param>
    /// <param name="onlyAcrossParts">Whether a key in one part is somebody else's to report.</param>
    public IEnumerable<(KeyMatch Key, SyntaxNode At, string Span)> FindKeys(SyntaxNode expression, bool onlyAcrossParts = false)
    {
        var run = new StringBuilder();
        var position = 0;
        for (var first = 0; first < pieces.Count;)
        {
            var last = first;
            run.Clear();
            for (; last < pieces.Count && pieces[last].Text is { } part; last++)
                run.Append(part);
            if (run.Length >= KeyShapes.ShortestKey)
            {
                foreach (var key in KeyShapes.FindEvery(run.ToString()))
                {
                    if (NodeOf(position + key.Start, key.Length, expression) is var (at, span) && !(onlyAcrossParts && IsInOnePart(position + key.Start, key.Length)))
                        yield return (key, at, span);
                }
            }

            // Unknown parts count as one character in the whole.
            position += run.Length + 1;
            first = last + 1;
        }
    }

    private bool IsInOnePart(int start, int length)
    {
        var position = 0;
        foreach (var piece in pieces)
        {
            var end = position + (piece.Text?.Length ?? 1);
            if (start < end)
                return start + length <= end;
            position = end;
        }

        return false;
    }

    private void BindConstants(List<int> unknown, SemanticModel model, ConstantNames constants, CancellationToken cancellation)
    {
        if (!IsWorthBinding(unknown, constants))
            return;
        foreach (var index in unknown)
        {
            var node = pieces[index].Node;
            if (SimpleNames.Of(node) is not null && ValueOf(node, model, cancellation) is { } value)
                pieces[index] = new Piece(node, value, IsBorrowed: true);
        }
    }

    /// <summary>The text of a constant, or of a variable that is given a literal where it is declared and nothing else.</summary>
    private static string? ValueOf(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetConstantValue(node, cancellation) is { HasValue: true, Value: string constant })
            return constant;
        var symbol = model.GetSymbolInfo(node, cancellation).Symbol;
        if (symbol is not (ILocalSymbol or IFieldSymbol { IsReadOnly: true })
            || symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not VariableDeclaratorSyntax { Initializer.Value: LiteralExpressionSyntax { Token.Value: string text } } declaration)
        {
            return null;
        }

        return symbol is ILocalSymbol && IsWritten(declaration) ? null : text;
    }

    /// <summary>Whether the member around a local, or the file around top-level statements, may give it another value.</summary>
    private static bool IsWritten(VariableDeclaratorSyntax local)
    {
        var member = local.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        var scope = member is GlobalStatementSyntax ? member.Parent : member;
        return scope is null || scope.DescendantNodes().Any(node => node switch
        {
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } => left.Identifier.ValueText == local.Identifier.ValueText,
            ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax handed } => handed.Identifier.ValueText == local.Identifier.ValueText,
            _ => false,
        });
    }

    private bool IsWorthBinding(List<int> unknown, ConstantNames constants)
    {
        var hasName = false;
        foreach (var index in unknown)
        {
            if (SimpleNames.Of(pieces[index].Node) is not { } name)
                continue;
            hasName = true;
            if (constants.Contains(name))
                return true;
        }

        return hasName && pieces.Exists(piece => piece.Text is { } text && KeyShapes.MayBePart(text));
    }
}
