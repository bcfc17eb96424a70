using System.Text.Json;

namespace ClaudeCost.Usage;

/// <summary>
/// The names of models in requests and replies. A program uses few, and each reply repeats that of its request, so no text is made of
/// one that was read before.
/// </summary>
internal static class ModelNames
{
    private const int Places = 64;
    private const int LongestName = 128;

    private static readonly Name?[] Remembered = new Name?[Places];

    /// <param name="json">At a text.</param>
    /// <exception cref="InvalidOperationException">It is no valid UTF-8.</exception>
    public static string Read(ref JsonCursor json)
    {
        var utf8 = json.ValueSpan;
        if (json.ValueIsEscaped || utf8.IsEmpty || utf8.Length > LongestName)
        {
            return json.GetString()!;
        }

        ref var place = ref Remembered[((utf8.Length * 7) + (utf8[utf8.Length / 2] * 3) + utf8[utf8.Length - 1]) & (Places - 1)];
        if (place is { } known && utf8.SequenceEqual(known.Utf8))
        {
            return known.Text;
        }

        var text = json.GetString()!;
        place = new Name(utf8.ToArray(), text);
        return text;
    }

    private sealed class Name(byte[] utf8, string text)
    {
        public byte[] Utf8 => utf8;

        public string Text => text;
    }
}
