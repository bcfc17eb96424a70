namespace ClaudeCost.Http;

/// <summary>The last characters of the key that a request carries: enough to tell keys apart, too little to use one.</summary>
internal static class KeyEnd
{
    public const int Length = 4;

    private const string CredentialOfAws = "Credential=";

    private static readonly string[] Headers = ["x-api-key", "api-key", "x-goog-api-key", "Ocp-Apim-Subscription-Key"];
    private static readonly string[] Parameters = ["key", "api-key", "api_key", "apikey", "subscription-key"];

    public static string? Of(HttpRequestMessage request)
    {
        foreach (var header in Headers)
        {
            if (request.Headers.TryGetValues(header, out var values) && values.FirstOrDefault() is { } key)
            {
                return End(key);
            }
        }

        return request.Headers.Authorization is { Parameter: { } token } authorization
            ? End(authorization.Scheme.StartsWith("AWS4", StringComparison.OrdinalIgnoreCase) ? AccessKeyOf(token) : token)
            : InQuery(request.RequestUri);
    }

    /// <summary>AWS signs each request anew; what stays is the id of the key.</summary>
    private static string AccessKeyOf(string parameter)
    {
        var start = parameter.IndexOf(CredentialOfAws, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return "";
        }

        var credential = parameter.Substring(start + CredentialOfAws.Length);
        return credential.Substring(0, Math.Max(0, credential.IndexOf('/')));
    }

    private static string? InQuery(Uri? address)
    {
        if (address is not { IsAbsoluteUri: true, Query: { Length: > 1 } query })
        {
            return null;
        }

        foreach (var pair in query.Substring(1).Split('&'))
        {
            var equals = pair.IndexOf('=');
            if (equals > 0 && Array.Exists(Parameters, name => string.Compare(name, 0, pair, 0, Math.Max(equals, name.Length), StringComparison.OrdinalIgnoreCase) == 0))
            {
                return End(Uri.UnescapeDataString(pair.Substring(equals + 1)));
            }
        }

        return null;
    }

    private static string? End(string key) => key.Length < 2 * Length ? null : key.Substring(key.Length - Length);
}
