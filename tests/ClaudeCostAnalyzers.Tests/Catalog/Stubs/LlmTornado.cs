// The shape of the community client's public API, declarations only; the packages of the family in one.
using LlmTornado.Chat;

namespace LlmTornado.Code
{
    public enum LLmProviders { OpenAi, Anthropic }
}

namespace LlmTornado
{
    public class TornadoApi
    {
        public TornadoApi(string apiKey, Code.LLmProviders provider = Code.LLmProviders.OpenAi) { }
        public ChatEndpoint Chat => throw null!;
    }

    public class RestDataOrException<T>;
    public class HttpCallResult<T>;
}

namespace LlmTornado.Chat
{
    public class ChatMessage;
    public class ChatModel;
    public class ChatChoice;
    public class FunctionCall;
    public class ChatResult;
    public class ChatRichResponse { public string Text => throw null!; }
    public class ChatStreamEventHandler;
    public class ChatRequest { public int? MaxTokens { get; set; } }

    public class ChatEndpoint
    {
        public Conversation CreateConversation(ChatRequest? requestPrototype = null) => throw null!;
        public Task<ChatResult?> CreateChatCompletion(ChatRequest request) => throw null!;
        public Task<ChatResult?> CreateChatCompletion(params ChatMessage[] messages) => throw null!;
        public Task<ChatResult?> CreateChatCompletion(params string[] userMessages) => throw null!;
        public Task<HttpCallResult<ChatResult>> CreateChatCompletionSafe(ChatRequest request) => throw null!;
        public Task StreamCompletion(ChatRequest request, Action<int, ChatResult> resultHandler) => throw null!;
        public Task StreamChatAsync(ChatRequest request, Action<ChatResult> resultHandler) => throw null!;
        public IAsyncEnumerable<ChatResult> StreamChatEnumerable(ChatRequest request) => throw null!;
    }

    public class Conversation
    {
        public Conversation AppendUserInput(string content) => this;
        public Task<string?> GetResponse(CancellationToken token = default) => throw null!;
        public Task<RestDataOrException<ChatChoice>> GetResponseSafe(CancellationToken token = default) => throw null!;
        public Task<ChatRichResponse> GetResponseRich(CancellationToken token = default) => throw null!;
        public Task<ChatRichResponse> GetResponseRich(Func<List<FunctionCall>, ValueTask> fnHandler, CancellationToken token = default) => throw null!;
        public Task<RestDataOrException<ChatRichResponse>> GetResponseRichSafe(CancellationToken token = default) => throw null!;
        public Task<RestDataOrException<ChatRichResponse>> GetResponseRichSafe(Func<List<FunctionCall>, ValueTask>? functionCallHandler, CancellationToken token = default) => throw null!;
        public Task StreamResponse(Action<string> resultHandler, CancellationToken token = default) => throw null!;
        public Task StreamResponse(Action<int, string> resultHandler, CancellationToken token = default) => throw null!;
        public IAsyncEnumerable<string> StreamResponseEnumerable(Guid? messageId = null, CancellationToken token = default) => throw null!;
        public Task StreamResponseRich(ChatStreamEventHandler? eventsHandler, CancellationToken token = default) => throw null!;
    }
}

namespace LlmTornado.Responses
{
    public class ResponseRequest { public int? MaxOutputTokens { get; set; } }
    public class ResponseResult;
    public class ResponseStreamEventHandler;

    public class ResponsesEndpoint
    {
        public Task<ResponseResult?> GetResponse(string responseId, CancellationToken cancellationToken = default) => throw null!;
        public Task<ResponseResult> CreateResponse(ResponseRequest request) => throw null!;
        public Task<HttpCallResult<ResponseResult>> CreateResponseSafe(ResponseRequest request) => throw null!;
        public Task StreamResponseRich(ResponseRequest request, ResponseStreamEventHandler? eventsHandler = null, CancellationToken token = default) => throw null!;
        public Task StreamResponseRichSafe(ResponseRequest request, ResponseStreamEventHandler? eventsHandler = null, CancellationToken token = default) => throw null!;
    }
}

namespace LlmTornado.Embedding
{
    public class EmbeddingModel;
    public class EmbeddingRequest;
    public class EmbeddingResult;

    public class EmbeddingEndpoint
    {
        public Task<EmbeddingResult?> CreateEmbedding(EmbeddingModel model, string input) => throw null!;
        public Task<EmbeddingResult?> CreateEmbedding(EmbeddingModel model, IEnumerable<string> input) => throw null!;
        public Task<EmbeddingResult?> CreateEmbedding(EmbeddingRequest request) => throw null!;
        public Task<float[]> GetEmbeddings(EmbeddingModel model, string input) => throw null!;
        public Task<List<float[]>> GetEmbeddings(EmbeddingModel model, IEnumerable<string> input) => throw null!;
    }
}

namespace LlmTornado.Images
{
    public class ImageGenerationRequest;
    public class ImageGenerationResult;

    public class ImageGenerationEndpoint
    {
        public Task<ImageGenerationResult?> CreateImage(string input) => throw null!;
        public Task<ImageGenerationResult?> CreateImage(ImageGenerationRequest request) => throw null!;
    }
}

namespace LlmTornado.Agents
{
    // The real methods have more parameters, all optional: found by type and name.
    public class TornadoAgent
    {
        public Task<Conversation> RunAsync(string input = "", List<ChatMessage>? appendMessages = null, int maxTurns = 10) => throw null!;
    }

    public class TornadoRunner
    {
        public static Task<Conversation> RunAsync(TornadoAgent agent, string input = "", int maxTurns = 10) => throw null!;
    }
}
