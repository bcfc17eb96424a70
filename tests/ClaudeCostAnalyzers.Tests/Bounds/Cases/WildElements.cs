using Microsoft.Extensions.AI;
// The elements change, and there are as many as before.
internal class WildElements(IChatClient chat, Action<string> log)
{
    private async Task<string> Ask(string p, CancellationToken ct = default) => (await chat.GetResponseAsync(p, cancellationToken: ct)).Text;
    public async Task A(string[] xs) { for (var i = 0; i < xs.Length; i++) xs[i] = await Ask(xs[i]); }
    public async Task B(List<string> xs) { for (var i = 0; i < xs.Count; i++) xs[i] = await Ask(xs[i]); }
    public async Task C(List<string> xs) { var out1 = new string[xs.Count]; for (var i = 0; i < out1.Length; i++) out1[i] = await Ask(xs[i]); }
    public async Task E(Dictionary<string, string> map) { foreach (var k in map.Keys.ToList()) map[k] = await Ask(k); }
    public async Task F(Item[] xs) { for (var i = 0; i < xs.Length; i++) { xs[i].Text = await Ask(xs[i].Text); if (xs[i].Text == "stop") break; } }
    public async Task G(Doc doc) { for (var i = 0; i < doc.Parts.Count; i++) { doc.Parts[i].Text = await Ask(doc.Parts[i].Text); doc.Log.Add("x"); } }
    public async Task H(Doc doc) { var i = 0; while (i < doc.Parts.Count) { doc.Summary += await Ask(doc.Parts[i++].Text); } }
    public async Task I(int[,] cells) { for (var y = 0; y < cells.GetLength(0); y++) cells[y, 0] = (await Ask($"{y}")).Length; }
    public async Task J(string[][] t) { for (var i = 0; i < t.Length; i++) for (var j = 0; j < t[i].Length; j++) t[i][j] = await Ask(t[i][j]); }
    public async Task K(List<List<string>> t) { for (var i = 0; i < t.Count; i++) for (var j = 0; j < t[i].Count; j++) t[i][j] = await Ask(t[i][j]); }
    public async Task L(System.Data.DataTable t) { for (var i = 0; i < t.Rows.Count; i++) t.Rows[i]["x"] = await Ask((string)t.Rows[i]["y"]); }
    public async Task M(IList<string> xs) { for (var i = 0; i < xs.Count; i++) xs[i] = await Ask(xs[i]); }
    public async Task N(Doc doc) { for (var i = 0; i < doc.Count; i++) doc[i] = await Ask(doc[i]); }
    internal sealed class Item { public string Text = ""; }
    internal sealed class Doc { public List<Item> Parts = []; public List<string> Log = []; public string Summary = ""; public int Count => Parts.Count; public string this[int i] { get => Parts[i].Text; set => Parts[i].Text = value; } }
}
