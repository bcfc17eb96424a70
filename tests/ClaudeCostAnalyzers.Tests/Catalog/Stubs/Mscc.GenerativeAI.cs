// The shape of the SDK's public API, declarations only.
using Mscc.GenerativeAI;
using Mscc.GenerativeAI.Types;

namespace Mscc.GenerativeAI
{
    public abstract class BaseModel : BaseLogger
    {
        public TimeSpan Timeout { get; set; }
    }
    public class ChatModel : BaseModel
    {
        public Task<ChatCompletionsResponse> Completions(ChatCompletionsRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class DynamicModel : BaseModel
    {
        public Task<GenerateContentResponse> GenerateContent(GenerateContentRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateContentResponse> GenerateContentStream(GenerateContentRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class EmbeddingsModel : BaseModel
    {
        public Task<GenerateEmbeddingsResponse> Embeddings(GenerateEmbeddingsRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class GenerativeModel : BaseModel
    {
        public Task<List<ModelResponse>> ListModels(bool tuned = false, int? pageSize = 50, string pageToken = null, string filter = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateContentResponse> GenerateContent(GenerateContentRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateContentResponse> GenerateContent(string prompt, GenerationConfig generationConfig = null, List<SafetySetting> safetySettings = null, Tools tools = null, ToolConfig toolConfig = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateContentResponse> GenerateContent(List<IPart> parts, GenerationConfig generationConfig = null, List<SafetySetting> safetySettings = null, Tools tools = null, ToolConfig toolConfig = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> GenerateContentStream(GenerateContentRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> GenerateContentStream(string prompt, GenerationConfig generationConfig = null, List<SafetySetting> safetySettings = null, Tools tools = null, ToolConfig toolConfig = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> GenerateContentStream(List<IPart> parts, GenerationConfig generationConfig = null, List<SafetySetting> safetySettings = null, Tools tools = null, ToolConfig toolConfig = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<Mscc.GenerativeAI.Types.Operation> BatchEmbedContent(AsyncBatchEmbedContentRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<Mscc.GenerativeAI.Types.Operation<GenerateContentBatchOutput>> BatchGenerateContent(BatchGenerateContentRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateImagesResponse> GenerateImages(GenerateImagesRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateImagesResponse> GenerateImages(string model, string prompt, GenerateImagesConfig config = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateImagesResponse> GenerateImages(string prompt, int numberOfImages = 1, string negativePrompt = null, ImageAspectRatio? aspectRatio = null, int? guidanceScale = null, ImagePromptLanguage? language = null, SafetyFilterLevel? safetyFilterLevel = null, PersonGeneration? personGeneration = null, bool? enhancePrompt = null, bool? addWatermark = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<EditImageResponse> EditImage(string model, string prompt, List<ReferenceImage> images, int numberOfImages = 1, EditImageConfig config = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<UpscaleImageResponse> UpscaleImage(UpscaleImageRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<UpscaleImageResponse> UpscaleImage(string model, Image image, UpscaleFactor? upscaleFactor = 0, UpscaleImageConfig config = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateVideosResponse> GenerateVideos(GenerateVideosRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateVideosResponse> GenerateVideos(string model, string prompt, GenerateVideosConfig config = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateVideosResponse> GenerateVideos(string prompt, int numberOfImages = 1, string negativePrompt = null, ImageAspectRatio? aspectRatio = null, int? guidanceScale = null, ImagePromptLanguage? language = null, SafetyFilterLevel? safetyFilterLevel = null, PersonGeneration? personGeneration = null, bool? enhancePrompt = null, bool? addWatermark = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateAnswerResponse> GenerateAnswer(GenerateAnswerRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateAnswerResponse> GenerateAnswer(string prompt, AnswerStyle? answerStyle = null, List<SafetySetting> safetySettings = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbedContentResponse> EmbedContent(EmbedContentRequest request, string model = null, TaskType? taskType = null, string title = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbedContentResponse> EmbedContent(List<EmbedContentRequest> requests, string model = null, TaskType? taskType = null, string title = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbedContentResponse> EmbedContent(string content, string model = null, TaskType? taskType = null, string title = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbedContentResponse> EmbedContent(IEnumerable<string> content, string model = null, TaskType? taskType = null, string title = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbedContentResponse> EmbedContent(ContentResponse content, string model = null, TaskType? taskType = null, string title = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<CountTokensResponse> CountTokens(string model, List<Content> contents, CountTokensConfig config = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<CountTokensResponse> CountTokens(GenerateContentRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<CountTokensResponse> CountTokens(string prompt, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<CountTokensResponse> CountTokens(List<IPart> parts, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<CountTokensResponse> CountTokens(FileResource file, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public ChatSession StartChat(List<ContentResponse> history = null, GenerationConfig generationConfig = null, List<SafetySetting> safetySettings = null, Tools tools = null, bool enableAutomaticFunctionCalling = false) => throw null!;
        public Task<PredictResponse> Predict(PredictRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<Mscc.GenerativeAI.Types.Operation> PredictLongRunning(PredictLongRunningRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateTextResponse> GenerateText(GenerateTextRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateTextResponse> GenerateText(string prompt, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<CountTokensResponse> CountTokens(GenerateTextRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateMessageResponse> GenerateMessage(GenerateMessageRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateMessageResponse> GenerateMessage(string prompt, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<CountTokensResponse> CountTokens(GenerateMessageRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbedTextResponse> EmbedText(EmbedTextRequest request, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbedTextResponse> EmbedText(string prompt, CancellationToken cancellationToken = default) => throw null!;
        public Task<CountTokensResponse> CountTokens(EmbedTextRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<EmbedTextResponse> BatchEmbedText(BatchEmbedTextRequest request, CancellationToken cancellationToken = default) => throw null!;
    }
    public class ImageGenerationModel : BaseModel
    {
        public Task<Mscc.GenerativeAI.Types.ImageGenerationResponse> GenerateImages(Mscc.GenerativeAI.Types.ImageGenerationRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<Mscc.GenerativeAI.Types.ImageGenerationResponse> GenerateImages(string prompt, int numberOfImages = 1, string negativePrompt = null, ImageAspectRatio? aspectRatio = null, int? guidanceScale = null, ImagePromptLanguage? language = null, SafetyFilterLevel? safetyFilterLevel = null, PersonGeneration? personGeneration = null, bool? enhancePrompt = null, bool? addWatermark = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<Mscc.GenerativeAI.Types.ImageGenerationResponse> GenerateContent(string prompt, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class ImagesModel : BaseModel
    {
        public Task<ImagesGenerationsResponse> Images(ImagesGenerationsRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class ImageTextModel : BaseModel
    {
        public Task<ImageTextResponse> GetCaptions(ImageTextRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<ImageTextResponse> GetCaptions(string base64Image, int? numberOfResults = null, string language = null, string storageUri = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<ImageTextResponse> AskQuestion(string base64Image, string question, int? numberOfResults = null, string language = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class InteractionsModel : BaseModel
    {
        public Task<InteractionResource> Create(InteractionRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<InteractionResource> Create(string model = null, string agent = null, string input = null, string systemInstruction = null, InteractionTools tools = null, object responseFormat = null, string responseMimeType = null, bool? stream = null, bool? store = null, bool? background = null, GenerationConfig generationConfig = null, object agentConfig = null, string previousInteractionId = null, List<ResponseModality> responseModalities = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<InteractionResource> Create(string model = null, string agent = null, InteractionContent input = null, string systemInstruction = null, InteractionTools tools = null, object responseFormat = null, string responseMimeType = null, bool? stream = null, bool? store = null, bool? background = null, GenerationConfig generationConfig = null, object agentConfig = null, string previousInteractionId = null, List<ResponseModality> responseModalities = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<InteractionResource> Create(string model = null, string agent = null, List<InteractionContent> input = null, string systemInstruction = null, InteractionTools tools = null, object responseFormat = null, string responseMimeType = null, bool? stream = null, bool? store = null, bool? background = null, GenerationConfig generationConfig = null, object agentConfig = null, string previousInteractionId = null, List<ResponseModality> responseModalities = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<InteractionResource> Create(string model = null, string agent = null, List<InteractionTurn> input = null, string systemInstruction = null, InteractionTools tools = null, object responseFormat = null, string responseMimeType = null, bool? stream = null, bool? store = null, bool? background = null, GenerationConfig generationConfig = null, object agentConfig = null, string previousInteractionId = null, List<ResponseModality> responseModalities = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<InteractionSseEvent> CreateStream(InteractionRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<InteractionSseEvent> CreateStream(string model = null, string agent = null, string input = null, string systemInstruction = null, InteractionTools tools = null, object responseFormat = null, string responseMimeType = null, bool? stream = null, bool? store = null, bool? background = null, GenerationConfig generationConfig = null, object agentConfig = null, string previousInteractionId = null, List<ResponseModality> responseModalities = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<InteractionSseEvent> CreateStream(string model = null, string agent = null, InteractionContent input = null, string systemInstruction = null, InteractionTools tools = null, object responseFormat = null, string responseMimeType = null, bool? stream = null, bool? store = null, bool? background = null, GenerationConfig generationConfig = null, object agentConfig = null, string previousInteractionId = null, List<ResponseModality> responseModalities = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<InteractionSseEvent> CreateStream(string model = null, string agent = null, List<InteractionContent> input = null, string systemInstruction = null, InteractionTools tools = null, object responseFormat = null, string responseMimeType = null, bool? stream = null, bool? store = null, bool? background = null, GenerationConfig generationConfig = null, object agentConfig = null, string previousInteractionId = null, List<ResponseModality> responseModalities = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<InteractionSseEvent> CreateStream(string model = null, string agent = null, List<InteractionTurn> input = null, string systemInstruction = null, InteractionTools tools = null, object responseFormat = null, string responseMimeType = null, bool? stream = null, bool? store = null, bool? background = null, GenerationConfig generationConfig = null, object agentConfig = null, string previousInteractionId = null, List<ResponseModality> responseModalities = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<InteractionResource> Get(string id, bool? stream = false, string lastEventId = null, string apiVersion = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class LiveModel : BaseModel
    {
        public Task<AsyncSession> Connect(string model, LiveConnectConfig config, CancellationToken cancellationToken = default) => throw null!;
    }
    public class OpenAIModel : BaseModel
    {
        public Task<ChatCompletionsResponse> Completions(ChatCompletionsRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateEmbeddingsResponse> Embeddings(GenerateEmbeddingsRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<ImagesGenerationsResponse> Images(ImagesGenerationsRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class VideoGenerationModel : BaseModel
    {
        public Task<GenerateVideosResponse> GenerateVideos(GenerateVideosRequest request, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateVideosResponse> GenerateVideos(string prompt, int numberOfVideos = 1, string negativePrompt = null, string aspectRatio = null, string safetyFilterLevel = null, PersonGeneration? personGeneration = null, bool? enhancePrompt = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateVideosResponse> GenerateContent(string prompt, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace Mscc.GenerativeAI.Types
{
    public enum AnswerStyle { AnswerStyleUnspecified, Abstractive, Extractive, Verbose }
    public class AsyncBatchEmbedContentRequest;
    public class AsyncSession;
    public abstract class BaseConfig;
    public abstract class BaseLogger;
    public class BatchEmbedTextRequest;
    public class BatchGenerateContentRequest;
    public class ChatCompletionsRequest;
    public class ChatCompletionsResponse;
    public class Content;
    public class ContentResponse;
    public class CountTokensConfig : BaseConfig;
    public class CountTokensResponse;
    public class EditImageConfig : ImageGenerationParameters;
    public class EditImageResponse : Mscc.GenerativeAI.Types.ImageGenerationResponse;
    public class EmbedContentRequest;
    public class EmbedContentResponse;
    public class EmbedTextRequest;
    public class EmbedTextResponse;
    public class FileResource;
    public enum FinishReason { FinishReasonUnspecified, Stop, MaxTokens, Safety, Recitation, Language, Other, Blocklist, ProhibitedContent, Spii, MalformedFunctionCall, ImageSafety }
    public class GenerateAnswerRequest;
    public class GenerateAnswerResponse;
    public class GenerateContentBatchOutput;
    public class GenerateContentRequest;
    public class GenerateEmbeddingsRequest;
    public class GenerateEmbeddingsResponse;
    public class GenerateImagesConfig : ImageGenerationParameters;
    public class GenerateImagesRequest : Mscc.GenerativeAI.Types.ImageGenerationRequest;
    public class GenerateImagesResponse : Mscc.GenerativeAI.Types.ImageGenerationResponse;
    public class GenerateMessageRequest;
    public class GenerateMessageResponse;
    public class GenerateTextRequest;
    public class GenerateTextResponse;
    public class GenerateVideosConfig;
    public class GenerateVideosRequest;
    public class GenerateVideosResponse;
    public class HttpOptions;
    public class Image;
    public enum ImageAspectRatio { Ratio1x1, Ratio9x16, Ratio16x9, Ratio4x3, Ratio3x4, Ratio2x3, Ratio3x2, Ratio21x9 }
    public class ImageGenerationParameters : BaseConfig;
    public class ImageGenerationRequest;
    public class ImageGenerationResponse;
    public enum ImagePromptLanguage { Auto, En, Hi, Ja, Ko }
    public class ImagesGenerationsRequest;
    public class ImagesGenerationsResponse;
    public class ImageTextRequest;
    public class ImageTextResponse;
    public class InteractionContent;
    public class InteractionRequest;
    public class InteractionResource : BaseLogger;
    public class InteractionSseEvent;
    public class InteractionTools;
    public class InteractionTurn;
    public interface IPart;
    public class LiveConnectConfig;
    public class ModelResponse;
    public class Operation;
    public class Operation<TResponse> : Mscc.GenerativeAI.Types.Operation;
    public class Part;
    public enum PersonGeneration { PersonGenerationUnspecified, AllowAll, AllowAdult, AllowNone }
    public class PredictLongRunningRequest;
    public class PredictRequest;
    public class PredictResponse;
    public abstract class ReferenceImage;
    public enum ResponseModality { ResponseModalityUnspecified, ModalityUnspecified, Text, Image, Audio }
    public class Retry;
    public enum SafetyFilterLevel { BlockLowAndAbove, BlockMediumAndAbove, BlockOnlyHigh, BlockNone }
    public class SafetySetting;
    public enum TaskType { TaskTypeUnspecified, RetrievalQuery, RetrievalDocument, SemanticSimilarity, Classification, Clustering, QuestionAnswering, FactVerification, CodeRetrievalQuery }
    public class ToolConfig;
    public class Tools;
    public enum UpscaleFactor { X2, X4 }
    public class UpscaleImageConfig : BaseConfig;
    public class UpscaleImageRequest : Mscc.GenerativeAI.Types.ImageGenerationRequest;
    public class UpscaleImageResponse : Mscc.GenerativeAI.Types.ImageGenerationResponse;
    public class UsageMetadata;
    public class Candidate
    {
        public FinishReason? FinishReason { get; set; }
    }
    public class ChatSession
    {
        public Task<GenerateContentResponse> SendMessage(GenerateContentRequest request, GenerationConfig generationConfig = null, List<SafetySetting> safetySettings = null, Tools tools = null, ToolConfig toolConfig = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateContentResponse> SendMessage(string prompt, GenerationConfig generationConfig = null, List<SafetySetting> safetySettings = null, Tools tools = null, ToolConfig toolConfig = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateContentResponse> SendMessage(List<Part> parts, GenerationConfig generationConfig = null, List<SafetySetting> safetySettings = null, Tools tools = null, ToolConfig toolConfig = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<GenerateContentResponse> SendMessage(object content, GenerationConfig generationConfig = null, List<SafetySetting> safetySettings = null, Tools tools = null, ToolConfig toolConfig = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> SendMessageStream(GenerateContentRequest request, GenerationConfig generationConfig = null, List<SafetySetting> safetySettings = null, Tools tools = null, ToolConfig toolConfig = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> SendMessageStream(string prompt, GenerationConfig generationConfig = null, List<SafetySetting> safetySettings = null, Tools tools = null, ToolConfig toolConfig = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> SendMessageStream(List<Part> parts, GenerationConfig generationConfig = null, List<SafetySetting> safetySettings = null, Tools tools = null, ToolConfig toolConfig = null, RequestOptions requestOptions = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<GenerateContentResponse> SendMessageStream(object content, GenerationConfig generationConfig = null, List<SafetySetting> safetySettings = null, Tools tools = null, ToolConfig toolConfig = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class GenerateContentResponse : BaseLogger
    {
        public string Text { get; }
        public List<Candidate> Candidates { get; set; }
        public UsageMetadata UsageMetadata { get; set; }
    }
    public class GenerationConfig : BaseConfig
    {
        public int? MaxOutputTokens { get; set; }
        public double? Temperature { get; set; }
    }
    public class RequestOptions
    {
        public TimeSpan Timeout { get; set; }
        public RequestOptions() { }
        public RequestOptions(Retry retry = null, TimeSpan? timeout = null, string baseUrl = null, string apiVersion = null, System.Net.IWebProxy proxy = null) { }
        public RequestOptions(HttpOptions httpOptions) { }
    }
}
