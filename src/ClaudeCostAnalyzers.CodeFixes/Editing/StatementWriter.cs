using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes.Editing;

/// <summary>Writes statements among others, in the file's own layout. Of several lines, each further one belongs to the first and is indented.</summary>
internal sealed class StatementWriter(TextEdits edits, Layout layout)
{
    /// <summary>Writes statements before another of a block, a switch section or a file.</summary>
    public void InsertBefore(StatementSyntax statement, params string[] statements)
    {
        var first = statement.GetFirstToken(includeZeroWidth: true);
        if (layout.IsFirstOnLine(first.SpanStart))
        {
            var indentation = IndentationOf(statement);
            edits.Insert(layout.LineBefore(first), string.Concat(statements.Select(line => indentation + line + layout.NewLine)));
        }
        else
        {
            edits.Insert(first.SpanStart, string.Concat(statements.Select(line => line + " ")));
        }
    }

    /// <summary>Writes one statement at the beginning of a body, which gets braces if it has none.</summary>
    public void InsertFirst(StatementSyntax body, params string[] lines)
    {
        if (body is not BlockSyntax block)
        {
            PutInBlock(body, lines);
            return;
        }

        var next = block.OpenBraceToken.GetNextToken(includeZeroWidth: true);
        if (!layout.IsFirstOnLine(next.SpanStart))
        {
            edits.Insert(block.OpenBraceToken.Span.End, " " + string.Join(" ", lines));
            return;
        }

        var outer = layout.Indentation(block.SpanStart);
        var indentation = next == block.CloseBraceToken ? outer + layout.Unit(outer) : layout.Indentation(next.SpanStart);
        edits.Insert(next == block.CloseBraceToken ? layout.LineStart(next.SpanStart) : layout.LineBefore(next), Lines(lines, indentation));
    }

    /// <summary>Puts braces around the body of a statement that has none, and one statement into them before it.</summary>
    public void PutInBlock(StatementSyntax body, params string[] lines)
    {
        var first = body.GetFirstToken(includeZeroWidth: true);
        var before = first.GetPreviousToken();
        var outer = layout.Indentation(before.SpanStart);
        var inner = outer + layout.Unit(outer);
        var open = layout.BraceOnOwnLine ? layout.NewLine + outer + "{" : " {";
        if (layout.IsFirstOnLine(first.SpanStart))
        {
            // Comments behind the header stay there; those above the body go into the block with it.
            edits.Insert(layout.BraceOnOwnLine ? EndOfLineOf(before) : before.Span.End, open);
            edits.Insert(before.FullSpan.End, Lines(lines, inner));
            if (layout.Indentation(first.SpanStart).Length <= outer.Length)
                layout.Indent(edits, TextSpan.FromBounds(before.FullSpan.End, body.Span.End), layout.Unit(outer));
        }
        else
        {
            var gap = first.LeadingTrivia.Count == 0 ? EndOfGap(before) : first.SpanStart;
            edits.Replace(TextSpan.FromBounds(gap, first.SpanStart), $"{open}{layout.NewLine}{Lines(lines, inner)}{inner}");
            layout.Indent(edits, TextSpan.FromBounds(first.SpanStart, body.Span.End), layout.Unit(outer));
        }

        edits.Insert(Layout.EndWithComments(body), layout.NewLine + outer + "}");
    }

    /// <summary>Makes an expression body a block, with statements before the expression.</summary>
    public void PutInBlock(ArrowExpressionClauseSyntax arrow, bool returnsValue, params string[] lines)
    {
        var before = arrow.ArrowToken.GetPreviousToken();
        var semicolon = arrow.Parent!.GetLastToken();
        var outer = layout.Indentation(arrow.Parent.SpanStart);
        var inner = outer + layout.Unit(outer);
        var open = (layout.BraceOnOwnLine ? layout.NewLine + outer + "{" : " {") + layout.NewLine + Lines(lines, inner) + inner + (returnsValue ? "return " : "");
        // A comment between the arrow and the expression stays with the expression.
        var start = IsBlank(before.TrailingTrivia.Concat(arrow.ArrowToken.LeadingTrivia)) ? before.Span.End : arrow.ArrowToken.SpanStart;
        var end = IsBlank(arrow.ArrowToken.TrailingTrivia.Concat(arrow.Expression.GetLeadingTrivia())) ? arrow.Expression.SpanStart : arrow.ArrowToken.Span.End;
        edits.Replace(TextSpan.FromBounds(start, end), open);
        // What goes on below is written as far to the left as the line that it begins on.
        if (layout.Indentation(arrow.Expression.SpanStart).Length <= outer.Length)
            layout.Indent(edits, TextSpan.FromBounds(arrow.Expression.SpanStart, semicolon.Span.End), layout.Unit(outer));
        edits.Insert(Layout.EndWithComments(arrow.Parent) is var behind && behind > semicolon.Span.End ? behind : semicolon.Span.End, layout.NewLine + outer + "}");
    }

    private static bool IsBlank(IEnumerable<SyntaxTrivia> trivia) => trivia.All(piece => piece.IsKind(SyntaxKind.WhitespaceTrivia) || piece.IsKind(SyntaxKind.EndOfLineTrivia));

    /// <summary>A label often stands further to the left than the code that it labels.</summary>
    public string IndentationOf(StatementSyntax statement)
    {
        while (statement is LabeledStatementSyntax labeled && layout.IsFirstOnLine(labeled.Statement.SpanStart))
            statement = labeled.Statement;
        return layout.Indentation(statement.SpanStart);
    }

    private string Lines(string[] lines, string indentation) =>
        string.Concat(lines.Select((line, index) => indentation + (index == 0 ? "" : layout.Unit(indentation)) + line + layout.NewLine));

    private static int EndOfLineOf(SyntaxToken token)
    {
        var trailing = token.TrailingTrivia;
        return trailing.Count > 0 && trailing[trailing.Count - 1].IsKind(SyntaxKind.EndOfLineTrivia) ? trailing[trailing.Count - 1].SpanStart : token.Span.End;
    }

    /// <summary>Where the white space in front of the next token begins.</summary>
    private static int EndOfGap(SyntaxToken before)
    {
        var trailing = before.TrailingTrivia;
        return trailing.Count > 0 && trailing[trailing.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia) ? trailing[trailing.Count - 1].SpanStart : before.FullSpan.End;
    }
}
