using Microsoft.Extensions.AI;

namespace RunawayAgent.Agents;

/// <summary>Finds a headline for a text.</summary>
internal sealed class Headlines(IChatClient chat)
{
    public async Task<string> FindAsync(string text, CancellationToken cancellationToken)
    {
        var options = new ChatOptions { ModelId = "claude-haiku-5-5", Instructions = "Reply with one headline." };
        var response = await chat.GetResponseAsync(text, options, cancellationToken);
        return response.Text;
    }
}
