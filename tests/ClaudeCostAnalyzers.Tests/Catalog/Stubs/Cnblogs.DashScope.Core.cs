// The shape of the SDK's public API, declarations only.
using Cnblogs.DashScope.Core;
using Cnblogs.DashScope.Sdk.TextEmbedding;
using Cnblogs.DashScope.Sdk.Wanx;

namespace Cnblogs.DashScope.Core
{
    public class ApplicationRequest : Cnblogs.DashScope.Core.ApplicationRequest<Dictionary<string, object?>>;
    public class ApplicationRequest<TBizParams>;
    public class ApplicationResponse;
    public class BackgroundGenerationInput;
    public class BackgroundGenerationOutput : DashScopeTaskOutput;
    public class BackgroundGenerationParameters;
    public class BackgroundGenerationUsage;
    public class BatchGetEmbeddingsInput;
    public class BatchGetEmbeddingsOutput : DashScopeTaskOutput;
    public class DashScopeBatch;
    public class DashScopeCreateBatchRequest;
    public class DashScopeFileResponse<TData> : Cnblogs.DashScope.Core.DashScopeFileResponse;
    public class DashScopeFileResponse;
    public class DashScopeListFilesData;
    public class DashScopeTask<TOutput, TUsage>;
    public abstract class DashScopeTaskOutput;
    public interface IBackgroundGenerationParameters;
    public interface IBatchGetEmbeddingsParameters;
    public interface IImageSynthesisParameters;
    public class Image2ImageSynthesisInput;
    public class Image2ImageSynthesisOutput : DashScopeTaskOutput;
    public class ImageGenerationInput;
    public class ImageGenerationOutput : DashScopeTaskOutput;
    public class ImageGenerationUsage;
    public class ImageSynthesisInput;
    public class ImageSynthesisOutput : DashScopeTaskOutput;
    public class ImageSynthesisParameters;
    public class ImageSynthesisUsage;
    public interface IMultimodalParameters;
    public interface ITextEmbeddingParameters;
    public interface ITextGenerationParameters;
    public class ModelRequest<TInput, TParameter> : Cnblogs.DashScope.Core.ModelRequest<TInput>;
    public class ModelRequest<TInput>;
    public class MultimodalInput;
    public class MultimodalOutput;
    public class MultimodalTokenUsage;
    public class TextEmbeddingInput;
    public class TextEmbeddingOutput;
    public class TextEmbeddingParameters;
    public class TextEmbeddingTokenUsage;
    public class TextGenerationChoice;
    public class TextGenerationInput;
    public class TextGenerationTokenUsage;
    public class TokenizationOutput;
    public class TokenizationUsage;
    public interface IDashScopeClient
    {
        Task<ApplicationResponse> GetApplicationResponseAsync(string applicationId, Cnblogs.DashScope.Core.ApplicationRequest input, CancellationToken cancellationToken = default);
        Task<ApplicationResponse> GetApplicationResponseAsync<TBizParams>(string applicationId, Cnblogs.DashScope.Core.ApplicationRequest<TBizParams> input, CancellationToken cancellationToken = default) where TBizParams : class;
        IAsyncEnumerable<ApplicationResponse> GetApplicationResponseStreamAsync(string applicationId, Cnblogs.DashScope.Core.ApplicationRequest input, CancellationToken cancellationToken = default);
        IAsyncEnumerable<ApplicationResponse> GetApplicationResponseStreamAsync<TBizContent>(string applicationId, Cnblogs.DashScope.Core.ApplicationRequest<TBizContent> input, CancellationToken cancellationToken = default) where TBizContent : class;
        Task<ModelResponse<TextGenerationOutput, TextGenerationTokenUsage>> GetTextCompletionAsync(Cnblogs.DashScope.Core.ModelRequest<TextGenerationInput, ITextGenerationParameters> input, CancellationToken cancellationToken = default);
        IAsyncEnumerable<ModelResponse<TextGenerationOutput, TextGenerationTokenUsage>> GetTextCompletionStreamAsync(Cnblogs.DashScope.Core.ModelRequest<TextGenerationInput, ITextGenerationParameters> input, CancellationToken cancellationToken = default);
        Task<ModelResponse<MultimodalOutput, MultimodalTokenUsage>> GetMultimodalGenerationAsync(Cnblogs.DashScope.Core.ModelRequest<MultimodalInput, IMultimodalParameters> input, CancellationToken cancellationToken = default);
        IAsyncEnumerable<ModelResponse<MultimodalOutput, MultimodalTokenUsage>> GetMultimodalGenerationStreamAsync(Cnblogs.DashScope.Core.ModelRequest<MultimodalInput, IMultimodalParameters> input, CancellationToken cancellationToken = default);
        Task<ModelResponse<TextEmbeddingOutput, TextEmbeddingTokenUsage>> GetEmbeddingsAsync(Cnblogs.DashScope.Core.ModelRequest<TextEmbeddingInput, ITextEmbeddingParameters> input, CancellationToken cancellationToken = default);
        Task<ModelResponse<BatchGetEmbeddingsOutput, TextEmbeddingTokenUsage>> BatchGetEmbeddingsAsync(Cnblogs.DashScope.Core.ModelRequest<BatchGetEmbeddingsInput, IBatchGetEmbeddingsParameters> input, CancellationToken cancellationToken = default);
        Task<ModelResponse<ImageSynthesisOutput, ImageSynthesisUsage>> CreateImageSynthesisTaskAsync(Cnblogs.DashScope.Core.ModelRequest<ImageSynthesisInput, IImageSynthesisParameters> input, CancellationToken cancellationToken = default);
        Task<ModelResponse<Image2ImageSynthesisOutput, ImageSynthesisUsage>> CreateImageSynthesisTaskAsync(Cnblogs.DashScope.Core.ModelRequest<Image2ImageSynthesisInput> input, CancellationToken cancellationToken = default);
        Task<DashScopeTask<ImageSynthesisOutput, ImageSynthesisUsage>> GetImageSynthesisTaskAsync(string taskId, CancellationToken cancellationToken = default);
        Task<ModelResponse<TokenizationOutput, TokenizationUsage>> TokenizeAsync(Cnblogs.DashScope.Core.ModelRequest<TextGenerationInput, ITextGenerationParameters> input, CancellationToken cancellationToken = default);
        Task<ModelResponse<ImageGenerationOutput, ImageGenerationUsage>> CreateImageGenerationTaskAsync(Cnblogs.DashScope.Core.ModelRequest<ImageGenerationInput> input, CancellationToken cancellationToken = default);
        Task<ModelResponse<BackgroundGenerationOutput, BackgroundGenerationUsage>> CreateBackgroundGenerationTaskAsync(Cnblogs.DashScope.Core.ModelRequest<BackgroundGenerationInput, IBackgroundGenerationParameters> input, CancellationToken cancellationToken = default);
        Task<DashScopeBatch> OpenAiCompatibleCreateBatchAsync(DashScopeCreateBatchRequest input, CancellationToken cancellationToken = default);
        Task<Cnblogs.DashScope.Core.DashScopeFileResponse<DashScopeListFilesData>> ListFilesAsync(int pageNo, int pageSize, CancellationToken cancellationToken = default);
    }
    public class ModelResponse<TOutput, TUsage>
    {
        public TOutput Output { get; init; } = default!;
        public TUsage Usage { get; init; }
    }
    public class TextGenerationOutput
    {
        public string Text { get; set; }
        public string FinishReason { get; set; }
        public List<TextGenerationChoice> Choices { get; set; }
    }
    public class TextGenerationParameters : ITextGenerationParameters
    {
        public int? MaxTokens { get; set; }
        public float? Temperature { get; set; }
    }
}

namespace Cnblogs.DashScope.Sdk.TextEmbedding
{
    public enum TextEmbeddingModel { TextEmbeddingV1, TextEmbeddingV2, TextEmbeddingV3, TextEmbeddingV4 }
    public static class TextEmbeddingApi
    {
        public static Task<ModelResponse<TextEmbeddingOutput, TextEmbeddingTokenUsage>> GetTextEmbeddingsAsync(this IDashScopeClient client, TextEmbeddingModel model, IEnumerable<string> texts, TextEmbeddingParameters parameters, CancellationToken cancellationToken = default) => throw null!;
        public static Task<ModelResponse<TextEmbeddingOutput, TextEmbeddingTokenUsage>> GetTextEmbeddingsAsync(this IDashScopeClient client, string model, IEnumerable<string> texts, TextEmbeddingParameters parameters, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace Cnblogs.DashScope.Sdk.Wanx
{
    public enum WanxBackgroundGenerationModel { WanxBackgroundGenerationV2 }
    public enum WanxModel { WanxV1, WanxV21Plus, WanxV21Turbo, WanxV20Turbo }
    public enum WanxStyleRepaintModel { WanxStyleRepaintingV1 }
    public static class WanxGenerationApi
    {
        public static Task<DashScopeTaskOutput> CreateWanxImageSynthesisTaskAsync(this IDashScopeClient dashScopeClient, WanxModel model, string prompt, string negativePrompt = null, ImageSynthesisParameters parameters = null, CancellationToken cancellationToken = default) => throw null!;
        public static Task<DashScopeTaskOutput> CreateWanxImageSynthesisTaskAsync(this IDashScopeClient dashScopeClient, string model, string prompt, string negativePrompt = null, ImageSynthesisParameters parameters = null, CancellationToken cancellationToken = default) => throw null!;
        public static Task<DashScopeTaskOutput> CreateWanxImageGenerationTaskAsync(this IDashScopeClient dashScopeClient, WanxStyleRepaintModel model, ImageGenerationInput input, CancellationToken cancellationToken = default) => throw null!;
        public static Task<DashScopeTaskOutput> CreateWanxImageGenerationTaskAsync(this IDashScopeClient dashScopeClient, string model, ImageGenerationInput input, CancellationToken cancellationToken = default) => throw null!;
        public static Task<DashScopeTaskOutput> CreateWanxBackgroundGenerationTaskAsync(this IDashScopeClient dashScopeClient, WanxBackgroundGenerationModel model, BackgroundGenerationInput input, BackgroundGenerationParameters parameters = null, CancellationToken cancellationToken = default) => throw null!;
        public static Task<DashScopeTaskOutput> CreateWanxBackgroundGenerationTaskAsync(this IDashScopeClient dashScopeClient, string model, BackgroundGenerationInput input, BackgroundGenerationParameters parameters = null, CancellationToken cancellationToken = default) => throw null!;
    }
}
