using System.Collections.Immutable;
using System.Text;

namespace ClaudeCostAnalyzers.Catalog.Keys;

/// <summary>Finds provider keys in text by their shape. Linear in the text; safe for concurrent use.</summary>
internal static class KeyShapes
{
    private static readonly Lazy<ImmutableArray<KeyShape>> LazyAll = new(() =>
        LlmCatalog.ReadRows("Keys").Select(KeyShape.Parse).OfType<KeyShape>().ToImmutableArray());

    private static readonly Lazy<int> LazyShortest = new(() => All.Min(shape => shape.ShortestKey));

    /// <summary>Every shape, the narrow ones first.</summary>
    public static ImmutableArray<KeyShape> All => LazyAll.Value;

    /// <summary>Characters in the shortest key of all: no shorter text holds one.</summary>
    public static int ShortestKey => LazyShortest.Value;

    /// <summary>The first key in <paramref name="text"/>, in plain or as what Base64 encodes; null when there is none.</summary>
    public static KeyMatch? Find(string text)
    {
        if (text.Length < ShortestKey)
            return null;
        foreach (var shape in All)
        {
            if (shape.Find(text) is { } match)
                return match;
        }

        return Decode(text) is { } decoded ? FindDecoded(decoded, text.Length) : null;
    }

    /// <summary>Whether a part of an expression is worth the search for the parts beside it: it begins like a key, or runs like one.</summary>
    public static bool MayBePart(string text)
    {
        var run = 0;
        foreach (var character in text)
        {
            run = KeyAlphabets.IsTokenCharacter(character) ? run + 1 : 0;
            if (run >= 16)
                return true;
        }

        return All.Any(shape => text.IndexOf(shape.Prefix, StringComparison.Ordinal) >= 0);
    }

    private static KeyMatch? FindDecoded(string decoded, int length)
    {
        foreach (var shape in All)
        {
            if (shape.Find(decoded) is { } match)
                return match with { Start = 0, Length = length };
        }

        return null;
    }

    /// <summary>What a text that is Base64 as a whole encodes, if that is printable ASCII.</summary>
    private static string? Decode(string text)
    {
        const int MostCharacters = 1024;
        var trimmed = text.Trim();
        if (trimmed.Length > MostCharacters || trimmed.Length % 4 != 0)
            return null;
        foreach (var character in trimmed)
        {
            if (!KeyAlphabet.Base64.Contains(character))
                return null;
        }

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
}
