using Microsoft.Extensions.AI;

class Counter(IChatClient chat)
{
    private int _rounds;
    private readonly int _max = 5;

    async Task For() { for (var i = 0; i < 3; i++) await chat.GetResponseAsync("x"); }
    async Task ForDown() { for (var i = 3; i > 0; i--) await chat.GetResponseAsync("x"); }
    async Task ForNotEqual() { for (var i = 0; i != 3; i++) await chat.GetResponseAsync("x"); }
    async Task WhileParameter(int max) { var i = 0; while (i++ < max) await chat.GetResponseAsync("x"); }
    async Task WhileDecrementsParameter(int retries) { while (retries-- > 0) await chat.GetResponseAsync("x"); }
    async Task DoWhile() { var i = 0; do { await chat.GetResponseAsync("x"); i += 2; } while (i < 10); }
    async Task LimitOnTheLeft() { var i = 0; while (10 > i) { await chat.GetResponseAsync("x"); i++; } }
    async Task BreakBefore() { var n = 0; while (true) { if (++n > 5) break; await chat.GetResponseAsync("x"); } }
    async Task BreakAfter() { var n = 0; while (true) { await chat.GetResponseAsync("x"); n++; if (n >= _max) return; } }
    async Task Throw() { var n = 0; while (true) { await chat.GetResponseAsync("x"); if (n++ >= 5) throw new InvalidOperationException(); } }
    async Task Field() { while (_rounds < _max) { _rounds++; await chat.GetResponseAsync("x"); } }
    async Task InterlockedField() { while (Interlocked.Increment(ref _rounds) <= 5) await chat.GetResponseAsync("x"); }
    async Task Pattern() { var n = 0; while (true) { await chat.GetResponseAsync("x"); n++; if (n is >= 5) break; } }
    async Task Doubling() { var size = 1; while (size < 1000) { await chat.GetResponseAsync("x"); size *= 2; } }
    async Task Halving(int size) { while (size > 1) { await chat.GetResponseAsync("x"); size /= 2; } }
    async Task PlainAssignment() { var i = 0; while (i < 5) { await chat.GetResponseAsync("x"); i = i + 1; } }
    async Task Offset(int max) { var i = 0; while (i + 1 < max) { await chat.GetResponseAsync("x"); i++; } }
    async Task LimitFromCall(List<int> xs) { var i = 0; while (i < Math.Min(xs.Count, 5)) { await chat.GetResponseAsync("x"); i++; } }
    async Task Goto() { var i = 0; again: await chat.GetResponseAsync("x"); if (++i < 5) goto again; }
    async Task ForWithoutCondition() { for (var i = 0; ; i++) { await chat.GetResponseAsync("x"); if (i == 4) break; } }
    async Task And(bool done) { var i = 0; while (!done && i < 5) { done = (await chat.GetResponseAsync("x")).Text == "ok"; i++; } }
    async Task BooleanLocal() { var i = 0; var go = true; while (go) { var r = await chat.GetResponseAsync("x"); i++; go = i < 5 && r.Text != "ok"; } }
    async Task FlagUnderCounter() { var i = 0; var done = false; while (!done) { await chat.GetResponseAsync("x"); if (++i >= 5) done = true; } }
    async Task Token(long budget) { var tokens = 0L; while (tokens < budget) { var r = await chat.GetResponseAsync("x"); tokens += r.Usage?.TotalTokenCount ?? 0; } }
    async Task GrowingList() { var replies = new List<string>(); while (replies.Count < 10) replies.Add((await chat.GetResponseAsync("x")).Text); }
    async Task ContinueAfterCount() { var n = 0; while (n < 5) { n++; var r = await chat.GetResponseAsync("x"); if (r.Text == "") continue; if (r.Text == "done") return; } }
    async Task NestedForeachOuterCounted(string[] tools)
    {
        for (var turn = 0; turn < 10; turn++)
        {
            var r = await chat.GetResponseAsync("x");
            foreach (var tool in tools)
                Console.WriteLine(tool + r.Text);
        }
    }
    async Task NestedDo() { var i = 0; var j = 0; do { i = 0; do { await chat.GetResponseAsync("x"); } while (i++ < 3); } while (j++ < 5); }
    async Task HandedOver() { var attempt = 0; while (true) { var r = await chat.GetResponseAsync("x"); if (!ShouldGoOn(attempt++)) break; } }
    async Task HandedOverWithReply() { var attempt = 0; while (true) { attempt++; var r = await chat.GetResponseAsync("x"); if (NextDelay(attempt) is not { } delay) throw new TimeoutException(); await Task.Delay(delay); } }
    async Task ThrowHelper() { var n = 0; while (true) { ArgumentOutOfRangeException.ThrowIfGreaterThan(++n, 5); await chat.GetResponseAsync("x"); } }
    static bool ShouldGoOn(int attempt) => attempt < 3;
    static TimeSpan? NextDelay(int attempt) => attempt < 3 ? TimeSpan.FromSeconds(attempt) : null;

    // Not bounds.
    async Task StepAway() { var i = 0; while (i < 5) { await {|CCA1001:chat.GetResponseAsync("x")|}; i--; } }
    async Task Inverted(bool done) { var i = 0; while (!done || i++ < 10) { done = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text == "ok"; } }
    async Task NeverMoved(int max) { var i = 0; while (i < max) { await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task Reset() { while (true) { var i = 0; await {|CCA1001:chat.GetResponseAsync("x")|}; i++; if (i > 5) break; } }
    async Task OnlyPrinted() { var i = 0; while (true) { await {|CCA1001:chat.GetResponseAsync("x")|}; Console.WriteLine(i++); } }
    async Task OnlyLogged() { var i = 0; while (true) { await {|CCA1001:chat.GetResponseAsync("x")|}; if (++i > 10) Console.WriteLine("many"); } }
    async Task IntMax() { var i = 0; while (i < int.MaxValue) { await {|CCA1001:chat.GetResponseAsync("x")|}; i++; } }
    async Task DecrementedNotCompared(int maxRetry) { while (true) { await {|CCA1001:chat.GetResponseAsync("x")|}; maxRetry--; } }
    async Task SkippedByContinue() { var n = 0; while (true) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (string.IsNullOrEmpty(r.Text)) continue; if (++n > 5) break; } }
    async Task MovesOnlyIfModelSays() { var n = 0; while (n < 5) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text == "ok") n++; } }
    async Task LimitMovesAlong() { var n = 0; var max = 5; while (n < max) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; n++; if (r.Text == "more") max++; } }
    async Task NullLimit(int? max = null) { var n = 0; while (true) { await {|CCA1001:chat.GetResponseAsync("x")|}; if (++n >= max) break; } }
    async Task NullLimitGuarded(int? max = null) { var n = 0; while (true) { await {|CCA1001:chat.GetResponseAsync("x")|}; n++; if (max is not null && n >= max) break; } }
    async Task LimitFromCaller(int? max) { var n = 0; while (true) { await {|CCA1009:chat.GetResponseAsync("x")|}; n++; if (max is not null && n >= max) break; } }
    async Task CapOffByDefault(Options options) { var n = 0; while (true) { await {|CCA1001:chat.GetResponseAsync("x")|}; n++; if (options.Enforce && n >= 5) break; } }
    async Task ZeroMeansUnlimited(int max = 0) { var n = 0; while (n < max || max == 0) { await {|CCA1001:chat.GetResponseAsync("x")|}; n++; } }
    async Task InnerSpinsOuterExits()
    {
        for (var i = 0; i < 3; i++)
        {
            while (true)
            {
                var r = await {|CCA1002:chat.GetResponseAsync("x")|};
                if (r.Text == "next") break;
            }
        }
    }
    async Task UpdatedAfterTheLoop() { var n = 0; while (n < 5) { await {|CCA1001:chat.GetResponseAsync("x")|}; } n++; }

    class Options { public bool Enforce { get; set; } }
}
