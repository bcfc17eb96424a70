using Microsoft.Extensions.AI;

// Graphs that are walked: the reply says where to go next, among the places that there are.
internal sealed record Node(string Id, string Prompt, string? Next, string? OnFail);
internal sealed class WildPlaces(IChatClient chat, IReadOnlyDictionary<string, Node> nodes, IStore store)
{
    public async Task<List<string>> Topological(IReadOnlyDictionary<string, string[]> deps, CancellationToken ct)
    {
        var done = new HashSet<string>(); var order = new List<string>();
        var ready = new Queue<string>(deps.Where(d => d.Value.Length == 0).Select(d => d.Key));
        while (ready.TryDequeue(out var id))
        {
            if (!done.Add(id)) continue;
            order.Add((await chat.GetResponseAsync(nodes[id].Prompt, cancellationToken: ct)).Text);
            foreach (var (other, needs) in deps)
                if (needs.All(done.Contains)) ready.Enqueue(other);
        }
        return order;
    }
    private async Task<string> Ask(string p) => (await chat.GetResponseAsync(p)).Text;
    public async Task Once(string start) { var results = new Dictionary<string, string>(); var id = start; while (id is not null && !results.ContainsKey(id)) { var node = nodes[id]; results[id] = await Ask(node.Prompt); id = results[id].Contains("FAIL") ? node.OnFail : node.Next; } }
    public async Task OnceSet(string? id) { var seen = new HashSet<string>(); while (id is not null && seen.Add(id)) { var node = nodes[id]; var r = await Ask(node.Prompt); id = r.Contains("FAIL") ? node.OnFail : node.Next; } }
    public async Task OnceContains(string? id) { var seen = new HashSet<string>(); while (id is not null) { if (seen.Contains(id)) break; seen.Add(id); var node = nodes[id]; var r = await Ask(node.Prompt); if (r == "done") return; id = r.Contains("FAIL") ? node.OnFail : node.Next; } }
    public async Task ByName(string id) { var seen = new HashSet<string>(); while (seen.Add(id)) { var node = nodes[id]; id = await {|CCA1002:Ask(node.Prompt)|}; } }
    public async Task NotKept(string? id) { var seen = new HashSet<string>(); while (id is not null && !seen.Contains(id)) { var node = nodes[id]; var r = await {|CCA1002:Ask(node.Prompt)|}; if (r == "x") seen.Add(id); id = r.Contains("FAIL") ? node.OnFail : node.Next; } }
    public async Task Longer(string? id) { var seen = new HashSet<string>(); while (id is not null && seen.Add(id)) { var r = await {|CCA1002:Ask(id)|}; id = r.Contains("FAIL") ? id + "x" : null; } }
    public async Task Forgets(string? id) { var seen = new HashSet<string>(); while (id is not null && seen.Add(id)) { var node = nodes[id]; var r = await {|CCA1002:Ask(node.Prompt)|}; if (r == "again") seen.Clear(); id = r.Contains("FAIL") ? node.OnFail : node.Next; } }
    public async Task Outside(string? id) { var seen = new HashSet<string>(); while (id is not null && seen.Add(id)) { await {|CCA1009:Ask(id)|}; id = store.After(id); } }
}
internal interface IStore { string? After(string id); }
