using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using Microsoft.Extensions.AI;

// Programs written to catch an analyzer out, with direct calls.
class WildAttacks(IChatClient chat, IAnthropicClient claude, MessageCreateParams request, Action<string> log)
{
    private static readonly bool s_capped = true;
    private const bool Capped = false;
    private readonly int _limit;
    private int _n;
    private bool _enabled;
    public int Limit { get; set; } = 10;
    public bool EnforceLimit { get; init; }

    // ---- writes that did not happen ----
    async Task TokensInTry() { long tokens = 0; while (tokens < 10_000) { try { tokens += (await {|CCA1004:chat.GetResponseAsync("x")|}).Usage?.TotalTokenCount ?? 0; } catch (HttpRequestException) { } } }
    async Task ListInTry(List<string> replies) { while (replies.Count < 5) { try { replies.Add((await {|CCA1004:chat.GetResponseAsync("x")|}).Text); } catch (Exception e) { log(e.Message); } } }
    async Task CounterAfterCallInTry() { var n = 0; while (n < 5) { try { await {|CCA1004:chat.GetResponseAsync("x")|}; n++; } catch (Exception e) { log(e.Message); } } }
    async Task CounterBeforeCallInTry() { var n = 0; while (n < 5) { try { n++; await chat.GetResponseAsync("x"); } catch (Exception e) { log(e.Message); } } }
    async Task CounterInArgument() { var n = 0; while (n < 5) { try { await chat.GetResponseAsync($"attempt {++n}"); } catch (Exception e) { log(e.Message); } } }
    async Task DequeueInArgumentInTry(Queue<string> q) { while (q.Count > 0) { try { await chat.GetResponseAsync(q.Dequeue()); } catch (HttpRequestException) { } } }
    async Task PeekThenDequeueInTry(Queue<string> q) { while (q.Count > 0) { try { await {|CCA1004:chat.GetResponseAsync(q.Peek())|}; q.Dequeue(); } catch (HttpRequestException) { } } }
    async Task IndexMovedAfterInTry(List<string> xs) { for (var i = 0; i < xs.Count;) { try { await {|CCA1004:chat.GetResponseAsync(xs[i])|}; i++; } catch (HttpRequestException) { await Task.Delay(1000); } } }
    async Task IndexMovedInFinally(List<string> xs) { var i = 0; while (i < xs.Count) { try { await chat.GetResponseAsync(xs[i]); } catch (HttpRequestException) { } finally { i++; } } }
    async Task LastWriteWins() { var again = true; while (again) { again = false; try { await {|CCA1004:chat.GetResponseAsync("x")|}; } catch (Exception) { again = true; } } }
    async Task LastWriteWinsBounded() { var n = 0; var again = true; while (again) { again = false; try { await chat.GetResponseAsync("x"); } catch (Exception) { again = ++n < 3; } } }

    // ---- comparisons ----
    async Task OffByOneReset() { var n = 0; while (true) { if (n > 5) n = 0; n++; await {|CCA1009:chat.GetResponseAsync("x")|}; if (n == 7) break; } }
    async Task WrapsByModulo() { var n = 0; while (n < 10) { n = (n + 1) % 5; await {|CCA1009:chat.GetResponseAsync("x")|}; } }
    async Task OrInsteadOfAnd(bool done) { var n = 0; while (!done || n < 5) { n++; done = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text == "ok"; } }
    async Task NotEqualsPastLimit() { var n = 0; while (n != 5) { n += 2; await {|CCA1009:chat.GetResponseAsync("x")|}; } }
    async Task EqualStepByTwo() { var n = 0; while (true) { n++; await {|CCA1009:chat.GetResponseAsync("x")|}; n++; if (n == 5) return; } }
    async Task CapOnOtherBranch(bool a) { var n = 0; while (true) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text == "tool") { continue; } else if (++n > 3) return; } }
    async Task AssignInsteadOfCompare(bool done) { while (done = true) { await {|CCA1009:chat.GetResponseAsync("x")|}; } }
    async Task CompareAfterThrowInFilter() { var n = 0; while (true) { try { await {|CCA1004:chat.GetResponseAsync("x")|}; return; } catch (Exception) when (n++ >= 0) { } } }
    async Task LimitIsItself(int max) { var n = 0; while (n < max) { n++; max++; await {|CCA1009:chat.GetResponseAsync("x")|}; } }
    async Task NegativeLimit() { var n = 0; while (n-- > -10) await chat.GetResponseAsync("x"); }
    async Task NullableCounter() { int? n = 0; while (n < 5) { n++; await chat.GetResponseAsync("x"); } }
    async Task LimitProperty() { for (var i = 0; i < Limit; i++) await chat.GetResponseAsync("x"); }
    async Task LimitPropertySwitchedOff() { var i = 0; while (true) { if (EnforceLimit && i >= Limit) break; i++; await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task StaticReadonlySwitchOn() { var i = 0; while (true) { if (s_capped && i >= 5) break; i++; await chat.GetResponseAsync("x"); } }
    async Task ConstSwitchOff() { var i = 0; while (true) { if (Capped && i >= 5) break; i++; await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task FieldSwitch() { var i = 0; while (true) { if (_enabled && i >= 5) break; i++; await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task ReadonlyLimitZero() { while (_n < _limit) { _n++; await chat.GetResponseAsync("x"); } }
    async Task Debug() { var i = 0; while (true) { System.Diagnostics.Debug.Assert(i < 5); i++; await {|CCA1001:chat.GetResponseAsync("x")|}; } }

    // ---- flow ----
    async Task FinallyResets() { var n = 0; while (n < 5) { try { n++; await {|CCA1001:chat.GetResponseAsync("x")|}; } finally { n = 0; } } }
    async Task ReturnInsideTryWithFinally() { while (true) { try { await chat.GetResponseAsync("x"); return; } finally { log("done"); } } }
    async Task BreakInTry() { while (true) { try { await chat.GetResponseAsync("x"); break; } finally { log("done"); } } }
    async Task CatchBreaks() { while (true) { try { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text == "ok") break; } catch (Exception) { break; } } }
    async Task DoWhileFalse() { do { await chat.GetResponseAsync("x"); } while (false); }
    async Task ContinueInDoWhileFalse() { do { var r = await chat.GetResponseAsync("x"); if (r.Text == "") continue; log(r.Text); } while (false); }
    async Task WhileTrueReturns() { while (true) { await chat.GetResponseAsync("x"); return; } }
    async Task SwitchAllReturn(int k) { while (true) { var r = await chat.GetResponseAsync("x"); switch (k) { case 0: return; default: throw new NotSupportedException(r.Text); } } }
    async Task LoopAroundThrow() { while (true) { await chat.GetResponseAsync("x"); throw new TimeoutException(); } }
    async Task GotoForward(bool skip) { if (skip) goto end; await chat.GetResponseAsync("x"); end: log("end"); }
    async Task GotoOutOfEndless() { while (true) { await chat.GetResponseAsync("x"); goto end; } end: log("end"); }
    async Task CallBeforeLoop() { var r = await chat.GetResponseAsync("x"); while (true) { log(r.Text); await Task.Delay(1); } }
    async Task CallAfterLoop() { while (_n < 5) { _n--; } await chat.GetResponseAsync("x"); }
    async Task CallInHeader() { for (var r = await chat.GetResponseAsync("x"); ;) { log(r.Text); } }
    async Task CallInForeachSource() { foreach (var line in (await chat.GetResponseAsync("x")).Text.Split('\n')) log(line); }
    async Task CallPerLineOfReply() { foreach (var line in (await chat.GetResponseAsync("x")).Text.Split('\n')) await chat.GetResponseAsync(line); }
    async Task ThrowsInLoopOfTwo() { for (var i = 0; ; i++) { if (i == 2) throw new InvalidOperationException(); try { await chat.GetResponseAsync("x"); return; } catch (HttpRequestException) { } } }
    async Task LockAndMonitor(object gate) { var n = 0; while (true) { lock (gate) { if (n++ > 5) return; } await chat.GetResponseAsync("x"); } }
    async Task NestedFunctionsShadow() { var n = 0; while (n < 3) { n++; await chat.GetResponseAsync("x"); void Log() { var n2 = 0; n2++; log($"{n2}"); } Log(); } }
    async Task CapturedCounter() { var n = 0; void Count() => n++; while (n < 3) { Count(); await chat.GetResponseAsync("x"); } }
    async Task CapturedReset() { var n = 0; void Reset() => n = 0; while (n < 3) { n++; var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text == "") Reset(); } }
    async Task StepInLambda() { var n = 0; while (n < 3) { await Task.Run(() => n++); await {|CCA1009:chat.GetResponseAsync("x")|}; } }
    async Task LambdaWithCapOfItsOwn() { Func<Task> loop = async () => { for (var i = 0; i < 5; i++) await chat.GetResponseAsync("x"); }; await loop(); }
    async Task LambdaRetriesForEver() { Func<Task<string>> ask = async () => { while (true) { try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; } catch (Exception) { } } }; await ask(); }
    async Task ParallelLoops() { await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => { while (true) { await {|CCA1001:chat.GetResponseAsync("x")|}; } })); }
    async Task NestedThree() { for (var a = 0; a < 3; a++) { var b = 0; while (true) { if (b++ == 3) break; do { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text == "next") break; } while (true); } } }
    async Task OuterUnboundedInnerCounted() { while (true) { for (var i = 0; i < 3; i++) await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task OuterModelInnerCounted() { var ok = false; while (!ok) { for (var i = 0; i < 3 && !ok; i++) ok = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text == "ok"; } }
    async Task CounterSharedReset() { int round = 0, tries = 0; while (round < 3) { tries = 0; while (tries < 3) { tries++; var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text == "ok") { round++; break; } } } }
    async Task StateEnumForward(Step s) { while (s != Step.C) { await chat.GetResponseAsync("x"); s = s == Step.A ? Step.B : Step.C; } }
    async Task StateIncrement() { var s = Step.A; while (s <= Step.C) { await chat.GetResponseAsync($"{s}"); s++; } }
    async Task BoolToggles() { var on = true; while (true) { on = !on; if (on) await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task LatchUndone() { var tried = false; while (true) { if (tried) { tried = false; continue; } tried = true; await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task LatchInTuple() { var (a, b) = (false, false); while (!a || !b) { await chat.GetResponseAsync("x"); if (!a) a = true; else b = true; } }
    async Task JsonRepairCapped() { string? json = null; for (var tries = 0; json is null && tries < 3; tries++) { var r = await chat.GetResponseAsync("x"); try { JsonDocument.Parse(r.Text); json = r.Text; } catch (JsonException) { } } }
    async Task JsonRepairUncapped() { while (true) { var r = await {|CCA1004:chat.GetResponseAsync("x")|}; try { JsonDocument.Parse(r.Text); return; } catch (JsonException e) { log(e.Message); } } }
    async Task JsonRepairFlag() { var ok = false; while (!ok) { var r = await {|CCA1004:chat.GetResponseAsync("x")|}; try { JsonDocument.Parse(r.Text); ok = true; } catch (JsonException) { } } }
    async Task JsonRepairNull() { Reply? parsed; do { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; parsed = JsonSerializer.Deserialize<Reply>(r.Text); } while (parsed is null); }
    async Task JsonRepairTry() { while (true) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (TryParse(r.Text, out var reply) && reply.Ok) return; } }
    async Task JsonRepairOnce() { var repaired = false; while (true) { var r = await chat.GetResponseAsync("x"); try { JsonDocument.Parse(r.Text); return; } catch (JsonException) when (!repaired) { repaired = true; } } }
    async Task StreamRestart() { var done = false; while (!done) { try { await foreach (var u in {|CCA1004:chat.GetStreamingResponseAsync("x")|}) log(u.Text); done = true; } catch (IOException) { } } }
    async Task StreamUntilMarker() { var text = ""; while (!text.Contains("END")) { await foreach (var u in {|CCA1002:chat.GetStreamingResponseAsync(text)|}) text += u.Text; } }
    async Task ScoreUntilGood() { double score; do { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; score = double.TryParse(r.Text, out var s) ? s : 0; } while (score < 0.8); }
    async Task BestOfN() { string best = ""; double top = 0; for (var i = 0; i < 5; i++) { var r = await chat.GetResponseAsync("x"); var s = r.Text.Length / 100.0; if (s > top) { top = s; best = r.Text; } } log(best); }
    async Task StagnationOnly() { var last = ""; var same = 0; while (same < 3) { var r = await {|CCA1002:chat.GetResponseAsync(last)|}; same = r.Text == last ? same + 1 : 0; last = r.Text; } }
    async Task PauseTurn() { Message m; do { m = await {|CCA1002:claude.Messages.Create(request)|}; } while (m.StopReason == StopReason.PauseTurn); }
    async Task PauseTurnCapped() { Message m; var n = 0; do { m = await claude.Messages.Create(request); } while (m.StopReason == StopReason.PauseTurn && n++ < 5); }
    async Task MaxTokensContinues() { var text = ""; while (true) { var m = await {|CCA1002:claude.Messages.Create(request)|}; text += m.ID; if (m.StopReason != StopReason.MaxTokens) break; } log(text); }

    enum Step { A, B, C }
    record Reply(bool Ok);
    static bool TryParse(string text, out Reply reply) { reply = new(text == "ok"); return true; }
}
