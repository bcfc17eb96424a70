using System.Diagnostics;
using Microsoft.Extensions.AI;

// Deadlines, clocks, timers and tokens.
class WildTime(IChatClient chat, TimeProvider time, Action<string> log)
{
    private readonly CancellationTokenSource _stop = new();
    private DateTime _until = DateTime.UtcNow.AddMinutes(5);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    // A time for each turn ends the turn and not the loop.
    private async Task<string> AskFor(string q, CancellationToken ct) => (await chat.GetResponseAsync(q, cancellationToken: ct)).Text;
    async Task TimeForEachTurn(string q) { do q = (await {|CCA1002:chat.GetResponseAsync(q, cancellationToken: new CancellationTokenSource(TimeSpan.FromSeconds(5)).Token)|}).Text; while (q.Length == 0); }
    async Task TimeForEachAsking(string q) { while (q.Length == 0) q = await {|CCA1002:AskFor(q, new CancellationTokenSource(5000).Token)|}; }
    async Task LinkedForEachTurn(string q, CancellationToken ct) { do { using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, new CancellationTokenSource(5000).Token); q = await {|CCA1002:AskFor(q, linked.Token)|}; } while (q.Length == 0); }
    async Task LinkedBefore(string q, CancellationToken ct) { using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, new CancellationTokenSource(5000).Token); do q = await AskFor(q, linked.Token); while (q.Length == 0); }
    async Task TokenBefore(string q) { var token = new CancellationTokenSource(5000).Token; do q = await AskFor(q, token); while (q.Length == 0); }

    // ---- bounds ----
    async Task UntilField() { while (DateTime.UtcNow <= _until) await chat.GetResponseAsync("x"); }
    async Task CompareCall() { var end = DateTime.UtcNow.AddMinutes(1); while (DateTime.Compare(DateTime.UtcNow, end) < 0) await chat.GetResponseAsync("x"); }
    async Task CompareToCall() { var end = DateTime.UtcNow.AddMinutes(1); while (DateTime.UtcNow.CompareTo(end) < 0) await chat.GetResponseAsync("x"); }
    async Task Remaining() { var end = DateTime.UtcNow.AddMinutes(1); while (true) { var remaining = end - DateTime.UtcNow; if (remaining <= TimeSpan.Zero) break; await chat.GetResponseAsync("x"); } }
    async Task RemainingInCondition() { var end = DateTime.UtcNow.AddMinutes(1); TimeSpan left; while ((left = end - DateTime.UtcNow) > TimeSpan.Zero) await chat.GetResponseAsync($"{left}"); }
    async Task SubtractCall() { var start = DateTime.UtcNow; while (DateTime.UtcNow.Subtract(start).TotalMinutes < 5) await chat.GetResponseAsync("x"); }
    async Task StopwatchIsRunning() { var sw = Stopwatch.StartNew(); for (; ; ) { await chat.GetResponseAsync("x"); if (sw.Elapsed.TotalSeconds >= s_limit.TotalSeconds) return; } }
    async Task StopwatchNewed() { var sw = new Stopwatch(); sw.Start(); do { await chat.GetResponseAsync("x"); } while (sw.ElapsedMilliseconds < 30_000); }
    async Task TimestampMath() { var start = Stopwatch.GetTimestamp(); while (Stopwatch.GetElapsedTime(start) < s_limit) await chat.GetResponseAsync("x"); }
    async Task TimestampDivision() { var start = Stopwatch.GetTimestamp(); while ((Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency < 60) await chat.GetResponseAsync("x"); }
    async Task TickCount() { var start = Environment.TickCount; while (Environment.TickCount - start < 10_000) await chat.GetResponseAsync("x"); }
    async Task Provider() { var end = time.GetUtcNow().AddMinutes(1); do { await chat.GetResponseAsync("x"); } while (time.GetUtcNow() < end); }
    async Task UnixSeconds() { var end = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60; while (DateTimeOffset.UtcNow.ToUnixTimeSeconds() < end) await chat.GetResponseAsync("x"); }
    async Task TodayOnly() { var day = DateTime.Today; while (DateTime.Today == day) await chat.GetResponseAsync("x"); }
    async Task HourOfDay() { while (DateTime.Now.Hour < 18) await {|CCA1009:chat.GetResponseAsync("x")|}; }
    async Task DeadlineParameter(DateTimeOffset? deadline) { while (deadline is null || DateTimeOffset.UtcNow < deadline) await {|CCA1009:chat.GetResponseAsync("x")|}; }
    async Task NowLocal() { var end = DateTime.Now + s_limit; var now = DateTime.Now; while (now < end) { await chat.GetResponseAsync("x"); now = DateTime.Now; } }
    async Task AndModel() { var sw = Stopwatch.StartNew(); var good = false; while (!good && sw.Elapsed < s_limit) good = (await chat.GetResponseAsync("x")).Text == "ok"; }
    async Task TimeoutThrows() { var sw = Stopwatch.StartNew(); while (true) { if (sw.Elapsed > s_limit) throw new TimeoutException(); var r = await chat.GetResponseAsync("x"); if (r.Text == "ok") return; } }
    async Task LinkedTimed(CancellationToken ct) { using var timeout = new CancellationTokenSource(s_limit); using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token); while (!both.IsCancellationRequested) await chat.GetResponseAsync("x", cancellationToken: both.Token); }
    async Task LinkedTokenLocal(CancellationToken ct) { using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct); timeout.CancelAfter(30_000); var token = timeout.Token; while (true) await chat.GetResponseAsync("x", cancellationToken: token); }
    async Task FromProvider() { using var cts = new CancellationTokenSource(s_limit, time); while (!cts.Token.IsCancellationRequested) await chat.GetResponseAsync("x"); }
    async Task CatchesTimeoutOutside() { using var cts = new CancellationTokenSource(s_limit); try { while (true) await chat.GetResponseAsync("x", cancellationToken: cts.Token); } catch (OperationCanceledException) { log("time"); } }
    async Task DelayWithToken() { using var cts = new CancellationTokenSource(s_limit); while (true) { await chat.GetResponseAsync("x"); await Task.Delay(1000, cts.Token); } }
    async Task RethrowsCancellation() { using var cts = new CancellationTokenSource(s_limit); while (true) { try { await chat.GetResponseAsync("x", cancellationToken: cts.Token); } catch (OperationCanceledException) { throw; } catch (Exception e) { log(e.Message); } } }
    async Task BreaksOnCancellation() { using var cts = new CancellationTokenSource(s_limit); while (true) { try { await chat.GetResponseAsync("x", cancellationToken: cts.Token); } catch (OperationCanceledException) { break; } catch (Exception e) { log(e.Message); } } }
    async Task FilterSpares() { using var cts = new CancellationTokenSource(s_limit); while (true) { try { await chat.GetResponseAsync("x", cancellationToken: cts.Token); } catch (Exception e) when (e is not OperationCanceledException) { log(e.Message); } } }
    async Task TimerWithDeadline() { using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); var sw = Stopwatch.StartNew(); while (await timer.WaitForNextTickAsync() && sw.Elapsed < s_limit) await chat.GetResponseAsync("x"); }
    async Task TimerCounted(PeriodicTimer timer) { var n = 0; while (await timer.WaitForNextTickAsync()) { await chat.GetResponseAsync("x"); if (++n == 10) break; } }
    async Task TimedTimer() { using var cts = new CancellationTokenSource(s_limit); using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5)); while (await timer.WaitForNextTickAsync(cts.Token)) await chat.GetResponseAsync("x"); }
    async Task WhenAnyTimeout() { var timeout = Task.Delay(s_limit); while (!timeout.IsCompleted) await chat.GetResponseAsync("x"); }
    async Task RaceTimeout() { var timeout = Task.Delay(s_limit); while (true) { var call = chat.GetResponseAsync("x"); if (await Task.WhenAny(call, timeout) == timeout) break; log((await call).Text); } }

    async Task TimeGivenOrUsual(TimeSpan? given, CancellationToken ct) { using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct); timeout.CancelAfter(given ?? s_limit); while (true) { var r = await chat.GetResponseAsync("x", cancellationToken: timeout.Token); if (r.Text == "ok") return; } }

    // ---- no bounds ----
    async Task DeadlineEachTurn() { while (true) { var end = DateTime.UtcNow.AddMinutes(1); await {|CCA1001:chat.GetResponseAsync("x")|}; if (DateTime.UtcNow > end) break; } }
    async Task StopwatchEachTurn() { while (true) { var sw = Stopwatch.StartNew(); await {|CCA1001:chat.GetResponseAsync("x")|}; log($"{sw.Elapsed}"); } }
    async Task DeadlineInverted() { var end = DateTime.UtcNow.AddMinutes(1); while (DateTime.UtcNow > end.AddDays(-1)) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task OnlyLogsElapsed() { var sw = Stopwatch.StartNew(); while (true) { await {|CCA1001:chat.GetResponseAsync("x")|}; if (sw.Elapsed > s_limit) log("slow"); } }
    async Task TimedButUnused() { using var cts = new CancellationTokenSource(s_limit); while (true) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task TimedPerRequest(CancellationToken ct) { while (!ct.IsCancellationRequested) { using var cts = CancellationTokenSource.CreateLinkedTokenSource(ct); cts.CancelAfter(10_000); await {|CCA1001:chat.GetResponseAsync("x", cancellationToken: cts.Token)|}; } }
    async Task CancelAfterPushedOn() { using var cts = new CancellationTokenSource(); while (true) { cts.CancelAfter(10_000); await {|CCA1001:chat.GetResponseAsync("x", cancellationToken: cts.Token)|}; } }
    async Task SwallowsTimeout() { using var cts = new CancellationTokenSource(s_limit); while (true) { try { await {|CCA1004:chat.GetResponseAsync("x", cancellationToken: cts.Token)|}; } catch (OperationCanceledException) { } } }
    async Task WaitAsyncTimeout() { while (true) { try { await {|CCA1001:chat.GetResponseAsync("x")|}.WaitAsync(s_limit); } catch (TimeoutException) { log("slow"); } } }
    async Task StopField() { while (!_stop.IsCancellationRequested) await {|CCA1001:chat.GetResponseAsync("x", cancellationToken: _stop.Token)|}; }
    async Task MaxTime() { var end = DateTime.MaxValue; while (DateTime.UtcNow < end) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task Heartbeat(CancellationToken ct) { using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1)); while (await timer.WaitForNextTickAsync(ct)) { try { await {|CCA1005:chat.GetResponseAsync("ping")|}; } catch (Exception e) { log(e.Message); } } }
    async Task WarmsCache(CancellationToken ct) { do { await {|CCA1005:chat.GetResponseAsync("warm")|}; } while (!ct.WaitHandle.WaitOne(TimeSpan.FromMinutes(4))); }
    async Task DelayFirst(CancellationToken ct) { while (true) { await Task.Delay(TimeSpan.FromHours(1), ct); await {|CCA1005:chat.GetResponseAsync("report")|}; } }
    async Task DelayOnOneWay(CancellationToken ct) { while (!ct.IsCancellationRequested) { var r = await {|CCA1001:chat.GetResponseAsync("x")|}; if (r.Text == "") await Task.Delay(1000, ct); } }
}
