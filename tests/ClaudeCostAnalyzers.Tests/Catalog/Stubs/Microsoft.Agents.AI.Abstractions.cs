// The shape of the agent framework's public API, declarations only; the packages of the family in one.
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Microsoft.Agents.AI
{
    public abstract class AgentSession;
    public class AgentRunOptions { public object? ContinuationToken { get; set; } public bool? AllowBackgroundResponses { get; set; } }
    public sealed class ChatClientAgentRunOptions : AgentRunOptions;
    public class AgentResponse
    {
        public string Text => throw null!;
        public ChatFinishReason? FinishReason { get; set; }
        public UsageDetails? Usage { get; set; }
        public object? ContinuationToken { get; set; }
    }

    public class AgentResponse<T> : AgentResponse { public T Result => throw null!; }
    public class AgentResponseUpdate { public string Text => throw null!; }

    public abstract class AIAgent
    {
        public Task<AgentResponse> RunAsync(AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<AgentResponse> RunAsync(string message, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<AgentResponse> RunAsync(ChatMessage message, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<AgentResponse> RunAsync(IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<AgentResponseUpdate> RunStreamingAsync(AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<AgentResponseUpdate> RunStreamingAsync(string message, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<AgentResponseUpdate> RunStreamingAsync(ChatMessage message, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<AgentResponseUpdate> RunStreamingAsync(IEnumerable<ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<AgentResponse<T>> RunAsync<T>(AgentSession? session = null, JsonSerializerOptions? serializerOptions = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<AgentResponse<T>> RunAsync<T>(string message, AgentSession? session = null, JsonSerializerOptions? serializerOptions = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<AgentResponse<T>> RunAsync<T>(ChatMessage message, AgentSession? session = null, JsonSerializerOptions? serializerOptions = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public Task<AgentResponse<T>> RunAsync<T>(IEnumerable<ChatMessage> messages, AgentSession? session = null, JsonSerializerOptions? serializerOptions = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
    }

    public sealed class ChatClientAgent : AIAgent
    {
        public Task<AgentResponse> RunAsync(AgentSession? session, ChatClientAgentRunOptions? options, CancellationToken cancellationToken = default) => throw null!;
        public Task<AgentResponse> RunAsync(string message, AgentSession? session, ChatClientAgentRunOptions? options, CancellationToken cancellationToken = default) => throw null!;
        public Task<AgentResponse> RunAsync(ChatMessage message, AgentSession? session, ChatClientAgentRunOptions? options, CancellationToken cancellationToken = default) => throw null!;
        public Task<AgentResponse> RunAsync(IEnumerable<ChatMessage> messages, AgentSession? session, ChatClientAgentRunOptions? options, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<AgentResponseUpdate> RunStreamingAsync(AgentSession? session, ChatClientAgentRunOptions? options, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<AgentResponseUpdate> RunStreamingAsync(string message, AgentSession? session, ChatClientAgentRunOptions? options, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<AgentResponseUpdate> RunStreamingAsync(ChatMessage message, AgentSession? session, ChatClientAgentRunOptions? options, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<AgentResponseUpdate> RunStreamingAsync(IEnumerable<ChatMessage> messages, AgentSession? session, ChatClientAgentRunOptions? options, CancellationToken cancellationToken = default) => throw null!;
        public Task<AgentResponse<T>> RunAsync<T>(AgentSession? session, JsonSerializerOptions? serializerOptions, ChatClientAgentRunOptions? options, CancellationToken cancellationToken = default) => throw null!;
        public Task<AgentResponse<T>> RunAsync<T>(string message, AgentSession? session, JsonSerializerOptions? serializerOptions, ChatClientAgentRunOptions? options, CancellationToken cancellationToken = default) => throw null!;
        public Task<AgentResponse<T>> RunAsync<T>(ChatMessage message, AgentSession? session, JsonSerializerOptions? serializerOptions, ChatClientAgentRunOptions? options, CancellationToken cancellationToken = default) => throw null!;
        public Task<AgentResponse<T>> RunAsync<T>(IEnumerable<ChatMessage> messages, AgentSession? session, JsonSerializerOptions? serializerOptions, ChatClientAgentRunOptions? options, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace Microsoft.Agents.AI.Workflows
{
    public class Workflow;
    public class CheckpointManager;
    public sealed class CheckpointInfo;
    public sealed class StreamingRun;
    public sealed class Run;

    public static class InProcessExecution
    {
        public static ValueTask<StreamingRun> RunStreamingAsync<TInput>(Workflow workflow, TInput input, string? sessionId = null, CancellationToken cancellationToken = default) where TInput : notnull => throw null!;
        public static ValueTask<StreamingRun> RunStreamingAsync<TInput>(Workflow workflow, TInput input, CheckpointManager checkpointManager, string? sessionId = null, CancellationToken cancellationToken = default) where TInput : notnull => throw null!;
        public static ValueTask<Run> RunAsync<TInput>(Workflow workflow, TInput input, string? sessionId = null, CancellationToken cancellationToken = default) where TInput : notnull => throw null!;
        public static ValueTask<Run> RunAsync<TInput>(Workflow workflow, TInput input, CheckpointManager checkpointManager, string? sessionId = null, CancellationToken cancellationToken = default) where TInput : notnull => throw null!;
        public static ValueTask<StreamingRun> ResumeStreamingAsync(Workflow workflow, CheckpointInfo fromCheckpoint, CheckpointManager checkpointManager, CancellationToken cancellationToken = default) => throw null!;
        public static ValueTask<Run> ResumeAsync(Workflow workflow, CheckpointInfo fromCheckpoint, CheckpointManager checkpointManager, CancellationToken cancellationToken = default) => throw null!;
    }
}

#pragma warning disable OPENAI001
namespace Microsoft.Agents.AI
{
    public static class AIAgentWithOpenAIExtensions
    {
        public static Task<OpenAI.Chat.ChatCompletion> RunAsync(this AIAgent agent, IEnumerable<OpenAI.Chat.ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public static System.ClientModel.AsyncCollectionResult<OpenAI.Chat.StreamingChatCompletionUpdate> RunStreamingAsync(this AIAgent agent, IEnumerable<OpenAI.Chat.ChatMessage> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public static Task<OpenAI.Responses.ResponseResult> RunAsync(this AIAgent agent, IEnumerable<OpenAI.Responses.ResponseItem> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
        public static System.ClientModel.AsyncCollectionResult<OpenAI.Responses.StreamingResponseUpdate> RunStreamingAsync(this AIAgent agent, IEnumerable<OpenAI.Responses.ResponseItem> messages, AgentSession? session = null, AgentRunOptions? options = null, CancellationToken cancellationToken = default) => throw null!;
    }
}
