// The shape of the SDK's public API, declarations only.
using GitHub.Copilot;
using GitHub.Copilot.Rpc;

namespace GitHub.Copilot
{
    public class CopilotClientOptions;
    public class ModelInfo;
    public class PingResponse;
    public class SessionConfig : SessionConfigBase;
    public abstract class SessionConfigBase;
    public class SessionEvent;
    public class AssistantMessageData
    {
        public required string Content { get; set; }
    }
    public class AssistantMessageEvent : SessionEvent
    {
        public required AssistantMessageData Data { get; set; }
    }
    public class CopilotClient
    {
        public CopilotClient(CopilotClientOptions options = null) { }
        public Task<CopilotSession> CreateSessionAsync(SessionConfig config, CancellationToken cancellationToken = default) => throw null!;
        public Task<PingResponse> PingAsync(string message = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<IList<ModelInfo>> ListModelsAsync(CancellationToken cancellationToken = default) => throw null!;
    }
    public class CopilotSession
    {
        public Task<string> SendAsync(string prompt, CancellationToken cancellationToken = default) => throw null!;
        public Task<AssistantMessageEvent?> SendAndWaitAsync(string prompt, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<string> SendAsync(MessageOptions options, CancellationToken cancellationToken = default) => throw null!;
        public Task<AssistantMessageEvent?> SendAndWaitAsync(MessageOptions options, TimeSpan? timeout = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<IReadOnlyList<SessionEvent>> GetEventsAsync(CancellationToken cancellationToken = default) => throw null!;
        public Task AbortAsync(CancellationToken cancellationToken = default) => throw null!;
        public Task LogAsync(string message, SessionLogLevel? level = null, bool? ephemeral = null, string url = null, CancellationToken cancellationToken = default) => throw null!;
    }
    public class MessageOptions
    {
        public MessageOptions() { }
        public string Prompt { get; set; } = null!;
    }
}

namespace GitHub.Copilot.Rpc
{
    public struct SessionLogLevel;
}
