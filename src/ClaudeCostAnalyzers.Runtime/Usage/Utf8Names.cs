namespace ClaudeCost.Usage;

/// <summary>A fixed set of names, found by their bytes without making a string of them. Immutable.</summary>
internal sealed class Utf8Names
{
    // Each name at the place that its bytes lead to, or behind it; the places between are empty, and at least half of them are.
    private readonly (byte[]? Utf8, string Name)[] places;

    public Utf8Names(IEnumerable<string> names)
    {
        var all = names.Distinct(StringComparer.Ordinal).ToList();
        var size = 16;
        while (size < 4 * all.Count)
        {
            size *= 2;
        }

        places = new (byte[]?, string)[size];
        foreach (var name in all)
        {
            var utf8 = System.Text.Encoding.UTF8.GetBytes(name);
            var place = PlaceOf(utf8) & (size - 1);
            while (places[place].Utf8 is not null)
            {
                place = (place + 1) & (size - 1);
            }

            places[place] = (utf8, name);
        }
    }

    /// <summary>The name of the property that a reader stands at, if it is one of the set.</summary>
    public string? Of(ref JsonCursor json)
    {
        if (!json.ValueIsEscaped)
        {
            return Find(json.ValueSpan);
        }

        var name = json.GetString();
        return name is null ? null : Find(System.Text.Encoding.UTF8.GetBytes(name));
    }

    /// <summary>The name with these bytes; <see langword="null"/> if it is none of the set.</summary>
    public string? Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return null;
        }

        var places = this.places;
        for (var place = PlaceOf(utf8); ; place++)
        {
            ref readonly var its = ref places[place & (places.Length - 1)];
            if (its.Utf8 is null)
            {
                return null;
            }

            if (utf8.SequenceEqual(its.Utf8))
            {
                return its.Name;
            }
        }
    }

    private static int PlaceOf(ReadOnlySpan<byte> utf8) =>
        (utf8.Length * 7) + (utf8[0] * 31) + (utf8[utf8.Length / 2] * 17) + (utf8[utf8.Length - 1] * 3);
}
