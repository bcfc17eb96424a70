using Microsoft.Extensions.AI;

// Loops that go on while something gets better than it ever was: nobody shows that scores have a top, but they do.
#nullable enable
class WildScores(IChatClient chat)
{
    double Score(string s) => s.Length / 100.0;
    int Errors(string s) => s.Length;
    static bool Ok(string s) => s.Contains("OK");
    internal record Draft(string Text, double Score);
    async Task<Draft> Make(string t) { var r = await chat.GetResponseAsync(t); return new Draft(r.Text, Score(r.Text)); }

    async Task Patience() { var best = 0.0; var stale = 0; var text = ""; while (stale < 3) { var r = (await {|CCA1009:chat.GetResponseAsync(text)|}).Text; var score = Score(r); if (score > best) { best = score; text = r; stale = 0; } else stale++; } }
    async Task Margin() { var best = 0.0; var stale = 0; var text = ""; while (stale < 3) { var r = (await {|CCA1009:chat.GetResponseAsync(text)|}).Text; var score = Score(r); if (score > best + 0.01) { best = score; text = r; stale = 0; } else stale++; } }
    async Task Distance() { var best = 0.0; var stale = 0; var text = ""; while (true) { var r = (await {|CCA1009:chat.GetResponseAsync(text)|}).Text; var score = Score(r); if (score - best > 0.01) { best = score; stale = 0; text = r; continue; } if (++stale >= 3) break; } }
    async Task Fewer() { var errors = int.MaxValue; var stale = 0; var text = ""; while (stale < 3) { var r = (await chat.GetResponseAsync(text)).Text; var now = Errors(r); if (now < errors) { errors = now; stale = 0; } else stale++; } }
    async Task Pair() { var best = (Text: "", Score: 0.0); var stale = 0; while (stale < 3) { var r = (await {|CCA1009:chat.GetResponseAsync(best.Text)|}).Text; var score = Score(r); if (score <= best.Score) { stale++; continue; } best = (r, score); stale = 0; } }
    async Task Stops() { var best = 0.0; while (true) { var r = (await {|CCA1009:chat.GetResponseAsync("x")|}).Text; var score = Score(r); if (score <= best + 0.01) break; best = score; } }
    async Task Nullable() { double? best = null; var stale = 0; while (stale < 3) { var r = (await {|CCA1009:chat.GetResponseAsync("x")|}).Text; var score = Score(r); if (best is null || score > best) { best = score; stale = 0; } else stale++; } }
    async Task Candidate() { Draft? best = null; var stale = 0; while (stale < 3) { var candidate = await {|CCA1009:Make(best?.Text ?? "x")|}; if (best is null || candidate.Score > best.Score) { best = candidate; stale = 0; } else stale++; } }
    async Task NextCandidate(double minGain) { var best = await Make("x"); while (true) { var next = await {|CCA1009:Make(best.Text)|}; if (next.Score <= best.Score + minGain) return; best = next; } }
    async Task Falling() { var loss = double.PositiveInfinity; var bad = 0; while (bad < 5) { var now = Score((await {|CCA1009:chat.GetResponseAsync("x")|}).Text); if (now < loss * 0.99) { loss = now; bad = 0; continue; } bad++; } }
    async Task InTuple() { var best = 0.0; var stale = 0; var text = ""; while (stale < 3) { var r = (await {|CCA1009:chat.GetResponseAsync(text)|}).Text; var score = Score(r); (best, stale, text) = score > best + 0.01 ? (score, 0, r) : (best, stale + 1, text); if (best >= 1.0) break; } }
    async Task WithTop() { var best = 0.0; var stale = 0; var text = ""; while (true) { var r = (await {|CCA1009:chat.GetResponseAsync(text)|}).Text; var score = Score(r); if (score > best + 0.01) { best = score; stale = 0; text = r; } else if (++stale >= 3) break; if (best >= 0.95) break; } }

    // Whatever is better at all is enough, without a count; or nothing rises: the other way counts anew, the last one is kept and not the best, what is as good is enough, or worse is.
    async Task AsGood() { var best = 0.0; var text = ""; for (;;) { var r = (await {|CCA1002:chat.GetResponseAsync(text)|}).Text; var score = Score(r); if (score < best) return; best = Math.Max(best, score); text = r; } }
    async Task Anew() { var fails = 0; while (fails < 3) { var r = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text; if (Ok(r)) fails = 0; else fails++; } }
    async Task Same() { var last = ""; var same = 0; while (same < 3) { var r = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text; if (r != last) { last = r; same = 0; } else same++; } }
    async Task Fixed() { var best = 0.0; var stale = 0; while (stale < 3) { var r = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text; var score = Score(r); if (score > 0.5) { best = score; stale = 0; } else stale++; } }
    async Task LastOne() { var previous = 0.0; var stale = 0; while (stale < 3) { var r = (await {|CCA1002:chat.GetResponseAsync("x")|}).Text; var score = Score(r); if (score > previous) { stale = 0; } else stale++; previous = score; } }
    async Task Tolerant() { var best = 0.0; var stale = 0; while (stale < 3) { var score = Score((await {|CCA1002:chat.GetResponseAsync("x")|}).Text); if (score > best - 0.05) { best = score; stale = 0; } else stale++; } }
    async Task Kept() { var best = 0.0; while (true) { var score = Score((await {|CCA1002:chat.GetResponseAsync("x")|}).Text); if (score > best) { best = score; } if (best > 0.9) break; } }
    async Task Better() { var best = 0.0; while (true) { var score = Score((await {|CCA1002:chat.GetResponseAsync("x")|}).Text); if (score <= best) break; best = score; } }
}
