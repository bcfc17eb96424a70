using Microsoft.Extensions.AI;

// States that are handed over and come back, objects of the caller's that a step moves on, caps that a switch turns off.
internal enum Stage { Write, Review, Done }
internal sealed class Job { public int Turn { get; set; } public bool Done { get; set; } public Stage Stage { get; set; } public string Text { get; set; } = ""; public int Fails; }
internal interface IStep { Task RunAsync(Job job); }
internal sealed class WildHandedStates(IChatClient chat, IStep step)
{
    private async Task<string> Ask(string p) => (await chat.GetResponseAsync(p)).Text;
    public async Task ByInterface(Job job) { while (!job.Done) { await step.RunAsync(job); await {|CCA1009:Ask(job.Text)|}; } }
    public async Task NobodyMoves(Job job) { while (!job.Done) { await {|CCA1001:Ask(job.Text)|}; } }
    public async Task Own(Job job) { while (!job.Done) { job.Text = await {|CCA1002:Ask(job.Text)|}; job.Done = job.Text == "ok"; } }
    public async Task ByReply(Job job) { while (!job.Done) await {|CCA1002:Once(job)|}; }
    private async Task Once(Job j) { var t = await Ask(j.Text); j.Text = t; if (t.Contains("ok")) j.Done = true; }
    public async Task ByReplyCapped(Job job) { for (var n = 0; !job.Done && n < 7; n++) await Once(job); }
    public async Task Counted(Job job) { while (!job.Done && job.Turn < 7) { await Once(job); job.Turn++; } }
    public async Task CountedSometimes(Job job) { while (!job.Done) await {|CCA1009:Sometimes(job)|}; }
    private async Task Sometimes(Job j) { var t = await Ask(j.Text); if (t.Contains("ok") || j.Turn >= 5) j.Done = true; j.Turn++; }
    public async Task Retry(Job job) { while (!job.Done) { try { await {|CCA1004:Ask(job.Text)|}; job.Done = true; } catch (HttpRequestException) { job.Fails++; } } }
    public async Task RetryCapped(Job job) { while (!job.Done) { try { await Ask(job.Text); job.Done = true; } catch (HttpRequestException) { if (++job.Fails > 3) throw; } } }
    public async Task<(string, int)> Uncounted(string q) { var n = 0; var done = false; while (!done && n < 5) (q, n, done) = await {|CCA1002:Turn(q, n)|}; return (q, n); }
    private async Task<(string, int, bool)> Turn(string q, int n) { var t = await Ask(q); return t == "bad" ? (t, n, false) : (t, n + 1, t == "ok"); }
    public async Task<string> CountedNotCompared(string q) { var n = 0; var done = false; while (!done) (q, n, done) = await {|CCA1002:Turn2(q, n)|}; return q + n; }
    private async Task<(string, int, bool)> Turn2(string q, int n) { var t = await Ask(q); return (t, n + 1, t == "ok"); }
    public async Task<string> Sw(string q, bool unlimited, int max) { var n = 0; while (true) { q = await {|CCA1009:Ask(q)|}; if (q == "ok") return q; if (!unlimited && ++n >= max) return q; } }
    public async Task<string> SwOff(string q, int max, bool limited = false) { var n = 0; while (true) { q = await {|CCA1002:Ask(q)|}; if (q == "ok") return q; if (limited && ++n >= max) return q; } }
    internal record State(string Prompt, int Attempt, string? Answer);
    public async Task<string?> TwoWays(string q) { var state = new State(q, 0, null); while (state is { Answer: null, Attempt: < 5 }) state = await {|CCA1009:Next(state)|}; return state.Answer; }
    private async Task<State> Next(State s) { var t = await Ask(s.Prompt); if (t.Contains("ok")) return s with { Answer = t }; return s with { Prompt = t, Attempt = s.Attempt + 1 }; }
    public async Task<string?> TwoWaysOpen(string q) { var state = new State(q, 0, null); while (state.Answer is null) state = await {|CCA1002:NextOpen(state)|}; return state.Answer; }
    private async Task<State> NextOpen(State s) { var t = await Ask(s.Prompt); if (t.Contains("ok")) return s with { Answer = t }; return s with { Prompt = t, Attempt = s.Attempt + 1 }; }
    internal abstract record Outcome { internal sealed record More(string Prompt, int Attempts) : Outcome; internal sealed record End(string Text) : Outcome; }
    public async Task Union(string q) { Outcome o = new Outcome.More(q, 0); while (o is Outcome.More more) o = await {|CCA1009:NextOutcome(more)|}; }
    private async Task<Outcome> NextOutcome(Outcome.More m) { if (m.Attempts >= 4) return new Outcome.End("too many"); var t = await Ask(m.Prompt); return t.Contains("ok") ? new Outcome.End(t) : new Outcome.More(t, m.Attempts + 1); }
    public async Task UnionOpen(string q) { Outcome o = new Outcome.More(q, 0); while (o is Outcome.More more) o = await {|CCA1002:NextOutcomeOpen(more)|}; }
    private async Task<Outcome> NextOutcomeOpen(Outcome.More m) { var t = await Ask(m.Prompt); return t.Contains("ok") ? new Outcome.End(t) : new Outcome.More(t, m.Attempts + 1); }
    public async Task Stages(Job job) { while (job.Stage != Stage.Done) await {|CCA1009:NextStage(job)|}; }
    private async Task NextStage(Job j) { j.Text = await Ask(j.Text); j.Stage = j.Stage == Stage.Write ? Stage.Review : Stage.Done; }
    public async Task StagesBack(Job job) { while (job.Stage != Stage.Done) await {|CCA1002:WriteOrReview(job)|}; }
    private async Task WriteOrReview(Job j) { var t = await Ask(j.Text); if (j.Stage == Stage.Review) j.Stage = t.Contains("ok") ? Stage.Done : Stage.Write; else { j.Text = t; j.Stage = Stage.Review; } }
    public async Task Usage(string q) { var usage = new UsageDetails(); while (usage.TotalTokenCount is null or < 50_000) { var r = await {|CCA1009:chat.GetResponseAsync(q)|}; if (r.Usage is { } u) usage.Add(u); q = r.Text; if (q == "ok") break; } }
    public async Task UsageNotAsked(string q) { var usage = new UsageDetails(); while (true) { var r = await {|CCA1002:chat.GetResponseAsync(q)|}; if (r.Usage is { } u) usage.Add(u); q = r.Text; if (q == "ok") break; } }
    internal interface IStop { bool IsMet(Job job); }
    internal sealed class Turns(int n) : IStop { public bool IsMet(Job job) => job.Turn >= n; }
    internal sealed class Found(string t) : IStop { public bool IsMet(Job job) => job.Text.Contains(t); }
    public async Task Stops(Job job, IEnumerable<IStop> stops) { while (!stops.Any(s => s.IsMet(job))) { job.Text = await {|CCA1009:Ask(job.Text)|}; job.Turn++; } }
    public async Task StopsUncounted(Job job, IEnumerable<IStop> stops) { while (!stops.Any(s => s.IsMet(job))) job.Text = await {|CCA1002:Ask(job.Text)|}; }
    public async Task<string> ToolCalls(OpenAI.Chat.ChatClient client, List<OpenAI.Chat.ChatMessage> messages)
    {
        var used = 0;
        while (true)
        {
            OpenAI.Chat.ChatCompletion reply = await client.CompleteChatAsync(messages);
            if (reply.FinishReason != OpenAI.Chat.ChatFinishReason.ToolCalls) return reply.Content[0].Text;
            if (used > 12) throw new InvalidOperationException();
            foreach (var call in reply.ToolCalls) { used++; messages.Add(new OpenAI.Chat.ToolChatMessage(call.Id, "ok")); }
        }
    }
    public async Task<string> OtherCalls(OpenAI.Chat.ChatClient client, List<OpenAI.Chat.ChatMessage> messages)
    {
        var used = 0;
        while (true)
        {
            OpenAI.Chat.ChatCompletion reply = await {|CCA1002:client.CompleteChatAsync(messages)|};
            if (reply.FinishReason == OpenAI.Chat.ChatFinishReason.Stop) return reply.Content[0].Text;
            if (used > 12) throw new InvalidOperationException();
            foreach (var call in reply.ToolCalls) { used++; messages.Add(new OpenAI.Chat.ToolChatMessage(call.Id, "ok")); }
        }
    }
}
