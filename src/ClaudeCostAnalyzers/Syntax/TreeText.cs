using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>
/// What the text of one file says without its syntax: which words it has, and where it may hold parts of a key. Read once for
/// all analyzers and compilations, so that most files need no look at their nodes. Too large, never too small: words in
/// comments and literals count. Immutable; safe for concurrent use.
/// </summary>
internal sealed class TreeText
{
    // Keyed by syntax tree, not by symbol: an unchanged file keeps its entry from one edit to the next and holds no compilation.
    private static readonly ConditionalWeakTable<SyntaxTree, TreeText> s_cache = new();

    private readonly WordTable _words;

    private TreeText(SyntaxTree tree)
    {
        var text = tree.GetText();
        var characters = ArrayPool<char>.Shared.Rent(Math.Max(text.Length, 1));
        try
        {
            text.CopyTo(0, characters, 0, text.Length);
            var scan = new TextScan(characters, text.Length);
            scan.Run();
            _words = scan.Words;
            IsOpaque = scan.IsOpaque;
            HasEscapes = scan.HasEscapes;
            HasKeyPart = scan.HasKeyPart;
            HasKeyRun = scan.HasKeyRun;
            LongRuns = scan.LongRuns.ToImmutableArray();
            JoinedQuotes = scan.JoinedQuotes.ToImmutableArray();
            LongLists = scan.LongLists.ToImmutableArray();
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    public static TreeText Of(SyntaxTree tree) => s_cache.GetValue(tree, static t => new TreeText(t));

    /// <summary>Names are written in a way that is not understood here, as by escapes: the file may have any word.</summary>
    public bool IsOpaque { get; }

    /// <summary>Characters are written by number: literals are not what they look like.</summary>
    public bool HasEscapes { get; }

    /// <summary>A line with a literal has the beginning of a key, or text that runs like the rest of one.</summary>
    public bool HasKeyPart { get; }

    /// <summary>Somewhere, be it in a comment, stands a run of characters that is long enough for a key and has the beginning of one.</summary>
    public bool HasKeyRun { get; }

    /// <summary>Where a run of characters that may be a credential begins, on lines that have a literal.</summary>
    public ImmutableArray<int> LongRuns { get; }

    /// <summary>Quotes of literals that are put together with something else.</summary>
    public ImmutableArray<int> JoinedQuotes { get; }

    /// <summary>Commas in lists of characters or numbers that are long enough for a key: at least one in each.</summary>
    public ImmutableArray<int> LongLists { get; }

    /// <summary>Whether the file may have the word.</summary>
    public bool Has(string word) => IsOpaque || _words.Has(WordTable.HashOf(word));

    /// <summary>What the uses of the word look like.</summary>
    public WordUse UsesOf(string word) => _words.UsesOf(WordTable.HashOf(word));

    /// <summary>Whether the file may have one of the words.</summary>
    [MethodImpl(TextScan.AggressiveOptimization)]
    public bool HasAny(Words words)
    {
        if (IsOpaque)
            return !words.IsEmpty;
        foreach (var hash in words.Hashes)
        {
            if (_words.Has(hash))
                return true;
        }

        return false;
    }

    /// <summary>Adds each word of the file that the set does not have, by its hash, and returns it with the place of one of its uses.</summary>
    public IReadOnlyList<(int Start, int Length)> NewWords(HashSet<int> known) => _words.Unknown(known);
}
