using Anthropic;
using Anthropic.Models.Messages;

namespace RunawayAgent.Agents;

/// <summary>Writes a press release and polishes it until the model itself is pleased.</summary>
internal sealed class PressOffice(IAnthropicClient client)
{
    public async Task<string> WriteAsync(string facts, CancellationToken cancellationToken)
    {
        var draft = facts;
        var grade = 0;
        while (grade < 9)
        {
            var reply = await client.Messages.Create(
                new MessageCreateParams
                {
                    Model = Model.ClaudeSonnet5_5,
                    MaxTokens = 1024,
                    Messages = [new UserMessageParam($"Improve this press release. End with a line 'GRADE: n', n from 1 to 10.\n\n{draft}")],
                },
                cancellationToken);
            draft = reply.Text();
            grade = GradeOf(draft);
        }

        return draft;
    }

    private static int GradeOf(string draft) =>
        int.TryParse(draft[(draft.LastIndexOf(':') + 1)..], out var grade) ? grade : 0;
}
