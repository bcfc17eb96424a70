using Anthropic;
using Microsoft.Extensions.AI;

internal sealed class Planner(IAnthropicClient client)
{
    public async Task<string> PlanAsync(string task)
    {
        var chat = client.AsIChatClient("claude-haiku-5-5");
        var options = new ChatOptions { Instructions = "Reply with a plan of at most three steps." };
        var response = await chat.GetResponseAsync(task, options);
        return response.Text;
    }
}
