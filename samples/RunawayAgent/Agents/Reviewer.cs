using Anthropic;
using Anthropic.Models.Messages;

namespace RunawayAgent.Agents;

/// <summary>Has a text reviewed: this one knows when to stop.</summary>
internal sealed class Reviewer(IAnthropicClient client)
{
    private const int Rounds = 3;

    public async Task<string> ReviewAsync(string text, CancellationToken cancellationToken)
    {
        for (var round = 1; round <= Rounds; round++)
        {
            var reply = await client.Messages.Create(
                new MessageCreateParams
                {
                    Model = Model.ClaudeHaiku5_5,
                    MaxTokens = 512,
                    Messages = [new UserMessageParam($"Correct this text, or reply OK if there is nothing to correct.\n\n{text}")],
                },
                cancellationToken);
            if (reply.Text() == "OK")
                break;
            text = reply.Text();
        }

        return text;
    }
}
