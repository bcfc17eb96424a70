using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>Searches a file's text without reading its syntax.</summary>
internal static class SourceSearch
{
    private const int ChunkLength = 8192;

    /// <summary>Whether the file's text has <paramref name="word"/>, be it in code, in a comment or in a literal.</summary>
    public static bool Mentions(SyntaxTree tree, string word, CancellationToken cancellation) => MentionsAny(tree, [word], cancellation);

    /// <summary>Whether it has one of <paramref name="words"/>.</summary>
    public static bool MentionsAny(SyntaxTree tree, IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var text = tree.GetText(cancellation);
        var chunk = new char[ChunkLength];
        // Chunks overlap by the longest word's length, so that none is cut in two.
        var overlap = words.Max(word => word.Length);
        for (var start = 0; start < text.Length; start += ChunkLength - overlap)
        {
            var length = Math.Min(ChunkLength, text.Length - start);
            text.CopyTo(start, chunk, 0, length);
            foreach (var word in words)
            {
                if (chunk.AsSpan(0, length).IndexOf(word.AsSpan()) >= 0)
                    return true;
            }
        }

        return false;
    }
}
