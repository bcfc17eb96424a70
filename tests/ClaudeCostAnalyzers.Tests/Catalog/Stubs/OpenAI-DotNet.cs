// The shape of the SDK's public API, declarations only.
using OpenAI;
using OpenAI.Assistants;
using OpenAI.Audio;
using OpenAI.Batch;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Images;
using OpenAI.Models;
using OpenAI.Realtime;
using OpenAI.Responses;
using OpenAI.Threads;

namespace OpenAI
{
    public abstract class BaseResponse;
    public class Content;
    public interface IServerSentEvent;
    public class JsonSchema;
    public abstract class OpenAIBaseEndpoint;
    public class OpenAISettings;
    public class Prompt;
    public class Reasoning;
    public enum ReasoningEffort { Minimal, Low, Medium, High }
    public enum Role { System, Developer, Assistant, User, Function, Tool }
    public enum TextResponseFormat { Auto, Text, Json, JsonSchema }
    public class Tool;
    public class ToolCall;
    public class Usage;
    public class OpenAIAuthentication
    {
        public string ApiKey { get; } = null!;
        public static implicit operator OpenAIAuthentication(string key) => throw null!;
        public OpenAIAuthentication(string apiKey) { }
        public OpenAIAuthentication(string apiKey, string organization, string? projectId = null) { }
    }
    public class OpenAIClient
    {
        public OpenAIClient(OpenAIAuthentication? openAIAuthentication = null, OpenAISettings? clientSettings = null, HttpClient? client = null) { }
        public ModelsEndpoint ModelsEndpoint { get; } = null!;
        public ChatEndpoint ChatEndpoint { get; } = null!;
        public EmbeddingsEndpoint EmbeddingsEndpoint { get; } = null!;
        public AudioEndpoint AudioEndpoint { get; } = null!;
        public ThreadsEndpoint ThreadsEndpoint { get; } = null!;
        public BatchEndpoint BatchEndpoint { get; } = null!;
        public RealtimeEndpoint RealtimeEndpoint { get; } = null!;
        public ResponsesEndpoint ResponsesEndpoint { get; } = null!;
    }
}

namespace OpenAI.Assistants
{
    public class AssistantResponse : BaseResponse;
    public static class AssistantExtensions
    {
        public static Task<RunResponse> CreateThreadAndRunAsync(this AssistantResponse assistant, CreateThreadRequest? request = null, Func<IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace OpenAI.Audio
{
    public class AudioResponse : BaseResponse;
    public class AudioTranscriptionRequest;
    public class AudioTranslationRequest;
    public class SpeechRequest;
    public class AudioEndpoint : OpenAIBaseEndpoint
    {
        public Task<ReadOnlyMemory<byte>> CreateSpeechAsync(SpeechRequest request, Func<ReadOnlyMemory<byte>, Task>? chunkCallback = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<string> CreateTranscriptionTextAsync(AudioTranscriptionRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<AudioResponse> CreateTranscriptionJsonAsync(AudioTranscriptionRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<string> CreateTranslationTextAsync(AudioTranslationRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<AudioResponse> CreateTranslationJsonAsync(AudioTranslationRequest request, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace OpenAI.Batch
{
    public class BatchResponse : BaseResponse;
    public class CreateBatchRequest;
    public class BatchEndpoint : OpenAIBaseEndpoint
    {
        public Task<BatchResponse> CreateBatchAsync(CreateBatchRequest request, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace OpenAI.Chat
{
    public class AudioConfig;
    public class ChatEndpoint : OpenAIBaseEndpoint
    {
        public Task<OpenAI.Chat.ChatResponse> GetCompletionAsync(ChatRequest chatRequest, CancellationToken cancellationToken = default) => throw null!;
        public Task<(T, OpenAI.Chat.ChatResponse)> GetCompletionAsync<T>(ChatRequest chatRequest, CancellationToken cancellationToken = default) => throw null!;
        public Task<OpenAI.Chat.ChatResponse> StreamCompletionAsync(ChatRequest chatRequest, Action<OpenAI.Chat.ChatResponse> resultHandler, bool streamUsage = false, CancellationToken cancellationToken = default) => throw null!;
        public Task<(T, OpenAI.Chat.ChatResponse)> StreamCompletionAsync<T>(ChatRequest chatRequest, Action<OpenAI.Chat.ChatResponse> resultHandler, bool streamUsage = false, CancellationToken cancellationToken = default) => throw null!;
        public Task<(T, OpenAI.Chat.ChatResponse)> StreamCompletionAsync<T>(ChatRequest chatRequest, Func<OpenAI.Chat.ChatResponse, Task> resultHandler, bool streamUsage = false, CancellationToken cancellationToken = default) => throw null!;
        public Task<OpenAI.Chat.ChatResponse> StreamCompletionAsync(ChatRequest chatRequest, Func<OpenAI.Chat.ChatResponse, Task> resultHandler, bool streamUsage = false, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<OpenAI.Chat.ChatResponse> StreamCompletionEnumerableAsync(ChatRequest chatRequest, bool streamUsage = false, CancellationToken cancellationToken = default) => throw null!;
    }
    public class ChatRequest
    {
        public ChatRequest(IEnumerable<Message> messages, IEnumerable<Tool> tools, string? toolChoice = null, string? model = null, double? frequencyPenalty = null, IReadOnlyDictionary<string, double>? logitBias = null, int? maxTokens = null, int? number = null, double? presencePenalty = null, TextResponseFormat responseFormat = (TextResponseFormat)0, int? seed = null, string[]? stops = null, double? temperature = null, double? topP = null, int? topLogProbs = null, bool? parallelToolCalls = null, JsonSchema? jsonSchema = null, AudioConfig? audioConfig = null, OpenAI.ReasoningEffort? reasoningEffort = null, string? user = null) { }
        public ChatRequest(IEnumerable<Message> messages, string? model = null, double? frequencyPenalty = null, IReadOnlyDictionary<string, double>? logitBias = null, int? maxTokens = null, int? number = null, double? presencePenalty = null, TextResponseFormat responseFormat = (TextResponseFormat)0, int? seed = null, string[]? stops = null, double? temperature = null, double? topP = null, int? topLogProbs = null, bool? parallelToolCalls = null, JsonSchema? jsonSchema = null, AudioConfig? audioConfig = null, OpenAI.ReasoningEffort? reasoningEffort = null, string? user = null) { }
        public IReadOnlyList<Message> Messages { get; } = null!;
        public int? MaxTokens { get; set; }
        public int? MaxCompletionTokens { get; }
    }
    public class ChatResponse : BaseResponse, IServerSentEvent
    {
        public Usage Usage { get; } = null!;
        public IReadOnlyList<Choice> Choices { get; } = null!;
        public Choice FirstChoice { get; } = null!;
    }
    public class Choice
    {
        public Message Message { get; } = null!;
        public string FinishReason { get; } = null!;
    }
    public class Message
    {
        public Message() { }
        public Message(Role role, IEnumerable<Content> content, string? name = null) { }
        public Message(Role role, string content, string? name = null) { }
        public Message(Tool tool, string content) { }
        public Message(ToolCall toolCall, string content) { }
        public Message(Tool tool, IEnumerable<Content> content) { }
        public Message(ToolCall toolCall, IEnumerable<Content> content) { }
        public Message(string toolCallId, string toolFunctionName, IEnumerable<Content> content) { }
        public dynamic Content { get; } = null!;
        public IReadOnlyList<ToolCall> ToolCalls { get; } = null!;
    }
}

namespace OpenAI.Embeddings
{
    public class EmbeddingsRequest;
    public class EmbeddingsResponse : BaseResponse;
    public class EmbeddingsEndpoint : OpenAIBaseEndpoint
    {
        public Task<EmbeddingsResponse> CreateEmbeddingAsync(string input, string? model = null, string? user = null, int? dimensions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbeddingsResponse> CreateEmbeddingAsync(IEnumerable<string> input, string? model = null, string? user = null, int? dimensions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbeddingsResponse> CreateEmbeddingAsync(EmbeddingsRequest request, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace OpenAI.Images
{
    public abstract class AbstractBaseImageRequest;
    public class ImageEditRequest : AbstractBaseImageRequest;
    public class ImageGenerationRequest;
    public class ImageResult;
    public class ImageVariationRequest : AbstractBaseImageRequest;
    public class ImagesEndpoint : OpenAIBaseEndpoint
    {
        public Task<IReadOnlyList<ImageResult>> GenerateImageAsync(OpenAI.Images.ImageGenerationRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<IReadOnlyList<ImageResult>> CreateImageEditAsync(ImageEditRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<IReadOnlyList<ImageResult>> CreateImageVariationAsync(ImageVariationRequest request, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace OpenAI.Models
{
    public class Model;
    public class ModelsEndpoint : OpenAIBaseEndpoint
    {
        public Task<IReadOnlyList<Model>> GetModelsAsync(CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace OpenAI.Realtime
{
    public class RealtimeSession;
    public class SessionConfiguration;
    public class RealtimeEndpoint : OpenAIBaseEndpoint
    {
        public Task<RealtimeSession> CreateSessionAsync(SessionConfiguration? configuration = null, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace OpenAI.Responses
{
    public interface IResponseItem;
    public class Response : BaseResponse;
    public enum Truncation { Auto, Disabled }
    public class CreateResponseRequest
    {
        public CreateResponseRequest() { }
        public CreateResponseRequest(string textInput, Model? model = null, bool? background = null, IEnumerable<string>? include = null, string? instructions = null, int? maxOutputTokens = null, IReadOnlyDictionary<string, string>? metadata = null, bool? parallelToolCalls = null, string? previousResponseId = null, Prompt? prompt = null, Reasoning? reasoning = null, string? serviceTier = null, bool? store = null, double? temperature = null, TextResponseFormat responseFormat = (TextResponseFormat)0, JsonSchema? jsonSchema = null, string? toolChoice = null, IEnumerable<Tool>? tools = null, double? topP = null, Truncation truncation = (Truncation)1, string? user = null, string? conversationId = null, int? maxToolCalls = null, string? promptCacheKey = null, string? safetyIdentifier = null, int? topLogProbs = null) { }
        public CreateResponseRequest(IResponseItem input, Model? model = null, bool? background = null, IEnumerable<string>? include = null, string? instructions = null, int? maxOutputTokens = null, IReadOnlyDictionary<string, string>? metadata = null, bool? parallelToolCalls = null, string? previousResponseId = null, Prompt? prompt = null, Reasoning? reasoning = null, string? serviceTier = null, bool? store = null, double? temperature = null, TextResponseFormat responseFormat = (TextResponseFormat)0, JsonSchema? jsonSchema = null, string? toolChoice = null, IEnumerable<Tool>? tools = null, double? topP = null, Truncation truncation = (Truncation)1, string? user = null, string? conversationId = null, int? maxToolCalls = null, string? promptCacheKey = null, string? safetyIdentifier = null, int? topLogProbs = null) { }
        public CreateResponseRequest(IEnumerable<IResponseItem> input, Model? model = null, bool? background = null, IEnumerable<string>? include = null, string? instructions = null, int? maxOutputTokens = null, IReadOnlyDictionary<string, string>? metadata = null, bool? parallelToolCalls = null, string? previousResponseId = null, Prompt? prompt = null, Reasoning? reasoning = null, string? serviceTier = null, bool? store = null, double? temperature = null, TextResponseFormat responseFormat = (TextResponseFormat)0, JsonSchema? jsonSchema = null, string? toolChoice = null, IEnumerable<Tool>? tools = null, double? topP = null, Truncation truncation = (Truncation)1, string? user = null, string? conversationId = null, int? maxToolCalls = null, string? promptCacheKey = null, string? safetyIdentifier = null, int? topLogProbs = null) { }
        public int? MaxOutputTokens { get; }
        public Prompt Prompt { get; } = null!;
    }
    public class ResponsesEndpoint : OpenAIBaseEndpoint
    {
        public Task<Response> CreateModelResponseAsync(CreateResponseRequest request, Func<IServerSentEvent, Task> streamEventHandler, CancellationToken cancellationToken = default) => throw null!;
        public Task<(T, Response)> CreateModelResponseAsync<T>(CreateResponseRequest request, Func<IServerSentEvent, Task> streamEventHandler, CancellationToken cancellationToken = default) => throw null!;
        public Task<Response> CreateModelResponseAsync(CreateResponseRequest request, Func<string, IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<(T, Response)> CreateModelResponseAsync<T>(CreateResponseRequest request, Func<string, IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<Response> GetModelResponseAsync(string responseId, CancellationToken cancellationToken = default, params string[] include) => throw null!;
    }
}

namespace OpenAI.Threads
{
    public class CreateRunRequest;
    public class CreateThreadAndRunRequest;
    public class CreateThreadRequest;
    public class MessageResponse : BaseResponse;
    public enum RunStatus { Queued, InProgress, RequiresAction, Cancelling, Cancelled, Completed, Incomplete, Failed, Expired }
    public class RunStepResponse : BaseResponse;
    public class SubmitToolOutputsRequest;
    public class ThreadResponse : BaseResponse;
    public class ToolOutput;
    public class RunResponse : BaseResponse, IServerSentEvent
    {
        public RunStatus Status { get; }
        public Usage Usage { get; } = null!;
    }
    public static class ThreadExtensions
    {
        public static Task<ThreadResponse> UpdateAsync(this ThreadResponse thread, CancellationToken cancellationToken = default) => throw null!;
        public static Task<MessageResponse> UpdateAsync(this MessageResponse message, CancellationToken cancellationToken = default) => throw null!;
        public static Task<RunResponse> CreateRunAsync(this ThreadResponse thread, CreateRunRequest request, Action<IServerSentEvent> streamEventHandler, CancellationToken cancellationToken = default) => throw null!;
        public static Task<RunResponse> CreateRunAsync(this ThreadResponse thread, CreateRunRequest? request = null, Func<IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
        public static Task<RunResponse> CreateRunAsync(this ThreadResponse thread, AssistantResponse assistant, Action<IServerSentEvent> streamEventHandler, CancellationToken cancellationToken = default) => throw null!;
        public static Task<RunResponse> CreateRunAsync(this ThreadResponse thread, AssistantResponse assistant, Func<IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
        public static Task<RunResponse> UpdateAsync(this RunResponse run, CancellationToken cancellationToken = default) => throw null!;
        public static Task<RunResponse> WaitForStatusChangeAsync(this RunResponse run, int? pollingInterval = null, int? timeout = null, CancellationToken cancellationToken = default) => throw null!;
        public static Task<RunResponse> SubmitToolOutputsAsync(this RunResponse run, SubmitToolOutputsRequest request, Action<IServerSentEvent> streamEventHandler, CancellationToken cancellationToken = default) => throw null!;
        public static Task<RunResponse> SubmitToolOutputsAsync(this RunResponse run, SubmitToolOutputsRequest request, Func<IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
        public static Task<RunResponse> SubmitToolOutputsAsync(this RunResponse run, IEnumerable<ToolOutput> outputs, Action<IServerSentEvent> streamEventHandler, CancellationToken cancellationToken = default) => throw null!;
        public static Task<RunResponse> SubmitToolOutputsAsync(this RunResponse run, IEnumerable<ToolOutput> outputs, Func<IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
        public static Task<RunStepResponse> UpdateAsync(this RunStepResponse runStep, CancellationToken cancellationToken = default) => throw null!;
    }
    public class ThreadsEndpoint : OpenAIBaseEndpoint
    {
        public Task<RunResponse> CreateRunAsync(string threadId, CreateRunRequest? request = null, Func<IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<RunResponse> CreateRunAsync<T>(string threadId, CreateRunRequest? request = null, Func<IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<RunResponse> CreateRunAsync(string threadId, CreateRunRequest? request = null, Func<string, IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<RunResponse> CreateThreadAndRunAsync(CreateThreadAndRunRequest? request = null, Func<IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<RunResponse> CreateThreadAndRunAsync<T>(CreateThreadAndRunRequest? request = null, Func<IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<RunResponse> CreateThreadAndRunAsync(CreateThreadAndRunRequest? request = null, Func<string, IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<RunResponse> RetrieveRunAsync(string threadId, string runId, CancellationToken cancellationToken = default) => throw null!;
        public Task<RunResponse> SubmitToolOutputsAsync(string threadId, string runId, SubmitToolOutputsRequest request, Func<IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<RunResponse> SubmitToolOutputsAsync(string threadId, string runId, SubmitToolOutputsRequest request, Func<string, IServerSentEvent, Task>? streamEventHandler = null, CancellationToken cancellationToken = default) => throw null!;
    }
}
