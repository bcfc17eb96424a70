using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace RunawayAgent.Agents;

/// <summary>Translates a text, and does not take no for an answer.</summary>
internal sealed class Translator(IAnthropicClient client)
{
    public async Task<string> TranslateAsync(string text, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var reply = await client.Messages.Create(
                    new MessageCreateParams
                    {
                        Model = Model.ClaudeHaiku5_5,
                        MaxTokens = 512,
                        Messages = [new UserMessageParam($"Translate into German: {text}")],
                    },
                    cancellationToken);
                return reply.Text();
            }
            catch (AnthropicApiException problem)
            {
                Console.WriteLine($"  Translation failed ({problem.GetType().Name}), trying again.");
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }
}
