// stubs:
class RawHttpBaseAddress
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri("https://api.anthropic.com/") };

    async Task Forever(HttpContent body) { while (true) await {|CCA1001:_http.PostAsync("v1/messages", body)|}; }
    async Task Free(HttpContent body) { while (true) await _http.PostAsync("v1/messages/count_tokens", body); }
}

// Each client's own address tells where it posts, however many others the file has.
class RawHttpSeveralAddresses
{
    private readonly HttpClient _local = new() { BaseAddress = new Uri("http://localhost:11434/") };
    private readonly HttpClient _late = new();

    public RawHttpSeveralAddresses() => _late.BaseAddress = new Uri("https://generativelanguage.googleapis.com/");

    async Task Local(HttpContent body) { while (true) await _local.PostAsync("v1/chat/completions", body); }
    async Task Late(HttpContent body) { while (true) await {|CCA1001:_late.PostAsync("v1beta/models/gemini-2.5-flash:generateContent", body)|}; }
    async Task Made(HttpContent body)
    {
        using var http = new HttpClient { BaseAddress = new Uri("https://api.openai.com/") };
        while (true) await {|CCA1001:http.PostAsync("v1/chat/completions", body)|};
    }
}
