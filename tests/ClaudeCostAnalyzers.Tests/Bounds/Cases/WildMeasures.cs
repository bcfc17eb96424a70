using Microsoft.Extensions.AI;

// Votes that add up, tokens that are added where the reply says how many, histories that grow, values that are rounded or held back.
internal sealed class WildMeasures(IChatClient chat)
{
    private async Task<string> Ask(string p) => (await chat.GetResponseAsync(p)).Text;
    public async Task Held(string q) { var left = 5; while (left > 0) { if ((await {|CCA1002:Ask(q)|}).StartsWith("OK")) return; left = Math.Max(left - 1, 1); } }
    public async Task HeldUp(string q) { var n = 5; while (n <= 10) { if ((await {|CCA1002:Ask(q)|}).StartsWith("OK")) return; n = Math.Min(n + 1, 10); } }
    public async Task HeldUpOk(string q) { var n = 5; while (n < 10) { if ((await Ask(q)).StartsWith("OK")) return; n = Math.Min(10, n + 1); } }
    public async Task HalfOk(string q) { var n = 5000; while (n > 10) { if ((await Ask(q)).StartsWith("OK")) return; n = Math.Max(10, n / 2); } }
    public async Task Round(string q) { for (var t = 0.0; t < 1; t = Math.Round(t + 0.1, 1)) { if ((await Ask(q)).StartsWith("OK")) return; } }
    public async Task Double(string q) { var max = 256; while (max <= 4096) { if ((await Ask(q)).StartsWith("OK")) return; max = Math.Min(max * 2, 8192); } }
    public async Task VotesTryAdd(string q) { var v = new Dictionary<string, int>(); while (v.Values.Sum() < 5) { var a = await Ask(q); if (!v.TryAdd(a, 1)) v[a]++; } }
    public async Task VotesSelector(string q) { var v = new Dictionary<string, int>(); while (v.Sum(p => p.Value) < 5) { var a = await Ask(q); v[a] = v.TryGetValue(a, out var n) ? n + 1 : 1; } }
    public async Task VotesArray(string q) { var v = new int[3]; do { var a = await Ask(q); v[a.Length % 3]++; } while (v.Sum() < 7); }
    public async Task VotesSome(string q) { var v = new Dictionary<string, int>(); while (v.Values.Sum() < 5) { var a = await {|CCA1002:Ask(q)|}; if (a.Length > 3) v[a] = v.GetValueOrDefault(a) + 1; } }
    public async Task VotesBack(string q) { var v = new Dictionary<string, int>(); while (v.Values.Sum() < 5) { var a = await {|CCA1002:Ask(q)|}; if (a.Length > 3) v[a] = v.GetValueOrDefault(a) + 1; else v[a] = v.GetValueOrDefault(a) - 1; } }
    public async Task VotesTry(string q) { var v = new Dictionary<string, int>(); while (v.Values.Sum() < 5) { var a = await {|CCA1002:Ask(q)|}; v.TryAdd(a, 1); } }
    public async Task Scores(string q) { var v = new List<int>(); while (v.Sum() < 5) { var a = await {|CCA1002:Ask(q)|}; v.Add(a.Length > 3 ? 1 : -1); } }
    public async Task Chars(string q) { var v = new List<string>(); while (v.Sum(x => x.Length) < 5000) { var a = await Ask(q); v.Add(a); } }
    public async Task CharsSome(string q) { var v = new List<string>(); while (v.Sum(x => x.Length) < 5000) { var a = await {|CCA1002:Ask(q)|}; if (a != "") v.Add(a); } }
    public async Task CharsTrim(string q) { var v = new List<string>(); while (v.Sum(x => x.Length) < 5000) { var a = await {|CCA1002:Ask(q)|}; v.Add(a); if (v.Count > 10) v.RemoveAt(0); } }
    public async Task UsageGuard(string q) { long used = 0; var t = q; while (used < 5000) { var r = await chat.GetResponseAsync(t); if (r.Usage is { } u) used += u.TotalTokenCount ?? 0; t = r.Text; if (t == "x") break; } }
    public async Task UsageGuard2(string q) { long used = 0; var t = q; while (used < 5000) { var r = await chat.GetResponseAsync(t); if (r.Usage?.TotalTokenCount is long n) used += n; t = r.Text; if (t == "x") break; } }
    public async Task UsageGuard3(string q) { long used = 0; var t = q; while (used < 5000) { var r = await chat.GetResponseAsync(t); if (r.Usage != null) { used += r.Usage.TotalTokenCount ?? 0; } t = r.Text; if (t == "x") break; } }
    private long _used;
    public async Task UsageGuard4(string q) { var t = q; while (_used < 5000) { var r = await chat.GetResponseAsync(t); Track(r); t = r.Text; if (t == "x") break; } }
    private void Track(ChatResponse r) { if (r.Usage is { TotalTokenCount: { } n }) _used += n; }
    public async Task UsageOther(string q) { long used = 0; var t = q; while (used < 5000) { var r = await {|CCA1002:chat.GetResponseAsync(t)|}; if (r.Text.Length > 5) used += r.Usage?.TotalTokenCount ?? 0; t = r.Text; if (t == "x") break; } }
    public async Task UsageOther2(string q, string? label) { long used = 0; var t = q; while (used < 5000) { var r = await {|CCA1009:chat.GetResponseAsync(t)|}; if (label is not null) used += r.Usage?.TotalTokenCount ?? 0; t = r.Text; if (t == "x") break; } }
}
internal sealed class WildHistories(IChatClient chat)
{
    public async Task Hist(string q) { var h = new List<ChatMessage> { new(ChatRole.User, q) }; while (h.Count < 20) { var r = await chat.GetResponseAsync(h); h.AddMessages(r); if (r.Text == "x") break; } }
    public async Task HistRange(string q) { var h = new List<ChatMessage> { new(ChatRole.User, q) }; while (h.Count < 20) { var r = await chat.GetResponseAsync(h); h.AddRange(r.Messages); if (r.Text == "x") break; } }
    public async Task HistNone(string q, List<ChatMessage> log) { var h = new List<ChatMessage> { new(ChatRole.User, q) }; while (h.Count < 20) { var r = await {|CCA1002:chat.GetResponseAsync(h)|}; log.AddMessages(r); if (r.Text == "x") break; } }
}
internal sealed class WildGrowingNotes(IChatClient chat)
{
    public async Task<string> M1(string question, IReadOnlyList<string> notes)
    {
        var t = (await chat.GetResponseAsync(question)).Text;
        if (t.StartsWith("A")) return t;
        if (notes.Count >= 5) return t;
        return await M1(question, [.. notes, t]);
    }
    public async Task<string> M2(string question, List<string> notes)
    {
        var t = (await chat.GetResponseAsync(question)).Text;
        if (t.StartsWith("A")) return t;
        if (notes.Count >= 5) return t;
        return await M2(question, [.. notes, t]);
    }
    public async Task<string> M3(string question, IReadOnlyList<string> notes) => (await chat.GetResponseAsync(question)).Text switch
    {
        var t when t.StartsWith("A") => t,
        var t when notes.Count >= 5 => t,
        var t => await M3(question, [.. notes, t]),
    };
    public async Task<string> M4(string question, string[] notes)
    {
        if (notes.Length >= 5) return "";
        var t = (await chat.GetResponseAsync(question)).Text;
        if (t.StartsWith("A")) return t;
        return await M4(question, notes.Append(t).ToArray());
    }
    public Task<string> M5(string q)
    {
        return Go(q, []);
        async Task<string> Go(string question, IReadOnlyList<string> notes)
        {
            if (notes.Count >= 5) return "";
            var t = (await chat.GetResponseAsync(question)).Text;
            if (t.StartsWith("A")) return t;
            return await Go(question, [.. notes, t]);
        }
    }
    public async Task<string> N1(string question, IReadOnlyList<string> notes)
    {
        var t = (await chat.GetResponseAsync(question)).Text;
        if (t.StartsWith("A")) return t;
        if (notes.Count < 0) return t;
        return await {|CCA1003:N1(question, [.. notes, t])|};
    }
    public async Task<string> N2(string question, IReadOnlyList<string> notes)
    {
        var t = (await chat.GetResponseAsync(question)).Text;
        if (t.StartsWith("A")) return t;
        if (notes.Count >= 5) notes = [];
        return await {|CCA1003:N2(question, [.. notes, t])|};
    }
}
