using System.ClientModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using AIMessage = Microsoft.Extensions.AI.ChatMessage;

// Larger programs: services, bots, evaluations, chunking, game loops.
class WildShapes(IChatClient chat, ChatClient gpt, EmbeddingClient embeddings, IEmbeddingGenerator<string, Embedding<float>> generator, Action<string> log)
{
    private const int MaxRefinements = 4;
    private readonly SemaphoreSlim _gate = new(4);
    private bool _shouldStop;
    private DateTime _lastRequest = DateTime.MinValue;
    public int MaxTurns { get; init; } = 8;

    // ---- must stay quiet ----
    async Task<List<float[]>> EmbedInBatches(IReadOnlyList<string> texts, int batchSize, CancellationToken ct)
    {
        var result = new List<float[]>(texts.Count);
        for (var offset = 0; offset < texts.Count; offset += batchSize)
        {
            ct.ThrowIfCancellationRequested();
            var batch = texts.Skip(offset).Take(batchSize).ToList();
            var attempt = 0;
            while (true)
            {
                try
                {
                    var reply = await embeddings.GenerateEmbeddingsAsync(batch, cancellationToken: ct);
                    result.AddRange(reply.Value.Select(e => e.ToFloats().ToArray()));
                    break;
                }
                catch (ClientResultException e) when (e.Status == 429)
                {
                    if (++attempt > 5) throw;
                    await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt)), ct);
                }
            }
        }
        return result;
    }

    async Task<string> SummariseSections(IEnumerable<string> sections)
    {
        var sb = new StringBuilder();
        var chunk = new StringBuilder();
        foreach (var section in sections)
        {
            if (chunk.Length + section.Length > 8000)
            {
                sb.AppendLine((await chat.GetResponseAsync(chunk.ToString())).Text);
                chunk.Clear();
            }
            chunk.AppendLine(section);
        }
        if (chunk.Length > 0) sb.AppendLine((await chat.GetResponseAsync(chunk.ToString())).Text);
        return sb.ToString();
    }

    async Task<string> CriticLoop(string draft)
    {
        for (var pass = 1; pass <= MaxRefinements; pass++)
        {
            var critique = await chat.GetResponseAsync($"Criticise: {draft}");
            if (critique.Text.Contains("APPROVED", StringComparison.OrdinalIgnoreCase)) break;
            var revised = await chat.GetResponseAsync($"Revise: {draft}\n{critique.Text}");
            draft = revised.Text;
        }
        return draft;
    }

    async Task Debate(string[] agents)
    {
        var history = new List<AIMessage>();
        int turn = 0;
        string? speaker = agents[0];
        while (speaker is not null)
        {
            var reply = await chat.GetResponseAsync(history);
            history.Add(new AIMessage(ChatRole.Assistant, reply.Text));
            speaker = ++turn < MaxTurns ? agents[turn % agents.Length] : null;
        }
    }

    async Task GroupChatUntilTerminated(string[] agents)
    {
        var terminated = false;
        for (var i = 0; i < MaxTurns && !terminated; i++)
            foreach (var agent in agents)
            {
                var reply = await chat.GetResponseAsync(agent);
                if (reply.Text.Contains("TERMINATE")) { terminated = true; break; }
            }
    }

    async Task Evaluate(IAsyncEnumerable<(string Question, string Answer)> cases, StreamWriter report)
    {
        var (passed, failed) = (0, 0);
        await foreach (var (question, answer) in cases)
        {
            var reply = await chat.GetResponseAsync(question);
            if (reply.Text.Trim() == answer) passed++; else failed++;
            await report.WriteLineAsync($"{passed}/{passed + failed}");
            if (failed > 20) { log("too many failures"); break; }
        }
    }

    async Task ParallelWithGate(string[] files)
    {
        var tasks = files.Select(async file =>
        {
            await _gate.WaitAsync();
            try { return (await chat.GetResponseAsync(await File.ReadAllTextAsync(file))).Text; }
            finally { _gate.Release(); }
        });
        foreach (var task in await Task.WhenAll(tasks)) log(task);
    }

    async Task ParallelForEach(string[] files) =>
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (file, ct) =>
        {
            for (var i = 0; i < 3; i++)
            {
                try { await chat.GetResponseAsync(file, cancellationToken: ct); return; }
                catch (HttpRequestException) when (i < 2) { await Task.Delay(1000, ct); }
            }
        });

    async Task<T?> Structured<T>(string prompt, Func<string, T?> parse) where T : class
    {
        T? value = default;
        int retriesLeft = 3;
        while (value == null && retriesLeft > 0)
        {
            retriesLeft--;
            try
            {
                var reply = await gpt.CompleteChatAsync(new UserChatMessage(prompt));
                value = parse(reply.Value.Content[0].Text);
            }
            catch (FormatException e)
            {
                prompt += $"\nThat was not valid: {e.Message}";
            }
        }
        return value;
    }

    async Task<string> RateLimiterBeforeEachCall(Queue<string> prompts)
    {
        var all = "";
        while (prompts.Count > 0)
        {
            var wait = _lastRequest.AddSeconds(1) - DateTime.UtcNow;
            if (wait > TimeSpan.Zero) { await Task.Delay(wait); continue; }
            _lastRequest = DateTime.UtcNow;
            all += (await chat.GetResponseAsync(prompts.Dequeue())).Text;
        }
        return all;
    }

    async Task WaitThenAsk(Func<bool> ready) { while (!ready()) await Task.Delay(50); await chat.GetResponseAsync("x"); }
    async Task PollsThenAsks(Process process) { while (!process.HasExited) { await Task.Delay(100); } log((await chat.GetResponseAsync("explain")).Text); }
    async Task StreamsWithCap() { var n = 0; await foreach (var u in chat.GetStreamingResponseAsync("x")) { if (++n > 1000) break; log(u.Text); } }
    async Task StreamsInCountedLoop(string[] prompts) { foreach (var p in prompts) { await foreach (var u in chat.GetStreamingResponseAsync(p)) log(u.Text); log("\n"); } }
    async Task EmbedsEach(IEnumerable<string> docs) { foreach (var doc in docs.Distinct().OrderBy(d => d.Length)) await generator.GenerateAsync([doc]); }
    async IAsyncEnumerable<string> YieldsPerItem(IEnumerable<string> xs, [EnumeratorCancellation] CancellationToken ct = default) { foreach (var x in xs) { ct.ThrowIfCancellationRequested(); yield return (await chat.GetResponseAsync(x, cancellationToken: ct)).Text; } }
    void Sync() { for (int i = 0, j = 10; i < j; i++, j--) chat.GetResponseAsync($"{i}").GetAwaiter().GetResult(); }
    async Task ContinuesText() { var text = ""; for (int part = 0; part < 5; part++) { ChatCompletion c = await gpt.CompleteChatAsync(new UserChatMessage(text)); text += c.Content[0].Text; if (c.FinishReason != OpenAI.Chat.ChatFinishReason.Length) break; } }
    async Task RetriesWithGotoCase() { var state = 0; var tries = 0; loop: switch (state) { case 0: await chat.GetResponseAsync("x"); if (tries++ < 3) goto case 0; state = 1; goto loop; case 1: return; } }
    async Task FewShot(int k) { var shots = new List<string>(k); while (shots.Count < k) shots.Add((await chat.GetResponseAsync($"example {shots.Count + 1}")).Text); }
    async Task UniqueShots(int k) { var shots = new HashSet<string>(); var tries = 0; while (shots.Count < k && tries++ < k * 3) shots.Add((await chat.GetResponseAsync("example")).Text); }
    async Task SemaphoreHeld() { await _gate.WaitAsync(); try { for (var i = 0; i < 2; i++) await chat.GetResponseAsync("x"); } finally { _gate.Release(); } }
    async Task ChannelProducer(ChannelWriter<string> writer, string[] xs) { foreach (var x in xs) { var r = await chat.GetResponseAsync(x); while (!writer.TryWrite(r.Text)) await writer.WaitToWriteAsync(); } writer.Complete(); }
    async Task FinishedFlagAtEnd(string[] xs) { var i = 0; var finished = xs.Length == 0; while (!finished) { await chat.GetResponseAsync(xs[i]); i++; finished = i >= xs.Length; } }
    async Task TimeBoxed() { var sw = Stopwatch.StartNew(); var rounds = 0; do { await chat.GetResponseAsync("x"); rounds++; } while (sw.Elapsed < TimeSpan.FromMinutes(1) && rounds < 100); }
    async Task OptionalDeadline(DateTime? deadline) { var n = 0; while (deadline is null || DateTime.UtcNow < deadline) { if (n++ > 50) break; await chat.GetResponseAsync("x"); } }

    // ---- must be found ----
    async Task UniqueShotsUncapped(int k) { var shots = new HashSet<string>(); while (shots.Count < k) shots.Add((await {|CCA1002:chat.GetResponseAsync("example")|}).Text); }

    async Task<string> CriticUntilApproved(string draft)
    {
        string verdict;
        do
        {
            verdict = (await {|CCA1002:chat.GetResponseAsync($"Criticise: {draft}")|}).Text;
            if (!verdict.StartsWith("APPROVED"))
                draft = (await {|CCA1002:chat.GetResponseAsync($"Revise: {draft}\n{verdict}")|}).Text;
        } while (!verdict.StartsWith("APPROVED"));
        return draft;
    }

    async Task GroupChatUncapped(string[] agents)
    {
        var terminated = false;
        while (!terminated)
            foreach (var agent in agents)
            {
                var reply = await {|CCA1002:chat.GetResponseAsync(agent)|};
                if (reply.Text.Contains("TERMINATE")) { terminated = true; break; }
            }
    }

    async Task GameLoop()
    {
        while (!_shouldStop)
        {
            var action = await {|CCA1002:chat.GetResponseAsync("next action?")|};
            log(action.Text);
            if (action.Text == "quit") _shouldStop = true;
        }
    }

    async Task NpcThinks(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var thought = await {|CCA1005:chat.GetResponseAsync("what do you do?", cancellationToken: ct)|};
            log(thought.Text);
            await Task.Delay(TimeSpan.FromSeconds(5), ct);
        }
    }

    async Task PollUntilModelSaysReady()
    {
        var ready = false;
        while (!ready)
        {
            await Task.Delay(2000);
            ready = (await {|CCA1002:chat.GetResponseAsync("ready?")|}).Text.Contains("yes");
        }
    }

    async Task EmbedsUntilItWorks(string[] texts)
    {
        foreach (var text in texts)
        {
            var ok = false;
            while (!ok)
            {
                try { await {|CCA1004:generator.GenerateAsync([text])|}; ok = true; }
                catch (HttpRequestException) { await Task.Delay(1000); }
            }
        }
    }

    async Task<string> ContinuesWhileLength()
    {
        var messages = new List<OpenAI.Chat.ChatMessage> { new UserChatMessage("write") };
        var text = new StringBuilder();
        ChatCompletion c;
        do
        {
            c = await {|CCA1002:gpt.CompleteChatAsync(messages)|};
            text.Append(c.Content[0].Text);
            messages.Add(new AssistantChatMessage(c));
        } while (c.FinishReason == OpenAI.Chat.ChatFinishReason.Length);
        return text.ToString();
    }

    async Task<List<string>> PlanAndExecute()
    {
        var done = new List<string>();
        var plan = new Queue<string>((await chat.GetResponseAsync("plan")).Text.Split('\n'));
        while (plan.Count > 0)
        {
            var step = plan.Dequeue();
            var reply = await {|CCA1002:chat.GetResponseAsync(step)|};
            done.Add(reply.Text);
            if (reply.Text.Contains("REPLAN"))
                plan = new Queue<string>((await {|CCA1002:chat.GetResponseAsync("replan")|}).Text.Split('\n'));
        }
        return done;
    }

    async Task TwoRetriesOneUncapped()
    {
        for (var i = 0; i < 3; i++)
        {
            try { await chat.GetResponseAsync("a"); break; }
            catch (HttpRequestException) { }
        }
        while (true)
        {
            try { await {|CCA1004:chat.GetResponseAsync("b")|}; break; }
            catch (HttpRequestException) { await Task.Delay(1000); }
        }
    }

    async Task SwitchInStream(bool again)
    {
        while (again)
        {
            again = false;
            await foreach (var update in {|CCA1002:chat.GetStreamingResponseAsync("x")|})
                foreach (var content in update.Contents)
                    switch (content)
                    {
                        case TextContent text: log(text.Text); break;
                        case FunctionCallContent call: log(call.Name); again = true; break;
                    }
        }
    }

    async Task LinqOverToolCalls(List<AIMessage> history)
    {
        ChatResponse reply;
        while ((reply = await {|CCA1002:chat.GetResponseAsync(history)|}).Messages.Any(m => m.Contents.Any(c => c is FunctionCallContent)))
            history.AddRange(reply.Messages);
    }

    int Property { get { var n = 0; while (true) { n++; {|CCA1001:chat.GetResponseAsync("x")|}.Wait(); } } }
    void Event(Timer timer) { timer.Change(0, 0); while (!_shouldStop) {|CCA1001:chat.GetResponseAsync("x")|}.Wait(); }
}
