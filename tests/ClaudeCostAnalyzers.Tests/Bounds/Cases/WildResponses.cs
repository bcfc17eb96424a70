using System.Net;
using System.Net.Http;
using System.Net.Http.Json;

// What makes a failed response throw ends the loop: a response that was just seen to have failed surely throws.
internal sealed class WildResponses(HttpClient http, int most)
{
    private const string Url = "https://api.anthropic.com/v1/messages";
    private static readonly object s_body = new { model = "claude-sonnet-4-5", max_tokens = 100, messages = new[] { new { role = "user", content = "hi" } } };
    public async Task<string> Ensured() { var attempt = 0; while (true) { attempt++; using var response = await http.PostAsJsonAsync(Url, s_body); if (response.IsSuccessStatusCode) return await response.Content.ReadAsStringAsync(); if (attempt >= most || (int)response.StatusCode is not (429 or >= 500)) response.EnsureSuccessStatusCode(); await Task.Delay(100 * attempt); } }
    public async Task<string> EnsuredOfStatus() { for (var attempt = 1; ; attempt++) { var response = await http.PostAsJsonAsync(Url, s_body); if (response.StatusCode != HttpStatusCode.TooManyRequests) { response.EnsureSuccessStatusCode(); return await response.Content.ReadAsStringAsync(); } if (attempt >= 4) response.EnsureSuccessStatusCode(); await Task.Delay(100); } }
    // It may have been a success.
    public async Task<string> MayBeFine() { var attempt = 0; while (true) { attempt++; using var response = await {|CCA1001:http.PostAsJsonAsync(Url, s_body)|}; if (attempt >= 3) response.EnsureSuccessStatusCode(); await Task.Yield(); } }
    public async Task<string> AnotherOne() { var attempt = 0; while (true) { attempt++; var response = await {|CCA1004:http.PostAsJsonAsync(Url, s_body)|}; if (response.IsSuccessStatusCode) return ""; if (attempt >= 3) { response = await {|CCA1004:http.PostAsJsonAsync(Url, s_body)|}; response.EnsureSuccessStatusCode(); } } }
    // The handler goes on.
    public async Task<string> Caught() { var attempt = 0; while (true) { attempt++; try { using var response = await {|CCA1004:http.PostAsJsonAsync(Url, s_body)|}; if (response.IsSuccessStatusCode) return ""; if (attempt >= 3) response.EnsureSuccessStatusCode(); } catch (HttpRequestException) { await Task.Delay(100); } } }
}
