using Microsoft.Extensions.AI;
public record Part(string Title, string Body, IReadOnlyList<Part> Children);
public class TreeWalks(IChatClient chat) {
    public async Task<string> S1(Part s) { var parts = await Task.WhenAll(s.Children.Select(c => S1(c))); return (await chat.GetResponseAsync(s.Body + string.Concat(parts))).Text; }
    public async Task<string> S2(Part s) { var parts = await Task.WhenAll(s.Children.Select(S2)); return (await chat.GetResponseAsync(s.Body + string.Concat(parts))).Text; }
    public async Task<string> S3(Part s) { var parts = await Task.WhenAll(s.Children.Where(c => c.Body != "").Select(async c => await S3(c))); return (await chat.GetResponseAsync(s.Body + string.Concat(parts))).Text; }
    public async Task S4(Part s) { await chat.GetResponseAsync(s.Body); await Parallel.ForEachAsync(s.Children, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (c, ct) => await S4(c)); }
    public async Task S5(Part s) { await chat.GetResponseAsync(s.Body); var t = s.Children.Select(async c => { await Task.Yield(); await S5(c); }); foreach (var x in t) await x; }
    public async Task S6(Part s) { await chat.GetResponseAsync(s.Body); s.Children.ToList().ForEach(c => S6(c).Wait()); }
    public async Task S7(IEnumerable<Part> ss) { foreach (var s in ss) { await chat.GetResponseAsync(s.Body); await S7(s.Children); } }
    public async Task S8(Part s) { await chat.GetResponseAsync(s.Body); foreach (var g in s.Children.GroupBy(c => c.Title)) foreach (var c in g) await S8(c); }
    public async Task S9(Part s) { await chat.GetResponseAsync(s.Body); for (var i = 0; i < s.Children.Count; i++) { var c = s.Children[i]; await S9(c); } }
    public async Task M1(string s) { var r = await chat.GetResponseAsync(s); await Task.WhenAll(r.Text.Split('\n').Select(l => {|CCA1003:M1(l)|})); }
    public async Task M2(string s) { var r = await chat.GetResponseAsync(s); await Task.WhenAll(r.Text.Split('\n').Take(3).Select({|CCA1003:M2|})); }
}
