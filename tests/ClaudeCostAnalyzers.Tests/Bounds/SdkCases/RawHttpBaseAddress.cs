// stubs:
class RawHttpBaseAddress
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri("https://api.anthropic.com/") };

    async Task Forever(HttpContent body) { while (true) await {|CCA1001:_http.PostAsync("v1/messages", body)|}; }
    async Task Free(HttpContent body) { while (true) await _http.PostAsync("v1/messages/count_tokens", body); }
}
