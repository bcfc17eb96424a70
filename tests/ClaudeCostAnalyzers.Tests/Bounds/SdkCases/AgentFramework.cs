// stubs: Microsoft.Agents.AI.Abstractions
using Microsoft.Agents.AI;

class AgentLoops(AIAgent agent, ChatClientAgent chat)
{
    async Task Forever() { while (true) await {|CCA1001:agent.RunAsync("go on")|}; }
    async Task Derived(AgentSession session) { while (true) await {|CCA1001:chat.RunAsync("go on", session)|}; }

    async Task UntilGood(AgentSession session)
    {
        AgentResponse answer;
        do { answer = await {|CCA1002:agent.RunAsync("improve it", session)|}; }
        while (!answer.Text.EndsWith("APPROVED"));
    }

    async Task Pair(AIAgent writer, AIAgent critic)
    {
        var text = "draft";
        while (true)
        {
            text = (await {|CCA1002:writer.RunAsync(text)|}).Text;
            var verdict = await {|CCA1002:critic.RunAsync(text)|};
            if (verdict.Text == "ok") return;
        }
    }

    async Task Stream(AgentSession session)
    {
        var done = false;
        while (!done)
        {
            await foreach (var update in {|CCA1002:agent.RunStreamingAsync("next", session)|})
                done |= update.Text.Contains("done");
        }
    }

    // Bounded.
    async Task Capped(AgentSession session) { for (var i = 0; i < 3; i++) { var r = await agent.RunAsync("x", session); if (r.Text == "ok") return; } }
    async Task Each(List<string> inputs) { foreach (var input in inputs) await agent.RunAsync(input); }
    async Task Timed() { using var cts = new CancellationTokenSource(TimeSpan.FromMinutes(1)); while (true) await agent.RunAsync("x", cancellationToken: cts.Token); }
}
