using Microsoft.Extensions.AI;

namespace Library;

public sealed class Summaries(IChatClient chat)
{
    public async Task<string> OfAsync(string text, CancellationToken cancellationToken = default) =>
        (await chat.GetResponseAsync("Summarise: " + text, new ChatOptions { MaxOutputTokens = 300 }, cancellationToken)).Text;

    public async Task<string> ShortAsync(string text)
    {
        var summary = text;
        while (summary.Length > 200)
            summary = await OfAsync(summary);
        return summary;
    }
}
