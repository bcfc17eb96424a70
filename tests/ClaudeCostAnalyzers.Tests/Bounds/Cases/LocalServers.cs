using System.ClientModel;
using Anthropic;
using Anthropic.Models.Messages;
using OpenAI;

/// <summary>A server of models on one's own machine that speaks a provider's protocol: it costs nothing.</summary>
class LocalServers
{
    private const string Address = "http://localhost:1234/v1";
    private static readonly OpenAIClientOptions Options = new() { Endpoint = new Uri(Address) };
    private readonly OpenAI.Chat.ChatClient _local = new("m", new ApiKeyCredential("x"), new OpenAIClientOptions { Endpoint = new Uri("http://127.0.0.1:8080/v1") });
    private readonly OpenAI.Chat.ChatClient _shared = new("m", new ApiKeyCredential("x"), Options);

    async Task Field() { while (true) await _local.CompleteChatAsync("x"); }
    async Task SharedOptions() { while (true) await _shared.CompleteChatAsync("x"); }
    async Task Built() { var client = new OpenAIClient(new ApiKeyCredential("x"), new OpenAIClientOptions { Endpoint = new Uri(Address) }); var chat = client.GetChatClient("m"); while (true) await chat.CompleteChatAsync("x"); }
    async Task Options_() { var options = new OpenAIClientOptions { Endpoint = new("http://host.docker.internal:12434/engines/v1") }; var chat = new OpenAI.Chat.ChatClient("m", new ApiKeyCredential("x"), options); while (true) await chat.CompleteChatAsync("x"); }
    async Task Claude(MessageCreateParams message) { var claude = new AnthropicClient { BaseUrl = "http://localhost:8080" }; while (true) await claude.Messages.Create(message); }
    async Task Helper() { while (true) await Ask(); }
    private Task Ask() => _local.CompleteChatAsync("x");

    // Somebody else's, or not to be told.
    private readonly OpenAI.Chat.ChatClient _remote = new("m", new ApiKeyCredential("x"), new OpenAIClientOptions { Endpoint = new Uri("https://openrouter.ai/api/v1") });
    private OpenAI.Chat.ChatClient _either = new("m", new ApiKeyCredential("x"), new OpenAIClientOptions { Endpoint = new Uri(Address) });

    async Task Remote() { while (true) await {|CCA1001:_remote.CompleteChatAsync("x")|}; }
    async Task Configured(string url) { var chat = new OpenAI.Chat.ChatClient("m", new ApiKeyCredential("x"), new OpenAIClientOptions { Endpoint = new Uri(url) }); while (true) await {|CCA1001:chat.CompleteChatAsync("x")|}; }
    async Task Given(OpenAI.Chat.ChatClient chat) { while (true) await {|CCA1001:chat.CompleteChatAsync("x")|}; }
    async Task Either() { while (true) await {|CCA1001:_either.CompleteChatAsync("x")|}; }
    void Set(OpenAI.Chat.ChatClient paid) => _either = paid;
    async Task Called(string name) { var chat = new OpenAI.Chat.ChatClient("localhost", new ApiKeyCredential(name)); while (true) await {|CCA1001:chat.CompleteChatAsync("x")|}; }
}
