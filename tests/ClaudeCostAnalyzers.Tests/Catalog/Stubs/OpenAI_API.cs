// The shape of the SDK's public API, declarations only.
using OpenAI_API;
using OpenAI_API.Audio;
using OpenAI_API.Chat;
using OpenAI_API.Completions;
using OpenAI_API.Embedding;
using OpenAI_API.Images;
using OpenAI_API.Models;
using OpenAI_API.Moderation;

namespace OpenAI_API
{
    public abstract class ApiResultBase;
    public abstract class EndpointBase;
    public class Usage;
    public class APIAuthentication
    {
        public string ApiKey { get; set; } = null!;
        public static implicit operator APIAuthentication(string key) => throw null!;
        public APIAuthentication(string apiKey) { }
        public APIAuthentication(string apiKey, string openAIOrganization) { }
    }
    public interface IOpenAIAPI
    {
        IChatEndpoint Chat { get; }
        IModerationEndpoint Moderation { get; }
        ICompletionEndpoint Completions { get; }
        IEmbeddingEndpoint Embeddings { get; }
        IModelsEndpoint Models { get; }
        IImageGenerationEndpoint ImageGenerations { get; }
    }
    public class OpenAIAPI : IOpenAIAPI
    {
        public OpenAIAPI(APIAuthentication? apiKeys = null) { }
        public ICompletionEndpoint Completions { get; } = null!;
        public IEmbeddingEndpoint Embeddings { get; } = null!;
        public IChatEndpoint Chat { get; } = null!;
        public IModerationEndpoint Moderation { get; } = null!;
        public IModelsEndpoint Models { get; } = null!;
        public IImageGenerationEndpoint ImageGenerations { get; } = null!;
    }
}

namespace OpenAI_API.Audio
{
    public class AudioResultVerbose : ApiResultBase;
    public class TextToSpeechRequest;
    public interface ITextToSpeechEndpoint
    {
        Task<System.IO.Stream> GetSpeechAsStreamAsync(TextToSpeechRequest request);
        Task<System.IO.Stream> GetSpeechAsStreamAsync(string input, string? voice = null, double? speed = null, string? responseFormat = null, Model? model = null);
        Task<System.IO.FileInfo> SaveSpeechToFileAsync(TextToSpeechRequest request, string localPath);
        Task<System.IO.FileInfo> SaveSpeechToFileAsync(string input, string localPath, string? voice = null, double? speed = null, string? responseFormat = null, Model? model = null);
    }
    public interface ITranscriptionEndpoint
    {
        Task<string> GetAsFormatAsync(System.IO.Stream audioStream, string filename, string responseFormat, string? language = null, string? prompt = null, double? temperature = null);
        Task<string> GetAsFormatAsync(string audioFilePath, string responseFormat, string? language = null, string? prompt = null, double? temperature = null);
        Task<AudioResultVerbose> GetWithDetailsAsync(System.IO.Stream audioStream, string filename, string? language = null, string? prompt = null, double? temperature = null);
        Task<AudioResultVerbose> GetWithDetailsAsync(string audioFilePath, string? language = null, string? prompt = null, double? temperature = null);
        Task<string> GetTextAsync(System.IO.Stream audioStream, string filename, string? language = null, string? prompt = null, double? temperature = null);
        Task<string> GetTextAsync(string audioFilePath, string? language = null, string? prompt = null, double? temperature = null);
    }
}

namespace OpenAI_API.Chat
{
    public class ChatMessageRole;
    public class ChatUsage : Usage;
    public class ChatChoice
    {
        public OpenAI_API.Chat.ChatMessage Message { get; set; } = null!;
        public string FinishReason { get; set; } = null!;
    }
    public class ChatEndpoint : EndpointBase, IChatEndpoint
    {
        public Conversation CreateConversation(ChatRequest? defaultChatRequestArgs = null) => throw null!;
        public Task<ChatResult> CreateChatCompletionAsync(ChatRequest request) => throw null!;
        public Task<ChatResult> CreateChatCompletionAsync(ChatRequest request, int numOutputs = 5) => throw null!;
        public Task<ChatResult> CreateChatCompletionAsync(IList<OpenAI_API.Chat.ChatMessage> messages, Model? model = null, double? temperature = null, double? top_p = null, int? numOutputs = null, int? max_tokens = null, double? frequencyPenalty = null, double? presencePenalty = null, IReadOnlyDictionary<string, float>? logitBias = null, params string[] stopSequences) => throw null!;
        public Task<ChatResult> CreateChatCompletionAsync(params OpenAI_API.Chat.ChatMessage[] messages) => throw null!;
        public Task<ChatResult> CreateChatCompletionAsync(params string[] userMessages) => throw null!;
        public Task<ChatResult> CreateChatCompletionAsync(string userMessage, params OpenAI_API.Chat.ChatMessage.ImageInput[] images) => throw null!;
        public Task StreamChatAsync(ChatRequest request, Action<ChatResult> resultHandler) => throw null!;
        public IAsyncEnumerable<ChatResult> StreamChatEnumerableAsync(ChatRequest request) => throw null!;
        public IAsyncEnumerable<ChatResult> StreamChatEnumerableAsync(IList<OpenAI_API.Chat.ChatMessage> messages, Model? model = null, double? temperature = null, double? top_p = null, int? numOutputs = null, int? max_tokens = null, double? frequencyPenalty = null, double? presencePenalty = null, IReadOnlyDictionary<string, float>? logitBias = null, params string[] stopSequences) => throw null!;
        public Task StreamCompletionAsync(ChatRequest request, Action<int, ChatResult> resultHandler) => throw null!;
    }
    public class ChatMessage
    {
        public ChatMessage() { }
        public ChatMessage(ChatMessageRole role, string text) { }
        public ChatMessage(ChatMessageRole role, string text, params OpenAI_API.Chat.ChatMessage.ImageInput[] imageInputs) { }
        public string TextContent { get; set; } = null!;
        public class ImageInput;
    }
    public class ChatRequest
    {
        public IList<OpenAI_API.Chat.ChatMessage> Messages { get; set; } = null!;
        public double? Temperature { get; set; }
        public int? MaxTokens { get; set; }
        public ChatRequest() { }
        public ChatRequest(ChatRequest basedOn) { }
    }
    public class ChatResult : ApiResultBase
    {
        public IReadOnlyList<ChatChoice> Choices { get; set; } = null!;
        public ChatUsage Usage { get; set; } = null!;
    }
    public class Conversation
    {
        public ChatRequest RequestParameters { get; } = null!;
        public ChatResult MostRecentApiResult { get; } = null!;
        public IList<OpenAI_API.Chat.ChatMessage> Messages { get; } = null!;
        public void AppendMessage(OpenAI_API.Chat.ChatMessage message) => throw null!;
        public void AppendMessage(ChatMessageRole role, string text, params OpenAI_API.Chat.ChatMessage.ImageInput[] images) => throw null!;
        public void AppendUserInput(string text, params OpenAI_API.Chat.ChatMessage.ImageInput[] images) => throw null!;
        public void AppendUserInputWithName(string userName, string text, params OpenAI_API.Chat.ChatMessage.ImageInput[] images) => throw null!;
        public void AppendSystemMessage(string content) => throw null!;
        public void AppendExampleChatbotOutput(string content) => throw null!;
        public Task<string> GetResponseFromChatbotAsync() => throw null!;
        public Task<string> GetResponseFromChatbot() => throw null!;
        public Task StreamResponseFromChatbotAsync(Action<string> resultHandler) => throw null!;
        public Task StreamResponseFromChatbotAsync(Action<int, string> resultHandler) => throw null!;
        public IAsyncEnumerable<string> StreamResponseEnumerableFromChatbotAsync() => throw null!;
    }
    public interface IChatEndpoint
    {
        Conversation CreateConversation(ChatRequest? defaultChatRequestArgs = null);
        Task<ChatResult> CreateChatCompletionAsync(ChatRequest request);
        Task<ChatResult> CreateChatCompletionAsync(ChatRequest request, int numOutputs = 5);
        Task<ChatResult> CreateChatCompletionAsync(IList<OpenAI_API.Chat.ChatMessage> messages, Model? model = null, double? temperature = null, double? top_p = null, int? numOutputs = null, int? max_tokens = null, double? frequencyPenalty = null, double? presencePenalty = null, IReadOnlyDictionary<string, float>? logitBias = null, params string[] stopSequences);
        Task<ChatResult> CreateChatCompletionAsync(params OpenAI_API.Chat.ChatMessage[] messages);
        Task<ChatResult> CreateChatCompletionAsync(params string[] userMessages);
        Task<ChatResult> CreateChatCompletionAsync(string userMessage, params OpenAI_API.Chat.ChatMessage.ImageInput[] images);
        Task StreamChatAsync(ChatRequest request, Action<ChatResult> resultHandler);
        IAsyncEnumerable<ChatResult> StreamChatEnumerableAsync(ChatRequest request);
        IAsyncEnumerable<ChatResult> StreamChatEnumerableAsync(IList<OpenAI_API.Chat.ChatMessage> messages, Model? model = null, double? temperature = null, double? top_p = null, int? numOutputs = null, int? max_tokens = null, double? frequencyPenalty = null, double? presencePenalty = null, IReadOnlyDictionary<string, float>? logitBias = null, params string[] stopSequences);
        Task StreamCompletionAsync(ChatRequest request, Action<int, ChatResult> resultHandler);
    }
}

namespace OpenAI_API.Completions
{
    public class CompletionRequest;
    public class CompletionResult : ApiResultBase;
    public interface ICompletionEndpoint
    {
        Task<CompletionResult> CreateCompletionAsync(CompletionRequest request);
        Task<CompletionResult> CreateCompletionAsync(string prompt, Model? model = null, int? max_tokens = null, double? temperature = null, double? top_p = null, int? numOutputs = null, double? presencePenalty = null, double? frequencyPenalty = null, int? logProbs = null, bool? echo = null, params string[] stopSequences);
        Task<CompletionResult> CreateCompletionAsync(params string[] prompts);
        Task<CompletionResult> CreateCompletionsAsync(CompletionRequest request, int numOutputs = 5);
        Task StreamCompletionAsync(CompletionRequest request, Action<int, CompletionResult> resultHandler);
        Task StreamCompletionAsync(CompletionRequest request, Action<CompletionResult> resultHandler);
        IAsyncEnumerable<CompletionResult> StreamCompletionEnumerableAsync(CompletionRequest request);
        IAsyncEnumerable<CompletionResult> StreamCompletionEnumerableAsync(string prompt, Model? model = null, int? max_tokens = null, double? temperature = null, double? top_p = null, int? numOutputs = null, double? presencePenalty = null, double? frequencyPenalty = null, int? logProbs = null, bool? echo = null, params string[] stopSequences);
        Task<string> CreateAndFormatCompletion(CompletionRequest request);
        Task<string> GetCompletion(string prompt);
    }
}

namespace OpenAI_API.Embedding
{
    public class EmbeddingRequest;
    public class EmbeddingResult : ApiResultBase;
    public interface IEmbeddingEndpoint
    {
        Task<EmbeddingResult> CreateEmbeddingAsync(string input);
        Task<EmbeddingResult> CreateEmbeddingAsync(EmbeddingRequest request);
        Task<float[]> GetEmbeddingsAsync(string input, Model? model = null, int? dimensions = null);
    }
}

namespace OpenAI_API.Images
{
    public class ImageGenerationRequest;
    public class ImageResult : ApiResultBase;
    public interface IImageGenerationEndpoint
    {
        Task<ImageResult> CreateImageAsync(OpenAI_API.Images.ImageGenerationRequest request);
        Task<ImageResult> CreateImageAsync(string input, Model? model = null);
    }
}

namespace OpenAI_API.Models
{
    public class Model;
    public interface IModelsEndpoint
    {
        Task<List<Model>> GetModelsAsync();
    }
}

namespace OpenAI_API.Moderation
{
    public class ModerationRequest;
    public class ModerationResult : ApiResultBase;
    public interface IModerationEndpoint
    {
        Task<ModerationResult> CallModerationAsync(ModerationRequest request);
        Task<ModerationResult> CallModerationAsync(string input);
    }
}
