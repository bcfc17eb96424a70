using Microsoft.Extensions.AI;

// Summaries of summaries: each level has a part of the one below, down to one.
internal sealed class WildReductions(IChatClient chat)
{
    private async Task<string> Ask(string q) => (await chat.GetResponseAsync(q)).Text;
    public async Task<string> ToOne(IReadOnlyList<string> parts) { if (parts.Count == 0) return ""; if (parts.Count == 1) return parts[0]; List<string> next = []; foreach (var pair in parts.Chunk(4)) next.Add(await Ask(string.Join("\n", pair))); return await ToOne(next); }
    public async Task<string> Strides(string[] parts) { if (parts.Length == 1) return parts[0]; var next = new List<string>(); for (var i = 0; i < parts.Length; i += 3) next.Add(await Ask(string.Join("\n", parts.Skip(i).Take(3)))); return await Strides(next.ToArray()); }
    public async Task<string> Until(List<string> parts) { while (parts.Count != 1) { List<string> next = []; foreach (var pair in parts.Chunk(2)) next.Add(await Ask(string.Concat(pair))); parts = next; } return parts[0]; }
    // One is never none, and three of two may be two.
    public async Task<string> ToNone(List<string> parts) { while (parts.Count != 0) { List<string> next = []; foreach (var pair in parts.Chunk(2)) next.Add(await {|CCA1009:Ask(string.Concat(pair))|}); parts = next; } return ""; }
    public async Task<string> ToTwo(List<string> parts) { while (parts.Count != 2) { List<string> next = []; foreach (var pair in parts.Chunk(3)) next.Add(await {|CCA1009:Ask(string.Concat(pair))|}); parts = next; } return parts[0]; }
    public async Task<string> Same(List<string> parts) { while (parts.Count != 1) { List<string> next = []; foreach (var part in parts) next.Add(await {|CCA1009:Ask(part)|}); parts = next; } return parts[0]; }
    // What is too long is the model's to say.
    public async Task<string> UntilShort(List<string> parts) { if (string.Concat(parts).Length < 8000) return await Ask(string.Concat(parts)); List<string> next = []; foreach (var batch in parts.Chunk(10)) next.Add(await Ask(string.Concat(batch))); return await {|CCA1003:UntilShort(next)|}; }
}
