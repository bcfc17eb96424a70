using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Catalog.Keys;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>Looks in a stretch of a file's text for what a key may begin with.</summary>
internal static class KeyStarts
{
    private static readonly Lazy<(string[] Prefixes, bool[] First)> s_prefixes = new(() =>
    {
        var first = new bool[128];
        foreach (var prefix in KeyShapes.Prefixes)
            first[prefix[0] & 127] = true;
        return (KeyShapes.Prefixes.ToArray(), first);
    });

    /// <summary>Whether a piece of text has the beginning of a key, or a run of characters of all kinds, as <see cref="KeyShapes.MayBePart"/> has it.</summary>
    [MethodImpl(TextScan.AggressiveOptimization)]
    public static bool AnyIn(char[] text, int start, int end, int length)
    {
        var (prefixes, first) = s_prefixes.Value;
        bool digit = false, upper = false, lower = false;
        var token = start;
        for (var at = start; at < end; at++)
        {
            var character = text[at];
            if (!KeyAlphabets.IsTokenCharacter(character))
            {
                digit = upper = lower = false;
                token = at + 1;
                continue;
            }

            digit |= character is >= '0' and <= '9';
            upper |= character is >= 'A' and <= 'Z';
            lower |= character is >= 'a' and <= 'z';
            if (digit && upper && lower && at + 1 - token >= CredentialText.Shortest)
                return true;
            // After an escaped character a token may begin, too.
            var isStart = at == token || at == token + 1 && token > 0 && text[token - 1] == '\\';
            if (isStart && first[character] && BeginsKey(text, at, length, prefixes))
                return true;
        }

        return false;
    }

    /// <summary>Whether a run of characters has the beginning of a key anywhere.</summary>
    public static bool StandsIn(char[] text, int start, int end)
    {
        var run = text.AsSpan(start, end - start);
        foreach (var prefix in s_prefixes.Value.Prefixes)
        {
            if (run.IndexOf(prefix.AsSpan()) >= 0)
                return true;
        }

        return false;
    }

    private static bool BeginsKey(char[] text, int at, int length, string[] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (at + prefix.Length <= length && prefix.AsSpan().SequenceEqual(text.AsSpan(at, prefix.Length)))
                return true;
        }

        return false;
    }
}
