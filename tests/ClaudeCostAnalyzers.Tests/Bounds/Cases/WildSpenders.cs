using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

internal sealed class RateLimitException : Exception;
internal sealed class Attempt { public int Count; public bool Add(int max) => ++Count < max; }
internal interface IAnswers { Task<string> AnswerAsync(string q); }
internal sealed class Router(IChatClient chat, IAnswers next) { public async Task<string> RouteAsync(string q) { var r = (await chat.GetResponseAsync(q)).Text; return r.StartsWith("route:") ? await {|CCA1003:next.AnswerAsync(r)|} : r; } }
internal sealed class Desk(IChatClient chat) : IAnswers { private readonly Router _router = null!; public Task<string> AnswerAsync(string q) => _router.RouteAsync(q); }

internal class UnboundedOne(IChatClient chat, Action<string> log)
{
    private Func<string, Task<string>>? _again;
    private int _total;
    private async Task<string> Ask(string p, CancellationToken ct = default) => (await chat.GetResponseAsync(p, cancellationToken: ct)).Text;
    private static bool Valid(string s) => s.StartsWith('{');
    private static List<string> Parse(string s) => [.. s.Split('\n')];
    private static List<string> Compile(string code) => code.Length > 3 ? [code] : [];

    public async Task Requeue(Queue<string> q) { while (q.TryDequeue(out var x)) { try { await {|CCA1004:Ask(x)|}; } catch (RateLimitException) { q.Enqueue(x); await Task.Delay(1000); } } }
    public async Task RequeueConcurrent(ConcurrentQueue<string> q) { while (!q.IsEmpty) { if (!q.TryDequeue(out var x)) continue; try { await {|CCA1004:Ask(x)|}; } catch (Exception e) { log(e.Message); q.Enqueue(x); } } }
    public async Task Replan(string goal) { var plan = Parse(await Ask(goal)); for (var i = 0; i < plan.Count; i++) { var r = await {|CCA1002:Ask(plan[i])|}; if (r.Contains("replan")) { plan = Parse(r); i = -1; } } }
    public async Task PlanGrows(string goal) { var plan = Parse(await Ask(goal)); for (var i = 0; i < plan.Count; i++) { var r = await {|CCA1002:Ask(plan[i])|}; plan.AddRange(Parse(r)); } }
    public async Task FixUntilCompiles(string code) { var errors = Compile(code); while (errors.Count > 0) { code = await {|CCA1002:Ask(string.Join('\n', errors))|}; errors = Compile(code); } }
    public async Task FailureReset(string p) { var fails = 0; while (true) { try { await {|CCA1001:Ask(p)|}; fails = 0; } catch (Exception) { if (++fails > 5) throw; } } }
    public async Task WhenTransient(string p) { while (true) { try { await {|CCA1004:Ask(p)|}; return; } catch (HttpRequestException e) when (e.StatusCode is System.Net.HttpStatusCode.TooManyRequests) { await Task.Delay(5000); } } }
    public async Task<string> RecurseOnLimit(string p) { try { return await Ask(p); } catch (RateLimitException) { await Task.Delay(1000); return await {|CCA1003:RecurseOnLimit(p)|}; } }
    public async Task<string> DepthNotMoved(string p, int depth = 0) { if (depth > 5) return p; var r = await Ask(p); return Valid(r) ? r : await {|CCA1003:DepthNotMoved(r, depth)|}; }
    public async Task<string> DepthPost(string p, int depth = 0) { if (depth > 5) return p; var r = await Ask(p); return Valid(r) ? r : await {|CCA1003:DepthPost(r, depth++)|}; }
    public async Task<string> MaxRetryIgnored(string p, int maxRetry = 5) { try { return await Ask(p); } catch (Exception) { await Task.Delay(1000); return await {|CCA1003:MaxRetryIgnored(p, maxRetry - 1)|}; } }
    public async Task<string> FieldLambda(string p) { _again = async q => Valid(q) ? q : await {|CCA1003:_again!(await Ask(q))|}; return await _again(p); }
    private async Task<bool> StepAsync(List<ChatMessage> history) { var r = await chat.GetResponseAsync(history); history.AddRange(r.Messages); return r.Messages.Any(m => m.Contents.OfType<FunctionCallContent>().Any()); }
    public async Task Steps(List<ChatMessage> history) { while (await {|CCA1002:StepAsync(history)|}) { } }
    public async Task StepsFlag(List<ChatMessage> history) { var more = true; do { more = await {|CCA1002:StepAsync(history)|}; log("."); } while (more); }
    private async Task<(bool Done, string Text)> TurnAsync(string p) { var r = await Ask(p); return (r.EndsWith("DONE"), r); }
    public async Task Tuple(string p) { while (true) { var (done, text) = await {|CCA1002:TurnAsync(p)|}; if (done) break; p = text; } }
    public async Task FinishLength(List<ChatMessage> h) { ChatResponse r; do { r = await {|CCA1002:chat.GetResponseAsync(h)|}; h.AddMessages(r); } while (r.FinishReason == ChatFinishReason.Length); }
    public async Task TokenPerTurn(string p) { while (true) { using var cts = new CancellationTokenSource(TimeSpan.FromSeconds(30)); var r = await {|CCA1002:Ask(p, cts.Token)|}; if (Valid(r)) return; } }
    public async Task TimeoutRetry(string p) { while (true) { using var cts = new CancellationTokenSource(TimeSpan.FromSeconds(30)); try { await {|CCA1004:Ask(p, cts.Token)|}; return; } catch (OperationCanceledException) { log("timeout"); } } }
    public async Task IndexBack(string[] xs) { for (var i = 0; i < xs.Length; i++) { try { await {|CCA1004:Ask(xs[i])|}; } catch (Exception) { i--; await Task.Delay(1000); } } }
    public async Task IndexStays(string[] xs) { var i = 0; while (i < xs.Length) { try { await {|CCA1004:Ask(xs[i])|}; i++; } catch (Exception e) { log(e.Message); } } }
    public async Task IndexBackInvalid(string[] xs) { for (var i = 0; i < xs.Length; i++) { var r = await {|CCA1002:Ask(xs[i])|}; if (!Valid(r)) { i--; continue; } log(r); } }
    public async Task Collect(string p) { var got = new List<string>(); while (got.Count < 10) { var r = await {|CCA1002:Ask(p)|}; if (Valid(r)) got.Add(r); } }
    public async Task CollectDistinct(string p) { var got = new HashSet<string>(); while (got.Count < 10) got.Add(await {|CCA1002:Ask(p)|}); }
    public async Task CollectContains(string p) { var got = new List<string>(); while (got.Count < 10) { var r = await {|CCA1002:Ask(p)|}; if (!got.Contains(r)) got.Add(r); } }
    public async Task CollectDictionary(string p) { var got = new Dictionary<string, string>(); while (got.Count < 10) { var r = await {|CCA1002:Ask(p)|}; got[r] = p; } }
    public async Task CollectFor(string p, int n) { for (var i = 0; i < n;) { var r = await {|CCA1002:Ask(p)|}; if (Valid(r)) i++; } }
    public async Task NewCounter(string p) { while (true) { var a = new Attempt(); if (!a.Add(3)) break; if (Valid(await {|CCA1002:Ask(p)|})) return; } }
    public async Task CounterOfItem(Queue<string> q) { while (q.TryDequeue(out var x)) { var tries = 0; if (!Valid(await {|CCA1002:Ask(x)|}) && tries++ < 3) q.Enqueue(x); } }
    private async IAsyncEnumerable<string> Forever(string p) { while (true) yield return await {|CCA1009:Ask(p)|}; }
    public async Task ConsumeForever(string p) { await foreach (var r in {|CCA1001:Forever(p)|}) log(r); }
    public async Task BackgroundTask(string p) { _ = Task.Run(async () => { while (true) { try { log(await {|CCA1001:Ask(p)|}); } catch (Exception e) { log(e.Message); } } }); await Task.Yield(); }
    public async Task Debate(string p) { var turn = p; while (true) { turn = await {|CCA1002:Ask("A: " + turn)|}; if (turn.Contains("agree")) break; turn = await {|CCA1002:Ask("B: " + turn)|}; } }
    public async Task LimitFromReply(string p) { var max = 3; for (var i = 0; i < max; i++) { var r = await {|CCA1002:Ask(p)|}; if (int.TryParse(r, out var more)) max += more; } }
    public async Task LogsOnly(string p) { var i = 0; string r; do { r = await {|CCA1002:Ask(p)|}; if (++i > 10) log("slow"); } while (!Valid(r)); }
    public async Task OrInsteadOfAnd(string p) { var i = 0; var done = false; while (!done || i < 10) { i++; done = Valid(await {|CCA1002:Ask(p)|}); } }
    public async Task Critic(string p) { string draft = await Ask(p), verdict; do { verdict = await {|CCA1002:Ask("critique " + draft)|}; if (!verdict.Contains("OK")) draft = await {|CCA1002:Ask("fix " + draft + verdict)|}; } while (!verdict.Contains("OK")); }
    public async Task CatchAllSwallowsCap(string p) { var n = 0; while (true) { try { if (++n > 5) throw new InvalidOperationException("cap"); log(await Ask(p)); } catch (Exception e) { log(e.Message); } } } // spins, but asks no more
    public async Task PageOfModel(string p) { var next = p; while (!string.IsNullOrEmpty(next)) { var r = await {|CCA1002:Ask(next)|}; next = r.Contains("NEXT:") ? r[(r.IndexOf("NEXT:") + 5)..] : null!; } }
    public async Task Queue(string p) { var q = new Queue<string>(); q.Enqueue(p); var seen = new HashSet<string>(); while (q.Count > 0) { var x = q.Dequeue(); if (!seen.Add(x)) continue; foreach (var s in Parse(await {|CCA1002:Ask(x)|})) q.Enqueue(s); } }
    public async Task Channels(Channel<string> work, CancellationToken ct) { await foreach (var x in work.Reader.ReadAllAsync(ct)) { foreach (var s in Parse(await {|CCA1005:Ask(x)|})) await work.Writer.WriteAsync(s, ct); } }
    public async Task Worker(CancellationToken ct) { while (!ct.IsCancellationRequested) { try { log(await {|CCA1001:Ask("heartbeat")|}); } catch (Exception e) { log(e.Message); } } }
    public async Task WorkerDelay(CancellationToken ct) { while (!ct.IsCancellationRequested) { log(await {|CCA1005:Ask("heartbeat")|}); await Task.Delay(TimeSpan.FromMinutes(1), ct); } }
    public async Task Mutual(string p) { var r = await Ask(p); if (!Valid(r)) await {|CCA1003:Other(r)|}; }
    private async Task Other(string p) { log(p); await Mutual(p); }
    public async Task Total(string p) { while (_total < 100) { var r = await {|CCA1002:Ask(p)|}; if (Valid(r)) _total++; else _total = 0; } }
    public async Task Goto(string p) { again: var r = await {|CCA1002:Ask(p)|}; if (!Valid(r)) goto again; }
    private async Task<T> Until<T>(Func<Task<T>> get, Func<T, bool> good) { while (true) { var x = await get(); if (good(x)) return x; } }
    public async Task HigherOrder(string p) { log(await Until(() => {|CCA1002:Ask(p)|}, Valid)); }
    private async Task<T> Retry<T>(Func<Task<T>> get, int max = int.MaxValue) { for (var i = 0; ; i++) { try { return await get(); } catch (Exception) when (i < max) { await Task.Delay(100); } } }
    public async Task RetryDefault(string p) { log(await Retry(() => {|CCA1004:Ask(p)|})); }
    public async Task RetryThree(string p) { log(await Retry(() => Ask(p), 3)); }
}
