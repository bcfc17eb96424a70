// The shape of the SDK's public API, declarations only.
using Mistral.SDK;
using Mistral.SDK.Common;
using Mistral.SDK.Completions;
using Mistral.SDK.DTOs;
using Mistral.SDK.Embeddings;
using Mistral.SDK.Models;

namespace Mistral.SDK
{
    public abstract class EndpointBase;
    public class APIAuthentication
    {
        public string ApiKey { get; set; } = null!;
        public static implicit operator APIAuthentication(string key) => throw null!;
        public APIAuthentication(string apiKey) { }
    }
    public class MistralClient
    {
        public MistralClient(APIAuthentication? apiKeys = null, HttpClient? client = null) { }
        public CompletionsEndpoint Completions { get; } = null!;
        public ModelsEndpoint Models { get; } = null!;
        public EmbeddingsEndpoint Embeddings { get; } = null!;
    }
}

namespace Mistral.SDK.Common
{
    public class Function;
}

namespace Mistral.SDK.Completions
{
    public class CompletionsEndpoint : EndpointBase
    {
        public Task<ChatCompletionResponse> GetCompletionAsync(ChatCompletionRequest request, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<ChatCompletionResponse> StreamCompletionAsync(ChatCompletionRequest request, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace Mistral.SDK.DTOs
{
    public class EmbeddingRequest;
    public class EmbeddingResponse;
    public class ModelList;
    public class ResponseFormat;
    public class Usage;
    public class ChatCompletionRequest
    {
        public ChatCompletionRequest(string? model = null, List<Mistral.SDK.DTOs.ChatMessage>? messages = null, decimal? temperature = 0.7m, decimal? topP = 1m, int? maxTokens = null, bool? stream = false, bool parallelToolCalls = true, bool safePrompt = false, int? randomSeed = null, ResponseFormat? responseFormat = null) { }
        public string Model { get; set; } = null!;
        public List<Mistral.SDK.DTOs.ChatMessage> Messages { get; set; } = null!;
        public int? MaxTokens { get; set; }
    }
    public class ChatCompletionResponse
    {
        public List<Choice> Choices { get; set; } = null!;
        public Usage Usage { get; set; } = null!;
    }
    public class ChatMessage
    {
        public ChatMessage(Mistral.SDK.DTOs.ChatMessage.RoleEnum? role = null, string? content = null) { }
        public ChatMessage(Function toolCall, string? content = null) { }
        public ChatMessage(string toolCallId, string name, string? content = null) { }
        public ChatMessage() { }
        public Mistral.SDK.DTOs.ChatMessage.RoleEnum? Role { get; set; }
        public string Content { get; set; } = null!;
        public enum RoleEnum { System, User, Assistant, Tool }
    }
    public class Choice
    {
        public Mistral.SDK.DTOs.Choice.FinishReasonEnum? FinishReason { get; set; }
        public Mistral.SDK.DTOs.ChatMessage Message { get; set; } = null!;
        public enum FinishReasonEnum { Stop, Length, ModelLength, ToolCalls }
    }
}

namespace Mistral.SDK.Embeddings
{
    public class EmbeddingsEndpoint : EndpointBase
    {
        public Task<EmbeddingResponse> GetEmbeddingsAsync(EmbeddingRequest request, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace Mistral.SDK.Models
{
    public class ModelsEndpoint : EndpointBase
    {
        public Task<ModelList> GetModelsAsync(CancellationToken cancellationToken = default) => throw null!;
    }
}
