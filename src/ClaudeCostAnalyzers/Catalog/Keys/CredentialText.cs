namespace ClaudeCostAnalyzers.Catalog.Keys;

/// <summary>
/// Tells a real credential from what people write in its place, for texts that stand where a credential is expected: a real one
/// was made by chance. Every test is linear in the text. Safe for concurrent use.
/// </summary>
internal static class CredentialText
{
    /// <summary>No provider gives out shorter credentials; shorter texts are names and placeholders.</summary>
    public const int Shortest = 16;

    private const int Longest = 4096;
    private const string Bearer = "Bearer ";

    /// <summary>Whether <paramref name="text"/> as a whole looks like a credential.</summary>
    public static bool IsReal(string text) => IsReal(text, 0, text.Length);

    /// <summary>
    /// The part of <paramref name="text"/> that looks like a credential: all of it, what follows <c>Bearer</c>, or the value of
    /// <c>?key=</c> in a URL of a model. Null when there is none.
    /// </summary>
    /// <param name="text">The text; what is not known of it is <see cref="Endpoints.EndpointTable.Unknown"/>.</param>
    public static CredentialPart? Find(string text)
    {
        if (text.Length < Shortest)
            return null;
        var start = 0;
        var end = text.Length;
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        var form = CredentialForm.Whole;
        if (string.Compare(text, start, Bearer, 0, Bearer.Length, StringComparison.OrdinalIgnoreCase) == 0)
        {
            start += Bearer.Length;
            form = CredentialForm.Bearer;
        }

        if (IsReal(text, start, end - start))
            return new CredentialPart(form, start, end - start);
        return text.IndexOf("://", StringComparison.Ordinal) >= 0 ? FindInUrl(text) : null;
    }

    /// <summary>Whether <paramref name="before"/> ends where the value of a credential's parameter begins, in a URL of a model.</summary>
    public static bool EndsInQuery(string before)
    {
        foreach (var query in CredentialNames.Shared.Queries)
        {
            var length = query.Length + 2;
            if (before.Length >= length && before[before.Length - 1] == '=' && before[before.Length - length] is '?' or '&'
                && string.Compare(before, before.Length - length + 1, query, 0, query.Length, StringComparison.OrdinalIgnoreCase) == 0)
            {
                return CredentialNames.Shared.IsModelUrl(before);
            }
        }

        return false;
    }

    private static CredentialPart? FindInUrl(string text)
    {
        if (!CredentialNames.Shared.IsModelUrl(text))
            return null;
        for (var at = text.IndexOf('='); at >= 0; at = text.IndexOf('=', at + 1))
        {
            var mark = text.LastIndexOfAny(['?', '&'], at);
            if (mark < 0 || !CredentialNames.Shared.Queries.Contains(text.Substring(mark + 1, at - mark - 1), StringComparer.OrdinalIgnoreCase))
                continue;
            var end = at + 1;
            while (end < text.Length && IsCredentialCharacter(text[end]))
                end++;
            if (IsReal(text, at + 1, end - at - 1))
                return new CredentialPart(CredentialForm.Query, at + 1, end - at - 1);
        }

        return null;
    }

    private static bool IsReal(string text, int start, int length)
    {
        if (length < Shortest || length > Longest)
            return false;
        for (var i = start; i < start + length; i++)
        {
            if (!IsCredentialCharacter(text[i]))
                return false;
        }

        // The prefix of a provider's keys is known to all; what chance has made comes after it.
        var prefix = KeyShapes.PrefixLength(text, start);
        if (length - prefix < Shortest)
            return false;
        var part = text.Substring(start + prefix, length - prefix);
        return Randomness.IsMadeByChance(part) && !CredentialNames.Shared.Placeholders.Any(word => part.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);
    }

    private static bool IsCredentialCharacter(char character) => KeyAlphabets.IsTokenCharacter(character) || character is '.' or '+' or '/' or '=' or '~' or ':';
}

/// <summary>How a credential stands in a text.</summary>
internal enum CredentialForm
{
    /// <summary>The text is the credential.</summary>
    Whole,

    /// <summary>Behind <c>Bearer</c>, as in a header.</summary>
    Bearer,

    /// <summary>The value of a parameter in a URL.</summary>
    Query,
}

/// <summary>A part of a text that looks like a credential.</summary>
/// <param name="Form">How it stands there.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
internal sealed record CredentialPart(CredentialForm Form, int Start, int Length);
