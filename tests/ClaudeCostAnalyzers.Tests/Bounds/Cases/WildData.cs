using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

// Bounded, in ways that a careful reviewer sees. Nothing here may be a warning.
internal class AgentOptions { public int MaxSteps { get; set; } = 12; public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(3); public int? Cap { get; set; } }
internal interface IOptionsLike<T> { T Value { get; } }
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next, int Total);
internal interface IStore { Task<Page<string>> ListAsync(string? cursor); Task<string?> NextPendingAsync(); Task MarkDoneAsync(string id); Task<Page<string>> PageAsync(int page); }
internal sealed class Node { public string Text = ""; public List<Node> Children { get; } = []; public Node? Next; public Node? Parent { get; init; } }

internal class BoundedOne(IChatClient chat, IOptionsLike<AgentOptions> options, IStore store, Action<string> log)
{
    private async Task<string> Ask(string p, CancellationToken ct = default) => (await chat.GetResponseAsync(p, cancellationToken: ct)).Text;
    private static bool Valid(string s) => s.StartsWith('{');

    public async Task<string> OptionSteps(string goal) { for (int step = 0; step < options.Value.MaxSteps; step++) { try { var r = await Ask(goal); if (r.Contains("FINAL")) return r; } catch (InvalidOperationException e) { log(e.Message); continue; } } return ""; }
    public async Task OptionLimitWhile(string goal) { var step = 0; while (step++ < options.Value.MaxSteps) { if (Valid(await Ask(goal))) break; } }
    public async Task NullableCap(string goal, int? max = null) { var cap = max ?? options.Value.Cap ?? 10; var i = 0; while (true) { if (i >= cap) throw new TimeoutException(); i++; if (Valid(await Ask(goal))) return; } }
    public async Task Deadline(string goal) { var until = DateTime.UtcNow + options.Value.Limit; string r; do { r = await Ask(goal); } while (!Valid(r) && DateTime.UtcNow < until); }
    public async Task StopwatchLimit(string goal) { var sw = Stopwatch.StartNew(); while (sw.Elapsed < options.Value.Limit) { if (Valid(await Ask(goal))) return; await Task.Delay(100); } }
    public async Task Backoff(string goal) { var delay = TimeSpan.FromSeconds(1); while (true) { try { await {|CCA1009:Ask(goal)|}; return; } catch (HttpRequestException) { if (delay > TimeSpan.FromMinutes(2)) throw; await Task.Delay(delay); delay = TimeSpan.FromSeconds(delay.TotalSeconds * 2); } } }
    public async Task BackoffTimes(string goal) { var delay = TimeSpan.FromSeconds(1); while (true) { try { await Ask(goal); return; } catch (HttpRequestException) when (delay < TimeSpan.FromMinutes(2)) { await Task.Delay(delay); delay *= 2; } } }
    public async Task BackoffMs(string goal) { int ms = 500; while (true) { try { await Ask(goal); return; } catch (HttpRequestException) when (ms <= 32_000) { await Task.Delay(ms); ms *= 2; } } }
    public async Task BackoffShift(string goal) { var ms = 1; while (ms < 1024) { try { await Ask(goal); return; } catch (IOException) { await Task.Delay(ms); ms <<= 1; } } }
    public async Task BackoffMin(string goal) { var n = 0; var wait = 1000; for (; ; ) { try { await Ask(goal); break; } catch (Exception) when (n < 5) { n++; wait = Math.Min(wait * 2, 30_000); await Task.Delay(wait); } } }
    public async Task<string?> Fallback(string goal, IEnumerable<IChatClient> clients) { foreach (var c in clients) { try { return (await c.GetResponseAsync(goal)).Text; } catch (Exception e) { log(e.Message); } } return null; }
    public async Task<string?> Delays(string goal) { foreach (var s in new[] { 1, 2, 4, 8 }) { try { return await Ask(goal); } catch (HttpRequestException) { await Task.Delay(s * 1000); } } return null; }
    public async Task Paging() { string? cursor = null; do { var page = await store.ListAsync(cursor); foreach (var item in page.Items) await {|CCA1009:Ask(item)|}; cursor = page.Next; } while (cursor is not null); }
    public async Task PagingEmpty() { var n = 0; while (true) { var page = await store.PageAsync(n++); if (page.Items.Count == 0) break; foreach (var item in page.Items) await {|CCA1009:Ask(item)|}; } }
    public async Task PagingTotal() { var total = 1; for (var n = 1; n <= total; n++) { var page = await store.PageAsync(n); total = page.Total; foreach (var item in page.Items) await {|CCA1009:Ask(item)|}; } }
    public async Task PendingRows() { while (await store.NextPendingAsync() is { } id) { await {|CCA1009:Ask(id)|}; await store.MarkDoneAsync(id); } }
    public async Task LinkedNodes(Node? node) { while (node is not null) { await Ask(node.Text); node = node.Next; } }
    public async Task Ancestors(Node node) { for (var at = node.Parent; at != null; at = at.Parent) await Ask(at.Text); }
    public async Task Tree(Node root) { var stack = new Stack<Node>(); stack.Push(root); while (stack.TryPop(out var node)) { await Ask(node.Text); foreach (var child in node.Children) stack.Push(child); } }
    public async Task TreeQueue(Node root) { var q = new Queue<Node>([root]); while (q.Count > 0) { var node = q.Dequeue(); var r = await Ask(node.Text); if (!Valid(r)) continue; foreach (var child in node.Children) q.Enqueue(child); } }
    public async Task Enumerator(IEnumerable<string> xs) { using var e = xs.GetEnumerator(); while (e.MoveNext()) await Ask(e.Current); }
    public async Task MapReduce(List<string> parts) { while (parts.Count > 1) { var next = new List<string>(); foreach (var chunk in parts.Chunk(4)) next.Add(await Ask(string.Join('\n', chunk))); parts = next; } }
    public async Task Tournament(List<string> candidates) { while (candidates.Count > 1) { var winners = new List<string>(); for (var i = 0; i < candidates.Count; i += 2) winners.Add(i + 1 < candidates.Count ? await Ask(candidates[i] + " or " + candidates[i + 1]) : candidates[i]); candidates = winners; } }
    public async Task MergePairs(Queue<string> parts) { while (parts.Count > 1) { var a = parts.Dequeue(); var b = parts.Dequeue(); parts.Enqueue(await Ask(a + b)); } }
    public async Task MergeList(List<string> parts) { while (parts.Count >= 2) { var merged = await Ask(parts[0] + parts[1]); parts.RemoveRange(0, 2); parts.Insert(0, merged); } }
    public async Task Compact(List<ChatMessage> history) { while (history.Count > 20) { var old = history.Take(10).ToList(); var summary = await Ask(string.Join('\n', old.Select(m => m.Text))); history.RemoveRange(0, 10); history.Insert(0, new ChatMessage(ChatRole.System, summary)); } }
    public async Task ReadyFirst(List<string> pending, Func<string, bool> isReady) { while (pending.Count > 0) { var ready = pending.Where(isReady).ToList(); if (ready.Count == 0) throw new InvalidOperationException("cycle"); foreach (var r in ready) { await {|CCA1009:Ask(r)|}; pending.Remove(r); } } }
    public async Task ReadyRemoveAll(List<string> pending, Func<string, bool> isReady) { while (pending.Any()) { var ready = pending.Where(isReady).ToHashSet(); if (ready.Count == 0) break; foreach (var r in ready) await {|CCA1009:Ask(r)|}; pending.RemoveAll(ready.Contains); } }
    public async Task SkipTake(IEnumerable<string> items) { var rest = items.ToList(); while (rest.Any()) { var batch = rest.Take(10).ToList(); await Ask(string.Join(',', batch)); rest = rest.Skip(10).ToList(); } }
    public async Task RestOfText(string text) { var rest = text; while (rest.Length > 0) { var take = Math.Min(2000, rest.Length); await Ask(rest[..take]); rest = rest[take..]; } }
    public async Task RestOfSpan(ReadOnlyMemory<char> text) { while (!text.IsEmpty) { var n = Math.Min(500, text.Length); await Ask(text[..n].ToString()); text = text.Slice(n); } }
    public async Task SplitAtBoundary(string text) { var start = 0; while (start < text.Length) { var end = Math.Min(start + 4000, text.Length); var cut = text.LastIndexOf('.', end - 1, end - start); if (cut > start) end = cut + 1; await {|CCA1009:Ask(text[start..end])|}; start = end; } }
    public async Task States() { var state = Stage.Plan; while (state != Stage.Done) { switch (state) { case Stage.Plan: await Ask("plan"); state = Stage.Act; break; case Stage.Act: await Ask("act"); state = Stage.Review; break; case Stage.Review: await Ask("review"); state = Stage.Done; break; } } }
    public async Task StatesExpression() { for (Stage? s = Stage.Plan; s is { } now; s = now switch { Stage.Plan => Stage.Act, Stage.Act => Stage.Review, _ => null }) await {|CCA1009:Ask(now.ToString())|}; }
    public async Task ReviewRounds() { var state = Stage.Plan; var reviews = 0; while (state != Stage.Done) { var r = await Ask(state.ToString()); state = state switch { Stage.Plan => Stage.Act, Stage.Act => Stage.Review, Stage.Review when Valid(r) || ++reviews >= 3 => Stage.Done, _ => Stage.Act }; } }
    public async Task EnumSteps() { foreach (var s in Enum.GetValues<Stage>()) await Ask(s.ToString()); }
    public async Task GrowUntil(List<ChatMessage> history) { while (history.Count < 20) { var r = await chat.GetResponseAsync(history); history.AddRange(r.Messages); history.Add(new ChatMessage(ChatRole.User, "go on")); } }
    private enum Stage { Plan, Act, Review, Done }
}
