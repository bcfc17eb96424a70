using Microsoft.Extensions.AI;

// Counters of other objects, removals, swaps, cancelling oneself, calls that do not return.
class WildObjects(IChatClient chat, Action<string> log) {
    internal class S { public int Calls; }
    async Task OtherInstance(S a, S b) { while (a.Calls < 5) { b.Calls++; await {|CCA1009:chat.GetResponseAsync("x")|}; } }
    async Task NewInstanceEachTurn() { while (true) { var s = new S(); s.Calls++; await {|CCA1009:chat.GetResponseAsync("x")|}; if (s.Calls > 5) break; } }
    async Task RemoveOther(List<string> q) { while (q.Count > 0) { q.Remove("no such"); await {|CCA1009:chat.GetResponseAsync("x")|}; } }
    async Task RemoveByModel(List<string> q) { while (q.Count > 0) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; q.Remove(r.Text); } }
    async Task RemoveAllDone(List<Task<string>> ts) { while (ts.Count > 0) { await Task.WhenAny(ts); ts.RemoveAll(t => t.IsCompleted); await {|CCA1009:chat.GetResponseAsync("x")|}; } }
    async Task CyclicNext(LinkedListNode<string>? n) { while (n != null) { await {|CCA1009:chat.GetResponseAsync(n.Value)|}; n = n.Next ?? n.List!.First; } }
    async Task SwapQueues(Queue<string> a) { var b = new Queue<string>(); while (a.Count > 0) { var x = a.Dequeue(); var r = await {|CCA1002:chat.GetResponseAsync(x)|}; if (r.Text == "again") b.Enqueue(x); if (a.Count == 0) (a, b) = (b, a); } }
    async Task ThrowIfCounted(CancellationTokenSource cts) { var n = 0; while (!cts.IsCancellationRequested) { await {|CCA1009:chat.GetResponseAsync("x")|}; if (++n == 5) cts.Cancel(); } }
    async Task UsesEnvExit() { var n = 0; while (true) { await chat.GetResponseAsync("x"); if (++n == 5) Environment.Exit(0); } }
    async Task NeverReturns() { var n = 0; while (true) { await chat.GetResponseAsync("x"); if (++n == 5) Fail(); } }
    [System.Diagnostics.CodeAnalysis.DoesNotReturn] static void Fail() => throw new InvalidOperationException();
    async Task ThrowExpression(string? s) { var n = 0; while (true) { n = n < 5 ? n + 1 : throw new InvalidOperationException(); await chat.GetResponseAsync("x"); } }
    async Task LambdaRetryHelper() { for (var i = 0; i < 3; i++) { try { await Task.Run(() => chat.GetResponseAsync("x")); break; } catch { } } }
    async Task CancelledByCount() { using var cts = new CancellationTokenSource(); var n = 0; while (true) { cts.Token.ThrowIfCancellationRequested(); await {|CCA1009:chat.GetResponseAsync("x")|}; if (++n >= 5) cts.Cancel(); } }
}
