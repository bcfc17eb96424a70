// The shape of the community client's public API, declarations only.
using Anthropic.SDK.Batches;
using Anthropic.SDK.Messaging;

namespace Anthropic.SDK
{
    public class APIAuthentication(string apiKey)
    {
        public string ApiKey { get; set; } = apiKey;
        public static implicit operator APIAuthentication(string key) => throw null!;
    }

    public class AnthropicClient(APIAuthentication? apiKeys = null, HttpClient? client = null)
    {
        public MessagesEndpoint Messages => throw null!;
        public BatchesEndpoint Batches => throw null!;
        public object? Unused => (apiKeys, client);
    }
}

namespace Anthropic.SDK.Messaging
{
    public class Usage;
    public class Message;
    public class MessageCountTokenParameters { public List<Message> Messages { get; set; } = null!; public string Model { get; set; } = null!; }
    public class MessageParameters : MessageCountTokenParameters { public int MaxTokens { get; set; } }
    public class MessageCountTokenResponse;
    public class MessageResponse
    {
        public string StopReason { get; set; } = null!;
        public Usage Usage { get; set; } = null!;
    }

    public class MessagesEndpoint
    {
        public Task<MessageResponse> GetClaudeMessageAsync(MessageParameters parameters, CancellationToken ctx = default) => throw null!;
        public IAsyncEnumerable<MessageResponse> StreamClaudeMessageAsync(MessageParameters parameters, CancellationToken ctx = default) => throw null!;
        public Task<MessageCountTokenResponse> CountMessageTokensAsync(MessageCountTokenParameters parameters, CancellationToken ctx = default) => throw null!;
    }

    public class VertexAIMessagesEndpoint
    {
        public Task<MessageResponse> GetClaudeMessageAsync(MessageParameters parameters, CancellationToken ctx = default) => throw null!;
        public IAsyncEnumerable<MessageResponse> StreamClaudeMessageAsync(MessageParameters parameters, CancellationToken ctx = default) => throw null!;
    }
}

namespace Anthropic.SDK.Batches
{
    public class BatchRequest;
    public class BatchResponse;

    public class BatchesEndpoint
    {
        public Task<BatchResponse> CreateBatchAsync(List<BatchRequest> batches, CancellationToken ctx = default) => throw null!;
        public Task<BatchResponse> RetrieveBatchStatusAsync(string batchId, CancellationToken ctx = default) => throw null!;
    }
}
