// stubs:
class RawHttpConfigured(HttpClient http, HttpContent body)
{
    // A gateway of one's own: the path tells.
    async Task Gateway(string url) { while (true) await {|CCA1001:http.PostAsync($"{url}/chat/completions", body)|}; }
    async Task Relative() { while (true) await {|CCA1001:http.PostAsync("chat/completions", body)|}; }

    // Services of many kinds have these; nothing here names a provider.
    async Task Messages(string url) { while (true) await http.PostAsync($"{url}/v1/messages", body); }
    async Task Embeddings(string url) { while (true) await http.PostAsync($"{url}/embeddings", body); }
}
