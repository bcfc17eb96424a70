using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

internal sealed record Ctx(string Goal, int Depth);
internal abstract class Step { public abstract Task<bool> RunAsync(CancellationToken ct); }
internal sealed class RateLimitException : Exception;
internal sealed class RetryState { private int _used; public int Max { get; init; } = 3; public bool Next() { if (_used >= Max) return false; _used++; return true; } public void ThrowIfSpent() { if (++_used > Max) throw new InvalidOperationException("spent"); } public int Left => Max - _used; public void Count() => _used++; public bool IsExhausted => _used >= Max; }
internal sealed class CircuitBreaker { private int _failures; public bool IsOpen => _failures >= 5; public void OnFailure() => Interlocked.Increment(ref _failures); }

internal class BoundedTwo(IChatClient chat, Action<string> log, IEnumerable<Step> steps)
{
    private int _requests;
    private const int MaxRequests = 100;
    private readonly CancellationTokenSource _life = new(TimeSpan.FromMinutes(30));
    private async Task<string> Ask(string p, CancellationToken ct = default) => (await chat.GetResponseAsync(p, cancellationToken: ct)).Text;
    private static bool Valid(string s) => s.StartsWith('{');

    public async Task<string> RecordDepth(Ctx ctx) { if (ctx.Depth > 4) return ""; var r = await Ask(ctx.Goal); return Valid(r) ? r : await RecordDepth(ctx with { Goal = r, Depth = ctx.Depth + 1 }); }
    public async Task<string> RecordDepthNew(Ctx ctx) { var r = await Ask(ctx.Goal); if (Valid(r) || ctx.Depth >= 4) return r; return await RecordDepthNew(new Ctx(r, ctx.Depth + 1)); }
    public async Task<string> RetryDown(string p, int left = 3) { try { return await Ask(p); } catch (HttpRequestException) when (left > 0) { await Task.Delay(1000); return await RetryDown(p, left - 1); } }
    public async Task<string> RetryDownIf(string p, int left = 3) { try { return await Ask(p); } catch (HttpRequestException) { if (left <= 1) throw; return await RetryDownIf(p, --left); } }
    public async Task<string> RetryUp(string p, int attempt = 0) { var r = await Ask(p); if (!Valid(r) && attempt < 3) return await RetryUp(p + " as JSON", attempt + 1); return r; }
    public Task<string> Overloads(string p) => Overloads(p, 0);
    private async Task<string> Overloads(string p, int n) => n > 3 ? "" : Valid(await Ask(p)) ? p : await Overloads(p, n + 1);
    public async Task<string> Halves(string text) { try { return await Ask(text); } catch (InvalidOperationException) when (text.Length > 100) { var mid = text.Length / 2; return await Halves(text[..mid]) + await Halves(text[mid..]); } }
    public async Task<string> HalvesList(List<string> xs) { if (xs.Count == 1) return await Ask(xs[0]); var mid = xs.Count / 2; var l = await HalvesList(xs.GetRange(0, mid)); var r = await HalvesList(xs.GetRange(mid, xs.Count - mid)); return await Ask(l + r); }
    public async Task<string> LocalRecursion(string p) { return await Go(p, 0); async Task<string> Go(string q, int d) { if (d == 5) return q; return await Go(await Ask(q), d + 1); } }
    public async Task<string> LambdaRecursion(string p) { Func<string, int, Task<string>>? go = null; go = async (q, d) => d >= 5 ? q : await go!(await Ask(q), d + 1); return await go(p, 0); }
    public async Task Directory(DirectoryInfo dir) { foreach (var f in dir.GetFiles()) await Ask(f.Name); foreach (var d in dir.GetDirectories()) await Directory(d); }
    public async Task Mutual(string p, int d) { if (d <= 0) return; await Ask(p); await Back(p, d); }
    private async Task Back(string p, int d) => await Mutual(p + "!", d - 1);

    public async Task StateNext(string p) { var retry = new RetryState(); while (retry.Next()) if (Valid(await Ask(p))) return; }
    public async Task StateThrows(string p) { var retry = new RetryState { Max = 5 }; while (true) { retry.ThrowIfSpent(); if (Valid(await Ask(p))) return; } }
    public async Task StateLeft(string p) { var retry = new RetryState(); while (retry.Left > 0) { retry.Count(); if (Valid(await Ask(p))) return; } }
    public async Task StateExhausted(string p) { var retry = new RetryState(); do { retry.Count(); if (Valid(await Ask(p))) return; } while (!retry.IsExhausted); }
    public async Task StateCatch(string p) { var retry = new RetryState(); while (true) { try { await Ask(p); return; } catch (RateLimitException) when (retry.Next()) { await Task.Delay(1000); } } }
    public async Task Breaker(string p) { var breaker = new CircuitBreaker(); while (!breaker.IsOpen) { try { await Ask(p); return; } catch (Exception) { breaker.OnFailure(); } } }
    public async Task FieldCap(string p) { string r; do { if (Interlocked.Increment(ref _requests) > MaxRequests) throw new InvalidOperationException(); r = await Ask(p); } while (!Valid(r)); }
    public async Task Guarded(string p) { while (true) { EnsureLeft(); if (Valid(await Ask(p))) break; } void EnsureLeft() { if (_requests++ >= MaxRequests) throw new InvalidOperationException("too many"); } }
    public async Task LifeToken(string p) { while (!_life.IsCancellationRequested) { if (Valid(await Ask(p, _life.Token))) return; } }
    public async Task Linked(string p, CancellationToken outer) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(outer); cts.CancelAfter(60_000); while (!cts.Token.IsCancellationRequested) { if (Valid(await Ask(p, cts.Token))) return; } }
    public async Task LinkedThrow(string p, CancellationToken outer) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(outer); cts.CancelAfter(TimeSpan.FromMinutes(1)); while (true) { cts.Token.ThrowIfCancellationRequested(); var r = await Ask(p); if (Valid(r)) return; } }
    public async Task DelayToken(string p) { using var cts = new CancellationTokenSource(TimeSpan.FromMinutes(2)); try { while (true) { await Ask(p); await Task.Delay(1000, cts.Token); } } catch (OperationCanceledException) { } }
    public async Task TimerFor(string p) { using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); for (var i = 0; i < 10 && await timer.WaitForNextTickAsync(); i++) await Ask(p); }
    public async Task TimerToken(string p) { using var cts = new CancellationTokenSource(10_000); using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(cts.Token)) await Ask(p); }
    public async Task GotoCount(string p) { var n = 0; again: try { await Ask(p); } catch (HttpRequestException) { if (++n < 4) goto again; throw; } }
    private async IAsyncEnumerable<string> Endless(string p) { while (true) yield return await {|CCA1009:Ask(p)|}; }
    public async Task TakesFive(string p) { var n = 0; await foreach (var r in Endless(p)) { log(r); if (++n == 5) break; } }
    private IEnumerable<int> Naturals() { for (var i = 0; ; i++) yield return i; }
    public async Task TakeNaturals(string p) { foreach (var i in Naturals().Take(7)) await Ask(p + i); }
    public async Task TakeWhile(string p) { foreach (var i in Naturals().TakeWhile(n => n < 7)) await Ask(p + i); }
    public async Task ZipNaturals(string[] xs) { foreach (var (x, i) in xs.Zip(Naturals())) await Ask(x + i); }
    public async Task Pipeline(CancellationToken ct) { foreach (var step in steps) if (!await step.RunAsync(ct)) break; }
    public async Task Lines(string path) { using var reader = new StreamReader(path); while (!reader.EndOfStream) { var line = await reader.ReadLineAsync(); if (string.IsNullOrEmpty(line)) continue; await Ask(line); } }
    public async Task LinesPeek(TextReader reader) { while (reader.Peek() >= 0) await Ask(reader.ReadLine()!); }
    public async Task Bytes(Stream s) { var buffer = new byte[4096]; int n; while ((n = await s.ReadAsync(buffer)) > 0) await Ask(Encoding.UTF8.GetString(buffer, 0, n)); }
    public async Task Rows(System.Data.Common.DbDataReader rows) { while (await rows.ReadAsync()) await Ask(rows.GetString(0)); }
    public async Task Repl() { while (true) { Console.Write("> "); var line = Console.ReadLine(); if (string.IsNullOrWhiteSpace(line)) continue; if (line == "/exit") break; log(await Ask(line)); } }
    public async Task ReplPattern() { while (Console.ReadLine() is { Length: > 0 } line) log(await Ask(line)); }
    public async Task ReplKey() { do { log(await Ask("joke")); Console.Write("again? "); } while (Console.ReadKey(true).Key == ConsoleKey.Y); }
    public async Task ReplRegenerate(string p) { while (true) { var r = await Ask(p); log(r); switch (Console.ReadLine()) { case "r": continue; case "q": return; case { } more: p += more; break; default: return; } } }
    public async Task ReplConfirm(string p) { var ok = false; while (!ok) { var draft = await Ask(p); ok = Confirm(draft); } bool Confirm(string d) { log(d); return Console.ReadLine() == "y"; } }
    public async Task ArgsOrPrompt(string[] args) { var i = 0; while (true) { var q = i < args.Length ? args[i++] : Prompt(); if (q is null) break; log(await Ask(q)); } static string? Prompt() { Console.Write(">"); return Console.ReadLine(); } }
    public async Task DrainChannel(Channel<string> work) { while (work.Reader.TryRead(out var item)) await Ask(item); }
    public async Task DrainBag(ConcurrentBag<string> bag) { var workers = Enumerable.Range(0, 4).Select(async _ => { while (bag.TryTake(out var x)) await Ask(x); }); await Task.WhenAll(workers); }
    public async Task RequeueCounted(Queue<(string Item, int Tries)> q) { while (q.TryDequeue(out var x)) { try { await Ask(x.Item); } catch (RateLimitException) { if (x.Tries < 3) q.Enqueue((x.Item, x.Tries + 1)); } } }
    public async Task RequeueClass(Queue<Job> q) { while (q.Count > 0) { var job = q.Dequeue(); try { await Ask(job.Text); } catch (Exception) { job.Attempts++; if (job.Attempts < 3) q.Enqueue(job); } } }
    public async Task RequeueTotal(Queue<string> q) { var failures = 0; while (q.Count > 0) { var x = q.Dequeue(); try { await Ask(x); } catch (Exception) { if (++failures > 10) throw; q.Enqueue(x); } } }
    public async Task IndexSkip(string[] xs) { for (var i = 0; i < xs.Length; i++) { if (xs[i] == "--skip") i++; else await Ask(xs[i]); } }
    public async Task IndexRetryCounted(string[] xs) { var fails = 0; for (var i = 0; i < xs.Length; i++) { try { await Ask(xs[i]); fails = 0; } catch (Exception) { if (++fails > 3) throw; i--; } } }
    public async Task Attempts(string[] xs) { var i = 0; var tries = 0; while (i < xs.Length) { try { await Ask(xs[i]); i++; tries = 0; } catch (Exception) { if (++tries >= 3) { i++; tries = 0; } } } }
    public async Task Epochs(string p) { var best = ""; var stale = 0; for (var epoch = 0; epoch < 50 && stale < 5; epoch++) { var r = await Ask(p + best); if (r.Length > best.Length) { best = r; stale = 0; } else stale++; } }
    public async Task<List<string>> CollectCapped(string p) { var got = new List<string>(); for (var i = 0; got.Count < 10 && i < 30; i++) { var r = await Ask(p); if (Valid(r)) got.Add(r); } return got; }
    internal sealed class Job { public string Text = ""; public int Attempts; }
}
