// The shape of the SDK's public API, declarations only.
using Amazon.BedrockAgentRuntime.Model;

namespace Amazon.Runtime
{
    public abstract class ClientConfig { public TimeSpan? Timeout { get; set; } public int MaxErrorRetry { get; set; } }
}

namespace Amazon.BedrockAgentRuntime.Model
{
    public class RetrieveAndGenerateOutput { public string Text { get; set; } = null!; }
    public class GetSessionRequest;
    public class GetSessionResponse;
    public class InvokeAgentRequest;
    public class InvokeAgentResponse { public string SessionId { get; set; } = null!; }
    public class InvokeInlineAgentRequest;
    public class InvokeInlineAgentResponse { public string SessionId { get; set; } = null!; }
    public class InvokeFlowRequest;
    public class InvokeFlowResponse;
    public class RetrieveAndGenerateRequest;
    public class RetrieveAndGenerateResponse { public string SessionId { get; set; } = null!; public RetrieveAndGenerateOutput Output { get; set; } = null!; }
    public class RetrieveAndGenerateStreamRequest;
    public class RetrieveAndGenerateStreamResponse;
    public class OptimizePromptRequest;
    public class OptimizePromptResponse;
    public class GenerateQueryRequest;
    public class GenerateQueryResponse;
}

namespace Amazon.BedrockAgentRuntime
{
    public class AmazonBedrockAgentRuntimeConfig : Amazon.Runtime.ClientConfig;

    public interface IAmazonBedrockAgentRuntime : IDisposable
    {
        Task<InvokeAgentResponse> InvokeAgentAsync(InvokeAgentRequest request, CancellationToken cancellationToken = default);
        Task<InvokeInlineAgentResponse> InvokeInlineAgentAsync(InvokeInlineAgentRequest request, CancellationToken cancellationToken = default);
        Task<InvokeFlowResponse> InvokeFlowAsync(InvokeFlowRequest request, CancellationToken cancellationToken = default);
        Task<RetrieveAndGenerateResponse> RetrieveAndGenerateAsync(RetrieveAndGenerateRequest request, CancellationToken cancellationToken = default);
        Task<RetrieveAndGenerateStreamResponse> RetrieveAndGenerateStreamAsync(RetrieveAndGenerateStreamRequest request, CancellationToken cancellationToken = default);
        Task<OptimizePromptResponse> OptimizePromptAsync(OptimizePromptRequest request, CancellationToken cancellationToken = default);
        Task<GenerateQueryResponse> GenerateQueryAsync(GenerateQueryRequest request, CancellationToken cancellationToken = default);
        Task<GetSessionResponse> GetSessionAsync(GetSessionRequest request, CancellationToken cancellationToken = default);
    }

    // In metadata: its implementation of the interface counts.
    public class AmazonBedrockAgentRuntimeClient : IAmazonBedrockAgentRuntime
    {
        public virtual Task<InvokeAgentResponse> InvokeAgentAsync(InvokeAgentRequest request, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<InvokeInlineAgentResponse> InvokeInlineAgentAsync(InvokeInlineAgentRequest request, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<InvokeFlowResponse> InvokeFlowAsync(InvokeFlowRequest request, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<RetrieveAndGenerateResponse> RetrieveAndGenerateAsync(RetrieveAndGenerateRequest request, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<RetrieveAndGenerateStreamResponse> RetrieveAndGenerateStreamAsync(RetrieveAndGenerateStreamRequest request, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<OptimizePromptResponse> OptimizePromptAsync(OptimizePromptRequest request, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<GenerateQueryResponse> GenerateQueryAsync(GenerateQueryRequest request, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<GetSessionResponse> GetSessionAsync(GetSessionRequest request, CancellationToken cancellationToken = default) => throw null!;
        public void Dispose() { }
    }
}
