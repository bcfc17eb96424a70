using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tool.Analysis;

/// <summary>The code of one line, safe to print.</summary>
/// <remarks>
/// A line on the path to a call may hold a key of any provider, in a literal, a comment or text that does not parse. So
/// only tokens are shown, and of those that hold free text only short ones.
/// </remarks>
internal static class SourceExcerpt
{
    private const int MaxLength = 160;

    /// <summary>No provider's key is this short.</summary>
    private const int LongestShownText = 10;

    /// <summary>Names may be long, but not as long and as mixed as a key that was pasted without its quotes.</summary>
    private const int LongestShownName = 40;

    public static string Of(SyntaxTree tree, int line, CancellationToken cancel)
    {
        var text = tree.GetText(cancel);
        if (line < 0 || line >= text.Lines.Count)
            return "";
        var span = text.Lines[line].Span;
        var excerpt = new StringBuilder();
        var end = -1;
        foreach (var token in tree.GetRoot(cancel).DescendantTokens(span))
        {
            if (!token.Span.IntersectsWith(span) || token.Span.IsEmpty)
                continue;
            if (end >= 0 && token.SpanStart > end)
                excerpt.Append(' ');
            excerpt.Append(Show(token, span));
            end = token.Span.End;
            if (excerpt.Length > MaxLength)
                return excerpt.ToString(0, MaxLength) + "…";
        }
        return excerpt.ToString();
    }

    private static string Show(SyntaxToken token, TextSpan line) => token.Kind() switch
    {
        SyntaxKind.StringLiteralToken or SyntaxKind.Utf8StringLiteralToken => IsShort(token) ? token.Text : "\"…\"",
        SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
            or SyntaxKind.Utf8SingleLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken => "\"\"\"…\"\"\"",
        SyntaxKind.InterpolatedStringTextToken => IsShort(token) ? token.Text : "…",
        SyntaxKind.IdentifierToken when token.Span.Length > LongestShownName => "…",
        SyntaxKind.BadToken or SyntaxKind.NumericLiteralToken when !IsShort(token) => "…",
        _ => line.Contains(token.Span) ? token.Text : "…",
    };

    private static bool IsShort(SyntaxToken token) => token.Span.Length <= LongestShownText && !token.Text.Contains('\n', StringComparison.Ordinal);
}
