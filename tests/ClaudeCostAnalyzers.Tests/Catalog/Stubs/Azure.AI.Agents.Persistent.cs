// The shape of the client's public API, declarations only.
using System.ClientModel;

namespace Azure
{
    public abstract class Response;
    public class Response<T> { public T Value => throw null!; public static implicit operator T(Response<T> response) => throw null!; }
    public class RequestContext;
    public class AzureKeyCredential(string key) { public string Key => key; }
}

namespace Azure.Core
{
    public class RetryOptions { public TimeSpan NetworkTimeout { get; set; } public int MaxRetries { get; set; } }
    public abstract class ClientOptions { public RetryOptions Retry => throw null!; }
}

namespace Azure.AI.Agents.Persistent
{
    public class PersistentAgentsAdministrationClientOptions : Azure.Core.ClientOptions;
    public class PersistentAgentThread { public string Id => throw null!; }
    public class PersistentAgent { public string Id => throw null!; }
    public class ThreadAndRunOptions;
    public class ThreadMessageOptions;
    public class ToolDefinition;
    public class ToolOutput;
    public class Truncation;
    public class StreamingUpdate;
    public class RequiredAction;
    public class RunCompletionUsage;
    public struct RunStatus
    {
        public static RunStatus Queued => throw null!;
        public static RunStatus InProgress => throw null!;
        public static RunStatus RequiresAction => throw null!;
        public static RunStatus Completed => throw null!;
        public static bool operator ==(RunStatus left, RunStatus right) => throw null!;
        public static bool operator !=(RunStatus left, RunStatus right) => throw null!;
        public override bool Equals(object? other) => throw null!;
        public override int GetHashCode() => throw null!;
    }

    public class ThreadRun
    {
        public string Id => throw null!;
        public string ThreadId => throw null!;
        public RunStatus Status => throw null!;
        public RequiredAction RequiredAction => throw null!;
        public RunCompletionUsage Usage => throw null!;
    }

    public class ThreadRuns
    {
        public virtual Response<ThreadRun> CreateRun(PersistentAgentThread thread, PersistentAgent agent, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<Response<ThreadRun>> CreateRunAsync(PersistentAgentThread thread, PersistentAgent agent, CancellationToken cancellationToken = default) => throw null!;
        public virtual AsyncCollectionResult<StreamingUpdate> CreateRunStreamingAsync(string threadId, string agentId, string? overrideModelName = null, string? overrideInstructions = null, string? additionalInstructions = null, IEnumerable<ThreadMessageOptions>? additionalMessages = null, IEnumerable<ToolDefinition>? overrideTools = null, float? temperature = null, float? topP = null, int? maxPromptTokens = null, int? maxCompletionTokens = null, Truncation? truncationStrategy = null, BinaryData? toolChoice = null, BinaryData? responseFormat = null, bool? parallelToolCalls = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) => throw null!;
        public virtual CollectionResult<StreamingUpdate> CreateRunStreaming(string threadId, string agentId, string? overrideModelName = null, string? overrideInstructions = null, string? additionalInstructions = null, IEnumerable<ThreadMessageOptions>? additionalMessages = null, IEnumerable<ToolDefinition>? overrideTools = null, float? temperature = null, float? topP = null, int? maxPromptTokens = null, int? maxCompletionTokens = null, Truncation? truncationStrategy = null, BinaryData? toolChoice = null, BinaryData? responseFormat = null, bool? parallelToolCalls = null, IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default) => throw null!;
        public virtual Response<ThreadRun> SubmitToolOutputsToRun(ThreadRun run, IEnumerable<ToolOutput> toolOutputs, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<Response<ThreadRun>> SubmitToolOutputsToRunAsync(ThreadRun run, IEnumerable<ToolOutput> toolOutputs, CancellationToken cancellationToken = default) => throw null!;
        public virtual CollectionResult<StreamingUpdate> SubmitToolOutputsToStream(ThreadRun run, IEnumerable<ToolOutput> toolOutputs, CancellationToken cancellationToken = default) => throw null!;
        public virtual AsyncCollectionResult<StreamingUpdate> SubmitToolOutputsToStreamAsync(ThreadRun run, IEnumerable<ToolOutput> toolOutputs, CancellationToken cancellationToken = default) => throw null!;
        public virtual Response<ThreadRun> GetRun(string threadId, string runId, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<Response<ThreadRun>> GetRunAsync(string threadId, string runId, CancellationToken cancellationToken = default) => throw null!;
    }

    public class PersistentAgentsClient
    {
        public virtual ThreadRuns Runs => throw null!;
        public virtual Response<ThreadRun> CreateThreadAndRun(string assistantId, ThreadAndRunOptions options, CancellationToken cancellationToken = default) => throw null!;
        public virtual Task<Response<ThreadRun>> CreateThreadAndRunAsync(string assistantId, ThreadAndRunOptions options, CancellationToken cancellationToken = default) => throw null!;
    }
}
