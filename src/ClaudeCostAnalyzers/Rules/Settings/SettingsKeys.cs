using ClaudeCostAnalyzers.Catalog.Keys;

namespace ClaudeCostAnalyzers.Rules.Settings;

/// <summary>A key in a settings file. It holds no more of the key than may be shown.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Provider">Whose it is.</param>
/// <param name="LastFour">Its last four characters.</param>
internal sealed record SettingsKey(int Start, int Length, string Provider, string LastFour);

/// <summary>Finds the keys in a settings file: by shape wherever they stand, comments included, and by the name of the entry.</summary>
internal static class SettingsKeys
{
    private const string Marker = "claude-cost: ignore";
    private const string Unnamed = "an LLM provider";

    /// <summary>Base64 is a third longer than what it encodes.</summary>
    private const int ShortestEncoding = 40;

    /// <summary>The keys of the file, in order, without those that a comment on their line or the line above takes out.</summary>
    public static IReadOnlyList<SettingsKey> Find(string path, string text)
    {
        var found = KeyShapes.FindAll(text).Select(match => new SettingsKey(match.Start, match.Length, match.Shape.Provider, match.LastFour)).ToList();
        var taken = new TakenText(text.Length);
        found.ForEach(key => taken.Take(key.Start, key.Length));
        AddEncoded(text, found, taken);
        AddNamed(path, text, found, taken);
        return found.Count == 0 ? found : WithoutIgnored(text, found.OrderBy(key => key.Start));
    }

    /// <summary>Leaves out what comments take out. Each line is read once, however many keys stand on it.</summary>
    private static List<SettingsKey> WithoutIgnored(string text, IEnumerable<SettingsKey> inOrder)
    {
        var kept = new List<SettingsKey>();
        var (lineEnd, isIgnored) = (-1, false);
        foreach (var key in inOrder)
        {
            if (key.Start >= lineEnd)
            {
                var end = text.IndexOf('\n', key.Start);
                (lineEnd, isIgnored) = (end < 0 ? text.Length : end, IsIgnored(text, key.Start));
            }

            if (!isIgnored)
                kept.Add(key);
        }

        return kept;
    }

    private static void AddEncoded(string text, List<SettingsKey> found, TakenText taken)
    {
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = start;
            while (end < text.Length && text[end] != '=' && KeyAlphabet.Base64.Contains(text[end]))
                end++;
            if (end - start < ShortestEncoding)
                continue;
            var padded = end;
            while (padded < text.Length && padded - end < 2 && text[padded] == '=')
                padded++;
            if ((padded - start) % 4 == 0 && !taken.IsTaken(start, padded - start) && KeyShapes.Find(text.Substring(start, padded - start)) is { IsEncoded: true } match && taken.Take(start, padded - start))
                found.Add(new SettingsKey(start, padded - start, match.Shape.Provider, match.LastFour));
        }
    }

    private static void AddNamed(string path, string text, List<SettingsKey> found, TakenText taken)
    {
        var names = CredentialNames.Shared;
        var ofFile = new Lazy<string?>(() => names.ProviderIn(text)?.Provider);
        foreach (var entry in SettingsReader.Read(path, text))
        {
            if (entry.Length < CredentialText.Shortest || taken.IsTaken(entry.Start, entry.Length))
                continue;
            var value = text.Substring(entry.Start, entry.Length);
            if (CredentialText.Find(value) is not { } part || PlaceOf(names, entry.Name, value, part, ofFile) is not { } provider)
                continue;
            taken.Take(entry.Start + part.Start, part.Length);
            found.Add(new SettingsKey(entry.Start + part.Start, part.Length, provider, value.Substring(part.Start + part.Length - 4, 4)));
        }
    }

    /// <summary>The provider whose credential such an entry holds; null: it holds none that is known to be a model's.</summary>
    private static string? PlaceOf(CredentialNames names, string name, string value, CredentialPart part, Lazy<string?> ofFile)
    {
        if (part.Form == CredentialForm.Query)
            return names.ProviderIn(value)?.Provider ?? Unnamed;
        var last = name.Substring(name.LastIndexOf(':') + 1);
        // A header of a request, in a file that sends it to a provider.
        if (names.HeaderScheme(last) is { } scheme && (scheme.Length == 0 || part.Form == CredentialForm.Bearer))
            return names.ProviderIn(name)?.Provider ?? ofFile.Value;
        // `ApiKey` without a provider's name around it is anybody's.
        return names.IsLlmCredential(name) || names.IsKnownVariable(last) ? names.ProviderIn(name)?.Provider ?? (names.IsKnownVariable(last) ? Unnamed : null) : null;
    }

    private static bool IsIgnored(string text, int position)
    {
        var line = position == 0 ? 0 : text.LastIndexOf('\n', position - 1) + 1;
        var above = line < 2 ? line : text.LastIndexOf('\n', line - 2) + 1;
        var end = text.IndexOf('\n', position);
        return text.IndexOf(Marker, above, (end < 0 ? text.Length : end) - above, StringComparison.OrdinalIgnoreCase) >= 0;
    }
}
