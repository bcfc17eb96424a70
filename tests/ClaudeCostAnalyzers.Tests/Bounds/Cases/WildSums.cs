using System.Text;
using Microsoft.Extensions.AI;

internal class BoundedThree(IChatClient chat, Action<string> log)
{
    private async Task<string> Ask(string p, CancellationToken ct = default) => (await chat.GetResponseAsync(p, cancellationToken: ct)).Text;
    private static bool Valid(string s) => s.StartsWith('{');
    private static List<string> Compile(string code) => code.Length > 3 ? [code] : [];
    private static int CountTokens(string s) => s.Length / 4;

    public async Task<string> FewerErrors(string code) { var before = int.MaxValue; while (true) { var errors = Compile(code); if (errors.Count == 0 || errors.Count >= before) return code; before = errors.Count; code = await Ask(string.Join('\n', errors)); } }
    public async Task<string> Shorter(string text) { var done = false; var first = true; var previous = CountTokens(text); while (!done) { var sb = new StringBuilder(); foreach (var part in text.Chunk(1000)) sb.Append(await Ask(new string(part))); text = sb.ToString(); var now = CountTokens(text); if (!first && now >= previous) return text; previous = now; first = false; done = now < 500; } return text; }
    public async Task<string> ShorterWhile(string text) { int length; do { length = text.Length; text = await Ask("shorten " + text); } while (text.Length < length); return text; }
    // ---- and not so
    public async Task<string> NotLonger(string text) { var previous = text.Length; while (true) { text = await {|CCA1002:Ask("shorten " + text)|}; if (text.Length > previous) return text; previous = text.Length; } }
    public async Task<string> Better(string text) { var best = 0.0; while (true) { var r = await {|CCA1002:Ask("improve " + text)|}; var score = (double)r.Length; if (score <= best) return text; best = score; text = r; } }
    public async Task<string> FewerThanFirst(string code) { var first = Compile(code).Count; while (true) { code = await {|CCA1002:Ask(code)|}; if (Compile(code).Count >= first) return code; } }
    public async Task PutsTwoBack(Queue<string> parts) { while (parts.Count > 0) { var a = parts.Dequeue(); var r = await {|CCA1002:Ask(a)|}; if (Valid(r)) continue; parts.Enqueue(r); parts.Enqueue(a); } }
    public async Task PutsOneBack(Queue<string> parts) { while (parts.Count > 0) { var a = parts.Dequeue(); var r = await {|CCA1002:Ask(a)|}; if (!Valid(r)) parts.Enqueue(a); } }
    public async Task TwoOutOneOrTwoBack(Queue<string> parts) { while (parts.Count > 1) { var a = parts.Dequeue(); var b = parts.Dequeue(); var r = await {|CCA1002:Ask(a + b)|}; parts.Enqueue(r); if (!Valid(r)) parts.Enqueue(a); } }
    public async Task BackByTwo(string[] xs) { for (var i = 0; i < xs.Length; i++) { var r = await {|CCA1002:Ask(xs[i])|}; if (!Valid(r) && i > 0) i -= 2; } }
    public async Task ForwardByThree(string[] xs) { for (var i = 1; i < xs.Length; i += 3) { var r = await Ask(xs[i]); if (!Valid(r)) i -= 2; } }
    public async Task Across(Page root) { var open = new Queue<Page>([root]); while (open.Count > 0) { var p = open.Dequeue(); await {|CCA1009:Ask(p.Text)|}; foreach (var l in p.Links) open.Enqueue(l); } }
    public async Task Down(Page root) { var open = new Stack<(Page Page, int Depth)>(); open.Push((root, 0)); while (open.Count > 0) { var (p, depth) = open.Pop(); await Ask(p.Text + depth); foreach (var c in p.Parts) open.Push((c, depth + 1)); } }
    public async Task DownReply(Page root) { var open = new Stack<Page>(); open.Push(root); while (open.Count > 0) { var p = open.Pop(); var r = await {|CCA1002:Ask(p.Text)|}; foreach (var line in r.Split('\n')) open.Push(new Page { Text = line }); } }
    public async Task EndlessUnlessFailing(string p) { var fails = 0; while (true) { try { log(await {|CCA1001:Ask(p)|}); fails = 0; } catch (Exception) { if (++fails >= 3) return; } } }
    public async Task WorkerUnlessFailing(string p, CancellationToken ct) { var fails = 0; while (true) { try { log(await {|CCA1005:Ask(p)|}); fails = 0; } catch (Exception) { if (++fails >= 3) return; } await Task.Delay(60_000, ct); } }
    internal sealed class Page { public string Text = ""; public List<Page> Links = []; public List<Page> Parts = []; }
}
