// The shape of the local model's client, declarations only.
using Microsoft.Extensions.AI;

namespace OllamaSharp.Models
{
    public class GenerateRequest;
    public class GenerateResponseStream { public string Response { get; set; } = ""; }
    public class EmbedRequest;
    public class EmbedResponse;
}

namespace OllamaSharp.Models.Chat
{
    public class ChatRequest;
    public class ChatResponseStream { public bool Done { get; set; } }
}

namespace OllamaSharp
{
    using OllamaSharp.Models;

    public interface IOllamaApiClient
    {
        IAsyncEnumerable<Models.Chat.ChatResponseStream?> ChatAsync(Models.Chat.ChatRequest request, CancellationToken cancellationToken = default);
        IAsyncEnumerable<GenerateResponseStream?> GenerateAsync(GenerateRequest request, CancellationToken cancellationToken = default);
        Task<EmbedResponse> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken = default);
    }

    public class OllamaApiClient : IOllamaApiClient, IChatClient
    {
        public OllamaApiClient(string uriString, string defaultModel = "") { }
        public IAsyncEnumerable<Models.Chat.ChatResponseStream?> ChatAsync(Models.Chat.ChatRequest request, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<GenerateResponseStream?> GenerateAsync(GenerateRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbedResponse> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken = default) => throw null!;
        Task<ChatResponse> IChatClient.GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) => throw null!;
        IAsyncEnumerable<ChatResponseUpdate> IChatClient.GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken) => throw null!;
        object? IChatClient.GetService(Type serviceType, object? serviceKey) => null;
        public void Dispose() { }
    }

    public class Chat(IOllamaApiClient client)
    {
        public IOllamaApiClient Client => client;
        public IAsyncEnumerable<string> SendAsync(string message, CancellationToken cancellationToken = default) => throw null!;
    }
}
