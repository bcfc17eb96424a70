using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;

namespace RunawayAgent.Agents;

/// <summary>Answers a question with the help of a search tool.</summary>
internal sealed class Researcher(IAnthropicClient client)
{
    private static readonly Tool Search = new()
    {
        Name = "search",
        Description = "Searches the company's documents.",
        InputSchema = new InputSchema
        {
            Properties = new Dictionary<string, JsonElement> { ["query"] = JsonSerializer.SerializeToElement(new { type = "string" }) },
            Required = ["query"],
        },
    };

    public async Task<string> AnswerAsync(string question, CancellationToken cancellationToken)
    {
        List<MessageParam> conversation = [new UserMessageParam(question)];
        while (true)
        {
            var reply = await client.Messages.Create(
                new MessageCreateParams { Model = Model.ClaudeSonnet5_5, MaxTokens = 1024, Tools = [Search], Messages = conversation },
                cancellationToken);
            if (reply.StopReason != StopReason.ToolUse)
                return reply.Text();

            conversation.Add(new AssistantMessageParam(reply.Content.Select(block => new ContentBlockParam(block.Json)).ToList()));
            conversation.Add(new UserMessageParam(RunTools(reply)));
        }
    }

    private static List<ContentBlockParam> RunTools(Message reply)
    {
        List<ContentBlockParam> results = [];
        foreach (var block in reply.Content)
        {
            if (block.TryPickToolUse(out var use))
                results.Add(new ToolResultBlockParam(use.ID) { Content = $"Nothing found for {use.Input["query"]}." });
        }

        return results;
    }
}
