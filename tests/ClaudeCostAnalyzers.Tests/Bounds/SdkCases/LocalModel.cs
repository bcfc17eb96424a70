// stubs: OllamaSharp, Microsoft.Extensions.AI
using Microsoft.Extensions.AI;
using OllamaSharp;

// A model on one's own machine costs nothing, however it is reached.
class LocalModel(Chat chat, IOllamaApiClient ollama)
{
    private readonly IChatClient _local = new OllamaApiClient("http://localhost:11434", "llama3");
    private IChatClient _either = new OllamaApiClient("http://localhost:11434", "llama3");

    async Task Sdk() { while (true) await foreach (var part in chat.SendAsync("x")) Console.Write(part); }
    async Task Embed(OllamaSharp.Models.EmbedRequest request) { while (true) await ollama.EmbedAsync(request); }
    async Task Neutral() { IChatClient client = new OllamaApiClient("http://localhost:11434"); while (true) await client.GetResponseAsync("x"); }
    async Task Direct(OllamaApiClient client) { while (true) await client.GetResponseAsync("x"); }
    async Task Field() { while (true) { var r = await _local.GetResponseAsync("x"); if (r.Text == "ok") return; } }
    async Task Built() { var client = new ChatClientBuilder(new OllamaApiClient("http://localhost:11434")).UseFunctionInvocation().Build(); while (true) await client.GetResponseAsync("x"); }
    async Task Helper() { while (true) await Ask(); }
    private Task Ask() => _local.GetResponseAsync("x");

    // Somebody else's, or not to be told.
    async Task Unknown(IChatClient client) { while (true) await {|CCA1001:client.GetResponseAsync("x")|}; }
    async Task Either() { while (true) await {|CCA1001:_either.GetResponseAsync("x")|}; }
    void Set(IChatClient paid) => _either = paid;
}
