// The shape of the first generation of the client (1.x), declarations only, with what it takes from Azure.Core.
// The second generation gives out clients of the package OpenAI, which has rows of its own.
namespace Azure
{
    public abstract class Response<T> { public abstract T Value { get; } }
    public class AzureKeyCredential(string key) { public string Key { get; } = key; }
}

namespace Azure.Core
{
    public class RetryOptions { public int MaxRetries { get; set; } public TimeSpan NetworkTimeout { get; set; } }
    public abstract class ClientOptions { public RetryOptions Retry => throw null!; }
}

namespace Azure.AI.OpenAI
{
    public class OpenAIClientOptions : Azure.Core.ClientOptions;
}

namespace Azure.AI.OpenAI
{
    public class ChatCompletions;
    public class Completions;
    public class Embeddings;
    public class ImageGenerations;
    public class StreamingResponse<T>;
    public class StreamingChatCompletionsUpdate;
    public class ChatCompletionsOptions
    {
        public string DeploymentName { get; set; } = null!;
        public int? MaxTokens { get; set; }
        public float? Temperature { get; set; }
    }

    public class CompletionsOptions { public int? MaxTokens { get; set; } }
    public class EmbeddingsOptions;
    public class ImageGenerationOptions;

    public class OpenAIClient
    {
        public OpenAIClient(Uri endpoint, AzureKeyCredential keyCredential) { }
        public OpenAIClient(string openAIApiKey) { }
        public virtual Response<ChatCompletions> GetChatCompletions(ChatCompletionsOptions chatCompletionsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<Response<ChatCompletions>> GetChatCompletionsAsync(ChatCompletionsOptions chatCompletionsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual StreamingResponse<StreamingChatCompletionsUpdate> GetChatCompletionsStreaming(ChatCompletionsOptions chatCompletionsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<StreamingResponse<StreamingChatCompletionsUpdate>> GetChatCompletionsStreamingAsync(ChatCompletionsOptions chatCompletionsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual Response<Completions> GetCompletions(CompletionsOptions completionsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<Response<Completions>> GetCompletionsAsync(CompletionsOptions completionsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual StreamingResponse<Completions> GetCompletionsStreaming(CompletionsOptions completionsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<StreamingResponse<Completions>> GetCompletionsStreamingAsync(CompletionsOptions completionsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual Response<Embeddings> GetEmbeddings(EmbeddingsOptions embeddingsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<Response<Embeddings>> GetEmbeddingsAsync(EmbeddingsOptions embeddingsOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual Response<ImageGenerations> GetImageGenerations(ImageGenerationOptions imageGenerationOptions, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<Response<ImageGenerations>> GetImageGenerationsAsync(ImageGenerationOptions imageGenerationOptions, CancellationToken cancellationToken = default) => throw null!;
    }
}
