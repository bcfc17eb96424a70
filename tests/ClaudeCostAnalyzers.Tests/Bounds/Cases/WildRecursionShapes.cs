using Microsoft.Extensions.AI; using System.Runtime.CompilerServices;
namespace Rec2;
public abstract class Agent(IChatClient chat)
{
    protected readonly IChatClient Chat = chat;
    public virtual async Task<string> HandleAsync(string s) => (await Chat.GetResponseAsync(s)).Text;
}
public class Loud(IChatClient chat) : Agent(chat)
{
    // base call
    public override async Task<string> HandleAsync(string s) => (await base.HandleAsync(s)).ToUpperInvariant();
}
public class Retrying(IChatClient chat) : Agent(chat)
{
    // calls itself, virtual
    public override async Task<string> HandleAsync(string s) { var r = await base.HandleAsync(s); return r.Length > 0 ? r : await {|CCA1003:HandleAsync(s)|}; }
}
public abstract class Template(IChatClient chat)
{
    // template method: run -> hook -> run
    public async Task RunAsync(string s) { await chat.GetResponseAsync(s); await {|CCA1003:OnFinished(s)|}; }
    protected abstract Task OnFinished(string s);
}
public class Again(IChatClient chat) : Template(chat)
{
    // the cycle is reported in the entry
    protected override Task OnFinished(string s) => s.Length > 3 ? RunAsync(s) : Task.CompletedTask;
}
public interface ITool { Task<string> Call(string a); }
public class AskTool(IChatClient chat) : ITool
{
    // explicit implementation delegates to public overload
    Task<string> ITool.Call(string a) => Call(a, default);
    public async Task<string> Call(string a, CancellationToken ct) => (await chat.GetResponseAsync(a, cancellationToken: ct)).Text;
}
public class SelfTool(IChatClient chat) : ITool
{
    // explicit implementation calls itself through the interface
    async Task<string> ITool.Call(string a) { var r = await chat.GetResponseAsync(a); return r.Text == "" ? await {|CCA1003:((ITool)this).Call(a)|} : r.Text; }
}
public class Composite(IEnumerable<ITool> tools, IChatClient chat) : ITool
{
    // composite over children
    public async Task<string> Call(string a) { var s = (await chat.GetResponseAsync(a)).Text; foreach (var t in tools) s += await t.Call(a); return s; }
}
public class CachingTool(ITool inner) : ITool
{
    readonly Dictionary<string, string> _c = [];
    // decorator
    public async Task<string> Call(string a) => _c.TryGetValue(a, out var v) ? v : _c[a] = await inner.Call(a);
}
public class Generic(IChatClient chat)
{
    // generic parse-retry
    public async Task<T> AskAs<T>(string q) { var r = await chat.GetResponseAsync(q); try { return System.Text.Json.JsonSerializer.Deserialize<T>(r.Text)!; } catch (System.Text.Json.JsonException e) { return await {|CCA1003:AskAs<T>(q + e.Message)|}; } }
    // generic counted
    public async Task<T> AskAs2<T>(string q, int left = 2) { var r = await chat.GetResponseAsync(q); try { return System.Text.Json.JsonSerializer.Deserialize<T>(r.Text)!; } catch (System.Text.Json.JsonException) when (left > 0) { return await AskAs2<T>(q, left - 1); } }
    // generic to non generic overload
    public async Task<T> Get<T>(string q) => (T)Convert.ChangeType(await Get(q), typeof(T));
    public async Task<string> Get(string q) => (await chat.GetResponseAsync(q)).Text;
    // async iterator recursion: tool calls
    public async IAsyncEnumerable<string> Stream(List<ChatMessage> m, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var calls = false;
        await foreach (var u in chat.GetStreamingResponseAsync(m, cancellationToken: ct)) { calls |= u.FinishReason == ChatFinishReason.ToolCalls; yield return u.Text; }
        if (calls) { m.Add(new(ChatRole.Tool, "result")); await foreach (var t in {|CCA1003:Stream(m, ct)|}) yield return t; }
    }
    // async iterator with rounds
    public async IAsyncEnumerable<string> Stream2(List<ChatMessage> m, int round = 0, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var calls = false;
        await foreach (var u in chat.GetStreamingResponseAsync(m, cancellationToken: ct)) { calls |= u.FinishReason == ChatFinishReason.ToolCalls; yield return u.Text; }
        if (!calls || round == 8) yield break;
        await foreach (var t in Stream2(m, round + 1, ct)) yield return t;
    }
}
public class Chatter(IChatClient chat)
{
    public event Func<string, Task>? Replied;
    // event raising itself
    public Chatter Hook() { Replied += OnReplied; return this; }
    async Task OnReplied(string s) { var r = await chat.GetResponseAsync(s); await {|CCA1003:Replied!.Invoke(r.Text)|}; }
}
public class Chatter2(IChatClient chat)
{
    public event EventHandler<string>? Said;
    // event listeners elsewhere
    public async Task Say(string s) { var r = await chat.GetResponseAsync(s); Said?.Invoke(this, r.Text); }
    // handler only logs
    public void Hook() => Said += (_, s) => Console.WriteLine(s);
}
public class Workflow(IChatClient chat)
{
    enum State { Draft, Review, Done }
    // state machine by mutual recursion, the model decides
    async Task Draft(string s) { var r = await chat.GetResponseAsync(s); await {|CCA1003:Review(r.Text)|}; }
    async Task Review(string s) { var r = await chat.GetResponseAsync("review " + s); if (r.Text.StartsWith("REJECT")) await Draft(s + r.Text); }
    // mutual with revisions counted
    async Task Draft2(string s, int rev) { var r = await chat.GetResponseAsync(s); await Review2(r.Text, rev); }
    async Task Review2(string s, int rev) { var r = await chat.GetResponseAsync("review " + s); if (r.Text.StartsWith("REJECT") && rev < 3) await Draft2(s + r.Text, rev + 1); }
    // mutual with an object that counts
    async Task Draft3(string s, Run run) { if (!run.TryNext()) return; var r = await chat.GetResponseAsync(s); await Review3(r.Text, run); }
    async Task Review3(string s, Run run) { var r = await chat.GetResponseAsync("review " + s); if (r.Text.StartsWith("REJECT")) await Draft3(s + r.Text, run); }
    public class Run { int _n; public bool TryNext() => ++_n <= 5; }
    // the counter is only logged
    async Task Plan(string s, int depth) { Console.WriteLine($"depth {depth}"); var r = await chat.GetResponseAsync(s); foreach (var t in r.Text.Split('\n').Take(3)) await {|CCA1003:Plan(t, depth + 1)|}; }
    // depth limit throws in a guard helper
    async Task Plan2(string s, int depth) { Guard(depth); var r = await chat.GetResponseAsync(s); foreach (var t in r.Text.Split('\n').Take(3)) await Plan2(t, depth + 1); }
    static void Guard(int depth) { if (depth > 5) throw new InvalidOperationException("too deep"); }
    int _calls; const int Max = 20;
    // field counter
    async Task Plan3(string s) { if (Interlocked.Increment(ref _calls) > Max) return; var r = await chat.GetResponseAsync(s); foreach (var t in r.Text.Split('\n')) await Plan3(t); }
    // max depth from options
    async Task Plan4(string s, int depth, Opt o) { if (depth >= o.MaxDepth) return; var r = await chat.GetResponseAsync(s); foreach (var t in r.Text.Split('\n')) await Plan4(t, depth + 1, o); }
    public class Opt { public int MaxDepth { get; set; } = 3; }
    // fire and forget restart
    public void Start() { Task.Run(async () => { await chat.GetResponseAsync("x"); {|CCA1003:Start()|}; }); }
    // ContinueWith restart
    public Task Start2() => chat.GetResponseAsync("x").ContinueWith(_ => {|CCA1003:Start2()|}).Unwrap();
    // filesystem tree walk
    async Task Walk(DirectoryInfo d) { foreach (var f in d.GetFiles()) await chat.GetResponseAsync(f.Name); foreach (var s in d.GetDirectories()) await Walk(s); }
    // filesystem by path
    async Task Walk2(string d) { foreach (var f in Directory.EnumerateFiles(d)) await chat.GetResponseAsync(File.ReadAllText(f)); foreach (var s in Directory.EnumerateDirectories(d)) await {|CCA1009:Walk2(s)|}; }
    // JSON tree
    async Task Walk3(System.Text.Json.JsonElement e) { if (e.ValueKind == System.Text.Json.JsonValueKind.Object) foreach (var p in e.EnumerateObject()) await Walk3(p.Value); else await chat.GetResponseAsync(e.ToString()); }
    // XML tree
    async Task Walk4(System.Xml.Linq.XElement e) { await chat.GetResponseAsync(e.Value); foreach (var c in e.Elements()) await Walk4(c); }
    // parent chain
    async Task Up(Node n) { await chat.GetResponseAsync(n.Text); if (n.Parent is { } p) await Up(p); }
    // left/right
    async Task Both(Node? n) { if (n == null) return; await Both(n.Left); await chat.GetResponseAsync(n.Text); await Both(n.Right); }
    // tree that the model grows
    async Task Think(Node n) { var r = await chat.GetResponseAsync(n.Text); foreach (var l in r.Text.Split('\n')) n.Kids.Add(new Node { Text = l, Parent = n }); foreach (var k in n.Kids) await {|CCA1003:Think(k)|}; }
    // tree that the model grows, with depth
    async Task Think2(Node n, int depth = 0) { if (depth > 3) return; var r = await chat.GetResponseAsync(n.Text); foreach (var l in r.Text.Split('\n')) n.Kids.Add(new Node { Text = l, Parent = n }); foreach (var k in n.Kids) await Think2(k, depth + 1); }
    // depth kept in the node
    async Task Think3(Node n) { if (n.Depth > 3) return; var r = await chat.GetResponseAsync(n.Text); foreach (var l in r.Text.Split('\n')) { var k = new Node { Text = l, Parent = n, Depth = n.Depth + 1 }; n.Kids.Add(k); await Think3(k); } }
    public class Node { public string Text = ""; public Node? Parent, Left, Right; public List<Node> Kids = []; public int Depth; }
}
public class Mutual(IChatClient chat)
{
    // latch through a helper
    async Task<string> Ask(string q, bool retried) { var r = await chat.GetResponseAsync(q); return r.Text == "" && !retried ? await Retry(q) : r.Text; }
    async Task<string> Retry(string q) { await Task.Delay(100); return await Ask(q, true); }
    // latch through a helper, never closed
    async Task<string> Ask2(string q, bool retried) { var r = await chat.GetResponseAsync(q); return r.Text == "" && !retried ? await {|CCA1003:Retry2(q)|} : r.Text; }
    async Task<string> Retry2(string q) { await Task.Delay(100); return await Ask2(q, false); }
    // deadline through a helper
    async Task<string> Ask3(string q, DateTime until) { if (DateTime.UtcNow > until) return ""; var r = await chat.GetResponseAsync(q); return r.Text == "" ? await Retry3(q, until) : r.Text; }
    async Task<string> Retry3(string q, DateTime until) { await Task.Delay(100); return await Ask3(q, until); }
    // counter handed on as it was
    async Task<string> Ask4(string q, int n) { if (n > 3) return ""; var r = await chat.GetResponseAsync(q); return r.Text == "" ? await {|CCA1003:Retry4(q, n)|} : r.Text; }
    async Task<string> Retry4(string q, int n) { await Task.Delay(100); return await Ask4(q, n); }
    // dispatcher with depth in one member
    async Task Dispatch(string kind, string q, int depth) { if (kind == "ask") await Ask5(q, depth); else await Think(q, depth); }
    async Task Ask5(string q, int depth) { var r = await chat.GetResponseAsync(q); if (depth < 3) await Dispatch(r.Text, q, depth + 1); }
    async Task Think(string q, int depth) { var r = await chat.GetResponseAsync(q); if (depth < 3) await Dispatch(r.Text, q, depth + 1); }
    // the state only goes forward: an enum parameter
    enum Stage { Draft, Review, Done }
    async Task Run(Stage stage, string q) { if (stage == Stage.Done) return; var r = await chat.GetResponseAsync(q); await Run(stage + 1, r.Text); }
    // by switch
    async Task Run2(Stage stage, string q) { var r = await chat.GetResponseAsync(q); switch (stage) { case Stage.Draft: await Run2(Stage.Review, r.Text); break; case Stage.Review: await Run2(Stage.Done, r.Text); break; } }
    // FN: each call by itself is bounded by the state, both together are not
    async Task Run3(Stage stage, string q) { var r = await chat.GetResponseAsync(q); if (stage == Stage.Draft) await Run3(Stage.Review, r.Text); else if (r.Text != "ok") await Run3(Stage.Draft, r.Text); }
    // model fallback, nullable
    async Task<string> Model(string q, string? fallback) { try { return (await chat.GetResponseAsync(q)).Text; } catch (HttpRequestException) when (fallback is not null) { return await Model(q, null); } }
    // remaining attempts from options, decremented in a record
    async Task<string> Opt(string q, RetryState st) { if (st.Left <= 0) throw new InvalidOperationException(); try { return (await chat.GetResponseAsync(q)).Text; } catch (HttpRequestException) { return await Opt(q, st with { Left = st.Left - 1 }); } }
    record RetryState(int Left);
    // constructor of a new state
    async Task<string> Opt2(string q, RetryState st) { if (st.Left <= 0) throw new InvalidOperationException(); try { return (await chat.GetResponseAsync(q)).Text; } catch (HttpRequestException) { var next = new RetryState(st.Left - 1); return await Opt2(q, next); } }
    // switch expression over depth
    async Task<string> Sw(string q, int depth) => depth switch { >= 5 => q, _ => await Sw((await chat.GetResponseAsync(q)).Text, depth + 1) };
    // list of remaining tools passed on without one
    async Task<string> Tools(string q, List<string> tools) { var r = await chat.GetResponseAsync(q); if (tools.Count == 0 || !r.Text.StartsWith("TOOL")) return r.Text; return await Tools(r.Text, tools.Where(t => t != r.Text).ToList()); }
    // stack of work drained by recursion
    async Task Drain(Stack<string> work) { if (!work.TryPop(out var w)) return; await chat.GetResponseAsync(w); await Drain(work); }
    // stack that the model refills
    async Task Drain2(Stack<string> work) { if (!work.TryPop(out var w)) return; var r = await chat.GetResponseAsync(w); foreach (var l in r.Text.Split('\n')) work.Push(l); await {|CCA1003:Drain2(work)|}; }
    // linked list
    async Task Nodes(LinkedListNode<string>? n) { if (n is null) return; await chat.GetResponseAsync(n.Value); await Nodes(n.Next); }
    // enumerator
    async Task Enum(IEnumerator<string> e) { if (!e.MoveNext()) return; await chat.GetResponseAsync(e.Current); await Enum(e); }
    // Gate meter
    readonly Meter _meter = new(); 
    async Task Metered(string q) { _meter.Count(); var r = await chat.GetResponseAsync(q); if (r.Text != "") await Metered(r.Text); }
    class Meter { int _n; public void Count() { if (++_n > 50) throw new InvalidOperationException("limit"); } }
    // asks the user first
    async Task Repl() { Console.Write("> "); var q = Console.ReadLine(); if (string.IsNullOrEmpty(q)) return; await chat.GetResponseAsync(q); await Repl(); }
    // UI: the button is pressed again
    public Action? OnClick; void Render() { OnClick = async () => { await chat.GetResponseAsync("x"); Render(); }; }
    // menus, pages and buses out of sight keep what they are given, whatever they call it
    public interface IMenu { void AddTextOption(Func<string> getValue, Action<string> setValue); void OnClosed(Action then); void RegisterCommand(string name, Func<Task> run); void SubscribeAll(Action<string> each); void Show(Action drawn); }
    void Options(IMenu menu) { chat.GetResponseAsync("x").Wait(); menu.AddTextOption(() => "x", value => Options(menu)); menu.OnClosed(() => Options(menu)); menu.SubscribeAll(_ => Options(menu)); }
    async Task Commands(IMenu menu) { await chat.GetResponseAsync("x"); menu.RegisterCommand("again", () => Commands(menu)); }
    void Shown(IMenu menu) { chat.GetResponseAsync("x").Wait(); menu.Show(() => {|CCA1003:Shown(menu)|}); }
    // what is added only where it is missing is asked for at once
    readonly System.Collections.Concurrent.ConcurrentDictionary<string, string> _pages = new();
    string Page(string q) { chat.GetResponseAsync(q).Wait(); return _pages.AddOrUpdate(q, _ => {|CCA1003:Page(q + "x")|}, (_, old) => old); }
    // a member in sight that runs it at once, though its name says otherwise
    void AddAndRun(Action action) { action(); }
    void Added() { chat.GetResponseAsync("x").Wait(); AddAndRun(() => {|CCA1003:Added()|}); }
}
