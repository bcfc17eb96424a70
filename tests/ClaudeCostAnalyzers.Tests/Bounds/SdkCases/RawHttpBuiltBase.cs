// stubs:
// The whole address is the client's, completed from what is configured; the calls have none of their own.
class RawHttpBuiltBase(HttpContent body, Func<string> configured)
{
    private const string DefaultUrl = "https://api.deepseek.com/chat/completions";
    private HttpClient http = null!;
    void Begin() { http = new HttpClient(); http.BaseAddress = new Uri(Complete(configured(), DefaultUrl)); }
    async Task Ask() { while (true) await {|CCA1001:http.PostAsync(string.Empty, body)|}; }
    private static string Complete(string configured, string otherwise) => string.IsNullOrEmpty(configured) ? otherwise : configured;
}
