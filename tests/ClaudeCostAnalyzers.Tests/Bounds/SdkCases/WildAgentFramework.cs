// stubs: Microsoft.Agents.AI.Abstractions
using Microsoft.Agents.AI; using Microsoft.Extensions.AI; using ClaudeCost;
namespace AfT;
public class Af(AIAgent agent, ChatClientAgent judge)
{
    public async Task A1(AgentSession s) { AgentResponse r; do r = await {|CCA1002:agent.RunAsync("go on", s)|}; while (!r.Text.Contains("COMPLETE")); }
    public async Task A2(AgentSession s) { for (int turn = 0; turn < 10; turn++) { var r = await agent.RunAsync("go on", s); if (r.Text.Contains("COMPLETE")) break; } }
    public async Task A3(AgentSession s) { var v = await judge.RunAsync<Verdict>("judge", s, null, null); while (v.Result.Score < 8) { await {|CCA1002:agent.RunAsync("improve", s)|}; v = await {|CCA1002:judge.RunAsync<Verdict>("judge", s, null, null)|}; } }
    public class Verdict { public int Score { get; set; } }
    // approvals asked of a person
    public async Task A4(AgentSession s) { while (true) { var q = Console.ReadLine(); if (q == "q") return; await foreach (var u in agent.RunStreamingAsync(q!, s)) Console.Write(u.Text); } }
    public async Task A5(AgentSession s) { while (true) await {|CCA1001:agent.RunAsync("next", s)|}; }
    public async Task A6(AgentSession s, CancellationToken ct) { while (!ct.IsCancellationRequested) { await {|CCA1005:agent.RunAsync("check", s)|}; await Task.Delay(5000, ct); } }
    public Task A7(AIAgent[] all, List<string> qs) => Task.WhenAll(qs.Select(q => agent.RunAsync(q)));
}
