using Microsoft.Extensions.AI;

// Elements that have a state each: marked, counted, given an answer.
internal sealed class Npc { public bool Alive { get; set; } = true; }
internal sealed class WildElementStates(IChatClient chat)
{
    private readonly List<Npc> _npcs = [];
    private async Task<string> Ask(string p) => (await chat.GetResponseAsync(p)).Text;
    private static IEnumerable<int> Forever() { for (var i = 0; ; i++) yield return i; }
    public async Task U1(string text) { foreach (var _ in Forever()) { text = await {|CCA1002:Ask(text)|}; if (text.Contains("END")) break; } }
    public async Task U2(string text) { foreach (var n in Forever()) { text = await {|CCA1002:Ask(text)|}; if (text.Contains("END")) return; } }
    public async Task U3(string text) { for (var i = 0; ; i++) { text = await {|CCA1002:Ask(text)|}; if (text.Contains("END")) break; } }
    public async Task N1() { while (_npcs.Exists(n => n.Alive)) { foreach (var npc in _npcs) { var t = await {|CCA1002:Ask("x")|}; if (t.Contains("dies")) npc.Alive = false; } } }
    public async Task N2(List<Npc> npcs) { while (npcs.Any(n => n.Alive)) { foreach (var npc in npcs) { var t = await {|CCA1002:Ask("x")|}; if (t.Contains("dies")) npc.Alive = false; } } }
}
internal sealed class Item { public bool Done { get; set; } public int Tries { get; set; } public string Text = ""; public string? Answer; }
internal sealed class WildMarkedElements(IChatClient chat)
{
    private async Task<string> Ask(string p) => (await chat.GetResponseAsync(p)).Text;
    public async Task I1(List<Item> items) { while (items.Any(i => !i.Done)) { var item = items.First(i => !i.Done); await {|CCA1009:Ask(item.Text)|}; item.Done = true; } }
    public async Task I2(List<Item> items) { while (items.FirstOrDefault(i => i.Answer is null) is { } item) item.Answer = await {|CCA1009:Ask(item.Text)|}; }
    public async Task I3(List<Item> items) { while (items.Exists(i => i.Tries < 3)) foreach (var item in items) { item.Tries++; await {|CCA1009:Ask(item.Text)|}; } }
    public async Task I4(List<Item> items) { while (items.Where(i => !i.Done && i.Tries < 3).ToList() is { Count: > 0 } open) foreach (var item in open) { item.Tries++; item.Done = (await {|CCA1009:Ask(item.Text)|}).Contains("ok"); } }
    public async Task I5(List<Item> items) { while (items.Any(i => !i.Done)) await {|CCA1001:Ask("x")|}; }
    public async Task I6(List<Item> items) { while (items.Any(i => !i.Done)) foreach (var item in items.Where(i => !i.Done)) item.Done = (await {|CCA1002:Ask(item.Text)|}).Contains("ok"); }
    public async Task I7(Item[] items) { for (;;) { var next = Array.Find(items, i => !i.Done); if (next == null) break; await {|CCA1009:Ask(next.Text)|}; next.Done = true; } }
}
internal sealed class WildAnsweredElements(IChatClient chat)
{
    private async Task<string> Ask(string p) => (await chat.GetResponseAsync(p)).Text;
    private async Task<string?> Maybe(string p) => (await chat.GetResponseAsync(p)).Text is { Length: > 3 } t ? t : null;
    public async Task J1(List<Item> items) { while (items.FirstOrDefault(i => i.Answer is null) is { } item) item.Answer = await {|CCA1002:Maybe(item.Text)|}; }
    public async Task J2(List<Item> items) { while (items.Any(i => i.Tries < 3)) { foreach (var item in items) { var r = await {|CCA1002:Ask(item.Text)|}; item.Tries = r.Length; } } }
    public async Task J3(List<Item> items) { while (items.Find(i => i.Answer == null) is { } item) { var r = await {|CCA1009:chat.GetResponseAsync(item.Text)|}; item.Answer = r.Text; } }
}
