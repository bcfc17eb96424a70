// stubs:
// URLs that are put together, completed from what is configured, or set after the beginning.
class RawHttpBuilt(HttpClient http, HttpContent body, Func<string> configured)
{
    private const string DefaultUrl = "https://api.mistral.ai/v1/chat/completions";
    private string address = string.Empty;
    private string? search = null;

    async Task Builder(string host) { var uri = new UriBuilder(host); if (uri.Path == "/") uri.Path = "/v1/chat/completions"; while (true) await {|CCA1001:http.PostAsync(uri.Uri.AbsoluteUri, body)|}; }
    async Task BuilderText(string host) { var uri = new UriBuilder(host) { Path = "/api/v1/chat/completions" }; while (true) await {|CCA1001:http.PostAsync(uri.ToString(), body)|}; }
    async Task BuilderUri(string model) { var uri = new UriBuilder("https://generativelanguage.googleapis.com"); uri.Path = $"/v1beta/models/{model}:generateContent"; while (true) await {|CCA1001:http.PostAsync(uri.Uri, body)|}; }
    async Task BuilderHost() { var uri = new UriBuilder("https://api.anthropic.com/anything"); uri.Path = "/v1/messages"; while (true) await {|CCA1001:http.PostAsync(uri.Uri, body)|}; }
    async Task Completed() { while (true) await {|CCA1001:http.PostAsync(Complete(configured(), DefaultUrl), body)|}; }
    async Task Replaced(string model) { var url = "https://generativelanguage.googleapis.com/v1beta/models/{model}:generateContent".Replace("{model}", model); while (true) await {|CCA1001:http.PostAsync(url, body)|}; }
    async Task Later() { while (true) await {|CCA1001:http.PostAsync(address, body)|}; }
    void Set(string model) { address = $"https://generativelanguage.googleapis.com/v1/models/{model}:generateContent"; search = "https://search.example/query"; }

    // Other services.
    async Task BuilderElsewhere(string host) { var uri = new UriBuilder(host); uri.Path = "/v1/translate"; while (true) await http.PostAsync(uri.Uri.AbsoluteUri, body); }
    async Task CompletedElsewhere() { while (true) await http.PostAsync(Complete(configured(), "https://search.example/query"), body); }
    async Task LaterElsewhere() { while (true) await http.PostAsync(search, body); }

    // FN: which of two URLs a member hands back is out of sight.
    async Task Either(bool isFast) { while (true) await http.PostAsync(Choose(isFast, "https://api.x.ai/v1/chat/completions", DefaultUrl), body); }

    private static string Complete(string configured, string otherwise) => string.IsNullOrEmpty(configured) ? otherwise : configured.TrimEnd('/');
    private static string Choose(bool isFirst, string first, string second) => isFirst ? first : second;
}
