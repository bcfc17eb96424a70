using ClaudeCostAnalyzers.Catalog.Keys;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Rules.Keys;

/// <summary>Keys in comments and in code that a directive switches off.</summary>
internal static class CommentedKeys
{
    /// <summary>Each key with its place in the file.</summary>
    public static IEnumerable<(KeyMatch Key, TextSpan Span)> In(SyntaxTree tree, CancellationToken cancellation)
    {
        // Few files have anything that could be a key: nothing is walked in the others.
        if (!TreeText.Of(tree).HasKeyRun)
            yield break;
        foreach (var trivia in tree.GetRoot(cancellation).DescendantTrivia())
        {
            cancellation.ThrowIfCancellationRequested();
            if (trivia.Span.Length < KeyShapes.ShortestKey || trivia.Kind() is not (SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia or SyntaxKind.DisabledTextTrivia))
            {
                continue;
            }

            var text = trivia.ToFullString();
            foreach (var key in KeyShapes.FindAll(text))
                yield return (key, new TextSpan(trivia.FullSpan.Start + key.Start, key.Length));
        }
    }
}
