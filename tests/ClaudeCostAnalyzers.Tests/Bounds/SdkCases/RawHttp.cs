// stubs:
using System.Net.Http.Json;
using System.Text;

class RawHttp(HttpClient http, HttpContent body)
{
    private const string Url = "https://api.openai.com/v1/chat/completions";
    private const string Host = "https://api.anthropic.com";
    private static readonly Uri s_messages = new("https://api.anthropic.com/v1/messages");
    private readonly string _base = "https://api.mistral.ai/v1";

    async Task Forever() { while (true) await {|CCA1001:http.PostAsync("https://api.anthropic.com/v1/messages", body)|}; }
    async Task Named() { while (true) await {|CCA1001:http.PostAsync(Url, body)|}; }
    async Task Interpolated() { while (true) await {|CCA1001:http.PostAsync($"{Host}/v1/messages", body)|}; }
    async Task Joined() { while (true) await {|CCA1001:http.PostAsync(Host + "/v1/messages", body)|}; }
    async Task ViaUri() { while (true) await {|CCA1001:http.PostAsync(s_messages, body)|}; }
    async Task Field() { while (true) await {|CCA1001:http.PostAsync(_base + "/chat/completions", body)|}; }
    async Task Json() { while (true) await {|CCA1001:http.PostAsJsonAsync("https://api.groq.com/openai/v1/chat/completions", new { x = 1 })|}; }
    async Task Router() { while (true) await {|CCA1001:http.PostAsJsonAsync("https://openrouter.ai/api/v1/chat/completions", 1)|}; }
    async Task Gemini(string model, string key) { while (true) await {|CCA1001:http.PostAsync($"https://generativelanguage.googleapis.com/v1beta/models/{model}:generateContent?key={key}", body)|}; }
    async Task Azure(string resource, string deployment) { while (true) await {|CCA1001:http.PostAsync($"https://{resource}.openai.azure.com/openai/deployments/{deployment}/chat/completions?api-version=2024-06-01", body)|}; }
    async Task Responses() { while (true) await {|CCA1001:http.PostAsync("https://api.openai.com/v1/responses", body)|}; }

    async Task Message()
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "https://api.openai.com/v1/chat/completions");
            request.Content = body;
            await {|CCA1001:http.SendAsync(request)|};
        }
    }

    async Task Initialised() { while (true) await {|CCA1001:http.SendAsync(new HttpRequestMessage { Method = HttpMethod.Post, RequestUri = new Uri(Url) })|}; }
    async Task FromHelper() { while (true) await {|CCA1001:http.SendAsync(Request())|}; }
    private HttpRequestMessage Request() => new(HttpMethod.Post, Url) { Content = body };

    // What a reply says decides; and a client that throws is tried again.
    async Task<string> UntilDone()
    {
        while (true)
        {
            var response = await {|CCA1002:http.PostAsync(Url, body)|};
            var text = await response.Content.ReadAsStringAsync();
            if (text.Contains("end_turn")) return text;
        }
    }

    async Task<string> Retry()
    {
        while (true)
        {
            try
            {
                var response = await {|CCA1004:http.PostAsync(Url, body)|};
                response.EnsureSuccessStatusCode();
                return await response.Content.ReadAsStringAsync();
            }
            catch (HttpRequestException) { await Task.Delay(500); }
        }
    }

    async Task Helper() { while (true) await {|CCA1001:Ask("x")|}; }
    private async Task<string> Ask(string prompt)
    {
        var response = await http.PostAsync(Url, new StringContent(prompt, Encoding.UTF8, "application/json"));
        return await response.Content.ReadAsStringAsync();
    }

    async Task Computed(string? prompt) { while (true) await {|CCA1001:http.PostAsync(Url, new StringContent(prompt ?? "x"))|}; }

    // Bounded.
    async Task Three() { for (var i = 0; i < 3; i++) await http.PostAsync(Url, body); }
    async Task Tries() { var tries = 0; while (true) { try { await http.PostAsync(Url, body); return; } catch (HttpRequestException) when (++tries < 5) { } } }

    // Not a model's, not a post, or not known.
    async Task Other() { while (true) await http.PostAsync("https://example.com/v1/orders", body); }
    async Task OtherMessages() { while (true) await http.PostAsync("https://api.sms.example/v1/messages", body); }
    async Task Read() { while (true) await http.GetStringAsync("https://api.openai.com/v1/models"); }
    async Task List() { while (true) await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, Url)); }
    async Task Unknown(string url) { while (true) await http.PostAsync(url, body); }
    async Task Tokens() { while (true) await http.PostAsync("https://api.anthropic.com/v1/messages/count_tokens", body); }
}
