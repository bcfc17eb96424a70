// stubs:
using System.Text;
// Members of one's own that post to the URL that they are handed.
static class Web
{
    private static readonly HttpClient s_http = new();
    public static async Task<string> PostJsonAsync(string url, string json, CancellationToken ct = default) { using var reply = await s_http.PostAsync(url, new StringContent(json, Encoding.UTF8), ct); return await reply.Content.ReadAsStringAsync(ct); }
    public static async Task<string> SendAsync(Uri target, HttpContent body) { var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = body }; using var reply = await s_http.SendAsync(request); return await reply.Content.ReadAsStringAsync(); }
    public static async Task<string> ByText(string json, string address) { var uri = new Uri(address); var reply = await s_http.PostAsync(uri, new StringContent(json)); return await reply.Content.ReadAsStringAsync(); }
    public static async Task<string> GetAsync(string url) { var request = new HttpRequestMessage(HttpMethod.Get, url); using var reply = await s_http.SendAsync(request); return await reply.Content.ReadAsStringAsync(); }
    public static async Task<string> ElsewhereAsync(string note) => note + await (await s_http.PostAsync("https://search.example/query", new StringContent(note))).Content.ReadAsStringAsync();
}
class RawHttpHelpers(string key)
{
    private const string Url = "https://api.openai.com/v1/chat/completions";
    async Task Forever(string json) { while (true) await {|CCA1001:Web.PostJsonAsync(Url, json)|}; }
    async Task Reply(string json) { string text; do text = await {|CCA1002:Web.PostJsonAsync(Url, json)|}; while (!text.Contains("DONE")); }
    async Task Request(HttpContent body) { while (true) await {|CCA1001:Web.SendAsync(new Uri("https://api.anthropic.com/v1/messages"), body)|}; }
    async Task Named(string json) { while (true) await {|CCA1001:Web.ByText(address: Url, json: json)|}; }
    async Task<string> Ask(string json) => await Web.PostJsonAsync(Url, json);
    async Task Deeper() { while (true) await {|CCA1001:Ask("{}")|}; }
    async Task Retry(string json) { while (true) { try { await {|CCA1004:Web.PostJsonAsync(Url, json)|}; return; } catch (HttpRequestException) { } } }

    async Task Counted(string json) { for (var i = 0; i < 5; i++) await Web.PostJsonAsync(Url, json); }
    async Task Other(string json) { while (true) await Web.PostJsonAsync("https://search.example/query", json); }
    async Task Read() { while (true) await Web.GetAsync(Url); }
    async Task Elsewhere() { while (true) await Web.ElsewhereAsync(Url); }
    async Task Given(string url, string json) { while (true) await Web.PostJsonAsync(url, json); }

    // FN: a helper of a helper is handed the URL on.
    async Task<string> On(string url, string json) => await Web.PostJsonAsync(url, json + key);
    async Task Twice(string json) { while (true) await On(Url, json); }
}
