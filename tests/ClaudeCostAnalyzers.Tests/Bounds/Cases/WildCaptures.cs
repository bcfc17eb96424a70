// Tests that are handed a counter, counters of the member around a local function, lists that are made anew with one more.
using System.Collections.Immutable;
using Microsoft.Extensions.AI;

#nullable enable
class Captures(IChatClient chat, int limit)
{
    private static bool Finished(string text, int n) => text.Contains("DONE") || n > 10;
    private static bool FinishedBoth(string text, int n) => text.Contains("DONE") && n > 10;
    private static bool FinishedInBlock(string text, int n) { return !(n <= 10 || !text.Contains("DONE")); }

    // ---- handed a counter ----
    async Task EitherEnds() { var n = 0; string t; do { t = (await chat.GetResponseAsync("x")).Text; n++; } while (!Finished(t, n)); }
    async Task BothMustHold() { var n = 0; string t; do { t = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text; n++; } while (!FinishedBoth(t, n)); }
    async Task BothInBlock() { var n = 0; string t; do { t = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text; n++; } while (!FinishedInBlock(t, n)); }
    async Task BothInLocal() { bool Last(int n, string text) => n >= limit && text == "ok"; var i = 0; while (true) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (Last(++i, r.Text)) break; } }
    async Task EitherInLocal() { bool Last(int n, string text) => n >= limit || text == "ok"; var i = 0; while (true) { var r = await chat.GetResponseAsync("x"); if (Last(++i, r.Text)) break; } }

    // ---- counters around a local function ----
    async Task Depth() { var depth = 0; async Task Visit(string q) { if (depth >= 3) return; depth++; var r = await chat.GetResponseAsync(q); foreach (var s in r.Text.Split(',')) await Visit(s); depth--; } await Visit("x"); }
    async Task DepthPutBack() { var depth = 0; async Task Visit(string q) { if (depth >= 3) return; depth++; var r = await chat.GetResponseAsync(q); depth--; foreach (var s in r.Text.Split(',')) await {|CCA1003:Visit(s)|}; } await Visit("x"); }
    async Task Visited() { var visits = 0; async Task Visit(string q) { if (++visits > 20) return; var r = await chat.GetResponseAsync(q); foreach (var s in r.Text.Split(',')) await Visit(s); } await Visit("x"); }
    async Task OwnCount() { async Task Visit(string q) { var visits = 0; if (++visits > 20) return; var r = await chat.GetResponseAsync(q); foreach (var s in r.Text.Split(',')) await {|CCA1003:Visit(s)|}; } await Visit("x"); }
    async Task TestInside() { var errors = 0; async Task Step() { var r = await chat.GetResponseAsync("x"); if (r.Text == "ok") return; bool Last() => ++errors >= 3; if (Last()) return; await Step(); } await Step(); }

    // ---- attempts that begin again ----
    async Task<string> Fewer(string q, int retries = 3) { try { return (await chat.GetResponseAsync(q)).Text; } catch (HttpRequestException) when (retries > 0) { return await Fewer(q, retries - 1); } }
    async Task<string> AllAgain(string q, int retries = 3) { try { return (await chat.GetResponseAsync(q)).Text; } catch (HttpRequestException) when (retries > 0) { return await {|CCA1003:AllAgain(q)|}; } }
    async Task<string> FirstOnly(string q, bool isRetry = false) { try { return (await chat.GetResponseAsync(q)).Text; } catch (HttpRequestException) when (!isRetry) { return await FirstOnly(q, isRetry: true); } }

    // ---- one more in each turn ----
    async Task SpreadOut() { string[] notes = []; while (notes.Length < 10) { var r = await chat.GetResponseAsync("x"); notes = [.. notes, r.Text]; } }
    async Task Appended() { IReadOnlyList<string> notes = new List<string>(); while (notes.Count < 10) { var r = await chat.GetResponseAsync("x"); notes = notes.Append(r.Text).ToList(); } }
    async Task Immutable() { var notes = ImmutableList<string>.Empty; while (notes.Count < 10) { var r = await chat.GetResponseAsync("x"); notes = notes.Add(r.Text); } }
    async Task SpreadSame() { string[] notes = []; while (notes.Length < 10) { await {|CCA1009:chat.GetResponseAsync("x")|}; notes = [.. notes]; } }
    async Task SpreadSometimes() { string[] notes = []; while (notes.Length < 10) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text.Length > 3) notes = [.. notes, r.Text]; } }
    async Task SpreadNew() { string[] notes = []; while (notes.Length < 10) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; notes = [.. notes, .. r.Text.Split('-')]; } }
}
