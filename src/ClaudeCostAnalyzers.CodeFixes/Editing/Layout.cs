using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes.Editing;

/// <summary>How one file is laid out: its line ends, its indentation, where its braces stand.</summary>
internal sealed class Layout
{
    private readonly SourceText text;
    private readonly SyntaxNode root;
    private readonly string? unit;

    public Layout(SourceText text, SyntaxNode root, AnalyzerConfigOptions options)
    {
        this.text = text;
        this.root = root;
        NewLine = options.TryGetValue("end_of_line", out var end) && end.ToLowerInvariant() switch { "lf" => "\n", "crlf" => "\r\n", "cr" => "\r", _ => null } is { } configured
            ? configured
            : FirstLineBreak(text);
        unit = ConfiguredUnit(options);
        BraceOnOwnLine = !options.TryGetValue("csharp_new_line_before_open_brace", out var braces)
            || braces.IndexOf("all", StringComparison.OrdinalIgnoreCase) >= 0
            || braces.IndexOf("control_blocks", StringComparison.OrdinalIgnoreCase) >= 0;
    }

    public string NewLine { get; }

    /// <summary>Whether the opening brace of a block stands on a line of its own.</summary>
    public bool BraceOnOwnLine { get; }

    /// <summary>One level of indentation: the configured one, else what <paramref name="indentation"/> is made of.</summary>
    public string Unit(string indentation) => unit ?? (indentation.IndexOf('\t') >= 0 ? "\t" : "    ");

    public int LineStart(int position) => text.Lines.GetLineFromPosition(position).Start;

    /// <summary>The white space that the line of <paramref name="position"/> begins with.</summary>
    public string Indentation(int position)
    {
        var line = text.Lines.GetLineFromPosition(position);
        var end = line.Start;
        while (end < line.End && text[end] is ' ' or '\t')
            end++;
        return text.ToString(TextSpan.FromBounds(line.Start, end));
    }

    public bool IsFirstOnLine(int position) => LineStart(position) + Indentation(position).Length >= position;

    /// <summary>
    /// Where a line that is to stand before <paramref name="token"/> is inserted: above the comments that belong to the token,
    /// below directives and below comments that a blank line sets apart. The token must be the first of its line.
    /// </summary>
    public int LineBefore(SyntaxToken token)
    {
        var start = LineStart(token.SpanStart);
        var blank = true;
        var candidate = start;
        foreach (var trivia in token.LeadingTrivia)
        {
            if (trivia.IsDirective || trivia.IsKind(SyntaxKind.DisabledTextTrivia))
            {
                // A directive's own line break is part of it.
                (candidate, blank) = (start, true);
            }
            else if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                if (blank)
                    candidate = start;
                blank = true;
            }
            else if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia))
            {
                if (candidate == start && IsFirstOnLine(trivia.SpanStart))
                    candidate = LineStart(trivia.SpanStart);
                blank = false;
            }
        }

        return candidate;
    }

    /// <summary>The end of what belongs to <paramref name="node"/>: behind comments that follow on its last line.</summary>
    public static int EndWithComments(SyntaxNode node)
    {
        var last = node.GetLastToken(includeZeroWidth: true);
        var trailing = last.TrailingTrivia;
        // Without a line break behind it, the rest of the line belongs to whatever comes next.
        return trailing.Count > 0 && trailing[trailing.Count - 1].IsKind(SyntaxKind.EndOfLineTrivia)
            ? trailing[trailing.Count - 1].SpanStart
            : last.Span.End;
    }

    /// <summary>Moves the lines that begin within <paramref name="span"/> one level to the right, except text that must stay as it is.</summary>
    public void Indent(TextEdits edits, TextSpan span, string by)
    {
        var first = text.Lines.GetLineFromPosition(span.Start).LineNumber;
        var last = text.Lines.GetLineFromPosition(span.End).LineNumber;
        for (var number = first; number <= last; number++)
        {
            var line = text.Lines[number];
            if (line.Start >= span.Start && Indentation(line.Start).Length < line.End - line.Start && !IsFixed(line.Start))
                edits.Insert(line.Start, by);
        }
    }

    /// <summary>Whether the line is within a string, or a directive, or text that a directive switches off.</summary>
    private bool IsFixed(int lineStart)
    {
        var firstText = lineStart + Indentation(lineStart).Length;
        var trivia = root.FindTrivia(firstText);
        if (trivia.IsDirective || trivia.IsKind(SyntaxKind.DisabledTextTrivia) || root.FindTrivia(lineStart).IsKind(SyntaxKind.DisabledTextTrivia))
            return true;
        var token = root.FindToken(lineStart);
        if (token.SpanStart < lineStart && token.Span.End > lineStart)
            return true;
        for (var node = token.Parent; node is not null and not StatementSyntax; node = node.Parent)
        {
            if (node is InterpolatedStringExpressionSyntax && node.SpanStart < lineStart && node.Span.End > lineStart)
                return true;
        }

        return false;
    }

    private static string FirstLineBreak(SourceText text)
    {
        var line = text.Lines[0];
        return line.EndIncludingLineBreak > line.End ? text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak)) : "\n";
    }

    private static string? ConfiguredUnit(AnalyzerConfigOptions options)
    {
        if (options.TryGetValue("indent_style", out var style) && style.Equals("tab", StringComparison.OrdinalIgnoreCase))
            return "\t";
        return options.TryGetValue("indent_size", out var size) && int.TryParse(size, out var width) && width is > 0 and <= 16
            ? new string(' ', width)
            : null;
    }
}
