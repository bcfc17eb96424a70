using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

// Counters of every make, right and wrong.
class WildCounters(IChatClient chat, Action<string> log)
{
    private const int Max = 5;
    private static int s_calls;
    private readonly ConcurrentDictionary<string, int> _perUser = new();
    private readonly int? _cap;
    private int _field;
    private static bool Verbose => false;

    // ---- bounds ----
    async Task UnsignedDown(uint n) { while (n > 0) { n--; await chat.GetResponseAsync("x"); } }
    async Task UnsignedDownPost(uint n) { while (n-- > 0) await chat.GetResponseAsync("x"); }
    async Task NotEqualDown(byte n) { while (n != 0) { await chat.GetResponseAsync("x"); n--; } }
    async Task LongLimit(long n) { for (long i = 0; i < n; i += 100) await chat.GetResponseAsync("x"); }
    async Task Floating() { for (double t = 1.0; t > 0.1; t -= 0.1) await chat.GetResponseAsync("x"); }
    async Task FloatingTemperature() { var t = 0.2f; while (t <= 1.0f) { var r = await chat.GetResponseAsync("x", new ChatOptions { Temperature = t }); if (r.Text == "ok") return; t += 0.2f; } }
    async Task DecimalMoney(decimal budget) { decimal spent = 0; while (spent < budget) { var r = await chat.GetResponseAsync("x"); spent += (r.Usage?.TotalTokenCount ?? 1) * 0.00001m; } }
    async Task CheckedStep() { var i = 0; while (i < 5) { await chat.GetResponseAsync("x"); i = checked(i + 1); } }
    async Task CastStep() { short i = 0; while (i < 5) { await chat.GetResponseAsync("x"); i = (short)(i + 1); } }
    async Task StepByConst() { const int Step = 10; for (var i = 0; i < 100; i += Step) await chat.GetResponseAsync("x"); }
    async Task StepByParameter(List<string> xs, int size) { for (var i = 0; i < xs.Count; i += size) await chat.GetResponseAsync(string.Join('\n', xs.Skip(i).Take(size))); }
    async Task Batches(string[] xs) { const int BatchSize = 50; for (var start = 0; start < xs.Length; start += BatchSize) { var n = Math.Min(BatchSize, xs.Length - start); await chat.GetResponseAsync(string.Join(",", xs, start, n)); } }
    async Task BatchesWhile(string[] xs) { var done = 0; while (done < xs.Length) { var batch = xs.Skip(done).Take(20).ToArray(); await chat.GetResponseAsync(batch[0]); done += batch.Length; } }
    async Task RefCounter() { var n = 0; while (Next(ref n)) await chat.GetResponseAsync("x"); static bool Next(ref int i) => i++ < 5; }
    async Task VolatileRead() { while (Volatile.Read(ref _field) < Max) { Interlocked.Increment(ref _field); await chat.GetResponseAsync("x"); } }
    async Task InterlockedDecrement() { while (Interlocked.Decrement(ref _field) >= 0) await chat.GetResponseAsync("x"); }
    async Task InterlockedLocal() { var n = 0; while (true) { var now = Interlocked.Increment(ref n); if (now > Max) break; await chat.GetResponseAsync("x"); } }
    async Task InterlockedAdd() { var n = 0; while (Interlocked.Add(ref n, 2) < 10) await chat.GetResponseAsync("x"); }
    async Task StaticField() { while (s_calls++ < Max) await chat.GetResponseAsync("x"); }
    async Task LimitField() { var i = 0; while (i < (_cap ?? 10)) { i++; await chat.GetResponseAsync("x"); } }
    async Task LimitGetValueOrDefault() { var i = 0; while (i < _cap.GetValueOrDefault(3)) { i++; await chat.GetResponseAsync("x"); } }
    async Task LimitClamp(int want) { var max = Math.Clamp(want, 1, 20); for (var i = 0; i < max; i++) await chat.GetResponseAsync("x"); }
    async Task LimitOfArray() { string[] styles = ["a", "b"]; var i = 0; do { await chat.GetResponseAsync(styles[i]); } while (++i < styles.Length); }
    async Task TwoSided() { var lo = 0; var hi = 10; while (lo < hi) { await chat.GetResponseAsync("x"); lo++; hi--; } }
    async Task TwoPointers(List<string> xs) { int i = 0, j = xs.Count - 1; while (i < j) { var r = await chat.GetResponseAsync(xs[i] + xs[j]); if (r.Text == "left") i++; else j--; } }
    async Task BinarySearch(string[] xs) { int lo = 0, hi = xs.Length - 1; while (lo <= hi) { var mid = (lo + hi) / 2; var r = await chat.GetResponseAsync(xs[mid]); if (r.Text == "up") lo = mid + 1; else hi = mid - 1; } }
    async Task ShrinkByHalf(string text) { while (text.Length > 1000) { await chat.GetResponseAsync(text); text = text.Substring(0, text.Length / 2); } }
    async Task IsPatternRange() { var n = 0; while (n is >= 0 and < 5) { n++; await chat.GetResponseAsync("x"); } }
    async Task SwitchOnCounter() { var n = 0; while (true) { await chat.GetResponseAsync("x"); switch (++n) { case > 4: return; default: break; } } }
    async Task SwitchExpression() { var n = 0; var go = true; while (go) { await chat.GetResponseAsync("x"); n++; go = n switch { < 4 => true, _ => false }; } }
    async Task Ternary() { var n = 0; while (n < Max ? true : false) { n++; await chat.GetResponseAsync("x"); } }
    async Task Modulo() { var n = 0; while (++n % 10 != 0) await {|CCA1009:chat.GetResponseAsync("x")|}; }
    async Task LogsEveryTenth() { for (var n = 0; n < 100; n++) { if (n % 10 == 0) log("."); await chat.GetResponseAsync("x"); } }
    async Task CounterInCondition(bool flag) { int i = 0; while (flag && i++ < 10) { flag = (await chat.GetResponseAsync("x")).Text.Length > 0; } }
    async Task AndOperator() { int i = 0; var more = true; while (more & i < 10) { i++; more = (await chat.GetResponseAsync("x")).Text != ""; } }
    async Task NotOr() { int i = 0; var ok = false; while (!(ok || i >= 10)) { i++; ok = (await chat.GetResponseAsync("x")).Text != ""; } }
    async Task CompareTo() { int i = 0; while (i.CompareTo(5) < 0) { i++; await chat.GetResponseAsync("x"); } }
    async Task Equals10() { int i = 0; while (!i.Equals(10)) { i++; await chat.GetResponseAsync("x"); } }
    async Task ObjectCounter(Stats stats) { while (stats.Calls < Max) { stats.Calls++; await chat.GetResponseAsync("x"); } }
    async Task ObjectMethodCounter(Stats stats) { while (stats.TryUse()) await chat.GetResponseAsync("x"); }
    async Task ArrayElementCounter(int[] counts, int k) { while (counts[k] < Max) { counts[k]++; await chat.GetResponseAsync("x"); } }
    async Task DictionaryCounter(Dictionary<string, int> tries, string key) { while (tries.GetValueOrDefault(key) < 3) { tries[key] = tries.GetValueOrDefault(key) + 1; await chat.GetResponseAsync("x"); } }
    async Task AddOrUpdateCounter(string key) { while (_perUser.AddOrUpdate(key, 1, (_, n) => n + 1) <= 5) await chat.GetResponseAsync("x"); }
    async Task StringBuilderLimit() { var sb = new System.Text.StringBuilder(); while (sb.Length < 4000) { sb.Append((await {|CCA1002:chat.GetResponseAsync("x")|}).Text); } }
    async Task StringGrowth() { var text = ""; while (text.Length < 4000) text += (await chat.GetResponseAsync(text)).Text + "\n"; }
    async Task EnumerableRange() { foreach (var i in Enumerable.Range(0, 10)) await chat.GetResponseAsync($"{i}"); }
    async Task ParallelFor() { await Parallel.ForAsync(0, 10, async (i, ct) => await chat.GetResponseAsync($"{i}", cancellationToken: ct)); }
    async Task WhenAllBatches(string[] xs) { foreach (var chunk in xs.Chunk(5)) await Task.WhenAll(chunk.Select(x => chat.GetResponseAsync(x))); }
    async Task InnerResetOuterCounts() { for (var day = 0; day < 7; day++) { var tries = 0; while (tries < 3) { tries++; if ((await chat.GetResponseAsync("x")).Text == "ok") break; } } }
    async Task SharedCounterAcrossLoops() { var total = 0; while (total < 20) { var inner = true; while (inner && total < 20) { total++; inner = (await chat.GetResponseAsync("x")).Text == "more"; } total++; } }
    async Task ContinueBeforeCounterInFor() { for (var i = 0; i < 5; i++) { var r = await chat.GetResponseAsync("x"); if (r.Text == "") continue; log(r.Text); } }
    async Task BreakInsideSwitchInsideWhile() { var n = 0; while (n < 3) { var r = await chat.GetResponseAsync("x"); switch (r.Text) { case "a": break; case "b": n++; continue; } n++; } }
    async Task FinallyCountsWithContinue() { var n = 0; while (n < 3) { try { var r = await chat.GetResponseAsync("x"); if (r.Text == "") continue; log("."); } finally { n++; } } }
    async Task UsingInside() { for (var i = 0; i < 3; i++) { using var s = new MemoryStream(); await chat.GetResponseAsync("x"); if (s.Length > 0) continue; } }
    async Task LabelOut() { for (var i = 0; i < 3; i++) for (var j = 0; j < 3; j++) { if ((await chat.GetResponseAsync("x")).Text == "stop") goto done; } done: log("done"); }

    // ---- no bounds ----
    async Task WrongVariable() { int i = 0, j = 0; while (i < 5) { await {|CCA1001:chat.GetResponseAsync("x")|}; j++; } log($"{j}"); }
    async Task InvertedLimit() { var n = 0; while (n >= 0) { n++; await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task LongMax() { for (long i = 0; i < long.MaxValue; i++) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task HugeLimit() { const int Limit = 2_000_000_000; for (var i = 0; i < Limit; i++) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task Infinity() { for (double d = 0; d < double.PositiveInfinity; d++) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task AlwaysTrueUnsigned(uint n) { while (n >= 0) { n--; await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task ResetByModel() { var misses = 0; while (misses < 3) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text == "") misses++; else misses = 0; } }
    async Task ShadowedInLambda() { var n = 0; while (n < 5) { Action count = () => { var m = 0; m++; }; count(); await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task LocalCopy() { while (true) { var n = Max; n--; await {|CCA1001:chat.GetResponseAsync("x")|}; if (n == 0) break; } }
    async Task BreakLeavesInnerOnly() { var n = 0; while (true) { foreach (var x in new[] { 1, 2 }) { if (++n > 5) break; } await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task BreakLeavesSwitchOnly() { var n = 0; while (true) { switch (++n) { case > 5: break; } await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task StepUpAndDown() { var n = 0; while (n < 5) { n++; await {|CCA1001:chat.GetResponseAsync("x")|}; n--; } }
    async Task StepOfZero() { for (var i = 0; i < 5; i += 0) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task MultiplyByOne() { for (var i = 1; i < 5; i *= 1) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task OrTrue() { var i = 0; while (i++ < 5 || true) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task VerboseOnly() { var n = 0; while (true) { await {|CCA1001:chat.GetResponseAsync("x")|}; if (Verbose && ++n > 5) log("."); } }
    async Task ComparedWithItself() { var n = 0; while (n == n) { n++; await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task ForWithoutStep() { for (var i = 0; i < 10;) { await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task CatchesOwnCap() { var n = 0; while (true) { try { if (++n > 5) throw new InvalidOperationException(); await chat.GetResponseAsync("x"); } catch (InvalidOperationException) { log("cap"); } } }

    internal class Stats { public int Calls; private int _left = 5; public bool TryUse() => _left-- > 0; }
}
