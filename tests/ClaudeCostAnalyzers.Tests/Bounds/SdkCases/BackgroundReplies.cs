// stubs: Microsoft.Agents.AI.Abstractions
using Microsoft.Agents.AI; using Microsoft.Extensions.AI;
namespace Background;
// A reply that is under way is asked for until it is there: the first call pays.
// Replies in the background are marked as experimental, which every user of them has to accept so.
#pragma warning disable MEAI001
public class Polls(AIAgent agent, IChatClient chat)
{
    public async Task A(AgentSession s)
    {
        var options = new AgentRunOptions { AllowBackgroundResponses = true };
        var reply = await agent.RunAsync("an essay", s, options);
        while (reply.ContinuationToken is not null) { await Task.Delay(2000); options.ContinuationToken = reply.ContinuationToken; reply = await agent.RunAsync(s, options); }
    }
    public async Task B(AgentSession s)
    {
        var reply = await agent.RunAsync("an essay", s);
        while (reply.ContinuationToken is { } token) { await Task.Delay(2000); reply = await agent.RunAsync(s, new AgentRunOptions { ContinuationToken = token }); }
    }
    public async Task C(List<ChatMessage> messages)
    {
        var options = new ChatOptions { AllowBackgroundResponses = true };
        var reply = await chat.GetResponseAsync(messages, options);
        while (reply.ContinuationToken is not null) { await Task.Delay(2000); options.ContinuationToken = reply.ContinuationToken; reply = await chat.GetResponseAsync(messages, options); }
    }
    // Nothing says that it goes on with the same reply.
    public async Task D(AgentSession s)
    {
        var options = new AgentRunOptions { AllowBackgroundResponses = true };
        var reply = await agent.RunAsync("an essay", s, options);
        while (reply.ContinuationToken is not null) { await Task.Delay(2000); reply = await {|CCA1002:agent.RunAsync("go on", s, options)|}; }
    }
    public async Task E(AgentSession s)
    {
        var options = new AgentRunOptions();
        var reply = await agent.RunAsync("an essay", s, options);
        while (reply.ContinuationToken is not null) { options.ContinuationToken = null; reply = await {|CCA1002:agent.RunAsync(s, options)|}; }
    }
}
