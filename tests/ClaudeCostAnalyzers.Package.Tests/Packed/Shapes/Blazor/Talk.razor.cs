using Anthropic;
using Anthropic.Models.Messages;
using Microsoft.AspNetCore.Components;

namespace Blazor;

public partial class Talk
{
    private string question = "";
    private string answer = "";

    [Inject]
    public required IAnthropicClient Client { get; set; }

    private async Task AskAsync()
    {
        answer = "";
        while (answer.Length == 0)
        {
            try
            {
                var reply = await Client.Messages.Create(new() { Model = "claude-haiku-5-5", MaxTokens = 1024, Messages = [new UserMessageParam(question)] });
                answer = reply.ToString();
            }
            catch (HttpRequestException)
            {
                await Task.Delay(500);
            }
        }
    }
}
