using System.Diagnostics;
using Microsoft.Extensions.AI;

/// <summary>More of what the execution oracle taught: iterators, recursion, tokens, clocks, and counters that go nowhere.</summary>
class OracleExecuted(IChatClient chat)
{
    // A flag that is only ever given the value that it has.
    async Task NeverTried() { var tried = false; for (var n = 0; n < 3;) { await chat.GetResponseAsync("x"); if (!tried) { tried = false; } else continue; n++; } }

    // A deadline that moves along.
    async Task Pushed() { var end = DateTime.UtcNow.AddSeconds(10); while (DateTime.UtcNow < end) { await {|CCA1001:chat.GetResponseAsync("x")|}; end += TimeSpan.FromSeconds(100); } }
    async Task PushedByMethod() { var end = DateTime.UtcNow.AddSeconds(10); while (DateTime.UtcNow < end) { await {|CCA1001:chat.GetResponseAsync("x")|}; end = end.AddSeconds(100); } }
    async Task PushedTicks() { var end = Environment.TickCount64 + 1000; while (Environment.TickCount64 < end) { await {|CCA1001:chat.GetResponseAsync("x")|}; end += 1000; } }
    async Task Extended() { var end = DateTime.UtcNow.AddSeconds(10); while (DateTime.UtcNow < end) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text == "more") end = end.AddSeconds(100); } }

    // The token ends the lambda that the turn awaits; one that nobody awaits, or that takes the cancellation, ends nothing.
    async Task InAwaitedLambda() { using var cts = new CancellationTokenSource(1000); while (true) await Task.Run(() => chat.GetResponseAsync("x", cancellationToken: cts.Token)); }
    async Task InAwaitedAsyncLambda() { using var cts = new CancellationTokenSource(1000); while (true) { var text = await Task.Run(async () => (await chat.GetResponseAsync("x", cancellationToken: cts.Token)).Text); } }
    async Task NotAwaited() { using var cts = new CancellationTokenSource(1000); while (true) { _ = Task.Run(() => {|CCA1001:chat.GetResponseAsync("x", cancellationToken: cts.Token)|}); await Task.Yield(); } }
    async Task SwallowedInLambda() { using var cts = new CancellationTokenSource(1000); while (true) await Task.Run(async () => { try { await {|CCA1001:chat.GetResponseAsync("x", cancellationToken: cts.Token)|}; } catch (OperationCanceledException) { } }); }

    // Collections that only grow never come to be empty.
    async Task OnlyGrows() { var work = new Queue<string>(); work.Enqueue("a"); while (work.Count > 0) { work.Enqueue("b"); await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task ListOnlyGrows() { var work = new List<string> { "a" }; while (work.Count != 0) { work.Add("b"); await {|CCA1001:chat.GetResponseAsync("x")|}; } }

    // Counters that go nowhere.
    async Task UpAndDown() { var n = 0; while (n < 5) { n++; await {|CCA1001:chat.GetResponseAsync("x")|}; n--; } }
    async Task TwoUpOneDown() { var n = 0; while (n < 5) { n += 2; await chat.GetResponseAsync("x"); n--; } }
    async Task OneUpTwoDown() { for (var n = 0; n < 5; n++) { n -= 2; await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task SometimesDown() { for (var n = 0; n < 5; n++) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text == "") n--; } }
    async Task PastIt() { var n = 2; while (n != 1) { await {|CCA1001:chat.GetResponseAsync("x")|}; n++; } }
    async Task NotPastIt() { var n = 3; while (n - 5 != 0) { await chat.GetResponseAsync("x"); n++; } }
    async Task FirstPass() { var n = 2; while (true) { var r = await chat.GetResponseAsync("x"); if (n >= 2) break; if (r.Text == "ok") n++; } }
    async Task FirstPassLater() { var n = 2; while (true) { var r = await {|CCA1001:chat.GetResponseAsync("x")|}; if (r.Text == "ok") n--; if (n >= 2) continue; if (n >= 2) break; } }
    async Task FirstPassOfInner() { for (var i = 0; i < 3; i++) { var n = 2; while (n < 2) { var r = await chat.GetResponseAsync("x"); if (r.Text == "ok") n++; } } }
    async Task FirstPassOfFlag() { var again = false; do { var r = await chat.GetResponseAsync("x"); if (!again) break; again = r.Text != "ok"; } while (true); }
    async Task FirstPassOfTwo() { var again = false; string? last = null; while (true) { var r = await chat.GetResponseAsync("x"); if (last is null && (!again || r.Text == "ok")) break; last = r.Text; again = r.Text != "ok"; } }
    async Task FirstPassInTry() { var again = false; while (true) { try { var r = await {|CCA1004:chat.GetResponseAsync("x")|}; if (!again) break; again = r.Text != "ok"; } catch (HttpRequestException) { } } }
    async Task SetInHandler() { var again = false; while (true) { try { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (!again) break; again = r.Text != "ok"; } catch (HttpRequestException) { again = true; } } }
    async Task OnlyInDeadBranch() { var limit = 5; var more = false; do { await chat.GetResponseAsync("x"); if (limit > 7) more = true; } while (more); }
    async Task ReadAsUnassigned(bool first) { bool more; if (first) more = true; else more = File.Exists("go"); while (more) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task SetByLambda() { var again = false; Action set = () => again = true; while (true) { await {|CCA1002:chat.GetResponseAsync("x")|}; if (!again) break; again = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text == "ok"; } }
    // Few values, each of them once.
    async Task Forward() { var state = 0; while (state != 3) { switch (state) { case 0: var r = await chat.GetResponseAsync("x"); state = r.Text == "ok" ? 1 : 2; break; case 1: state = 2; break; default: state = 3; break; } } }
    async Task Backward() { var state = 0; while (state != 3) { switch (state) { case 0: var r = await {|CCA1002:chat.GetResponseAsync("x")|}; state = r.Text == "ok" ? 1 : 2; break; case 1: state = 0; break; default: state = 3; break; } } }
    async Task TwoTests() { var n = 0; while (++n < 4 || n > 4) await chat.GetResponseAsync("x"); }
    async Task TwoTestsApart() { var n = 0; while (++n < 4 || n > 3) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task StateOfOuter() { var n = 0; for (var i = 0; i < 3; i++) { while (n != 2) { await chat.GetResponseAsync("x"); n = n == 0 ? 1 : 2; } n = 0; } }
    async Task Named() { var phase = "plan"; while (phase != "done") { var r = await chat.GetResponseAsync(phase); phase = phase == "plan" ? "write" : "done"; } }
    async Task NamedByReply() { var phase = "plan"; while (phase != "done") { var r = await {|CCA1002:chat.GetResponseAsync(phase)|}; phase = r.Text == "ok" ? "done" : "plan"; } }
    async Task ByNothing() { for (var i = 0; i < 5; i += 0) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task Itself() { var n = 0; while (n == n) { await {|CCA1001:chat.GetResponseAsync("x")|}; n++; } }
    async Task PutBack() { var n = 0; while (n < 10) { n++; if (n > 5) n = 0; await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task PutBackTooLate() { var n = 0; while (n < 5) { n++; if (n > 7) n = 0; await chat.GetResponseAsync("x"); } }

    // What an iterator's consumer waits for is what the iterator's loop waits for.
    async Task OverTicks(CancellationToken ct) { await foreach (var tick in TicksAsync(ct)) await {|CCA1005:chat.GetResponseAsync("x")|}; }
    async Task OverOpaque() { foreach (var n in WhileThere()) await {|CCA1009:chat.GetResponseAsync("x")|}; }
    async Task OverCounted() { foreach (var n in Counted()) await chat.GetResponseAsync("x"); }
    async Task OverSpinning(CancellationToken ct) { foreach (var n in Spinning(ct)) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    static async IAsyncEnumerable<int> TicksAsync(CancellationToken ct) { while (!ct.IsCancellationRequested) { await Task.Delay(1000, ct); yield return 1; } }
    static IEnumerable<int> WhileThere() { while (File.Exists("go")) yield return 1; }
    static IEnumerable<int> Counted() { var i = 0; while (true) { if (i++ > 5) yield break; yield return i; } }
    static IEnumerable<int> Spinning(CancellationToken ct) { while (!ct.IsCancellationRequested) yield return 1; }

    // Recursion that hangs on what nobody can see.
    async Task WhileAsked() { await chat.GetResponseAsync("x"); if (File.Exists("go")) await {|CCA1009:WhileAsked()|}; }
}
