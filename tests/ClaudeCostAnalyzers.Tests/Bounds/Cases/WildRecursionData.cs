using Microsoft.Extensions.AI; using ClaudeCost; using System.Text.Json; using System.Collections.Concurrent;
namespace Rec3;
public class R(IChatClient chat)
{
    // contains then add, set handed on
    async Task Crawl(string url, HashSet<string> seen) { if (seen.Contains(url)) return; seen.Add(url); var r = await chat.GetResponseAsync(url); foreach (var l in r.Text.Split('\n')) await Crawl(l, seen); }
    // new set with one more
    async Task Crawl2(string url, HashSet<string> seen) { if (seen.Contains(url)) return; var r = await chat.GetResponseAsync(url); foreach (var l in r.Text.Split('\n')) await {|CCA1009:Crawl2(l, new HashSet<string>(seen) { url })|}; }
    // FN: a set that is made anew at each level is not proven to stop nothing
    async Task Crawl3(string url) { var seen = new HashSet<string>(); if (!seen.Add(url)) return; var r = await chat.GetResponseAsync(url); foreach (var l in r.Text.Split('\n')) await {|CCA1009:Crawl3(l)|}; }
    // list as visited
    async Task Crawl4(string url, List<string> seen) { if (seen.Contains(url)) return; seen.Add(url); var r = await chat.GetResponseAsync(url); foreach (var l in r.Text.Split('\n')) await Crawl4(l, seen); }
    // visited count limit
    async Task Crawl5(string url, HashSet<string> seen) { if (seen.Count >= 50 || !seen.Add(url)) return; var r = await chat.GetResponseAsync(url); foreach (var l in r.Text.Split('\n')) await Crawl5(l, seen); }
    // path length
    async Task Path(string s, List<string> path) { if (path.Count > 6) return; var r = await chat.GetResponseAsync(s); await Path(r.Text, [.. path, s]); }
    // ImmutableStack / concat
    async Task Path2(string s, IEnumerable<string> path) { if (path.Count() > 6) return; var r = await chat.GetResponseAsync(s); await Path2(r.Text, path.Append(s)); }
    // doubling delay up to a limit
    async Task<string> Back(string q, int delay = 500) { try { return (await chat.GetResponseAsync(q)).Text; } catch (HttpRequestException) { if (delay > 8000) throw; await Task.Delay(delay); return await Back(q, delay * 2); } }
    // doubling TimeSpan
    async Task<string> Back2(string q, TimeSpan delay) { try { return (await chat.GetResponseAsync(q)).Text; } catch (HttpRequestException) { if (delay > TimeSpan.FromSeconds(30)) throw; await Task.Delay(delay); return await Back2(q, delay + delay); } }
    // doubling delay, never tested
    async Task<string> Back3(string q, int delay = 500) { try { return (await chat.GetResponseAsync(q)).Text; } catch (HttpRequestException) { await Task.Delay(delay); return await {|CCA1003:Back3(q, delay * 2)|}; } }
    // capped delay, never ends
    async Task<string> Back4(string q, int delay = 500) { try { return (await chat.GetResponseAsync(q)).Text; } catch (HttpRequestException) { await Task.Delay(delay); return await {|CCA1003:Back4(q, Math.Min(delay * 2, 30_000))|}; } }
    // nullable depth
    async Task D1(string q, int? depth = null) { var d = depth ?? 0; if (d >= 3) return; var r = await chat.GetResponseAsync(q); await {|CCA1009:D1(r.Text, d + 1)|}; }
    // local copy of depth
    async Task D2(string q, int depth) { var next = depth + 1; if (next > 4) return; var r = await chat.GetResponseAsync(q); await D2(r.Text, next); }
    // early return by ternary guard
    async Task<string> D3(string q, int depth) => depth > 3 ? q : await D3((await chat.GetResponseAsync(q)).Text, depth + 1);
    // named args out of order
    async Task D4(string q, int level, int max = 3) { if (level == max) return; var r = await chat.GetResponseAsync(q); await D4(level: level + 1, q: r.Text, max: max); }
    // remaining budget param
    async Task D5(string q, int tokensLeft) { if (tokensLeft <= 0) return; var r = await chat.GetResponseAsync(q); await D5(r.Text, tokensLeft - 100); }
    // remaining tokens by usage: decreases by what the call used
    async Task D6(string q, long left) { if (left <= 0) return; var r = await chat.GetResponseAsync(q); await D6(r.Text, left - (r.Usage?.TotalTokenCount ?? 1)); }
    // guard on the reply only
    async Task D7(string q, int depth) { var r = await chat.GetResponseAsync(q); if (r.Text.Length > 10) await {|CCA1003:D7(r.Text, depth + 1)|}; }
    // FN: a limit that moves along is only not proven to end
    async Task D8(string q, int depth, int max) { if (depth > max) return; var r = await chat.GetResponseAsync(q); await {|CCA1009:D8(r.Text, depth + 1, max + 1)|}; }
    // ref counter
    async Task D9(string q, int[] count) { if (++count[0] > 10) return; var r = await chat.GetResponseAsync(q); await D9(r.Text, count); }
    // sync ref
    void D10(string q, ref int n) { if (n++ > 5) return; var r = chat.GetResponseAsync(q).Result; {|CCA1009:D10(r.Text, ref n)|}; }
    // state object with counter property
    class St { public int Turns { get; set; } public int Max = 5; public bool Stop; }
    async Task D11(string q, St st) { if (st.Turns >= st.Max) return; st.Turns++; var r = await chat.GetResponseAsync(q); await D11(r.Text, st); }
    // state object's flag set by the model
    async Task D12(string q, St st) { if (st.Stop) return; var r = await chat.GetResponseAsync(q); st.Stop = r.Text == "stop"; await {|CCA1003:D12(r.Text, st)|}; }
    // AsyncLocal depth
    static readonly AsyncLocal<int> s_depth = new();
    async Task D13(string q) { if (s_depth.Value > 3) return; s_depth.Value++; var r = await chat.GetResponseAsync(q); await D13(r.Text); }
    // JSON arrays
    async Task J1(JsonElement e) { switch (e.ValueKind) { case JsonValueKind.Array: foreach (var i in e.EnumerateArray()) await J1(i); break; case JsonValueKind.Object: foreach (var p in e.EnumerateObject()) await J1(p.Value); break; default: await chat.GetResponseAsync(e.GetRawText()); break; } }
    // reflection over types' properties
    async Task J2(Type t) { await chat.GetResponseAsync(t.Name); if (t.BaseType is { } b) await J2(b); }
    // exception chain
    async Task J3(Exception e) { await chat.GetResponseAsync(e.Message); if (e.InnerException != null) await J3(e.InnerException); }
    // syntax tree-like walk with visitor methods
    abstract class Ex { } class Bin : Ex { public Ex L = null!, R = null!; } class Num : Ex { public int V; }
    async Task<string> J4(Ex e) => e switch { Bin b => await J4(b.L) + await J4(b.R), Num n => (await chat.GetResponseAsync(n.V.ToString())).Text, _ => "" };
    // generic tree with Func children
    static async Task Walk<T>(T n, Func<T, IEnumerable<T>> kids, Func<T, Task> visit) { await visit(n); foreach (var k in kids(n)) await Walk(k, kids, visit); }
    // use of it
    Task J5(DirectoryInfo d) => Walk(d, x => x.GetDirectories(), x => chat.GetResponseAsync(x.Name));
    // paging by next token
    async Task Page(string? token) { var (items, next) = await Load(token); foreach (var i in items) await chat.GetResponseAsync(i); if (next != null) await {|CCA1009:Page(next)|}; }
    Task<(List<string>, string?)> Load(string? t) => Task.FromResult((new List<string>(), t));
    // binary search over text positions
    async Task<int> Find(string text, int lo, int hi) { if (lo >= hi) return lo; var mid = (lo + hi) / 2; var r = await chat.GetResponseAsync(text[lo..mid]); return r.Text == "left" ? await Find(text, lo, mid) : await Find(text, mid + 1, hi); }
    // split when too long
    async Task<string> Split(string text) { if (text.Length < 4000) return (await chat.GetResponseAsync(text)).Text; var half = text.Length / 2; return await Split(text[..half]) + await Split(text[half..]); }
    // summary of a summary until short
    async Task<string> Sum(string text) { var r = await chat.GetResponseAsync("shorten: " + text); return r.Text.Length < 1000 ? r.Text : await {|CCA1003:Sum(r.Text)|}; }
    // reflexion
    async Task<string> Reflect(string task, string draft) { var c = await chat.GetResponseAsync("critique " + draft); if (c.Text.Contains("PERFECT")) return draft; var d = await chat.GetResponseAsync("revise " + draft + c.Text); return await {|CCA1003:Reflect(task, d.Text)|}; }
    // reflexion with rounds
    async Task<string> Reflect2(string task, string draft, int rounds) { if (rounds == 0) return draft; var c = await chat.GetResponseAsync("critique " + draft); if (c.Text.Contains("PERFECT")) return draft; return await Reflect2(task, c.Text, rounds - 1); }
    // tool call executor
    async Task<ChatResponse> Tools(List<ChatMessage> m, ChatOptions o) { var r = await chat.GetResponseAsync(m, o); var calls = r.Messages.SelectMany(x => x.Contents.OfType<FunctionCallContent>()).ToList(); if (calls.Count == 0) return r; m.AddRange(r.Messages); foreach (var c in calls) m.Add(new(ChatRole.Tool, [new FunctionResultContent(c.CallId, "r")])); return await {|CCA1003:Tools(m, o)|}; }
    // with a limit
    async Task<ChatResponse> Tools2(List<ChatMessage> m, ChatOptions o, int left = 10) { var r = await chat.GetResponseAsync(m, o); var calls = r.Messages.SelectMany(x => x.Contents.OfType<FunctionCallContent>()).ToList(); if (calls.Count == 0 || left == 0) return r; m.AddRange(r.Messages); return await Tools2(m, o, left - 1); }
    // tools taken away on the last round
    async Task<ChatResponse> Tools3(List<ChatMessage> m, int round) { var r = await chat.GetResponseAsync(m, new ChatOptions { Tools = round < 5 ? [] : null }); if (r.FinishReason != ChatFinishReason.ToolCalls) return r; if (round >= 5) throw new InvalidOperationException(); return await Tools3(m, round + 1); }
    // model ladder
    async Task<string> Ladder(string q, Queue<string> models) { var m = models.Dequeue(); try { return (await chat.GetResponseAsync(q, new() { ModelId = m })).Text; } catch (Exception) when (models.Count > 0) { return await Ladder(q, models); } }
    // enum ladder
    enum Tier { Small, Medium, Large }
    async Task<string> Ladder2(string q, Tier t) { var r = await chat.GetResponseAsync(q); if (r.Text != "?") return r.Text; return t switch { Tier.Small => await Ladder2(q, Tier.Medium), Tier.Medium => await Ladder2(q, Tier.Large), _ => "" }; }
    // by enumerable index with ElementAtOrDefault
    async Task<string> Ladder3(string q, IReadOnlyList<string> ms, int i) { var m = ms.ElementAtOrDefault(i); if (m is null) return ""; try { return (await chat.GetResponseAsync(q, new() { ModelId = m })).Text; } catch (HttpRequestException) { return await Ladder3(q, ms, i + 1); } }
    // an operator
    public static R operator +(R a, string s) => a;
    // lazy property that initialises itself once
    string? _sum; public string Summary { get { if (_sum == null) { _sum = chat.GetResponseAsync("x").Result.Text; return Summary; } return _sum; } }
    // property that reads itself until something comes
    public string Fresh { get { var t = chat.GetResponseAsync("x").Result.Text; return t.Length > 0 ? t : {|CCA1003:Fresh|}; } }
    // semaphore re-entry once locked
    readonly SemaphoreSlim _g = new(1);
    async Task<string> Locked(string q) { await _g.WaitAsync(); try { return (await chat.GetResponseAsync(q)).Text; } finally { _g.Release(); } }
    // lazy init then call itself
    internal IChatClient? _c; async Task<string> Init(string q) { if (_c == null) { _c = chat; return await {|CCA1009:Init(q)|}; } return (await _c.GetResponseAsync(q)).Text; }
    // reconnect and call again
    async Task<string> Re(string q) { try { return (await chat.GetResponseAsync(q)).Text; } catch (IOException) { await Reconnect(); return await {|CCA1003:Re(q)|}; } }
    Task Reconnect() => Task.CompletedTask;
    // on rate limit
    async Task<string> Rate(string q) { try { return (await chat.GetResponseAsync(q)).Text; } catch (HttpRequestException e) when (e.StatusCode == System.Net.HttpStatusCode.TooManyRequests) { await Task.Delay(60_000); return await {|CCA1003:Rate(q)|}; } }
    // schema validation with attempts list
    async Task<string> Val(string q, List<string> errors) { if (errors.Count > 2) throw new InvalidOperationException(string.Join(",", errors)); var r = await chat.GetResponseAsync(q); try { JsonDocument.Parse(r.Text); return r.Text; } catch (JsonException e) { errors.Add(e.Message); return await Val(q, errors); } }
    // throws by ArgumentOutOfRange helper
    async Task Arg(string q, int depth) { ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, 5); var r = await chat.GetResponseAsync(q); await Arg(r.Text, depth + 1); }
    // Debug-like guard method with out
    async Task Gate(string q, Limiter l) { if (!l.TryEnter(out var left)) return; var r = await chat.GetResponseAsync(q); await Gate(r.Text, l); }
    class Limiter(int max) { int _n; public bool TryEnter(out int left) { left = max - _n; if (_n >= max) return false; _n++; return true; } }
}
