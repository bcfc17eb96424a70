// The shape of the Bedrock runtime client's public API, declarations only.
using Amazon.BedrockRuntime.Model;

namespace Amazon.Runtime
{
    public abstract class ClientConfig { public TimeSpan? Timeout { get; set; } public int MaxErrorRetry { get; set; } }
}

namespace Amazon.BedrockRuntime
{
    public class AmazonBedrockRuntimeConfig : Amazon.Runtime.ClientConfig;
}

namespace Amazon.BedrockRuntime.Model
{
    public class Message;
    public class TokenUsage;
    public class StopReason;
    public class InferenceConfiguration { public int? MaxTokens { get; set; } public float? Temperature { get; set; } }
    public class ConverseRequest
    {
        public string ModelId { get; set; } = null!;
        public List<Message> Messages { get; set; } = null!;
        public InferenceConfiguration InferenceConfig { get; set; } = null!;
        public object AdditionalModelRequestFields { get; set; } = null!;
        public Dictionary<string, object> PromptVariables { get; set; } = null!;
    }

    public class ConverseResponse { public StopReason StopReason { get; set; } = null!; public TokenUsage Usage { get; set; } = null!; }
    public class ConverseStreamRequest
    {
        public string ModelId { get; set; } = null!;
        public InferenceConfiguration InferenceConfig { get; set; } = null!;
        public object AdditionalModelRequestFields { get; set; } = null!;
        public Dictionary<string, object> PromptVariables { get; set; } = null!;
    }

    public class ConverseStreamResponse;
    public class InvokeModelRequest;
    public class InvokeModelResponse;
    public class InvokeModelWithResponseStreamRequest;
    public class InvokeModelWithResponseStreamResponse;
    public class InvokeModelWithBidirectionalStreamRequest;
    public class InvokeModelWithBidirectionalStreamResponse;
    public class StartAsyncInvokeRequest;
    public class StartAsyncInvokeResponse;
    public class CountTokensRequest;
    public class CountTokensResponse;
}

namespace Amazon.BedrockRuntime
{
    public interface IAmazonBedrockRuntime : IDisposable
    {
        Task<ConverseResponse> ConverseAsync(ConverseRequest request, CancellationToken cancellationToken = default);
        Task<ConverseStreamResponse> ConverseStreamAsync(ConverseStreamRequest request, CancellationToken cancellationToken = default);
        Task<InvokeModelResponse> InvokeModelAsync(InvokeModelRequest request, CancellationToken cancellationToken = default);
        Task<InvokeModelWithResponseStreamResponse> InvokeModelWithResponseStreamAsync(InvokeModelWithResponseStreamRequest request, CancellationToken cancellationToken = default);
        Task<InvokeModelWithBidirectionalStreamResponse> InvokeModelWithBidirectionalStreamAsync(InvokeModelWithBidirectionalStreamRequest request, CancellationToken cancellationToken = default);
        Task<StartAsyncInvokeResponse> StartAsyncInvokeAsync(StartAsyncInvokeRequest request, CancellationToken cancellationToken = default);
        Task<CountTokensResponse> CountTokensAsync(CountTokensRequest request, CancellationToken cancellationToken = default);
    }

    // In metadata: its implementation of the interface counts.
    public class AmazonBedrockRuntimeClient : IAmazonBedrockRuntime
    {
        public virtual Task<ConverseResponse> ConverseAsync(ConverseRequest request, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<ConverseStreamResponse> ConverseStreamAsync(ConverseStreamRequest request, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<InvokeModelResponse> InvokeModelAsync(InvokeModelRequest request, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<InvokeModelWithResponseStreamResponse> InvokeModelWithResponseStreamAsync(InvokeModelWithResponseStreamRequest request, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<InvokeModelWithBidirectionalStreamResponse> InvokeModelWithBidirectionalStreamAsync(InvokeModelWithBidirectionalStreamRequest request, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<StartAsyncInvokeResponse> StartAsyncInvokeAsync(StartAsyncInvokeRequest request, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<CountTokensResponse> CountTokensAsync(CountTokensRequest request, CancellationToken cancellationToken = default) => throw null!;
        public void Dispose() { }
    }
}
