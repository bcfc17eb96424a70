using System.Globalization;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>
/// What Amazon Bedrock says in headers: of a call to <c>InvokeModel</c>, whose body is the model's own, the tier it is to have, and what
/// it used (InvokeModel in the reference of Bedrock). Streams tell that in their last event.
/// </summary>
internal static class BedrockHeaders
{
    private const string Tier = "X-Amzn-Bedrock-Service-Tier";
    private const string Latency = "X-Amzn-Bedrock-PerformanceConfig-Latency";

    /// <summary>Whether a request asks for a tier or mode that costs more.</summary>
    public static bool AskForMore(HttpRequestMessage request, Endpoint endpoint) =>
        endpoint.HasManyFormats
        && (First(request.Headers, Tier)?.Equals("priority", StringComparison.OrdinalIgnoreCase) == true
            || First(request.Headers, Latency)?.Equals("optimized", StringComparison.OrdinalIgnoreCase) == true);

    public static TokenUsage? Read(HttpResponseMessage response) =>
        Count(response, "input") is { } input && Count(response, "output") is { } output
            ? new TokenUsage { Input = input, Output = output, CacheRead = Count(response, "cache-read-input"), CacheWrite = Count(response, "cache-write-input") }
            : null;

    private static long? Count(HttpResponseMessage response, string what) =>
        long.TryParse(First(response.Headers, $"X-Amzn-Bedrock-{what}-Token-Count"), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count <= UsageJson.MostPlausible ? count : null;

    private static string? First(System.Net.Http.Headers.HttpHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
