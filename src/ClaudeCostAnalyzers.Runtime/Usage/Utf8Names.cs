using System.Text.Json;

namespace ClaudeCost.Usage;

/// <summary>A fixed set of names, found by their bytes without making a string of them. Immutable.</summary>
internal sealed class Utf8Names
{
    private readonly (byte[] Utf8, string Name)[][] buckets;

    public Utf8Names(IEnumerable<string> names)
    {
        var all = names.Distinct(StringComparer.Ordinal).Select(static name => (Utf8: System.Text.Encoding.UTF8.GetBytes(name), name)).ToList();
        var size = 16;
        while (size < 2 * all.Count)
        {
            size *= 2;
        }

        buckets = new (byte[], string)[size][];
        for (var i = 0; i < size; i++)
        {
            buckets[i] = [.. all.Where(entry => BucketOf(entry.Utf8, size) == i)];
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

        foreach (var (bytes, name) in buckets[BucketOf(utf8, buckets.Length)])
        {
            if (utf8.SequenceEqual(bytes))
            {
                return name;
            }
        }

        return null;
    }

    private static int BucketOf(ReadOnlySpan<byte> utf8, int size) =>
        ((utf8.Length * 7) + (utf8[0] * 31) + (utf8[utf8.Length / 2] * 17) + (utf8[utf8.Length - 1] * 3)) & (size - 1);
}
