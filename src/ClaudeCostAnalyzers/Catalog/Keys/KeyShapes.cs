using System.Collections.Immutable;
using System.Text;

namespace ClaudeCostAnalyzers.Catalog.Keys;

/// <summary>Finds provider keys in text by their shape. Linear in the text; safe for concurrent use.</summary>
internal static class KeyShapes
{
    /// <summary>Text between keys rarely has a longer run of letters and digits of all kinds.</summary>
    private const int LongestCommonRun = 16;

    private static readonly Lazy<ImmutableArray<KeyShape>> LazyAll = new(() =>
        LlmCatalog.ReadRows("Keys").Select(KeyShape.Parse).OfType<KeyShape>().ToImmutableArray());

    private static readonly Lazy<ImmutableArray<string>> LazyPrefixes = new(() => All.Select(shape => shape.Prefix).Distinct().ToImmutableArray());

    private static readonly Lazy<int> LazyShortest = new(() => All.Min(shape => shape.ShortestKey));

    /// <summary>Every shape, the narrow ones first.</summary>
    public static ImmutableArray<KeyShape> All => LazyAll.Value;

    /// <summary>How keys begin, each once.</summary>
    public static ImmutableArray<string> Prefixes => LazyPrefixes.Value;

    /// <summary>Characters in the shortest key of all: no shorter text holds one.</summary>
    public static int ShortestKey => LazyShortest.Value;

    /// <summary>The first key in <paramref name="text"/>, in plain or as what Base64 or hexadecimal digits encode; null when there is none.</summary>
    public static KeyMatch? Find(string text)
    {
        if (text.Length < ShortestKey)
            return null;
        foreach (var shape in All)
        {
            if (shape.Find(text) is { } match)
                return match;
        }

        return (Decode(text) ?? DecodeHex(text)) is { } decoded ? FindDecoded(decoded, text.Length) : null;
    }

    /// <summary>Every key in <paramref name="text"/> in plain, in order; where there is none, the first of those that it encodes.</summary>
    public static IEnumerable<KeyMatch> FindEvery(string text)
    {
        var plain = FindAll(text);
        return !plain.IsEmpty || Find(text) is not { } encoded ? plain : plain.Add(encoded);
    }

    /// <summary>Every key in <paramref name="text"/>, in order; none lies within another.</summary>
    public static ImmutableArray<KeyMatch> FindAll(string text)
    {
        if (text.Length < ShortestKey)
            return ImmutableArray<KeyMatch>.Empty;
        var found = new List<KeyMatch>();
        var taken = new TakenText(text.Length);
        foreach (var shape in All)
        {
            for (var match = shape.Find(text); match is not null; match = shape.Find(text, match.Start + match.Length))
            {
                // The narrow shapes come first: what they have taken is theirs.
                if (taken.Take(match.Start, match.Length))
                    found.Add(match);
            }
        }

        return found.OrderBy(match => match.Start).ToImmutableArray();
    }

    /// <summary>
    /// Whether a part of an expression is worth the search for the parts beside it: it begins a key, or runs like the rest of
    /// one. Words and identifiers do not.
    /// </summary>
    public static bool MayBePart(string text)
    {
        var run = 0;
        bool digit = false, upper = false, lower = false;
        foreach (var character in text)
        {
            if (!KeyAlphabets.IsTokenCharacter(character))
            {
                run = 0;
                digit = upper = lower = false;
                continue;
            }

            digit |= character is >= '0' and <= '9';
            upper |= character is >= 'A' and <= 'Z';
            lower |= character is >= 'a' and <= 'z';
            if (++run >= LongestCommonRun && digit && upper && lower)
                return true;
        }

        foreach (var shape in All)
        {
            var at = text.IndexOf(shape.Prefix, StringComparison.Ordinal);
            if (at == 0 || at > 0 && !KeyAlphabets.IsTokenCharacter(text[at - 1]))
                return true;
        }

        return false;
    }

    /// <summary>How many characters of <paramref name="text"/> at <paramref name="start"/> are the prefix of a provider's keys; the longest counts.</summary>
    public static int PrefixLength(string text, int start)
    {
        var longest = 0;
        foreach (var shape in All)
        {
            if (shape.Prefix.Length > longest && string.CompareOrdinal(text, start, shape.Prefix, 0, shape.Prefix.Length) == 0)
                longest = shape.Prefix.Length;
        }

        return longest;
    }

    private static KeyMatch? FindDecoded(string decoded, int length)
    {
        foreach (var shape in All)
        {
            if (shape.Find(decoded) is { } match)
                return match with { Start = 0, Length = length, IsEncoded = true };
        }

        return null;
    }

    /// <summary>What a text that is Base64 as a whole encodes, if that is printable ASCII.</summary>
    private static string? Decode(string text)
    {
        const int MostCharacters = 1024;
        var trimmed = text.Trim();
        if (trimmed.Length > MostCharacters || trimmed.Length % 4 == 1)
            return null;
        foreach (var character in trimmed)
        {
            if (!KeyAlphabet.Base64.Contains(character) && character is not ('-' or '_'))
                return null;
        }

        // Also the alphabet for URLs, which leaves the padding out.
        trimmed = trimmed.Replace('-', '+').Replace('_', '/').PadRight((trimmed.Length + 3) / 4 * 4, '=');

        try
        {
            var bytes = Convert.FromBase64String(trimmed);
            return bytes.All(value => value is >= 0x20 and < 0x7F) ? Encoding.ASCII.GetString(bytes) : null;
        }
        catch (FormatException)
        {
            // Padding in the middle: not Base64 after all.
            return null;
        }
    }

    /// <summary>What a text of hexadecimal digits encodes, if that is printable ASCII.</summary>
    private static string? DecodeHex(string text)
    {
        if (text.Length % 2 != 0 || text.Length < 2 * ShortestKey)
            return null;
        var decoded = new StringBuilder(text.Length / 2);
        for (var i = 0; i < text.Length; i += 2)
        {
            // Most texts end here, at their first characters.
            if (Digit(text[i]) is not (>= 2 and <= 7 and var high) || Digit(text[i + 1]) is not (>= 0 and var low) || high == 7 && low == 15)
                return null;
            decoded.Append((char)(high * 16 + low));
        }

        return decoded.ToString();
    }

    private static int Digit(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'f' => character - 'a' + 10,
        >= 'A' and <= 'F' => character - 'A' + 10,
        _ => -1,
    };
}
