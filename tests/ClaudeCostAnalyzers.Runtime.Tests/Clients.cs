using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Anthropic.Models.Messages;
using ClaudeCost.Tests.Server;
using OpenAI;
using OpenAI.Chat;

namespace ClaudeCost.Tests;

/// <summary>The official clients, pointed at the model server.</summary>
internal static class Clients
{
    // Not keys: the server does not look at them.
    private const string NoKey = "placeholder";

    public static AnthropicClient Anthropic(ModelServer server, int maxRetries = 0, string prefix = "") => new()
    {
        ApiKey = NoKey,
        BaseUrl = server.Address + prefix,
        MaxRetries = maxRetries,
    };

    public static MessageCreateParams Ask(string model = "claude-haiku-4-5", long maxTokens = 100, string prompt = "Hi") => new()
    {
        Model = model,
        MaxTokens = maxTokens,
        Messages = [new UserMessageParam(prompt)],
    };

    public static OpenAIClient OpenAi(ModelServer server, int maxRetries = 0) => new(
        new ApiKeyCredential(NoKey),
        new OpenAIClientOptions
        {
            Endpoint = new Uri(server.Address, "v1"),
            RetryPolicy = new ClientRetryPolicy(maxRetries),
        });

    public static ChatClient Chat(ModelServer server, string model = "gpt-4o-mini", int maxRetries = 0) => OpenAi(server, maxRetries).GetChatClient(model);

    public static ChatCompletionOptions Cap(int tokens = 100) => new() { MaxOutputTokenCount = tokens };
}
