using Anthropic;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using Polly;
using AIChatMessage = Microsoft.Extensions.AI.ChatMessage;

internal sealed record Turn(string Goal, int Number, bool Done);
internal sealed class Run { public int Iterations; public int Max { get; init; } = 10; public bool Done { get; set; } public string Text = ""; }
internal interface IHandler { Task HandleAsync(Run run); }
internal sealed class HandlerA(IChatClient chat) : IHandler { public async Task HandleAsync(Run run) { run.Iterations++; run.Text = (await chat.GetResponseAsync(run.Text)).Text; run.Done = run.Text.Contains("DONE"); } }
internal sealed class HandlerB(IChatClient chat) : IHandler { public async Task HandleAsync(Run run) { run.Text = (await chat.GetResponseAsync("b " + run.Text)).Text; run.Iterations += 1; } }
internal interface IStopRule { bool ShouldStop(List<AIChatMessage> history); }
internal sealed class StopAfter(int turns) : IStopRule { public bool ShouldStop(List<AIChatMessage> history) => history.Count >= turns; }
internal static class Config { public static int MaxTurns { get; set; } = 15; public static class Limits { public const int Rounds = 6; } }
internal sealed class Retrying(IChatClient inner) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<AIChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try { return await base.GetResponseAsync(messages, options, cancellationToken); }
            catch (HttpRequestException) when (attempt < 4) { await Task.Delay(attempt * 1000, cancellationToken); }
        }
    }
}

internal class BoundedFour(IChatClient chat, ChatClient gpt, IAnthropicClient claude, MessageCreateParams request, IHandler handler, IStopRule rule, Action<string> log)
{
    private int _round;
    private bool _stopped;
    private const int MaxRounds = 8;
    private async Task<string> Ask(string p, CancellationToken ct = default) => (await chat.GetResponseAsync(p, cancellationToken: ct)).Text;

    private async Task<int> RunOnce(int iteration) { log(await Ask($"{iteration}")); return iteration + 1; }
    public async Task Returned() { var iteration = 0; while (iteration < MaxRounds) iteration = await RunOnce(iteration); }
    private async Task<Turn> StepAsync(Turn turn) { var r = await Ask(turn.Goal); return turn with { Number = turn.Number + 1, Goal = r, Done = r.Contains("DONE") }; }
    public async Task StateRecord(string goal) { var turn = new Turn(goal, 0, false); while (!turn.Done && turn.Number < 10) turn = await StepAsync(turn); }
    private async Task<(int N, bool Done)> TupleStep(int n) { var r = await Ask($"{n}"); return (n + 1, r == "ok"); }
    public async Task StateTuple() { var (n, done) = (0, false); while (!done && n < 10) (n, done) = await TupleStep(n); }
    public async Task Handler(Run run) { while (!run.Done && run.Iterations < run.Max) await {|CCA1009:handler.HandleAsync(run)|}; }
    public async Task Rule(List<AIChatMessage> h) { while (!rule.ShouldStop(h)) { var r = await chat.GetResponseAsync(h); h.AddRange(r.Messages); h.Add(new AIChatMessage(ChatRole.User, "go on")); } }
    private bool ShouldContinue() => _round < MaxRounds && !_stopped;
    private async Task RunRound() { var r = await Ask("x"); _stopped = r.Contains("stop"); }
    public async Task Orchestrator() { while (ShouldContinue()) { await RunRound(); _round++; } }
    public async Task OrchestratorInside() { _round = 0; while (ShouldContinue()) await CountedRound(); }
    private async Task CountedRound() { _round++; await RunRound(); }
    public async Task StaticConfig() { for (var i = 0; i < Config.MaxTurns; i++) if ((await Ask("x")).Contains("DONE")) break; }
    public async Task NestedConfig() { var i = 0; do { if ((await Ask("x")).Contains("DONE")) return; } while (++i < Config.Limits.Rounds); }
    public async Task<string> OpenAITools(List<OpenAI.Chat.ChatMessage> messages, ChatCompletionOptions options) { var turns = 0; bool again; do { again = false; ChatCompletion c = await gpt.CompleteChatAsync(messages, options); switch (c.FinishReason) { case OpenAI.Chat.ChatFinishReason.Stop: messages.Add(new AssistantChatMessage(c)); break; case OpenAI.Chat.ChatFinishReason.ToolCalls: messages.Add(new AssistantChatMessage(c)); again = ++turns < 10; break; default: throw new NotSupportedException(); } } while (again); return ""; }
    public async Task<string> OpenAIToolsThrow(List<OpenAI.Chat.ChatMessage> messages) { var turns = 0; while (true) { ChatCompletion c = (await gpt.CompleteChatAsync(messages)).Value; if (c.FinishReason != OpenAI.Chat.ChatFinishReason.ToolCalls) return c.Content[0].Text; if (turns++ > 20) throw new InvalidOperationException("too many tool calls"); messages.Add(new AssistantChatMessage(c)); } }
    public async Task ClaudeTools() { var left = 10; Message m; do { m = await claude.Messages.Create(request); } while (m.StopReason == "tool_use" && left-- > 0); }
    public async Task PollyThree(string p) { var pipeline = new ResiliencePipelineBuilder().AddRetry(new Polly.Retry.RetryStrategyOptions { MaxRetryAttempts = 3, Delay = TimeSpan.FromSeconds(1) }).Build(); await pipeline.ExecuteAsync(async ct => { await Ask(p, ct); }); }
    public async Task PollyWait(string p) => await Policy.Handle<HttpRequestException>().WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(Math.Pow(2, n))).ExecuteAsync(() => Ask(p));
    public async Task PollyDelays(string p) => await Policy.Handle<HttpRequestException>().WaitAndRetryAsync([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)]).ExecuteAsync(() => Ask(p));
    public async Task StreamByHand(string p, CancellationToken ct) { await using var e = chat.GetStreamingResponseAsync(p, cancellationToken: ct).GetAsyncEnumerator(ct); while (await e.MoveNextAsync()) log(e.Current.Text); }
    public async Task StreamThenAsk(string p) { await foreach (var u in chat.GetStreamingResponseAsync(p)) if (u.FinishReason is not null) log(await Ask("summarise")); }
    public async Task StreamRetry(string p) { for (var n = 0; n < 3; n++) { try { await foreach (var u in chat.GetStreamingResponseAsync(p)) log(u.Text); return; } catch (IOException) { log("cut"); } } }
    public async Task WaitForSlot(string p, SemaphoreSlim slots) { while (!slots.Wait(0)) await Task.Delay(50); try { log(await Ask(p)); } finally { slots.Release(); } }
    public async Task WaitForReady(string p, Func<bool> ready) { while (!ready()) await Task.Delay(1000); log(await Ask(p)); }
    public async Task Race(string p) { var work = Ask(p); while (!work.IsCompleted) { log("."); await Task.WhenAny(work, Task.Delay(500)); } log(await work); }
    public async Task Lazy(Dictionary<string, string> cache, string[] xs) { foreach (var x in xs) { if (!cache.TryGetValue(x, out var known)) cache[x] = known = await Ask(x); log(known); } }
    public async Task Votes(string p) { var votes = new Dictionary<string, int>(); for (var i = 0; i < 5 && (votes.Count == 0 || votes.Values.Max() < 3); i++) { var r = await Ask(p); votes[r] = votes.GetValueOrDefault(r) + 1; } }
    public async Task Priority(PriorityQueue<string, int> q) { while (q.TryDequeue(out var x, out var priority)) { var r = await Ask(x); if (r.Contains("retry") && priority < 3) q.Enqueue(x, priority + 1); } }
    public async Task Beam(string p) { var beam = new List<string> { p }; for (var depth = 0; depth < 4; depth++) { var next = new List<string>(); foreach (var b in beam) for (var k = 0; k < 3; k++) next.Add(await Ask(b)); beam = next.OrderByDescending(s => s.Length).Take(3).ToList(); } }
    public async Task Grid(int[,] cells) { for (var y = 0; y < cells.GetLength(0); y++) for (var x = 0; x < cells.GetLength(1); x++) cells[y, x] = (await Ask($"{x},{y}")).Length; }
    public async Task Days(DateOnly from, DateOnly to) { for (var d = from; d <= to; d = d.AddDays(1)) log(await Ask($"{d}")); }
    public async Task DaysWhile(DateTime from, DateTime to) { while (from < to) { log(await Ask($"{from}")); from = from.AddHours(6); } }
    public async Task Spans(TimeSpan total) { for (var t = TimeSpan.Zero; t < total; t += TimeSpan.FromSeconds(30)) log(await Ask($"{t}")); }
    public async Task Versions(string p) { var temperature = 0.0; while (temperature < 1.0) { if ((await Ask(p)).Length > 3) return; temperature += 0.25; } }
    public async Task Models(string p) { var model = "big"; while (true) { try { log(await Ask(model + p)); return; } catch (HttpRequestException) when (model == "big") { model = "small"; } } }
    public async Task ModelsNull(string p) { string? model = "big"; while (model is not null) { try { log(await Ask(model + p)); return; } catch (HttpRequestException) { model = model switch { "big" => "mid", "mid" => "small", _ => null }; } } }
    public async Task OnceMore(string p) { var repaired = false; while (true) { var r = await Ask(p); if (r.StartsWith('{')) return; if (repaired) throw new FormatException(); repaired = true; p += "only JSON"; } }
    public async Task RefreshToken(string p) { var refreshed = false; again: try { log(await Ask(p)); } catch (UnauthorizedAccessException) when (!refreshed) { refreshed = true; goto again; } }

    // ---- and not so
    public async Task FinishTool(string p) { var done = false; var options = new ChatOptions { Tools = [AIFunctionFactory.Create(() => { done = true; }, "finish")] }; while (!done) await {|CCA1001:chat.GetResponseAsync(p, options)|}; }
    public async Task<string> NoCap(List<OpenAI.Chat.ChatMessage> messages) { while (true) { ChatCompletion c = (await {|CCA1002:gpt.CompleteChatAsync(messages)|}).Value; if (c.FinishReason != OpenAI.Chat.ChatFinishReason.ToolCalls) return c.Content[0].Text; messages.Add(new AssistantChatMessage(c)); } }
    public async Task Pause() { Message m; do { m = await {|CCA1002:claude.Messages.Create(request)|}; } while (m.StopReason == "pause_turn"); }
    private async Task<Turn> StepUncounted(Turn turn) { var r = await Ask(turn.Goal); return turn with { Goal = r, Done = r.Contains("DONE") }; }
    public async Task StateUncounted(string goal) { var turn = new Turn(goal, 0, false); while (!turn.Done && turn.Number < 10) turn = await {|CCA1002:StepUncounted(turn)|}; }
    private async Task<int> RunMaybe(int i) { var r = await Ask($"{i}"); return r == "ok" ? i + 1 : i; }
    public async Task ReturnedMaybe() { var i = 0; while (i < MaxRounds) i = await {|CCA1002:RunMaybe(i)|}; }
    public async Task WaitRetry(string p) => await Policy.Handle<HttpRequestException>().WaitAndRetryForeverAsync(n => TimeSpan.FromSeconds(n)).ExecuteAsync(() => {|CCA1004:Ask(p)|});
    public async Task PollyMax(string p) { var pipeline = new ResiliencePipelineBuilder().AddRetry(new Polly.Retry.RetryStrategyOptions { MaxRetryAttempts = int.MaxValue }).Build(); await pipeline.ExecuteAsync(async ct => { await {|CCA1004:Ask(p, ct)|}; }); }
}
