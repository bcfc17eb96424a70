using System.ClientModel;
using System.Diagnostics;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using OpenAIMessage = OpenAI.Chat.ChatMessage;

// Bounds in parts of things: patterns, keys, the objects of a session, what inner loops count, links of chains.
class WildParts(IChatClient chat, ChatClient gpt, WildParts.Settings settings, Func<string, WildParts.Session> load, Action<string> log)
{
    private bool _done;
    private bool _paused;
    private string? _answer;
    private int _moves;
    private int _spent;
    private int _score;
    private long _tokens;

    // ---- patterns ----
    async Task TupleByParts() { (int Round, bool Done) s = (0, false); while (s is { Done: false, Round: < 10 }) { var r = await chat.GetResponseAsync("x"); s = (s.Round + 1, r.Text == "ok"); } }
    async Task TupleByPartsNotMoved() { (int Round, bool Done) s = (0, false); while (s is { Done: false, Round: < 10 }) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; s = r.Text == "tool" ? (s.Round, false) : (s.Round + 1, r.Text == "ok"); } }
    async Task TuplePattern() { var n = 0; var done = false; while ((done, n) is (false, < 10)) { var r = await chat.GetResponseAsync("x"); n++; done = r.Text == "ok"; } }
    async Task RecordByParts() { var s = new State(0, false); while (s is { Done: false, N: < 10 }) { var r = await chat.GetResponseAsync("x"); s = s with { N = s.N + 1, Done = r.Text == "ok" }; } }
    async Task RecordByPartsNotMoved() { var s = new State(0, false); while (s is { Done: false, N: < 10 }) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; s = s with { Done = r.Text == "ok" }; } }
    async Task LeavesWhenItMatches() { var s = new State(0, false); while (true) { if (s is { N: >= 10 } or { Done: true }) break; var r = await chat.GetResponseAsync("x"); s = s with { N = s.N + 1, Done = r.Text == "ok" }; } }
    async Task LeavesWhenBothMatch() { var s = new State(0, false); while (true) { if (s is { N: >= 10, Done: true }) break; var r = await {|CCA1002:chat.GetResponseAsync("x")|}; s = s with { N = s.N + 1, Done = r.Text == "ok" }; } }
    async Task ListPattern(List<string> xs) { while (xs is [var first, ..]) { await chat.GetResponseAsync(first); xs.RemoveAt(0); } }
    async Task ListPatternNotShrinking(List<string> xs) { while (xs is [var first, ..]) { var r = await {|CCA1002:chat.GetResponseAsync(first)|}; if (r.Text == "ok") xs.RemoveAt(0); } }

    async Task SizePattern(List<string> xs) { while (xs is { Count: > 0 }) { var x = xs[^1]; xs.RemoveAt(xs.Count - 1); await chat.GetResponseAsync(x); } }
    async Task SizePatternNotShrinking(List<string> xs) { while (xs is { Count: > 0 }) { var r = await {|CCA1002:chat.GetResponseAsync(xs[0])|}; if (r.Text == "ok") xs.RemoveAt(0); } }
    async Task SizePatternGrowing(List<string> xs) { while (xs is { Count: < 10 }) { var r = await chat.GetResponseAsync("x"); xs.Add(r.Text); } }

    // ---- steps that the end holds back ----
    async Task ClampedText(string s) { var start = 0; while (start < s.Length) { var end = start + 100; if (end > s.Length) end = s.Length; await chat.GetResponseAsync(s[start..end]); start = end; } }
    async Task ClampedWeeks(DateTime from, DateTime to) { var start = from; while (start < to) { var end = start.AddDays(7); if (end > to) end = to; await chat.GetResponseAsync($"{start}-{end}"); start = end; } }
    async Task ClampedByTheModel(string s) { var start = 0; while (start < s.Length) { var end = start + 100; var r = await {|CCA1002:chat.GetResponseAsync(s[start..end])|}; if (r.Text == "again") end = start; start = end; } }

    async Task SmallerBatches(List<string> xs) { var size = 64; for (var i = 0; i < xs.Count; i += size) { try { await chat.GetResponseAsync(xs[i]); } catch (HttpRequestException) { size = Math.Max(1, size / 2); } } }
    async Task SmallerBatchesForEver(List<string> xs) { var size = 64; var i = 0; while (i < xs.Count) { try { await {|CCA1004:chat.GetResponseAsync(xs[i])|}; i += size; } catch (HttpRequestException) { size = Math.Max(1, size / 2); } } }

    // ---- keys that are new ----
    async Task NumberedKeys() { var found = new Dictionary<int, string>(); for (var i = 0; found.Count < 10; i++) { var r = await chat.GetResponseAsync("x"); found.Add(i, r.Text); } }
    async Task FoundOrEmpty(string topic) { var found = new Dictionary<string, string>(); var open = new Queue<string>([topic]); while (open.Count > 0 && found.Count < 30) { var next = open.Dequeue(); if (found.ContainsKey(next)) continue; var r = await chat.GetResponseAsync(next); found[next] = r.Text ?? ""; foreach (var line in r.Text!.Split('\n')) open.Enqueue(line); } }
    async Task TallyByChoice(Queue<string> open) { var tries = new Dictionary<string, int>(); while (open.Count > 0) { var x = open.Dequeue(); var r = await chat.GetResponseAsync(x); if (r.Text != "") continue; tries[x] = tries.TryGetValue(x, out var n) ? n + 1 : 1; if (tries[x] < 3) open.Enqueue(x); } }
    async Task TallyNotAsked(Queue<string> open) { var tries = new Dictionary<string, int>(); while (open.Count > 0) { var x = open.Dequeue(); var r = await {|CCA1002:chat.GetResponseAsync(x)|}; if (r.Text != "") continue; tries[x] = tries.TryGetValue(x, out var n) ? n + 1 : 1; open.Enqueue(x); } }
    async Task GuardWithNote() { var guard = new Guard(); while (true) { var r = await chat.GetResponseAsync("x"); guard.Check(r.Text ?? "none"); if (r.Text == "ok") return; } }
    async Task RemovedAgain() { var found = new Dictionary<string, string>(); while (found.Count < 10) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (found.ContainsKey(r.Text)) { found.Remove(r.Text); continue; } found[r.Text] = "x"; } }
    async Task DuplicatesGoRound() { var found = new Dictionary<string, string>(); while (found.Count < 10) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (found.ContainsKey(r.Text)) continue; found[r.Text] = "x"; } }
    async Task NumbersMadeOnTheWay() { var seen = new HashSet<int>(); var open = new Queue<int>([0]); while (open.TryDequeue(out var n)) { await {|CCA1009:chat.GetResponseAsync($"{n}")|}; if (seen.Add(n + 1)) open.Enqueue(n + 1); } }
    async Task FoundByTopic(string topic)
    {
        var found = new Dictionary<string, string>();
        var open = new Queue<string>([topic]);
        while (open.Count > 0 && found.Count < 30)
        {
            var next = open.Dequeue();
            if (found.ContainsKey(next)) continue;
            var r = await chat.GetResponseAsync(next);
            found[next] = r.Text;
            foreach (var line in r.Text.Split('\n')) open.Enqueue(line);
        }
    }

    async Task FoundByTopicUnguarded(string topic)
    {
        var found = new Dictionary<string, string>();
        var open = new Queue<string>([topic]);
        while (open.Count > 0 && found.Count < 30)
        {
            var next = open.Dequeue();
            var r = await {|CCA1002:chat.GetResponseAsync(next)|};
            found[next] = r.Text;
            foreach (var line in r.Text.Split('\n')) open.Enqueue(line);
        }
    }

    async Task SeenThenAdded(string root)
    {
        var seen = new HashSet<string> { root };
        var open = new Queue<string>([root]);
        while (open.Count > 0 && seen.Count < 100)
        {
            var r = await chat.GetResponseAsync(open.Dequeue());
            foreach (var next in r.Text.Split('\n'))
            {
                if (seen.Contains(next)) continue;
                seen.Add(next);
                open.Enqueue(next);
            }
        }
    }

    async Task KnownLinks(Dictionary<string, List<string>> links, string root)
    {
        var seen = new HashSet<string> { root };
        var open = new Stack<string>([root]);
        while (open.TryPop(out var url))
        {
            await chat.GetResponseAsync(url);
            foreach (var next in links[url])
                if (seen.Add(next)) open.Push(next);
        }
    }

    async Task LinksOfTheModel(string root)
    {
        var seen = new HashSet<string> { root };
        var open = new Stack<string>([root]);
        while (open.TryPop(out var url))
        {
            var r = await {|CCA1002:chat.GetResponseAsync(url)|};
            foreach (var next in r.Text.Split('\n'))
                if (seen.Add(next)) open.Push(next);
        }
    }

    // ---- inner loops that count ----
    async Task<string> CountsToolCalls(List<OpenAIMessage> messages)
    {
        var used = 0;
        do
        {
            ChatCompletion c = await gpt.CompleteChatAsync(messages);
            if (c.ToolCalls.Count == 0) return c.Content[0].Text;
            foreach (var call in c.ToolCalls)
            {
                used++;
                messages.Add(new ToolChatMessage(call.Id, "ok"));
            }
        } while (used < 16);
        return "stopped";
    }

    async Task<string> CountsToolCallsAndThrows(List<OpenAIMessage> messages)
    {
        var used = 0;
        while (true)
        {
            ChatCompletion c = await gpt.CompleteChatAsync(messages);
            if (c.ToolCalls is not { Count: > 0 }) return c.Content[0].Text;
            foreach (var call in c.ToolCalls)
            {
                if (++used > 20) throw new InvalidOperationException("too many tool calls");
                messages.Add(new ToolChatMessage(call.Id, "ok"));
            }
        }
    }

    async Task<string> CountsSomeOfTheToolCalls(List<OpenAIMessage> messages)
    {
        var searches = 0;
        while (true)
        {
            ChatCompletion c = await {|CCA1002:gpt.CompleteChatAsync(messages)|};
            if (c.ToolCalls.Count == 0) return c.Content[0].Text;
            foreach (var call in c.ToolCalls)
            {
                if (call.FunctionName == "search" && ++searches > 20) throw new InvalidOperationException("too many searches");
                messages.Add(new ToolChatMessage(call.Id, "ok"));
            }
        }
    }

    async Task<string> CountsAnewEachRound(List<OpenAIMessage> messages)
    {
        while (true)
        {
            ChatCompletion c = await {|CCA1002:gpt.CompleteChatAsync(messages)|};
            if (!c.ToolCalls.Any()) return c.Content[0].Text;
            var used = 0;
            foreach (var call in c.ToolCalls)
                if (used++ < 20) messages.Add(new ToolChatMessage(call.Id, "ok"));
        }
    }

    async Task RoundRobin(List<string> agents) { var turn = 0; while (turn < 12) { foreach (var agent in agents) { await chat.GetResponseAsync(agent); turn++; } } }
    async Task RoundRobinWithModerator(string[] agents) { var turn = 0; while (turn < 12) { var topic = await chat.GetResponseAsync("topic?"); foreach (var agent in agents) { log(agent + topic.Text); turn++; } } }
    async IAsyncEnumerable<string> AsManyAsAskedFor(int many) { var id = 0; while (id < many) { var left = Math.Min(10, many - id); foreach (var r in await Task.WhenAll(Enumerable.Range(0, left).Select(_ => chat.GetResponseAsync("x")))) { id++; yield return r.Text; } } }
    async Task BatchByBatch(List<string> xs) { var done = 0; while (done < xs.Count) { var batch = xs.Skip(done).Take(10).ToList(); var r = await chat.GetResponseAsync(string.Join(",", batch)); foreach (var x in batch) { log(x + r.Text); done++; } } }
    async IAsyncEnumerable<string> NamesUntilEnough() { var names = new HashSet<string>(); while (names.Count < 50) { var r = await {|CCA1002:chat.GetResponseAsync("names")|}; foreach (var name in r.Text.Split('\n')) if (names.Add(name)) yield return name; } }
    async Task OnceThrough(string[] agents) { using var e = ((IEnumerable<string>)agents).GetEnumerator(); var turn = 0; while (turn < 12) { var topic = await {|CCA1001:chat.GetResponseAsync("topic?")|}; while (e.MoveNext()) { log(e.Current + topic.Text); turn++; } } }
    async Task MayBeNone() { var used = 0; while (used < 12) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; foreach (var line in r.Text.Split('\n')) if (line.Length > 0) used++; } }

    // ---- sessions ----
    async Task SessionTurns(string id) { var s = load(id); for (; s.Turns < s.MaxTurns && !s.Closed; s.Turns++) { var r = await chat.GetResponseAsync(s.Messages); s.Closed = r.Text == "bye"; } }
    async Task SessionMoney(string id) { var s = load(id); while (!s.IsSpent) { var r = await chat.GetResponseAsync(s.Messages); s.Charge((r.Usage?.TotalTokenCount ?? 1000) * 0.000002m); if (r.Text == "bye") break; } }
    async Task SessionMoneyNotCharged(string id) { var s = load(id); while (!s.IsSpent) { var r = await {|CCA1002:chat.GetResponseAsync(s.Messages)|}; log($"{s.SpentUsd}"); if (r.Text == "bye") break; } }
    async Task SpendsThree() { while (_spent < 100) { await chat.GetResponseAsync("x"); Spend(3); } }
    async Task ScoresMaybe() { while (_score < 100) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; Score(r.Text.StartsWith('y') ? 1 : 0); } }
    async Task ScoresHere() { var score = 0; while (score < 100) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; score += r.Text.StartsWith('y') ? 1 : 0; } }
    async Task Tracks() { while (true) { var r = await chat.GetResponseAsync("x"); Track(r.Usage); if (_tokens > 10_000) break; if (r.Text == "ok") break; } }

    // ---- members that write in some cases ----
    async Task HandlerDecides() { while (!_done) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; Handle(r.Text); } }
    async Task ParserDecides() { while (_answer is null) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; Parse(r); } }
    async Task CalledInSomeCases() { while (_answer is null) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text == "a") SetAnswer("a"); } }
    async Task LegalMoves() { while (_moves < 9) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; TryMove(r.Text); } }
    // The warning is a false one: a legal move is counted, and so is one that is not; that a result says which is not followed.
    async Task MovesOrFaults() { var faults = 0; while (_moves < 9 && faults < 10) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (!TryMove(r.Text)) faults++; } }
    async Task SomebodyDecides() { while (!_paused) { await {|CCA1009:chat.GetResponseAsync("x")|}; Look(); } }

    async Task MovesOfTheState(Board board) { do { var r = await chat.GetResponseAsync("move?"); board.Apply(r.Text); } while (!board.Over && board.Moves.Count < 100); }
    async Task MovesOfAnotherBoard(Func<Board> fresh) { Board board; do { board = fresh(); var r = await {|CCA1002:chat.GetResponseAsync("move?")|}; board.Apply(r.Text); } while (!board.Over && board.Moves.Count < 100); }

    async Task Trimmed() { while (_notes.Count < 30) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; _notes.Add(r.Text); Trim(20); if (r.Text == "ok") break; } }
    async Task TrimmedWhileEmptied() { while (_notes.Count > 0) { await chat.GetResponseAsync("x"); _notes.RemoveAt(0); Trim(10); } }
    async Task OnlyLooksAtThem() { while (_notes.Count < 30) { var r = await chat.GetResponseAsync("x"); _notes.Add(r.Text); LogNotes(); } }
    async Task SetBackInSomeCases() { _moves = 0; while (_moves < 5) { _moves++; var r = await {|CCA1002:chat.GetResponseAsync("x")|}; SetBack(r.Text); } }
    // FN: the limit moves along, by a member that the model has called in some cases.
    async Task LimitRaisedInSomeCases() { while (_moves < _limit) { _moves++; var r = await chat.GetResponseAsync("x"); Raise(r.Text); } }

    // ---- lambdas ----
    async Task EventCounts() { var n = 0; var stop = false; Ticked += () => { if (++n >= 5) stop = true; }; while (!stop) { await {|CCA1009:chat.GetResponseAsync("x")|}; Ticked?.Invoke(); } }
    async Task CancelKey() { var stop = false; Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop = true; }; while (!stop) { await {|CCA1001:chat.GetResponseAsync("x")|}; } }
    // FN: the tool that the model calls ends it, so that CCA1002 would say more.
    async Task ToolEnds() { var done = false; var options = new ChatOptions { Tools = [AIFunctionFactory.Create(() => { done = true; }, "finish")] }; while (!done) { await {|CCA1001:chat.GetResponseAsync("x", options)|}; } }

    // ---- chains ----
    async Task Parents(Node? node) { while (node is { } current) { current.Summary = (await chat.GetResponseAsync(current.Text)).Text; node = current.Parent; } }
    async Task TypedParents(Node? node) { while (node is Node current) { await chat.GetResponseAsync(current.Text); node = current.Parent; } }
    async Task LengthensTheChain(Node? node) { while (node is not null) { var r = await {|CCA1002:chat.GetResponseAsync(node.Text)|}; node.Parent = r.Text == "" ? null : new Node { Text = r.Text }; node = node.Parent; } }

    // ---- retries ----
    async Task<string> ListedStatus()
    {
        while (true)
        {
            try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; }
            catch (ClientResultException e)
            {
                if (!settings.RetryOn.Contains(e.Status)) throw;
                await Task.Delay(100);
            }
        }
    }

    async Task<string> ListedStatusInLocal(HashSet<int> codes)
    {
        while (true)
        {
            try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; }
            catch (HttpRequestException e)
            {
                var code = (int?)e.StatusCode ?? 0;
                if (!codes.Contains(code)) throw;
            }
        }
    }

    async Task<string> PatienceStartsAgain()
    {
        var sw = Stopwatch.StartNew();
        while (true)
        {
            try { return (await {|CCA1004:chat.GetResponseAsync("x")|}).Text; }
            catch (Exception) when (sw.Elapsed < settings.Patience) { sw.Restart(); await Task.Delay(500); }
        }
    }

    private readonly List<string> _notes = [];
    private int _limit = 5;
    private event Action? Ticked;
    void Trim(int keep) { while (_notes.Count > keep) _notes.RemoveAt(0); }
    void LogNotes() { if (_notes.Count > 3) log("long"); }
    void SetBack(string s) { if (s == "again") _moves = 0; }
    void Raise(string s) { if (s == "more") _limit += 5; }
    void Handle(string s) { if (s == "DONE") _done = true; else log(s); }
    void Look() { if (File.Exists("pause")) _paused = true; }
    void Parse(ChatResponse r) { var i = r.Text.IndexOf("ANSWER:"); if (i >= 0) _answer = r.Text[(i + 7)..]; }
    void SetAnswer(string s) => _answer = s;
    bool TryMove(string s) { if (s.Length != 2) return false; _moves++; return true; }
    void Spend(int n) => _spent += n;
    void Score(int n) => _score += n;
    void Track(UsageDetails? usage) { _tokens += usage?.TotalTokenCount ?? 0; }

    record State(int N, bool Done);
    internal class Guard { private int _n; public void Check(string note) { if (_n++ > 9) throw new InvalidOperationException(note); } }
    internal class Board { public bool Over; public List<string> Moves = []; public void Apply(string move) { Moves.Add(move); if (move == "win") Over = true; } }
    internal class Node { public string Text = ""; public string Summary = ""; public Node? Parent; }
    internal class Settings { public int[] RetryOn { get; set; } = [429, 503]; public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1); }
    internal class Session
    {
        public List<Microsoft.Extensions.AI.ChatMessage> Messages { get; } = [];
        public int Turns { get; set; }
        public int MaxTurns { get; set; } = 10;
        public bool Closed { get; set; }
        public decimal SpentUsd { get; private set; }
        public decimal LimitUsd { get; init; } = 2m;
        public bool IsSpent => SpentUsd >= LimitUsd;
        public void Charge(decimal usd) => SpentUsd += usd;
    }
}
