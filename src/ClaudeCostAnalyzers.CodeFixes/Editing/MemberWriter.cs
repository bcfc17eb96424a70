using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes.Editing;

/// <summary>Writes one more member into the braces of an initializer, in the layout of those that are there.</summary>
internal sealed class MemberWriter(TextEdits edits, Layout layout)
{
    /// <summary>Writes <paramref name="member"/> behind <paramref name="members"/>.</summary>
    public void Append<T>(SeparatedSyntaxList<T> members, SyntaxToken open, SyntaxToken close, string member)
        where T : SyntaxNode
    {
        if (members.Count == 0)
        {
            if (IsComment(open.TrailingTrivia) || IsComment(close.LeadingTrivia))
                edits.Insert(open.Span.End, $" {member}");
            else
                edits.Replace(TextSpan.FromBounds(open.Span.End, close.SpanStart), $" {member} ");
            return;
        }

        var last = members.Last();
        var hasComma = members.SeparatorCount == members.Count;
        if (!layout.IsFirstOnLine(last.SpanStart))
        {
            var comma = hasComma ? members.GetSeparator(members.Count - 1).Span.End : last.Span.End;
            edits.Insert(comma, hasComma ? $" {member}," : $", {member}");
            return;
        }

        var lastToken = hasComma ? members.GetSeparator(members.Count - 1) : last.GetLastToken();
        if (!hasComma)
            edits.Insert(last.Span.End, ",");
        // Behind a comment on the last member's line, or in front of the closing brace that shares it.
        var end = lastToken.TrailingTrivia.LastOrDefault() is var trivia && trivia.IsKind(SyntaxKind.EndOfLineTrivia) ? trivia.SpanStart : lastToken.Span.End;
        edits.Insert(end, layout.NewLine + layout.Indentation(last.SpanStart) + member + (hasComma ? "," : ""));
    }

    /// <summary>Gives a creation an initializer with the one member: <c>new T { member }</c> for <c>new T()</c>.</summary>
    public void Begin(BaseObjectCreationExpressionSyntax creation, string member)
    {
        if (creation is ObjectCreationExpressionSyntax { ArgumentList: { Arguments.Count: 0 } empty } && !HasComments(empty))
            edits.Replace(TextSpan.FromBounds(empty.GetFirstToken().GetPreviousToken().Span.End, empty.Span.End), $" {{ {member} }}");
        else
            edits.Insert(creation.Span.End, $" {{ {member} }}");
    }

    /// <summary>Whether anything but white space stands between the tokens of <paramref name="node"/>.</summary>
    public static bool HasComments(SyntaxNode node) => IsComment(node.DescendantTrivia());

    private static bool IsComment(IEnumerable<SyntaxTrivia> trivia) => trivia.Any(piece => !piece.IsKind(SyntaxKind.WhitespaceTrivia) && !piece.IsKind(SyntaxKind.EndOfLineTrivia));
}
