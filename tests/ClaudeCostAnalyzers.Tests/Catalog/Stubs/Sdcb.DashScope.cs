// The shape of the SDK's public API, declarations only.
using Sdcb.DashScope;
using Sdcb.DashScope.StableDiffusion;
using Sdcb.DashScope.TextEmbedding;
using Sdcb.DashScope.TextGeneration;
using Sdcb.DashScope.WanXiang;

namespace Sdcb.DashScope
{
    public class DashScopeTask;
    public class TaskStatusResponse;
    public class DashScopeClient
    {
        public DashScopeClient(string apiKey, HttpClient httpClient = null) { }
        public TextGenerationClient TextGeneration { get; } = null!;
        public TextEmbeddingClient TextEmbedding { get; } = null!;
        public Task<TaskStatusResponse> QueryTaskStatus(string taskId, CancellationToken cancellationToken = default) => throw null!;
    }
    public class ResponseWrapper<TOutput, TUsage>
    {
        public required TOutput Output { get; init; }
        public TUsage Usage { get; init; }
    }
}

namespace Sdcb.DashScope.StableDiffusion
{
    public class Text2ImageParams;
    public class Text2ImagePrompt;
    public class StableDiffusionClient
    {
        public Task<DashScopeTask> Text2Image(Text2ImagePrompt prompt, Text2ImageParams parameters = null, string model = "stable-diffusion-xl", CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace Sdcb.DashScope.TextEmbedding
{
    public class EmbeddingOutput;
    public class EmbeddingRequest;
    public class EmbeddingUsage;
    public class TextEmbeddingClient
    {
        public Task<ResponseWrapper<EmbeddingOutput, EmbeddingUsage>> GetEmbeddings(EmbeddingRequest request, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace Sdcb.DashScope.TextGeneration
{
    public class ChatChoice;
    public class ChatMessage;
    public class ChatVLMessage;
    public class ChatParameters
    {
        public int? MaxTokens { get; set; }
        public float? Temperature { get; set; }
    }
    public class ChatResponse
    {
        public required ChatChoice[] Choices { get; init; }
        public string Text { get; } = null!;
        public string FinishReason { get; } = null!;
    }
    public class ChatTokenUsage
    {
        public int OutputTokens { get; init; }
        public int InputTokens { get; init; }
    }
    public class TextGenerationClient
    {
        public Task<ResponseWrapper<Sdcb.DashScope.TextGeneration.ChatResponse, ChatTokenUsage>> Chat(string model, IReadOnlyList<Sdcb.DashScope.TextGeneration.ChatMessage> messages, ChatParameters parameters = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<ResponseWrapper<Sdcb.DashScope.TextGeneration.ChatResponse, ChatTokenUsage>> ChatStreamed(string model, IReadOnlyList<Sdcb.DashScope.TextGeneration.ChatMessage> messages, ChatParameters parameters = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<ResponseWrapper<string, ChatTokenUsage>> ChatVLStreamed(string model, IReadOnlyList<ChatVLMessage> messages, ChatParameters parameters = null, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace Sdcb.DashScope.WanXiang
{
    public class StyleReplicationInput;
    public class WanXiangClient
    {
        public Task<DashScopeTask> StyleReplicate(StyleReplicationInput input, string model = "wanx-style-repaint-v1", CancellationToken cancellationToken = default) => throw null!;
        public Task<DashScopeTask> Text2Image(Text2ImagePrompt prompt, Text2ImageParams parameters = null, string model = "wanx-v1", CancellationToken cancellationToken = default) => throw null!;
    }
}
