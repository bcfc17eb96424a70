using System.Buffers;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>Searches a file's text without reading its syntax.</summary>
internal static class SourceSearch
{
    private const int ChunkLength = 8192;

    /// <summary>Whether the file's text has <paramref name="word"/>, be it in code, in a comment or in a literal.</summary>
    public static bool Mentions(SyntaxTree tree, string word, CancellationToken cancellation)
    {
        var text = tree.GetText(cancellation);
        var chunk = ArrayPool<char>.Shared.Rent(ChunkLength);
        try
        {
            // Chunks overlap by the word's length, so that it is not cut in two.
            for (var start = 0; start < text.Length; start += ChunkLength - word.Length)
            {
                var length = Math.Min(ChunkLength, text.Length - start);
                text.CopyTo(start, chunk, 0, length);
                if (chunk.AsSpan(0, length).IndexOf(word.AsSpan()) >= 0)
                    return true;
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chunk);
        }

        return false;
    }
}
