// The shape of the client's public API, declarations only, with what it takes from Azure.Core.
using Azure.AI.Inference;

namespace Azure
{
    public abstract class Response;
    public abstract class Response<T> { public abstract T Value { get; } }
    public class RequestContext;
    public class AzureKeyCredential(string key) { public string Key { get; } = key; }
}

namespace Azure.Core
{
    public class RetryOptions { public int MaxRetries { get; set; } public TimeSpan NetworkTimeout { get; set; } }
    public abstract class ClientOptions { public RetryOptions Retry => throw null!; }
}

namespace Azure.AI.Inference
{
    public class AzureAIInferenceClientOptions : Azure.Core.ClientOptions;
}

namespace Azure.AI.Inference
{
    public abstract class ChatRequestMessage;
    public class ChatRequestUserMessage(string content) : ChatRequestMessage { public string Content => content; }
    public class CompletionsUsage;
    public class ModelInfo;
    public readonly struct CompletionsFinishReason { public static CompletionsFinishReason Stopped => throw null!; }
    public class ChatCompletionsToolCall;
    public class ChatCompletions
    {
        public string Content => throw null!;
        public CompletionsFinishReason? FinishReason => throw null!;
        public IReadOnlyList<ChatCompletionsToolCall> ToolCalls => throw null!;
        public CompletionsUsage Usage => throw null!;
    }

    public class StreamingChatCompletionsUpdate;
    public class StreamingResponse<T>;
    public class ChatCompletionsOptions
    {
        public ChatCompletionsOptions() { }
        public ChatCompletionsOptions(IEnumerable<ChatRequestMessage> messages) { }
        public IDictionary<string, BinaryData> AdditionalProperties => throw null!;
        public int? MaxTokens { get; set; }
        public IList<ChatRequestMessage> Messages { get; set; } = null!;
        public float? Temperature { get; set; }
    }

    public class ChatCompletionsClient
    {
        public ChatCompletionsClient(Uri endpoint, AzureKeyCredential credential) { }
        public virtual Response<ChatCompletions> Complete(ChatCompletionsOptions chatCompletionsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<Response<ChatCompletions>> CompleteAsync(ChatCompletionsOptions chatCompletionsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual StreamingResponse<StreamingChatCompletionsUpdate> CompleteStreaming(ChatCompletionsOptions chatCompletionsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<StreamingResponse<StreamingChatCompletionsUpdate>> CompleteStreamingAsync(ChatCompletionsOptions chatCompletionsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<Response<ModelInfo>> GetModelInfoAsync(CancellationToken cancellationToken = default) => throw null!;
    }

    public class EmbeddingsOptions;
    public class EmbeddingsResult;
    public class EmbeddingsClient
    {
        public virtual Response<EmbeddingsResult> Embed(EmbeddingsOptions embeddingsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<Response<EmbeddingsResult>> EmbedAsync(EmbeddingsOptions embeddingsOptions, CancellationToken cancellationToken = default) => throw null!;
    }

    public class ImageEmbeddingsOptions;
    public class ImageEmbeddingsClient
    {
        public virtual Response<EmbeddingsResult> Embed(ImageEmbeddingsOptions imageEmbeddingsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<Response<EmbeddingsResult>> EmbedAsync(ImageEmbeddingsOptions imageEmbeddingsOptions, CancellationToken cancellationToken = default) => throw null!;
    }
}
