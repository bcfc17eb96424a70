// The shape of the community client's public API, declarations only.
using Betalgo.Ranul.OpenAI.ObjectModels.RequestModels;
using Betalgo.Ranul.OpenAI.ObjectModels.ResponseModels;

namespace Betalgo.Ranul.OpenAI
{
    public class OpenAIOptions { public string ApiKey { get; set; } = null!; }
}

namespace Betalgo.Ranul.OpenAI.ObjectModels
{
    public static class Models { public enum Model { Gpt_4 } }
}

namespace Betalgo.Ranul.OpenAI.ObjectModels.RequestModels
{
    public class ChatMessage;
    public class ChatCompletionCreateRequest
    {
        public IList<ChatMessage> Messages { get; set; } = null!;
        public int? MaxTokens { get; set; }
        public int? MaxCompletionTokens { get; set; }
        public float? Temperature { get; set; }
    }

    public class CompletionCreateRequest { public int? MaxTokens { get; set; } }
    public class EmbeddingCreateRequest;
    public class CreateImageRequest;
    public class CreateImageEditRequest;
    public class CreateImageVariationRequest;
    public class AudioCreateTranscriptionRequest;
    public class AudioCreateSpeechRequest;
    public class BatchCreateRequest;
}

namespace Betalgo.Ranul.OpenAI.ObjectModels.ResponseModels
{
    public class ChatCompletionCreateResponse { public bool Successful => throw null!; }
    public class CompletionCreateResponse;
    public class EmbeddingCreateResponse;
    public class ImageResponse;
    public class AudioCreateTranscriptionResponse;
    public class AudioCreateSpeechResponse<T>;
    public class BatchResponse;
}

namespace Betalgo.Ranul.OpenAI.Interfaces
{
    using Betalgo.Ranul.OpenAI.ObjectModels;

    public interface IChatCompletionService
    {
        Task<ChatCompletionCreateResponse> CreateCompletion(ChatCompletionCreateRequest chatCompletionCreate, string? modelId = null, CancellationToken cancellationToken = default);
        IAsyncEnumerable<ChatCompletionCreateResponse> CreateCompletionAsStream(ChatCompletionCreateRequest chatCompletionCreate, string? modelId = null, bool justDataMode = true, CancellationToken cancellationToken = default);
    }

    public static class IChatCompletionServiceExtension
    {
        public static Task<ChatCompletionCreateResponse> Create(this IChatCompletionService service, ChatCompletionCreateRequest chatCompletionCreate, Models.Model modelId, CancellationToken cancellationToken = default) => throw null!;
    }

    public interface ICompletionService
    {
        Task<CompletionCreateResponse> CreateCompletion(CompletionCreateRequest createCompletionModel, string? modelId = null, CancellationToken cancellationToken = default);
        IAsyncEnumerable<CompletionCreateResponse> CreateCompletionAsStream(CompletionCreateRequest createCompletionModel, string? modelId = null, CancellationToken cancellationToken = default);
    }

    public interface IEmbeddingService
    {
        Task<EmbeddingCreateResponse> CreateEmbedding(EmbeddingCreateRequest createEmbeddingModel, CancellationToken cancellationToken = default);
    }

    public interface IImageService
    {
        Task<ImageResponse> CreateImage(CreateImageRequest imageCreate, CancellationToken cancellationToken = default);
        Task<ImageResponse> CreateImageEdit(CreateImageEditRequest imageEditCreateRequest, CancellationToken cancellationToken = default);
        Task<ImageResponse> CreateImageVariation(CreateImageVariationRequest imageEditCreateRequest, CancellationToken cancellationToken = default);
    }

    public interface IAudioService
    {
        Task<AudioCreateTranscriptionResponse> CreateTranscription(AudioCreateTranscriptionRequest audioCreateTranscriptionRequest, CancellationToken cancellationToken = default);
        Task<AudioCreateTranscriptionResponse> CreateTranslation(AudioCreateTranscriptionRequest audioCreateTranscriptionRequest, CancellationToken cancellationToken = default);
        Task<AudioCreateSpeechResponse<T>> CreateSpeech<T>(AudioCreateSpeechRequest audioCreateSpeechRequest, CancellationToken cancellationToken = default);
    }

    public interface IBatchService
    {
        Task<BatchResponse> BatchCreate(BatchCreateRequest request, CancellationToken cancellationToken = default);
        Task<BatchResponse?> BatchRetrieve(string batchId, CancellationToken cancellationToken = default);
    }

    public interface IOpenAIService
    {
        IChatCompletionService ChatCompletion { get; }
        IEmbeddingService Embeddings { get; }
    }
}
