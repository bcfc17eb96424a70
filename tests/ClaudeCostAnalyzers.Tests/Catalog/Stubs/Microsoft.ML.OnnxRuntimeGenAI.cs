// The shape of the SDK's public API, declarations only.
using Microsoft.Extensions.AI;

namespace Microsoft.ML.OnnxRuntimeGenAI
{
    public sealed class OnnxRuntimeGenAIChatClientOptions;
    public sealed class OnnxRuntimeGenAIChatClient : IChatClient
    {
        public OnnxRuntimeGenAIChatClient(string modelPath, OnnxRuntimeGenAIChatClientOptions? options = null) { }
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        object? IChatClient.GetService(Type serviceType, object? serviceKey) => null;
        public void Dispose() { }
    }
}
