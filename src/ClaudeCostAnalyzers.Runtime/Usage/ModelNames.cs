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
    private const int ShortestKey = 20;

    // Addresses of models at clouds are the longest names.
    private const int LongestModel = 256;

    // Some providers' keys are letters and digits alone; names of models of that length have other characters between them.
    private const int ShortestPlainKey = 30;

    private static readonly string[] KeyBeginnings =
        ["sk-", "sk_", "csk-", "AIza", "AQ.", "gsk_", "xai-", "hf_", "pplx-", "nvapi-", "r8_", "AKIA", "ASIA", "ABSK", "ya29.", "eyJ", "Bearer "];

    private static readonly Name?[] Remembered = new Name?[Places];

    /// <param name="json">At a text.</param>
    /// <exception cref="InvalidOperationException">It is no valid UTF-8.</exception>
    public static string Read(ref JsonCursor json)
    {
        var utf8 = json.ValueSpan;
        if (json.ValueIsEscaped || utf8.IsEmpty || utf8.Length > LongestName)
        {
            return WithoutKey(json.GetString())!;
        }

        ref var place = ref Remembered[((utf8.Length * 7) + (utf8[utf8.Length / 2] * 3) + utf8[utf8.Length - 1]) & (Places - 1)];
        if (place is { } known && utf8.SequenceEqual(known.Utf8))
        {
            return known.Text;
        }

        var text = WithoutKey(json.GetString())!;
        place = new Name(utf8.ToArray(), text);
        return text;
    }

    /// <summary>
    /// The name, unless it is a key or a prompt: whoever passes them in the wrong order must not find them in messages, logs and ledgers.
    /// </summary>
    public static string? WithoutKey(string? name) => name is { Length: > LongestModel } ? FormattableString.Invariant($"(a text of {name.Length:N0} characters in place of a model)")
        : name is not null && IsKey(name) ? "(a key in place of a model, ending in " + name.Substring(name.Length - 4) + ")" : name;

    private static bool IsKey(string name) =>
        name.Length >= ShortestKey
        && (Array.Exists(KeyBeginnings, beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            || (name.Length >= ShortestPlainKey && name.All(static c => char.IsLetterOrDigit(c)) && name.Any(char.IsDigit) && name.Any(char.IsLetter)));

    private sealed class Name(byte[] utf8, string text)
    {
        public byte[] Utf8 => utf8;

        public string Text => text;
    }
}
