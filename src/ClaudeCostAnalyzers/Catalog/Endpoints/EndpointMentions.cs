using System.Buffers;
using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Catalog.Endpoints;

/// <summary>Whether files speak of an endpoint at all: a search of their text, nothing parsed or bound.</summary>
internal static class EndpointMentions
{
    private const int ChunkLength = 16384;

    // Keyed by syntax tree, not by symbol: an unchanged file is searched once, however many analyzers and edits ask.
    private static readonly ConditionalWeakTable<SyntaxTree, object> s_cache = new();
    private static readonly object s_yes = new();
    private static readonly object s_no = new();

    /// <summary>Whether the compilation can send a request by itself and names an endpoint that it could go to.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="isRead">The words of its files are looked up anyhow: they tell most files apart. Where nobody else asks for them, a search is cheaper.</param>
    public static bool Any(Compilation compilation, bool isRead) =>
        compilation.ReferencedAssemblyNames.Any(assembly => assembly.Name is "System.Net.Http" or "netstandard" or "System.Net.Http.Json")
        && compilation.SyntaxTrees.Any(tree => (!isRead || TreeText.Of(tree).HasAny(EndpointTable.Shared.MentionedWords)) && s_cache.GetValue(tree, static t => Has(t, EndpointTable.Shared.Mentions, ignoreCase: false) ? s_yes : s_no) == s_yes);

    /// <summary>Whether the file has <paramref name="text"/>, in whatever case.</summary>
    public static bool Has(SyntaxTree tree, string text) => Has(tree, [text], ignoreCase: true);

    private static bool Has(SyntaxTree tree, IReadOnlyList<string> texts, bool ignoreCase)
    {
        var source = tree.GetText();
        var chunk = ArrayPool<char>.Shared.Rent(ChunkLength);
        try
        {
            var overlap = texts.Max(text => text.Length) - 1;
            for (var start = 0; start < source.Length; start += ChunkLength - overlap)
            {
                var length = Math.Min(ChunkLength, source.Length - start);
                source.CopyTo(start, chunk, 0, length);
                if (HasAny(new ReadOnlySpan<char>(chunk, 0, length), texts, ignoreCase))
                    return true;
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chunk);
        }

        return false;
    }

    private static bool HasAny(ReadOnlySpan<char> span, IReadOnlyList<string> texts, bool ignoreCase)
    {
        foreach (var text in texts)
        {
            if (ignoreCase ? span.IndexOf(text.AsSpan(), StringComparison.OrdinalIgnoreCase) >= 0 : span.IndexOf(text.AsSpan()) >= 0)
                return true;
        }

        return false;
    }
}
