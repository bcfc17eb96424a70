using Microsoft.Extensions.AI;

/// <summary>What the execution oracle taught of loops that flags and states tell apart.</summary>
class OracleStates(IChatClient chat)
{
    // What one test tells of a flag holds at the next one.
    async Task TwoFlags() { var tried = false; var done = false; do { var r = await chat.GetResponseAsync("x"); if (done) { } else { if (!tried) tried = true; else break; } done = r.Text != "ok"; } while (!done); }
    async Task TwoFlagsApart() { var tried = false; var done = false; do { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (done) { if (!tried) tried = true; else break; } done = r.Text != "ok"; } while (!done); }
    async Task Told(bool retry) { while (true) { var r = await chat.GetResponseAsync("x"); if (!retry) return; retry = false; } }
    async Task ToldOfReply() { string? last = null; while (true) { var r = await chat.GetResponseAsync("x"); if (last is not null) return; last = r.Text; } }
    async Task LeftBeforeItIsWritten() { var retry = true; while (true) { var r = await chat.GetResponseAsync("x"); if (retry) { retry = r.Text != "ok"; break; } } }
    async Task Toggles() { var odd = false; while (true) { odd = !odd; if (!odd) return; await chat.GetResponseAsync("x"); } }
    async Task TogglesForEver() { var odd = false; while (true) { odd = !odd; if (odd) continue; await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    async Task TwiceCompared() { var most = 3; var n = 0; do { await chat.GetResponseAsync("x"); n++; } while (n < most || n > most); }

    async Task CopiedConstant() { var most = 2; var n = most; switch (n) { case 1: while (true) await chat.GetResponseAsync("x"); } await chat.GetResponseAsync("y"); }

    // A token that is linked to one with a time fires with it, whatever becomes of its own time.
    async Task PushedButLinked() { using var outer = new CancellationTokenSource(1000); using var linked = CancellationTokenSource.CreateLinkedTokenSource(outer.Token); while (true) { linked.CancelAfter(1000); await chat.GetResponseAsync("x", cancellationToken: linked.Token); } }
    async Task PushedAndLinkedToNone(CancellationToken ct) { using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct); while (true) { linked.CancelAfter(1000); await {|CCA1001:chat.GetResponseAsync("x", cancellationToken: linked.Token)|}; } }

    // A state that asks in one place and looks at the reply in another.
    async Task AskThenLook() { var state = 0; var text = ""; while (state < 3) { switch (state) { case 0: text = (await chat.GetResponseAsync("x")).Text; state = 1; break; case 1: state = text == "ok" ? 3 : 2; break; default: state = 3; break; } } }
    async Task AskThenLookAgain() { var state = 0; var text = ""; while (state < 3) { switch (state) { case 0: text = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text; state = 1; break; case 1: state = text == "ok" ? 3 : 0; break; default: state = 3; break; } } }

    // To clear what may be empty already makes it no shorter.
    async Task ClearedAndFilled(string text) { var queue = new Queue<string>(["a"]); while (queue.TryDequeue(out var item)) { queue.Clear(); await {|CCA1009:chat.GetResponseAsync(item)|}; queue.Enqueue(text); } }
    async Task TwoTakenOneAdded(string text) { var queue = new Queue<string>(["a"]); while (queue.TryDequeue(out var item)) { await chat.GetResponseAsync(item); if (queue.Count > 1) { queue.Dequeue(); queue.Enqueue(text); } } }

    // A field that counts the depth: up before the call and down after it, not both before.
    int _depth;
    async Task Deeper() { _depth++; try { await chat.GetResponseAsync("x"); if (_depth < 4) await Deeper(); } finally { _depth--; } }
    async Task DeeperInLoop(string[] parts) { foreach (var part in parts) { await chat.GetResponseAsync(part); _depth++; if (_depth < 4) await DeeperInLoop(parts); _depth--; } }
    async Task UpAndDown() { _depth++; var r = await chat.GetResponseAsync("x"); if (!(--_depth > 4)) await {|CCA1009:UpAndDown()|}; }
    async Task DownAndUp() { _depth--; var r = await chat.GetResponseAsync("x"); if (++_depth > 4) return; await {|CCA1009:DownAndUp()|}; }

    // An exception is made of the type that it says, and no handler of another takes it.
    async Task ThrownPastTheHandler() { while (true) { await chat.GetResponseAsync("x"); try { throw new InvalidOperationException(); } catch (OperationCanceledException) { } } }
    async Task ThrownInFinally() { while (true) { try { try { await chat.GetResponseAsync("x"); } finally { throw new InvalidOperationException(); } } catch (OperationCanceledException) { } } }
    async Task ThrownIntoTheHandler() { while (true) { await {|CCA1004:chat.GetResponseAsync("x")|}; try { throw new InvalidOperationException(); } catch (SystemException) { } } }
    async Task MadeOfWhatMayFail(string path) { while (true) { try { await {|CCA1004:chat.GetResponseAsync("x")|}; throw new InvalidOperationException(File.ReadAllText(path)); } catch (IOException) { } } }
}
