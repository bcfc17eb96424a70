using Microsoft.Extensions.AI;

internal sealed class Planner(IChatClient chat)
{
    public async Task<string> PlanAsync(string task)
    {
        var options = new ChatOptions { Instructions = "Reply with a plan of at most three steps." };
        var response = await chat.GetResponseAsync(task, options);
        return response.Text;
    }
}
