// The shape of the SDK's public API, declarations only.
using AutoGen.Core;

namespace AutoGen.Anthropic
{
    public class AnthropicClient
    {
        public Task<AutoGen.Anthropic.DTO.ChatCompletionResponse> CreateChatCompletionsAsync(AutoGen.Anthropic.DTO.ChatCompletionRequest chatCompletionRequest, CancellationToken cancellationToken) => throw null!;
        public IAsyncEnumerable<AutoGen.Anthropic.DTO.ChatCompletionResponse> StreamingChatCompletionsAsync(AutoGen.Anthropic.DTO.ChatCompletionRequest chatCompletionRequest, CancellationToken cancellationToken) => throw null!;
    }
}

namespace AutoGen.Anthropic.DTO
{
    public class ChatCompletionRequest;
    public class ChatCompletionResponse;
}

namespace AutoGen.Core
{
    public interface IMessage;
    public static class AgentExtension
    {
        public static Task<IMessage> SendAsync(this IAgent agent, IMessage message = null, IEnumerable<IMessage> chatHistory = null, CancellationToken ct = default) => throw null!;
        public static Task<IMessage> SendAsync(this IAgent agent, string message, IEnumerable<IMessage> chatHistory = null, CancellationToken ct = default) => throw null!;
        public static IAsyncEnumerable<IMessage> SendAsync(this IAgent agent, IAgent receiver, IEnumerable<IMessage> chatHistory, int maxRound = 10, CancellationToken ct = default) => throw null!;
        public static IAsyncEnumerable<IMessage> SendAsync(this IAgent agent, IAgent receiver, string message, IEnumerable<IMessage> chatHistory = null, int maxRound = 10, CancellationToken ct = default) => throw null!;
        public static Task<IEnumerable<IMessage>> InitiateChatAsync(this IAgent agent, IAgent receiver, string message = null, int maxRound = 10, CancellationToken ct = default) => throw null!;
        public static IAsyncEnumerable<IMessage> SendMessageToGroupAsync(this IAgent agent, IGroupChat groupChat, string msg, IEnumerable<IMessage> chatHistory = null, int maxRound = 10, CancellationToken ct = default) => throw null!;
        public static IAsyncEnumerable<IMessage> SendMessageToGroupAsync(this IAgent _, IGroupChat groupChat, IEnumerable<IMessage> chatHistory = null, int maxRound = 10, CancellationToken ct = default) => throw null!;
    }
    public class DefaultReplyAgent : IAgent
    {
        public Task<IMessage> GenerateReplyAsync(IEnumerable<IMessage> _, GenerateReplyOptions __ = null, CancellationToken ___ = default) => throw null!;
    }
    public class GenerateReplyOptions
    {
        public GenerateReplyOptions() { }
        public GenerateReplyOptions(GenerateReplyOptions other) { }
        public float? Temperature { get; set; }
        public int? MaxToken { get; set; }
    }
    public class GroupChat : IGroupChat
    {
        public Task<IEnumerable<IMessage>> CallAsync(IEnumerable<IMessage> chatHistory = null, int maxRound = 10, CancellationToken ct = default) => throw null!;
    }
    public static class GroupChatExtension
    {
        public static IAsyncEnumerable<IMessage> SendAsync(this IGroupChat groupChat, IEnumerable<IMessage> chatHistory, int maxRound = 10, CancellationToken cancellationToken = default) => throw null!;
    }
    public interface IAgent
    {
        Task<IMessage> GenerateReplyAsync(IEnumerable<IMessage> messages, GenerateReplyOptions options = null, CancellationToken cancellationToken = default);
    }
    public interface IGroupChat
    {
        Task<IEnumerable<IMessage>> CallAsync(IEnumerable<IMessage> conversation = null, int maxRound = 10, CancellationToken ct = default);
    }
    public interface IStreamingAgent : IAgent
    {
        IAsyncEnumerable<IMessage> GenerateStreamingReplyAsync(IEnumerable<IMessage> messages, GenerateReplyOptions options = null, CancellationToken cancellationToken = default);
    }
    public static class MessageExtension
    {
        public static string GetContent(this IMessage message) => throw null!;
    }
}

namespace AutoGen.LMStudio
{
    public class LMStudioAgent : IAgent
    {
        public Task<IMessage> GenerateReplyAsync(IEnumerable<IMessage> messages, GenerateReplyOptions options = null, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace AutoGen.Mistral
{
    public class ChatCompletionRequest;
    public class ChatCompletionResponse;
    public class MistralClient
    {
        public Task<AutoGen.Mistral.ChatCompletionResponse> CreateChatCompletionsAsync(AutoGen.Mistral.ChatCompletionRequest chatCompletionRequest) => throw null!;
        public IAsyncEnumerable<AutoGen.Mistral.ChatCompletionResponse> StreamingChatCompletionsAsync(AutoGen.Mistral.ChatCompletionRequest chatCompletionRequest) => throw null!;
    }
}

namespace AutoGen.Ollama
{
    public class OllamaAgent : IStreamingAgent
    {
        public Task<IMessage> GenerateReplyAsync(IEnumerable<IMessage> messages, GenerateReplyOptions options = null, CancellationToken cancellation = default) => throw null!;
        public IAsyncEnumerable<IMessage> GenerateStreamingReplyAsync(IEnumerable<IMessage> messages, GenerateReplyOptions options = null, CancellationToken cancellationToken = default) => throw null!;
    }
}

namespace AutoGen.OpenAI
{
    public class OpenAIChatAgent : IStreamingAgent
    {
        public Task<IMessage> GenerateReplyAsync(IEnumerable<IMessage> messages, GenerateReplyOptions options = null, CancellationToken cancellationToken = default) => throw null!;
        public IAsyncEnumerable<IMessage> GenerateStreamingReplyAsync(IEnumerable<IMessage> messages, GenerateReplyOptions options = null, CancellationToken cancellationToken = default) => throw null!;
    }
}
