// The shape of the SDK's public API, declarations only.
using GenerativeAI;
using GenerativeAI.Clients;
using GenerativeAI.Core;
using GenerativeAI.Types;
using Microsoft.Extensions.Logging;

namespace GenerativeAI
{
    public abstract class BaseModel : BaseClient;
    public class ChatSession : GenerativeModel
    {
        public override Task<GenerateContentResponse> GenerateContentAsync(GenerateContentRequest request, CancellationToken cancellationToken = default) => throw null!;
        public override IAsyncEnumerable<GenerateContentResponse> StreamContentAsync(GenerateContentRequest request, CancellationToken cancellationToken = default) => throw null!;
    }
    public class EmbeddingModel : BaseModel
    {
        public Task<EmbedContentResponse> EmbedContentAsync(Content content, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbedContentResponse> EmbedContentAsync(EmbedContentRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbedContentResponse> EmbedContentAsync(string message, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbedContentResponse> EmbedContentAsync(IEnumerable<Part> parts, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbedContentResponse> EmbedContentAsync(IEnumerable<string> messages, CancellationToken cancellationToken = default) => throw null!;
        public Task<BatchEmbedContentsResponse> BatchEmbedContentAsync(IEnumerable<EmbedContentRequest> requests, CancellationToken cancellationToken = default) => throw null!;
        public Task<BatchEmbedContentsResponse> BatchEmbedContentAsync(IEnumerable<Content> contents, CancellationToken cancellationToken = default) => throw null!;
    }
    public class GeminiModel : GenerativeModel
    {
        public Task<RemoteFile> UploadFileAsync(string filePath, Action<double> progressCallback, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateContentResponse> GenerateContentAsync(string prompt, string filePath, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> StreamContentAsync(string prompt, string filePath, CancellationToken cancellationToken = default) => throw null!;
    }
    public abstract class GenAI
    {
        public virtual GenerativeModel CreateGenerativeModel(string modelName, GenerationConfig config = null, ICollection<SafetySetting> safetyRatings = null, string systemInstruction = null) => throw null!;
    }
    public class GenerativeModel : BaseModel, IGenerativeModel
    {
        public Task<GenerateAnswerResponse> GenerateAnswerAsync(GenerateAnswerRequest request, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<GenerateContentResponse> GenerateContentAsync<T>(GenerateContentRequest request, CancellationToken cancellationToken = default) where T : class => throw null!;
        public virtual Task<T?> GenerateObjectAsync<T>(GenerateContentRequest request, CancellationToken cancellationToken = default) where T : class => throw null!;
        public Task<T?> GenerateObjectAsync<T>(string prompt, CancellationToken cancellationToken = default) where T : class => throw null!;
        public Task<T?> GenerateObjectAsync<T>(IEnumerable<Part> parts, CancellationToken cancellationToken = default) where T : class => throw null!;
        public virtual Task<T?> GenerateEnumAsync<T>(GenerateContentRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<T?> GenerateEnumAsync<T>(string prompt, CancellationToken cancellationToken = default) => throw null!;
        public Task<T?> GenerateEnumAsync<T>(IEnumerable<Part> parts, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<GenerateContentResponse> GenerateContentAsync(GenerateContentRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateContentResponse> GenerateContentAsync(string prompt, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateContentResponse> GenerateContentAsync(string prompt, string fileUri, string mimeType, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateContentResponse> GenerateContentAsync(IEnumerable<Part> parts, CancellationToken cancellationToken = default) => throw null!;
        public virtual IAsyncEnumerable<GenerateContentResponse> StreamContentAsync(GenerateContentRequest request, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> StreamContentAsync(string prompt, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> StreamContentAsync(string prompt, string fileUri, string mimeType, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> StreamContentAsync(IEnumerable<Part> parts, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> StreamContentAsync(IEnumerable<Content> contents, CancellationToken cancellationToken = default) => throw null!;
        public Task<CountTokensResponse> CountTokensAsync(CountTokensRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<CountTokensResponse> CountTokensAsync(IEnumerable<Content> contents, CancellationToken cancellationToken = default) => throw null!;
        public Task<CountTokensResponse> CountTokensAsync(IEnumerable<Part> parts, CancellationToken cancellationToken = default) => throw null!;
        public Task<CountTokensResponse> CountTokensAsync(GenerateContentRequest generateContentRequest, CancellationToken cancellationToken = default) => throw null!;
        public GenerativeModel(IPlatformAdapter platform, string model, GenerationConfig config = null, ICollection<SafetySetting> safetySettings = null, string systemInstruction = null, HttpClient httpClient = null, ILogger logger = null) { }
        public GenerativeModel(string apiKey, ModelParams modelParams, HttpClient client = null, ILogger logger = null) { }
        public GenerativeModel(string apiKey, string model, GenerationConfig config = null, ICollection<SafetySetting> safetySettings = null, string systemInstruction = null, HttpClient httpClient = null, ILogger logger = null) { }
        public virtual ChatSession StartChat(List<Content> history = null, GenerationConfig config = null, ICollection<SafetySetting> safetySettings = null, string systemInstruction = null) => throw null!;
        public virtual ChatSession StartChat(ChatSessionBackUpData chatSessionBackUpData, List<IFunctionTool> tools = null) => throw null!;
        protected GenerativeModel() { }
    }
    public class GoogleAi : GenAI
    {
        public GoogleAi(string apiKey = null, string accessToken = null, HttpClient client = null, ILogger logger = null) { }
        public GoogleAi(IPlatformAdapter adapter, HttpClient client = null, ILogger logger = null) { }
        public override GenerativeModel CreateGenerativeModel(string modelName, GenerationConfig config = null, ICollection<SafetySetting> safetyRatings = null, string systemInstruction = null) => throw null!;
        public GeminiModel CreateGeminiModel(string modelName, GenerationConfig config = null, ICollection<SafetySetting> safetyRatings = null, string systemInstruction = null) => throw null!;
    }
    public class GoogleAICredentials
    {
        public string ApiKey { get; set; } = null!;
    }
    public interface IGenerativeModel
    {
        Task<GenerateAnswerResponse> GenerateAnswerAsync(GenerateAnswerRequest request, CancellationToken cancellationToken = default);
        Task<GenerateContentResponse> GenerateContentAsync(GenerateContentRequest request, CancellationToken cancellationToken = default);
        Task<GenerateContentResponse> GenerateContentAsync(string prompt, CancellationToken cancellationToken = default);
        Task<GenerateContentResponse> GenerateContentAsync(string prompt, string fileUri, string mimeType, CancellationToken cancellationToken = default);
        Task<GenerateContentResponse> GenerateContentAsync(IEnumerable<Part> parts, CancellationToken cancellationToken = default);
        IAsyncEnumerable<GenerateContentResponse> StreamContentAsync(GenerateContentRequest request, CancellationToken cancellationToken = default);
        IAsyncEnumerable<GenerateContentResponse> StreamContentAsync(string prompt, CancellationToken cancellationToken = default);
        IAsyncEnumerable<GenerateContentResponse> StreamContentAsync(string prompt, string fileUri, string mimeType, CancellationToken cancellationToken = default);
        IAsyncEnumerable<GenerateContentResponse> StreamContentAsync(IEnumerable<Part> parts, CancellationToken cancellationToken = default);
        IAsyncEnumerable<GenerateContentResponse> StreamContentAsync(IEnumerable<Content> contents, CancellationToken cancellationToken = default);
        Task<CountTokensResponse> CountTokensAsync(CountTokensRequest request, CancellationToken cancellationToken = default);
        Task<CountTokensResponse> CountTokensAsync(IEnumerable<Content> contents, CancellationToken cancellationToken = default);
        Task<CountTokensResponse> CountTokensAsync(IEnumerable<Part> parts, CancellationToken cancellationToken = default);
        Task<CountTokensResponse> CountTokensAsync(GenerateContentRequest generateContentRequest, CancellationToken cancellationToken = default);
        Task<GenerateContentResponse> GenerateContentAsync<T>(GenerateContentRequest request, CancellationToken cancellationToken = default) where T : class;
        Task<T?> GenerateObjectAsync<T>(GenerateContentRequest request, CancellationToken cancellationToken = default) where T : class;
        Task<T?> GenerateObjectAsync<T>(string prompt, CancellationToken cancellationToken = default) where T : class;
        Task<T?> GenerateObjectAsync<T>(IEnumerable<Part> parts, CancellationToken cancellationToken = default) where T : class;
        Task<T?> GenerateEnumAsync<T>(GenerateContentRequest request, CancellationToken cancellationToken = default);
        Task<T?> GenerateEnumAsync<T>(string prompt, CancellationToken cancellationToken = default);
        Task<T?> GenerateEnumAsync<T>(IEnumerable<Part> parts, CancellationToken cancellationToken = default);
    }
    public class SemanticRetrieverChatSession
    {
        public Task<GenerateAnswerResponse> GenerateAnswerAsync(string query, CancellationToken cancellationToken = default) => throw null!;
    }
    public class SemanticRetrieverModel : BaseModel
    {
        public Task<GenerateAnswerResponse> GenerateAnswerAsync(GenerateAnswerRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateAnswerResponse> GenerateAnswerAsync(string prompt, string corpusId, AnswerStyle answerStyle = (AnswerStyle)1, ICollection<SafetySetting> safetySettings = null, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace GenerativeAI.Clients
{
    public class BaseClient : ApiBase;
    public class BatchClient : BaseClient
    {
        public Task<BatchJob> CreateAsync(string model, BatchJobSource source, BatchJobDestination destination = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<BatchJob> CreateEmbeddingsAsync(string model, BatchJobSource source, BatchJobDestination destination = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<BatchJobResponse> GetAsync(string name, CancellationToken cancellationToken = default) => throw null!;
    }
    public class ImagenModel : BaseClient
    {
        public Task<GenerateImageResponse?> GenerateImagesAsync(GenerateImageRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateImageResponse?> GenerateImagesAsync(string prompt, ImageSource imageSource = null, ImageGenerationParameters parameters = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class ImageTextModel : BaseClient
    {
        public Task<ImageCaptioningResponse?> GenerateImageCaptionAsync(ImageCaptioningRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<VqaResponse?> VisualQuestionAnsweringAsync(VqaRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<ImageCaptioningResponse?> GenerateImageCaptionFromLocalFileAsync(string imagePath, ImageCaptioningParameters parameters = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<ImageCaptioningResponse?> GenerateImageCaptionFromGcsImageAsync(string imageUri, ImageCaptioningParameters parameters = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<VqaResponse?> VisualQuestionAnsweringFromLocalFileAsync(string prompt, string imagePath, VqaParameters parameters = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<VqaResponse?> VisualQuestionAnsweringFromGcsFileAsync(string prompt, string imageUri, VqaParameters parameters = null, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace GenerativeAI.Core
{
    public abstract class ApiBase;
    public class BaseParams;
    public interface IFunctionTool;
    public interface IPlatformAdapter;
    public class ModelParams : BaseParams;
}

namespace GenerativeAI.Types
{
    public enum AnswerStyle { ANSWER_STYLE_UNSPECIFIED, ABSTRACTIVE, EXTRACTIVE, VERBOSE }
    public class BatchEmbedContentsResponse;
    public class BatchJob;
    public class BatchJobDestination;
    public class BatchJobResponse;
    public class BatchJobSource;
    public class ChatSessionBackUpData;
    public class Content;
    public class CountTokensRequest;
    public class CountTokensResponse;
    public class EmbedContentRequest;
    public class EmbedContentResponse;
    public enum FinishReason { FINISH_REASON_UNSPECIFIED, STOP, MAX_TOKENS, SAFETY, RECITATION, LANGUAGE, OTHER, BLOCKLIST, PROHIBITED_CONTENT, SPII, MALFORMED_FUNCTION_CALL, IMAGE_SAFETY }
    public class GenerateAnswerRequest;
    public class GenerateAnswerResponse;
    public class GenerateImageRequest;
    public class GenerateImageResponse;
    public class ImageCaptioningParameters;
    public class ImageCaptioningRequest;
    public class ImageCaptioningResponse;
    public class ImageGenerationParameters;
    public class ImageSource;
    public class Part;
    public class RemoteFile;
    public class SafetySetting;
    public class Tool;
    public class ToolConfig;
    public class UsageMetadata;
    public class VqaParameters;
    public class VqaRequest;
    public class VqaResponse;
    public class Candidate
    {
        public FinishReason? FinishReason { get; set; }
    }
    public class GenerateContentRequest
    {
        public List<Content> Contents { get; set; } = null!;
        public GenerationConfig GenerationConfig { get; set; }
        public GenerateContentRequest() { }
        public GenerateContentRequest(List<Content> contents, List<Tool> tools = null, ToolConfig toolConfig = null, List<SafetySetting> safetySettings = null, Content systemInstruction = null, GenerationConfig generationConfig = null, string cachedContent = null) { }
        public GenerateContentRequest(Content content) { }
    }
    public class GenerateContentResponse
    {
        public string Text { get; } = null!;
        public Candidate[] Candidates { get; set; }
        public UsageMetadata UsageMetadata { get; set; }
    }
    public class GenerationConfig
    {
        public int? MaxOutputTokens { get; set; }
        public double? Temperature { get; set; }
    }
}

namespace Microsoft.Extensions.Logging
{
    public interface ILogger;
}
