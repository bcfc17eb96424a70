using Anthropic;
using Anthropic.Models.Messages;

/// <summary>The loop that documentation teaches: it runs until the model no longer asks for a tool.</summary>
internal sealed class Agent(IAnthropicClient client)
{
    public async Task<string> WorkAsync(string task)
    {
        List<MessageParam> conversation = [new UserMessageParam(task)];
        while (true)
        {
            var reply = await client.Messages.Create(new MessageCreateParams
            {
                Model = Model.ClaudeHaiku5_5,
                MaxTokens = 256,
                Tools = [new Tool { Name = "search", InputSchema = new InputSchema() }],
                Messages = conversation,
            });
            if (reply.StopReason != StopReason.ToolUse)
                return string.Concat(reply.Content.Select(block => block.TryPickText(out var text) ? text.Text : ""));

            conversation.Add(new AssistantMessageParam(reply.Content.Select(block => new ContentBlockParam(block.Json)).ToList()));
            List<ContentBlockParam> results = [];
            foreach (var block in reply.Content)
            {
                if (block.TryPickToolUse(out var use))
                    results.Add(new ToolResultBlockParam(use.ID) { Content = "nothing found" });
            }

            conversation.Add(new UserMessageParam(results));
        }
    }
}
