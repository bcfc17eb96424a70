using ClaudeCostAnalyzers.Catalog.Endpoints;
using ClaudeCostAnalyzers.Catalog.Keys;

namespace ClaudeCostAnalyzers.Rules.KeyExposure;

/// <summary>Whether a text is a URL where a key is put into it.</summary>
internal static class KeyUrls
{
    // A URL ends at any of these: a message or a connection string may have one in it and the key behind it.
    private static readonly char[] s_ends = [' ', '\t', '\r', '\n', '"', '\'', '<', '>', '(', ')', '[', ']', '{', '}', ';', ',', '|'];

    /// <summary>
    /// Whether the key lands in a URL: behind <c>scheme://</c>, or as the value of a parameter.
    /// </summary>
    /// <param name="before">What stands before the key; what is not known of it is <see cref="EndpointTable.Unknown"/>.</param>
    /// <param name="isOfModel">Whether it is known that the key is one for a model; else a URL of another host has another's key.</param>
    public static bool IsIn(string before, bool isOfModel)
    {
        var start = before.LastIndexOfAny(s_ends) + 1;
        var url = before.Substring(start);
        var authority = url.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
            return IsParameter(url);
        if (isOfModel || CredentialNames.Shared.IsModelUrl(url))
            return true;
        var host = url.Substring(authority + 3).Split('/', '?')[0];
        return host.Length == 0 || host.IndexOf(EndpointTable.Unknown) >= 0;
    }

    /// <summary>Whether the text ends in <c>?name=</c> or <c>&amp;name=</c>.</summary>
    private static bool IsParameter(string url)
    {
        var at = url.Length - 1;
        if (at < 2 || url[at] != '=')
            return false;
        for (at--; at > 0 && (KeyAlphabets.IsTokenCharacter(url[at]) || url[at] == '.'); at--)
        {
        }

        return url[at] is '?' or '&' && at < url.Length - 2;
    }
}
