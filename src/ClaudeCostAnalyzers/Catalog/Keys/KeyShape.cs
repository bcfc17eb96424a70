namespace ClaudeCostAnalyzers.Catalog.Keys;

/// <summary>The shape of one kind of key, as its row describes it.</summary>
internal sealed class KeyShape
{
    private readonly string prefix;
    private readonly string? marker;
    private readonly KeyAlphabet alphabet;
    private readonly int before;
    private readonly int shortest;
    private readonly int longest;

    private KeyShape(CatalogRow row, string prefix, KeyAlphabet alphabet, int shortest, int longest)
    {
        Home = KeyHome.Parse(row);
        this.prefix = prefix;
        this.alphabet = alphabet;
        this.shortest = shortest;
        this.longest = longest;
        marker = row["marker"];
        before = row.Number("before", 0);
    }

    /// <summary>Whose keys look like this, and where they are kept.</summary>
    public KeyHome Home { get; }

    /// <summary>Whose keys look like this.</summary>
    public string Provider => Home.Provider;

    /// <summary>How the key begins.</summary>
    public string Prefix => prefix;

    /// <summary>Characters in the shortest key, prefix included.</summary>
    public int ShortestKey => before + prefix.Length + shortest;

    /// <summary>The shape of a row, or null when the row describes none.</summary>
    public static KeyShape? Parse(CatalogRow row)
    {
        var bounds = (row["length"] ?? "").Split(["..", "="], StringSplitOptions.None);
        return row.Word == "key" && row["prefix"] is { Length: > 0 } prefix && KeyAlphabets.Parse(row["alphabet"]) is { } alphabet
            && bounds.Length == 2 && int.TryParse(bounds[0], out var shortest) && int.TryParse(bounds[1], out var longest)
            ? new KeyShape(row, prefix, alphabet, shortest, longest)
            : null;
    }

    /// <summary>The first key of this shape in <paramref name="text"/> whose prefix is at <paramref name="from"/> or later, or null.</summary>
    public KeyMatch? Find(string text, int from = 0)
    {
        for (var at = text.IndexOf(prefix, from, StringComparison.Ordinal); at >= 0; at = text.IndexOf(prefix, at + 1, StringComparison.Ordinal))
        {
            var start = at - before;
            if (start < 0 || start > 0 && KeyAlphabets.IsTokenCharacter(text[start - 1]) || !AllOf(text, start, before))
                continue;
            var bodyStart = at + prefix.Length;
            var end = bodyStart;
            // No further than one past the longest: a long run of the alphabet is read once for each prefix in it, not again and again.
            while (end < text.Length && end - bodyStart <= longest && alphabet.Contains(text[end]))
                end++;
            var length = end - bodyStart;
            if (length < shortest || length > longest || end < text.Length && KeyAlphabets.IsTokenCharacter(text[end]))
                continue;
            if (IsKey(text.Substring(start, before) + text.Substring(bodyStart, length)))
                return new KeyMatch(this, start, end - start, text.Substring(end - 4, 4));
        }

        return null;
    }

    private bool AllOf(string text, int start, int count)
    {
        for (var i = start; i < start + count; i++)
        {
            if (!alphabet.Contains(text[i]))
                return false;
        }

        return true;
    }

    private bool IsKey(string body)
    {
        if (marker is not null)
        {
            var at = body.IndexOf(marker, StringComparison.Ordinal);
            if (at < 0)
                return false;
            body = body.Remove(at, marker.Length);
        }

        return Randomness.LooksRandom(body, alphabet);
    }
}

/// <summary>A key that was found. It holds no more of the key than may be shown.</summary>
/// <param name="Shape">The shape that it has.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Length">How long it is.</param>
/// <param name="LastFour">Its last four characters, by which its owner tells it from others.</param>
internal sealed record KeyMatch(KeyShape Shape, int Start, int Length, string LastFour)
{
    /// <summary>Whether the text encodes the key; place and length are then those of the encoding.</summary>
    public bool IsEncoded { get; init; }
}
