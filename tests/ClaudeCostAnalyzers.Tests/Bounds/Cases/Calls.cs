using ClaudeCost;
using Microsoft.Extensions.AI;

/// <summary>Loops whose LLM call is some calls away.</summary>
class Calls(IChatClient chat, IAgent agent, BaseAgent abstractAgent)
{
    private readonly Func<Task<string>> _ask = async () => "";
    private Func<Task<string>>? _stored;

    async Task Helper() { while (true) await {|CCA1001:AskAsync("x")|}; }
    async Task TwoAway() { while (true) { var r = await {|CCA1002:Outer("x")|}; if (r == "ok") break; } }
    async Task Interface() { while (true) { var r = await {|CCA1002:agent.RunAsync("x")|}; if (r.Contains("done")) return; } }
    async Task Abstract() { while (true) { var r = await {|CCA1002:abstractAgent.StepAsync()|}; if (r.Contains("done")) return; } }
    async Task Retry() { while (true) { try { await {|CCA1004:AskAsync("x")|}; return; } catch (Exception) { await Task.Delay(10); } } }
    async Task LocalFunction() { while (true) await {|CCA1001:Ask()|}; async Task Ask() => await chat.GetResponseAsync("x"); }
    async Task LambdaLocal() { var ask = () => chat.GetResponseAsync("x"); while (true) await {|CCA1001:ask()|}; }
    async Task MethodGroup() { while (true) await Task.Run({|CCA1001:AskPlain|}); }
    async Task Linq(string[] xs) { while (true) await Task.WhenAll(xs.Select(x => {|CCA1001:AskAsync(x)|})); }
    async Task Property() { while (true) await {|CCA1001:Answer|}; }
    void Constructor() { while (true) { _ = {|CCA1001:new Session(chat)|}; } }
    async Task Extension() { while (true) await {|CCA1001:chat.AskTwice("x")|}; }
    async Task Static() { while (true) await {|CCA1001:Helpers.Ask(chat)|}; }
    async Task StoredTask() { while (true) { var task = {|CCA1001:AskAsync("x")|}; await task; } }
    async Task Generic() { while (true) await {|CCA1001:AskAs<int>("x")|}; }
    async Task Streaming() { while (true) { await foreach (var u in {|CCA1001:StreamAsync()|}) Console.Write(u); } }
    async Task Contract(IGateway gateway) { while (true) await {|CCA1001:gateway.SendAsync()|}; }
    async Task HelperJudges() { string draft; do { draft = await {|CCA1002:AskAsync("x")|}; } while (!await {|CCA1002:IsGoodAsync(draft)|}); }
    async Task HelperWaits() { while (true) { await {|CCA1005:AskAsync("x")|}; await PauseAsync(); } }

    async Task EndlessIterator() { foreach (var i in Forever()) await {|CCA1001:AskAsync("x")|}; }
    async Task Ticking() { await foreach (var i in TicksAsync()) await {|CCA1005:AskAsync("x")|}; }

    // Whether there is more work is not the model's to say.
    async Task Worker() { while (await {|CCA1009:ProcessNextAsync()|}) { } }

    // Bounded, or no call at all.
    async Task Counted() { for (var i = 0; i < 3; i++) await AskAsync("x"); }
    async Task Person() { while (true) await TurnAsync(); }
    async Task PersonInterface(IUi ui) { while (true) { var line = await ui.NextAsync(); await AskAsync(line); } }
    async Task Free() { while (true) await FreeAsync(); }
    void Stored() { while (true) { _stored = () => AskAsync("x"); Thread.Sleep(10); } }
    void NotCalled() { while (true) { Func<Task<string>> ask = () => AskAsync("x"); Thread.Sleep(10); } }
    async Task Overload() { while (true) await FreeAsync(1); }
    async Task Scope() { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); while (true) await AskAsync("x"); }

    async Task FiniteIterator() { foreach (var i in Three()) await AskAsync("x"); }
    static IEnumerable<int> Forever() { var i = 0; while (true) yield return i++; }
    static IEnumerable<int> Three() { for (var i = 0; i < 3; i++) yield return i; }
    static async IAsyncEnumerable<int> TicksAsync() { while (true) { await Task.Delay(1000); yield return 1; } }

    async Task<string> AskAsync(string prompt) => (await chat.GetResponseAsync(prompt)).Text;
    async Task AskPlain() { await chat.GetResponseAsync("x"); }
    async Task<string> Outer(string prompt) { var text = await AskAsync(prompt); return text.Trim(); }
    async Task<T?> AskAs<T>(string prompt) { await chat.GetResponseAsync(prompt); return default; }
    Task<string> Answer => AskAsync("x");
    async IAsyncEnumerable<string> StreamAsync() { await foreach (var u in chat.GetStreamingResponseAsync("x")) yield return u.Text; }
    async Task<bool> IsGoodAsync(string draft) { var r = await chat.GetResponseAsync(draft); return r.Text.StartsWith("yes"); }
    async Task<bool> ProcessNextAsync() { var item = Dequeue(); if (item is null) return false; await AskAsync(item); return true; }
    string? Dequeue() => null;
    async Task TurnAsync() { var line = Console.ReadLine(); await AskAsync(line ?? ""); }
    Task PauseAsync() => Task.Delay(1000);
    Task FreeAsync() => Task.CompletedTask;
    Task FreeAsync(int n) => Task.CompletedTask;
}

static class Helpers
{
    public static Task Ask(IChatClient chat) => chat.GetResponseAsync("x");
    public static async Task AskTwice(this IChatClient chat, string prompt) { await chat.GetResponseAsync(prompt); await chat.GetResponseAsync(prompt); }
}

class Session { public Session(IChatClient chat) { chat.GetResponseAsync("x").Wait(); } }

interface IAgent { Task<string> RunAsync(string prompt); }
class Agent(IChatClient chat) : IAgent { public async Task<string> RunAsync(string prompt) => (await chat.GetResponseAsync(prompt)).Text; }
class SilentAgent : IAgent { public Task<string> RunAsync(string prompt) => Task.FromResult(""); }
abstract class BaseAgent { public abstract Task<string> StepAsync(); }
class RealAgent(IChatClient chat) : BaseAgent { public override async Task<string> StepAsync() => (await chat.GetResponseAsync("x")).Text; }
interface IGateway { [LlmCall] Task SendAsync(); }
interface IUi { Task<string> NextAsync(); }
class ConsoleUi : IUi { public Task<string> NextAsync() => Task.FromResult(Console.ReadLine() ?? ""); }
