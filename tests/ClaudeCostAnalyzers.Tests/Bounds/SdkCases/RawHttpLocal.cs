// stubs:
class RawHttpLocal(HttpClient http, HttpContent body, string? configured)
{
    private readonly string _base = configured ?? "http://localhost:8080";

    async Task Llama() { while (true) await http.PostAsync("http://localhost:8080/v1/chat/completions", body); }
    async Task Ollama() { while (true) await http.PostAsync("http://127.0.0.1:11434/v1/chat/completions", body); }
    async Task Native() { while (true) await http.PostAsync("http://localhost:11434/api/chat", body); }
    async Task Default() { while (true) await http.PostAsync($"{_base}/v1/chat/completions", body); }
    async Task Either(string url) { while (true) await http.PostAsync($"{url}/v1/chat/completions", body); }
    async Task BuilderLocal() { var uri = new UriBuilder("http://localhost:1234"); uri.Path = "/v1/chat/completions"; while (true) await http.PostAsync(uri.Uri, body); }
}
