using System.Net.Http.Headers;

namespace ClaudeCost.Alerts;

/// <summary>Posts JSON.</summary>
internal static class HttpSinks
{
    // The outbox limits the time of each delivery by its token.
    private static readonly HttpClient Client = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <exception cref="HttpRequestException">The answer is no success.</exception>
    public static async Task PostAsync(HttpClient? client, Uri address, byte[] body, Action<HttpRequestMessage>? prepare, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        prepare?.Invoke(request);
        using var response = await (client ?? Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(FormattableString.Invariant($"The answer was status {(int)response.StatusCode}."));
        }
    }

    public static Uri Checked(Uri address) => address is null ? throw new ArgumentNullException(nameof(address))
        : address is { IsAbsoluteUri: true, Scheme: "https" or "http" } ? address
        : throw new ArgumentException("Give the sink an absolute http or https address.", nameof(address));
}
