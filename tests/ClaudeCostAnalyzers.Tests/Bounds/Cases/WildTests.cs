// Tests that stand in a function, a property or a lambda of their own: what they test decides, as if it stood in the loop.
using Microsoft.Extensions.AI;

#nullable enable
class Tested(IChatClient chat, string[] items)
{
    private const int Max = 5;
    private int _round;
    private bool _stopped;
    private readonly int? _limit = null;
    private readonly object _gate = new();
    private string _last = "";

    // ---- bounded ----
    async Task LocalFunction() { var n = 0; while (!IsLast()) { await chat.GetResponseAsync("x"); n++; } bool IsLast() => n >= Max; }
    async Task LocalFunctionCounts() { var n = 0; while (MayGoOn()) await chat.GetResponseAsync("x"); bool MayGoOn() { n++; return n < Max; } }
    async Task LocalFunctionOfStatements()
    {
        var n = 0;
        while (true)
        {
            var r = await chat.GetResponseAsync("x");
            n++;
            if (IsDone()) break;
            bool IsDone()
            {
                if (r.Text.Contains("DONE")) return true;
                var isLast = n >= Max;
                return isLast;
            }
        }
    }

    async Task Lambda() { var n = 0; Func<bool> more = () => n < Max; while (more()) { await chat.GetResponseAsync("x"); n++; } }
    async Task LambdaCounts() { var n = 0; Func<bool> more = () => n++ < Max; do await chat.GetResponseAsync("x"); while (more()); }
    async Task LambdaOfStatements() { var n = 0; Func<bool> more = () => { if (_stopped) return false; return ++n < Max; }; while (more()) await chat.GetResponseAsync("x"); }
    async Task Method() { _round = 0; while (More()) { _round++; await chat.GetResponseAsync("x"); } }
    async Task MethodCounts() { while (Next()) await chat.GetResponseAsync("x"); }
    async Task Property() { for (_round = 0; HasMore; _round++) await chat.GetResponseAsync("x"); }
    async Task PropertyOfProperty() { for (_round = 0; ; _round++) { if (IsOver) return; await chat.GetResponseAsync("x"); } }
    async Task UnderLock() { _round = 0; while (MoreUnderLock()) await chat.GetResponseAsync("x"); }
    async Task Awaited() { var n = 0; while (await MoreAsync()) await chat.GetResponseAsync("x"); async Task<bool> MoreAsync() { await Task.Yield(); return n++ < Max; } }
    async Task TaskFromResult() { var n = 0; while (await MoreAsync()) await chat.GetResponseAsync("x"); Task<bool> MoreAsync() => Task.FromResult(n++ < Max); }
    async Task InLocalFirst() { var n = 0; while (true) { var last = IsLast(); if (last) break; await chat.GetResponseAsync("x"); n++; } bool IsLast() => n >= Max; }
    async Task InRetry() { var tries = 0; while (true) { try { await chat.GetResponseAsync("x"); return; } catch (HttpRequestException) when (MayRetry()) { } } bool MayRetry() => ++tries < Max; }
    async Task Latched() { var fixedOnce = false; while (true) { var r = await chat.GetResponseAsync("x"); if (IsGood() || fixedOnce) return; fixedOnce = true; bool IsGood() => r.Text == "ok"; } }
    async Task State() { var state = 0; while (!IsDone()) { await chat.GetResponseAsync("x"); state = state == 0 ? 1 : 2; } bool IsDone() => state == 2; }
    async Task Recursion(int depth) { if (IsDeep()) return; await chat.GetResponseAsync("x"); await Recursion(depth + 1); bool IsDeep() => depth >= Max; }
    async Task Nested() { var n = 0; while (!IsDone()) { await chat.GetResponseAsync("x"); n++; } bool IsDone() => IsLast() || _stopped; bool IsLast() => n >= Max; }

    // ---- not bounded ----
    async Task ReplyDecides() { while (true) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (IsDone()) break; bool IsDone() => r.Text.Contains("DONE"); } }
    async Task ReplyInField() { while (!IsFinished) _last = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text; }
    async Task ReplyInFieldByMethod() { do _last = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text; while (IsUnfinished()); }
    async Task ReplyByLambda() { ChatResponse? r = null; Func<bool> more = () => r?.FinishReason == ChatFinishReason.ToolCalls; do r = await {|CCA1002:chat.GetResponseAsync("x")|}; while (more()); }
    async Task ReplyMovesCounter() { var n = 0; while (!IsLast()) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text == "no") n++; } bool IsLast() => n >= Max; }
    async Task CountsAway() { var n = 0; while (IsBelow()) { await {|CCA1001:chat.GetResponseAsync("x")|}; n--; } bool IsBelow() => n < Max; }
    async Task ResetInTest() { var n = 0; while (IsBelow()) { await {|CCA1001:chat.GetResponseAsync("x")|}; n++; } bool IsBelow() { n = 0; return n < Max; } }
    async Task AlwaysTrue() { while (GoOn()) await {|CCA1001:chat.GetResponseAsync("x")|}; static bool GoOn() => true; }
    async Task NoLimit() { var n = 0; while (!IsLast()) { await {|CCA1001:chat.GetResponseAsync("x")|}; n++; } bool IsLast() => n >= int.MaxValue; }
    async Task SomebodysFlag() { while (!IsStopped) await {|CCA1001:chat.GetResponseAsync("x")|}; }
    async Task NeverTested() { var n = 0; while (true) { await {|CCA1001:chat.GetResponseAsync("x")|}; if (IsLast()) Console.WriteLine("last"); n++; } bool IsLast() => n >= Max; }
    async Task LimitThatIsNull() { for (_round = 0; ; _round++) { await {|CCA1001:chat.GetResponseAsync("x")|}; if (IsOverLimit()) break; } }
    async Task RetryOfReply() { while (true) { try { await {|CCA1004:chat.GetResponseAsync("x")|}; return; } catch (HttpRequestException) when (Always()) { } } bool Always() => Max > 0; }

    // ---- somebody else may decide ----
    async Task GivenLambda(Func<bool> more) { while (more()) await {|CCA1009:chat.GetResponseAsync("x")|}; }
    async Task ReplacedLambda(Func<bool> other) { var n = 0; Func<bool> more = () => n > 0; more = other; while (more()) await {|CCA1009:chat.GetResponseAsync("x")|}; }
    async Task Overridden() { while (ShouldGoOn()) await {|CCA1009:chat.GetResponseAsync("x")|}; }
    protected virtual bool ShouldGoOn() => true;
    async Task Searched() { while (Any()) await {|CCA1009:chat.GetResponseAsync("x")|}; bool Any() { foreach (var item in items) if (File.Exists(item)) return true; return false; } }

    private bool More() => _round < Max;
    private bool Next() => !_stopped && _round++ < Max;
    private bool HasMore => _round < Max;
    private bool IsOver => !HasMore;
    private bool MoreUnderLock() { lock (_gate) { return _round++ < Max; } }
    private bool IsFinished => _last.Contains("DONE");
    private bool IsUnfinished() => !_last.Contains("DONE");
    private bool IsStopped => _stopped;
    private bool IsOverLimit() => _limit is { } limit && _round >= limit;
    public void Stop() => _stopped = true;
}
