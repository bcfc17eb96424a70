using Microsoft.Extensions.AI;

// Caps that options turn off: `0` or `-1` for none.
class WildOptions(IChatClient chat, WildOptions.Options mine)
{
    static bool Ok(string s) => s.Contains("OK");

    // ---- on unless somebody turns it off, or nobody knows ----
    async Task OrNone() { for (var i = 0; mine.Max <= 0 || i < mine.Max; i++) { var r = await {|CCA1009:chat.GetResponseAsync("x")|}; if (Ok(r.Text)) break; } }
    async Task AndSome(Options p) { var i = 0; while (true) { var r = await {|CCA1009:chat.GetResponseAsync("x")|}; if (Ok(r.Text)) break; if (p.Max > 0 && ++i >= p.Max) break; } }
    async Task Behind(Options p) { var i = 0; do { var r = await {|CCA1009:chat.GetResponseAsync("x")|}; if (Ok(r.Text)) break; i++; } while (p.Max <= 0 || i < p.Max); }
    async Task MinusOne(Options p) { for (var i = 0; p.Max == -1 || i < p.Max; i++) { var r = await {|CCA1009:chat.GetResponseAsync("x")|}; if (Ok(r.Text)) break; } }
    async Task Made(Options p) { for (var i = 0; p.Once <= 0 || i < 10; i++) { var r = await {|CCA1009:chat.GetResponseAsync("x")|}; if (Ok(r.Text)) break; } }
    async Task Asked(ISettings p) { for (var i = 0; p.Max <= 0 || i < p.Max; i++) { var r = await {|CCA1009:chat.GetResponseAsync("x")|}; if (Ok(r.Text)) break; } }
    async Task InParameter(int max) { for (var i = 0; max == 0 || i < max; i++) { var r = await {|CCA1009:chat.GetResponseAsync("x")|}; if (Ok(r.Text)) break; } }

    async Task InEachTurn(List<Options> all) { foreach (var p in all) { var max = p.Max; for (var i = 0; i < max || max == 0; i++) { var r = await {|CCA1009:chat.GetResponseAsync("x")|}; if (Ok(r.Text)) break; } } }
    async Task InEachTurnBehind(List<Options> all) { foreach (var p in all) { var stop = false; for (var i = 0; !stop; i++) { var r = await {|CCA1009:chat.GetResponseAsync("x")|}; stop = Ok(r.Text); if (p.Max > 0 && i >= p.Max) break; } } }

    async Task InInnerTurn(List<List<Options>> all) { foreach (var some in all) foreach (var p in some) { var max = p.Max; for (var i = 0; i < max || max == 0; i++) { var r = await {|CCA1009:chat.GetResponseAsync("x")|}; if (Ok(r.Text)) break; } } }

    // ---- off unless somebody turns it on ----
    async Task Zero(Options p) { for (var i = 0; p.None <= 0 || i < p.None; i++) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (Ok(r.Text)) break; } }
    async Task Null(Options p) { for (var i = 0; p.Cap is null || i < p.Cap; i++) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (Ok(r.Text)) break; } }

    // ---- the loop is told what to do by it, and counts nothing ----
    async Task Mode(Options p) { while (true) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (p.Max == 3 && Ok(r.Text)) break; if (r.Text == "") break; } }
    async Task MovedInEachTurn(List<Options> all) { foreach (var p in all) { var max = p.Max; for (var i = 0; i < max || max == 0; i++) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (Ok(r.Text)) break; max = r.Text.Length; } } }
    async Task ZeroInEachTurn(List<Options> all) { foreach (var p in all) { var max = p.None; for (var i = 0; i < max || max == 0; i++) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (Ok(r.Text)) break; } } }
    async Task Moved(Options p) { for (var i = 0; p.Max <= 0 || i < p.Max; i++) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (Ok(r.Text)) break; p.Max = r.Text.Length; } }

    public class Options
    {
        public int Max { get; set; } = 10;
        public int Once { get; init; } = 10;
        public int None { get; set; }
        public int? Cap { get; init; }
    }

    public interface ISettings
    {
        int Max { get; }
    }
}
