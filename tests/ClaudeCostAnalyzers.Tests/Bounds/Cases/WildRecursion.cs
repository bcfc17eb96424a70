using Microsoft.Extensions.AI; using System.Collections.Concurrent; using System.Collections.Immutable; using ClaudeCost;
namespace Rec1;
public record Section(string Title, string Body, IReadOnlyList<Section> Children);
public record Ctx(string Prompt, int Depth, ImmutableHashSet<string> Seen) { public Ctx Deeper() => this with { Depth = Depth + 1 }; }
public interface IStep { Task<string> RunAsync(string s, CancellationToken ct); }
public sealed class DraftStep(IChatClient chat, IStep next) : IStep
{
    // chain of responsibility
    public async Task<string> RunAsync(string s, CancellationToken ct) { var r = await chat.GetResponseAsync(s, cancellationToken: ct); return await next.RunAsync(r.Text, ct); }
}
public sealed class PolishStep(IChatClient chat, IStep inner) : IStep
{
    // chain
    public async Task<string> RunAsync(string s, CancellationToken ct) { var t = await inner.RunAsync(s, ct); return (await chat.GetResponseAsync("polish " + t, cancellationToken: ct)).Text; }
}
// mutual through an interface with two implementations
public interface INode { Task<string> Visit(string s); }
public class Planner(IChatClient chat) : INode
{
    public INode? Worker;
    // FN: an agent that another one holds by its interface may as well be the next of a chain
    public async Task<string> Visit(string s) { var r = await chat.GetResponseAsync("plan " + s); return r.Text.Contains("DONE") ? r.Text : await Worker!.Visit(r.Text); }
}
public class Worker(IChatClient chat, Planner planner) : INode
{
    // the cycle is reported at the planner
    public async Task<string> Visit(string s) { var r = await chat.GetResponseAsync("work " + s); return await planner.Visit(r.Text); }
}
public class Docs(IChatClient chat)
{
    // tree walk by IReadOnlyList of a record
    public async Task<string> Summarise(Section s, CancellationToken ct) { var parts = new List<string>(); foreach (var c in s.Children) parts.Add(await Summarise(c, ct)); return (await chat.GetResponseAsync(s.Body + string.Join("\n", parts), cancellationToken: ct)).Text; }
    // tree walk with WhenAll+Select
    public async Task<string> Summarise2(Section s) { var parts = await Task.WhenAll(s.Children.Take(8).Select(c => Summarise2(c))); return (await chat.GetResponseAsync(s.Body + string.Concat(parts))).Text; }
    // depth by record with
    public async Task<string> Expand(Ctx c) { if (c.Depth >= 4) return c.Prompt; var r = await chat.GetResponseAsync(c.Prompt); return await Expand(c with { Depth = c.Depth + 1, Prompt = r.Text }); }
    // depth by record helper
    public async Task<string> Expand2(Ctx c) { if (c.Depth > 4) return c.Prompt; var r = await chat.GetResponseAsync(c.Prompt); return await Expand2(c.Deeper() with { Prompt = r.Text }); }
    // with does not move the depth
    public async Task<string> Expand3(Ctx c) { if (c.Depth >= 4) return c.Prompt; var r = await chat.GetResponseAsync(c.Prompt); return r.Text == "" ? "" : await {|CCA1003:Expand3(c with { Prompt = r.Text })|}; }
    // immutable visited set
    public async Task Crawl(string url, ImmutableHashSet<string> seen) { if (seen.Contains(url)) return; var r = await chat.GetResponseAsync(url); foreach (var l in r.Text.Split('\n')) await Crawl(l, seen.Add(url)); }
    private readonly ConcurrentDictionary<string, byte> _done = new();
    // visited by TryAdd
    public async Task Crawl2(string url) { if (!_done.TryAdd(url, 0)) return; var r = await chat.GetResponseAsync(url); foreach (var l in r.Text.Split('\n')) await Crawl2(l); }
    private readonly Dictionary<string, string> _memo = new();
    // memoization of a structural input
    public async Task<string> Memo(Section s) { if (_memo.TryGetValue(s.Title, out var hit)) return hit; foreach (var c in s.Children) await Memo(c); return _memo[s.Title] = (await chat.GetResponseAsync(s.Body)).Text; }
    private readonly Dictionary<string, Task<string>> _cache = new();
    // the memo is filled only after the call; the model can name new things
    public async Task<string> Define(string term) { var r = await chat.GetResponseAsync("define " + term); foreach (var t in r.Text.Split(' ')) if (t.StartsWith('#')) await {|CCA1003:Define(t[1..] + "!")|}; return r.Text; }
    // retry by self-call in catch
    public async Task<string> Ask(string q) { try { return (await chat.GetResponseAsync(q)).Text; } catch (HttpRequestException) { await Task.Delay(500); return await {|CCA1003:Ask(q)|}; } }
    // counted retry with default
    public async Task<string> Ask2(string q, int attempt = 1) { try { return (await chat.GetResponseAsync(q)).Text; } catch (HttpRequestException) { if (attempt >= 3) throw; await Task.Delay(500 * attempt); return await Ask2(q, attempt + 1); } }
    // counted: ++attempt in argument
    public async Task<string> Ask3(string q, int attempt = 0) { try { return (await chat.GetResponseAsync(q)).Text; } catch (Exception) when (attempt < 3) { return await Ask3(q, ++attempt); } }
    // attempt++ hands on the old value
    public async Task<string> Ask4(string q, int attempt = 0) { try { return (await chat.GetResponseAsync(q)).Text; } catch (Exception) when (attempt < 3) { return await {|CCA1003:Ask4(q, attempt++)|}; } }
    // bool latch: fallback once
    public async Task<string> Ask5(string q, bool fallback = false) { try { return (await chat.GetResponseAsync(q)).Text; } catch (HttpRequestException) { if (fallback) throw; return await Ask5(q, true); } }
    // named argument latch negative
    public async Task<string> Ask6(string q, bool allowRetry = true) { var r = await chat.GetResponseAsync(q); if (r.Text.Length == 0 && allowRetry) return await Ask6(q, allowRetry: false); return r.Text; }
    // latch handed on unchanged
    public async Task<string> Ask7(string q, bool allowRetry = true) { var r = await chat.GetResponseAsync(q); if (r.Text.Length == 0 && allowRetry) return await {|CCA1003:Ask7(q, allowRetry)|}; return r.Text; }
    // timespan budget shrinks? deadline parameter
    public async Task<string> Until(string q, DateTime deadline) { var r = await chat.GetResponseAsync(q); if (r.Text == "" && DateTime.UtcNow < deadline) return await Until(q, deadline); return r.Text; }
    // deadline renewed at each level
    public async Task<string> Until2(string q, DateTime deadline) { var r = await chat.GetResponseAsync(q); if (r.Text == "" && DateTime.UtcNow < deadline) return await {|CCA1003:Until2(q, DateTime.UtcNow.AddMinutes(1))|}; return r.Text; }
    // queue of models, fallback by index
    static readonly string[] Models = ["a", "b", "c"];
    public async Task<string> Fallback(string q, int i = 0) { try { return (await chat.GetResponseAsync(q, new ChatOptions { ModelId = Models[i] })).Text; } catch (HttpRequestException) when (i + 1 < Models.Length) { return await Fallback(q, i + 1); } }
    // list pattern rest
    public async Task<string> Fold(string[] parts) => parts switch { [] => "", [var one] => one, [var h, .. var t] => (await chat.GetResponseAsync(h + await {|CCA1009:Fold(t)|})).Text };
    // span halves by index pair
    public async Task<string> Merge(List<string> xs, int lo, int hi) { if (hi - lo <= 1) return xs[lo]; var mid = (lo + hi) / 2; var a = await Merge(xs, lo, mid); var b = await Merge(xs, mid, hi); return (await chat.GetResponseAsync(a + b)).Text; }
    // reduce: chunk and combine; each level has a tenth
    public async Task<string> Reduce(IReadOnlyList<string> xs) { if (xs.Count == 1) return xs[0]; var next = new List<string>(); foreach (var c in xs.Chunk(10)) next.Add((await chat.GetResponseAsync(string.Concat(c))).Text); return await Reduce(next); }
    // message trimming on context overflow: list loses an element per level
    public async Task<string> Shrink(List<ChatMessage> m) { try { return (await chat.GetResponseAsync(m)).Text; } catch (InvalidOperationException) when (m.Count > 1) { m.RemoveAt(1); return await Shrink(m); } }
    public async Task<string> Shrink2(List<ChatMessage> m) { try { return (await chat.GetResponseAsync(m)).Text; } catch (InvalidOperationException) when (m.Count > 1) { return await Shrink2(m.Skip(1).ToList()); } }
    // grows instead
    public async Task<string> Grow(List<ChatMessage> m) { var r = await chat.GetResponseAsync(m); m.AddRange(r.Messages); if (r.FinishReason == ChatFinishReason.ToolCalls && m.Count > 1) return await {|CCA1003:Grow(m)|}; return r.Text; }
    // growth bounded by count
    public async Task<string> Grow2(List<ChatMessage> m) { if (m.Count > 30) throw new InvalidOperationException(); var r = await chat.GetResponseAsync(m); m.AddRange(r.Messages); if (r.FinishReason == ChatFinishReason.ToolCalls) { m.Add(new(ChatRole.Tool, "x")); return await Grow2(m); } return r.Text; }
    // lambda recursive through a captured variable
    public async Task Lambda() { Func<string, Task>? go = null; go = async s => { var r = await chat.GetResponseAsync(s); if (!r.Text.EndsWith("END")) await {|CCA1003:go!(r.Text)|}; }; await go("x"); }
    // lambda over a tree
    public async Task Lambda2(Section root) { Func<Section, Task>? go = null; go = async s => { await chat.GetResponseAsync(s.Body); foreach (var c in s.Children) await go!(c); }; await go(root); }
    private Func<string, Task<string>>? _handler;
    // Func field
    public void Wire() { _handler = async s => { var r = await chat.GetResponseAsync(s); return r.Text.Contains("again") ? await {|CCA1003:_handler!(r.Text)|} : r.Text; }; }
    // FN: who resets the counter before the test is not told from who sets it once
    public async Task Local2() { var depth = 0; await Go("x"); async Task Go(string s) { depth = 0; if (depth++ > 5) return; var r = await chat.GetResponseAsync(s); await {|CCA1009:Go(r.Text)|}; } }
    // budget scope by the caller's parameter
    public async Task Budgeted(string s) { using var b = BudgetScope.Begin(new Budget { MaxCalls = 20 }); await Inner(s); async Task Inner(string t) { var r = await chat.GetResponseAsync(t); if (r.Text != "") await Inner(r.Text); } }
    // the member around it gives the token its deadline
    public async Task Timed(CancellationToken outer)
    {
        using var cts = CancellationTokenSource.CreateLinkedTokenSource(outer);
        cts.CancelAfter(TimeSpan.FromMinutes(2));
        await Step("x");
        async Task Step(string s) { cts.Token.ThrowIfCancellationRequested(); var r = await chat.GetResponseAsync(s); if (r.Text != "done") await Step(r.Text); }
    }
    // the same, made with it
    public async Task TimedAtOnce()
    {
        using var cts = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await Step("x");
        async Task Step(string s) { var r = await chat.GetResponseAsync(s, cancellationToken: cts.Token); if (r.Text != "done") await Step(r.Text); }
    }
    // a token without a deadline
    public async Task Untimed(CancellationToken outer)
    {
        using var cts = CancellationTokenSource.CreateLinkedTokenSource(outer);
        await Step("x");
        async Task Step(string s) { cts.Token.ThrowIfCancellationRequested(); var r = await chat.GetResponseAsync(s); if (r.Text != "done") await {|CCA1003:Step(r.Text)|}; }
    }
    // each call pushes the deadline on
    public async Task PushedOn()
    {
        using var cts = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await Step("x");
        async Task Step(string s) { cts.CancelAfter(TimeSpan.FromMinutes(2)); cts.Token.ThrowIfCancellationRequested(); var r = await chat.GetResponseAsync(s); if (r.Text != "done") await {|CCA1003:Step(r.Text)|}; }
    }
}
