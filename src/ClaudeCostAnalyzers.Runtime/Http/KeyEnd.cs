namespace ClaudeCost.Http;

/// <summary>The last characters of the key that a request carries: enough to tell keys apart, too little to use one.</summary>
internal static class KeyEnd
{
    public const int Length = 4;

    private static readonly string[] Headers = ["x-api-key", "api-key", "x-goog-api-key"];

    public static string? Of(HttpRequestMessage request)
    {
        foreach (var header in Headers)
        {
            if (request.Headers.TryGetValues(header, out var values) && values.FirstOrDefault() is { } key)
            {
                return End(key);
            }
        }

        return request.Headers.Authorization?.Parameter is { } token ? End(token) : null;
    }

    private static string? End(string key) => key.Length < 2 * Length ? null : key.Substring(key.Length - Length);
}
