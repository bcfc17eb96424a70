// Rounds over all elements until nothing changes any more, until there are fewer, until nothing gets better.
using Microsoft.Extensions.AI;

#nullable enable
class Rounds(IChatClient chat, Rounds.ITests tests)
{
    internal sealed record Run(bool Passed, int Failed, string Log);
    internal interface ITests { Task<Run> RunAsync(string code); }

    // ---- a round over all elements, and the reply says whether there is another ----
    async Task UntilStable(string[] names) { bool changed; do { changed = false; foreach (var name in names) { var r = await {|CCA1002:chat.GetResponseAsync(name)|}; if (r.Text.Length > 3) changed = true; } } while (changed); }
    async Task UntilAgreed(Dictionary<string, string> opinions, string[] names) { bool changed; do { changed = false; foreach (var name in names) { var r = await {|CCA1002:chat.GetResponseAsync(name)|}; if (opinions[name] != r.Text) { opinions[name] = r.Text; changed = true; } } } while (changed); }
    async Task UntilAllOk(string[] sections) { var ok = false; while (!ok) { ok = true; for (var i = 0; i < sections.Length; i++) { var r = await {|CCA1002:chat.GetResponseAsync(sections[i])|}; if (r.Text != "OK") { sections[i] = r.Text; ok = false; } } } }
    async Task KeptByReply(List<string> candidates) { while (candidates.Count > 1) { var kept = new List<string>(); foreach (var c in candidates) { var r = await {|CCA1002:chat.GetResponseAsync(c)|}; if (!r.Text.StartsWith("no")) kept.Add(c); } candidates = kept; } }
    async Task CountedByReply(string[] items) { int bad; do { bad = 0; foreach (var item in items) { var r = await {|CCA1002:chat.GetResponseAsync(item)|}; if (r.Text == "bad") bad++; } } while (bad > 0); }
    async Task UntilStableCapped(string[] names) { bool changed; var round = 0; do { changed = false; foreach (var name in names) { var r = await chat.GetResponseAsync(name); if (r.Text.Length > 3) changed = true; } } while (changed && ++round < 5); }
    async Task UntilFileSays(string[] names) { bool changed; do { changed = false; foreach (var name in names) { await {|CCA1009:chat.GetResponseAsync(name)|}; if (File.Exists(name)) changed = true; } } while (changed); }

    // ---- each round takes one away ----
    async Task Merged(List<string> facts) { var merged = true; while (merged) { merged = false; for (var i = 0; i < facts.Count - 1 && !merged; i++) { var r = await chat.GetResponseAsync(facts[i] + facts[i + 1]); if (!r.Text.StartsWith("yes")) continue; facts.RemoveAt(i + 1); merged = true; } } }
    async Task Removed(List<string> facts) { bool removed; do { removed = false; foreach (var fact in facts.ToList()) { var r = await chat.GetResponseAsync(fact); if (r.Text == "false") { facts.Remove(fact); removed = true; } } } while (removed); }
    async Task RemovedAndAdded(List<string> facts) { bool removed; do { removed = false; foreach (var fact in facts.ToList()) { var r = await {|CCA1002:chat.GetResponseAsync(fact)|}; if (r.Text == "false") { facts.Remove(fact); facts.Add(r.Text); removed = true; } } } while (removed); }

    // ---- half of them, whoever they are ----
    async Task TopHalf(List<string> candidates) { while (candidates.Count > 1) { var scored = new List<(string Text, int Score)>(); foreach (var c in candidates) { var r = await chat.GetResponseAsync(c); scored.Add((c, r.Text.Length)); } candidates = scored.OrderByDescending(s => s.Score).Take(candidates.Count / 2).Select(s => s.Text).ToList(); } }
    async Task TopHalfAtLeastOne(List<string> candidates) { while (candidates.Count > 1) { var keep = Math.Max(1, candidates.Count / 2); var r = await chat.GetResponseAsync("x"); candidates = candidates.OrderBy(c => c + r.Text).Take(keep).ToList(); } }
    async Task AllButOne(List<string> candidates) { while (candidates.Count > 1) { var r = await chat.GetResponseAsync("x"); candidates = candidates.OrderBy(c => c + r.Text).Take(candidates.Count - 1).ToList(); } }
    async Task Pairs(List<string> xs) { while (xs.Count > 1) { var next = new List<string>(); for (var i = 0; i < xs.Count; i += 2) { if (i + 1 == xs.Count) { next.Add(xs[i]); continue; } var r = await chat.GetResponseAsync(xs[i] + xs[i + 1]); next.Add(r.Text == "A" ? xs[i] : xs[i + 1]); } xs = next; } }
    async Task PairsBothKept(List<string> xs) { while (xs.Count > 1) { var next = new List<string>(); for (var i = 0; i < xs.Count; i += 2) { if (i + 1 == xs.Count) { next.Add(xs[i]); continue; } var r = await {|CCA1009:chat.GetResponseAsync(xs[i] + xs[i + 1])|}; next.Add(xs[i]); next.Add(xs[i + 1]); } xs = next; } }
    async Task TopAll(List<string> candidates) { while (candidates.Count > 1) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; candidates = candidates.OrderBy(c => c + r.Text).Take(candidates.Count).ToList(); } }

    // ---- as long as it gets better ----
    async Task FewerFailures(string code) { var run = await tests.RunAsync(code); while (run.Failed > 0) { var candidate = (await chat.GetResponseAsync(code + run.Log)).Text; var next = await tests.RunAsync(candidate); if (next.Failed >= run.Failed) return; (code, run) = (candidate, next); } }
    async Task FewerFailuresOneByOne(string code) { var run = await tests.RunAsync(code); while (!run.Passed) { code = (await chat.GetResponseAsync(code + run.Log)).Text; var next = await tests.RunAsync(code); if (!(next.Failed < run.Failed)) break; run = next; } }
    async Task Shorter(string text) { while (text.Length > 100) { var shorter = (await chat.GetResponseAsync(text)).Text; if (shorter.Length >= text.Length) break; text = shorter; } }
    async Task NotMoreFailures(string code) { var run = await tests.RunAsync(code); while (run.Failed > 0) { var candidate = (await {|CCA1002:chat.GetResponseAsync(code + run.Log)|}).Text; var next = await tests.RunAsync(candidate); if (next.Failed > run.Failed) return; (code, run) = (candidate, next); } }
    async Task OtherMember(string code) { var run = await tests.RunAsync(code); while (run.Failed > 0) { var candidate = (await {|CCA1002:chat.GetResponseAsync(code + run.Log)|}).Text; var next = await tests.RunAsync(candidate); if (next.Failed >= run.Log.Length) return; (code, run) = (candidate, next); } }
    async Task Longer(string text) { while (text.Length < 100) { var longer = (await {|CCA1002:chat.GetResponseAsync(text)|}).Text; if (longer.Length <= text.Length) break; text = longer; } }
}
