// Machines of states, pages of data, and lists that are boiled down: who decides when they end?
using Microsoft.Extensions.AI;

#nullable enable
class States(IChatClient chat)
{
    private enum State { Plan, Write, Review, Done }
    private static readonly Dictionary<State, State> s_next = new() { [State.Plan] = State.Write, [State.Write] = State.Done };
    private State _state;

    // ---- each state once ----
    async Task Followed() { var state = State.Plan; while (state != State.Done) { await chat.GetResponseAsync("x"); state = Follow(state); } }
    async Task FollowedInSwitch() { var state = State.Plan; while (state != State.Done) { await chat.GetResponseAsync("x"); state = state switch { State.Plan => State.Write, State.Write => State.Review, _ => State.Done }; } }
    async Task FollowedByStatements() { var state = State.Plan; do { await chat.GetResponseAsync("x"); state = FollowByStatements(state); } while (state != State.Done); }
    async Task FollowedByIf() { var state = State.Plan; while (state != State.Done) { await chat.GetResponseAsync("x"); state = FollowByIf(state, log: false); } }
    async Task FollowedOrDone() { var state = State.Plan; while (state != State.Done) { var r = await chat.GetResponseAsync("x"); state = FollowOrDone(state, r.Text); } }
    async Task FollowedByStep() { var state = State.Plan; while (state != State.Done) state = await StepAsync(state); }
    async Task FollowedByLocal() { var state = State.Plan; while (state is not State.Done) { await chat.GetResponseAsync("x"); state = Next(state); } static State Next(State now) => now == State.Plan ? State.Write : State.Done; }
    async Task Texts() { string? model = "big"; while (model is not null) { var r = await chat.GetResponseAsync(model); if (r.Text == "ok") return; model = Smaller(model); } }
    async Task NextInLocal() { var state = State.Plan; while (state != State.Done) { var next = Follow(state); await chat.GetResponseAsync("x"); state = next; } }
    async Task Several() { var state = State.Plan; while (state != State.Done) { await chat.GetResponseAsync("x"); state = state switch { State.Plan or State.Write => State.Review, _ => State.Done }; } }
    async Task Incremented() { for (var state = State.Plan; state != State.Done; state++) await chat.GetResponseAsync("x"); }

    // ---- back to a state before, as the reply says ----
    async Task Reviewed() { var state = State.Plan; while (state != State.Done) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; state = Review(state, r.Text); } }
    async Task ReviewedInSwitch() { var state = State.Plan; while (state != State.Done) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; state = state switch { State.Plan => State.Write, State.Write => State.Review, State.Review when r.Text.Contains("OK") => State.Done, _ => State.Write }; } }
    async Task ReviewedByStatements() { var state = State.Plan; while (state != State.Done) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; switch (state) { case State.Plan: state = State.Write; break; case State.Write: state = State.Review; break; case State.Review: state = r.Text.Contains("OK") ? State.Done : State.Write; break; } } }
    async Task ReviewedByStep() { var state = State.Plan; while (state != State.Done) state = await {|CCA1002:StepOfReplyAsync(state)|}; }
    async Task OnlyWhenGood() { var state = State.Plan; while (state != State.Done) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (r.Text.Contains("OK")) state = Follow(state); } }
    async Task Parsed() { var state = State.Plan; while (state != State.Done) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; state = Enum.Parse<State>(r.Text); } }

    // ---- a circle, a table: not followed; a field that nobody else writes is ----
    async Task Circle() { var state = State.Plan; while (state != State.Done) { await {|CCA1009:chat.GetResponseAsync("x")|}; state = Round(state); } }
    async Task Table() { var state = State.Plan; while (state != State.Done) { await {|CCA1009:chat.GetResponseAsync("x")|}; state = s_next[state]; } }
    async Task Field() { _state = State.Plan; while (_state != State.Done) { await chat.GetResponseAsync("x"); _state = Follow(_state); } }
    async Task ByChance() { var state = State.Plan; while (state != State.Done) { await {|CCA1009:chat.GetResponseAsync("x")|}; state = Chance(state); } }

    private static State Follow(State state) => state switch { State.Plan => State.Write, State.Write => State.Review, _ => State.Done };
    private static State FollowByStatements(State state)
    {
        switch (state)
        {
            case State.Plan: return State.Write;
            case State.Write:
                Console.WriteLine("written");
                return State.Review;
            case State.Review: return State.Done;
            default: throw new ArgumentOutOfRangeException(nameof(state));
        }
    }

    private static State FollowByIf(State state, bool log)
    {
        if (log) Console.WriteLine(state);
        if (state == State.Plan) return State.Write;
        else if (state == State.Write) return State.Review;
        return State.Done;
    }

    private static State FollowOrDone(State state, string reply) => reply == "stop" ? State.Done : Follow(state);
    private static string? Smaller(string model) => model switch { "big" => "mid", "mid" => "small", _ => null };
    private static State Review(State state, string reply) => state switch { State.Plan => State.Write, State.Write => State.Review, State.Review when reply.Contains("OK") => State.Done, State.Review => State.Write, _ => State.Done };
    private static State Round(State state) => state switch { State.Plan => State.Write, State.Write => State.Review, State.Review => State.Plan, _ => State.Done };
    private static State Chance(State state) => Random.Shared.Next(2) == 0 ? state : Follow(state);
    private async Task<State> StepAsync(State state) { var r = await chat.GetResponseAsync("x"); Console.WriteLine(r.Text); return state switch { State.Plan => State.Write, State.Write => State.Review, _ => State.Done }; }
    private async Task<State> StepOfReplyAsync(State state) { var r = await chat.GetResponseAsync("x"); return r.Text.Contains("OK") ? State.Done : state; }
}

class Pages(IChatClient chat, Pages.IApi api)
{
    internal interface IApi { Task<Page> ListAsync(string? cursor); Task<Page> SearchAsync(string text); }
    internal sealed record Page(List<string> Items, string? Next, bool HasMore);

    // The data have an end, as far as anybody knows: a suggestion, no warning.
    async Task Cursor() { string? cursor = null; do { var page = await api.ListAsync(cursor); foreach (var item in page.Items) await {|CCA1009:chat.GetResponseAsync(item)|}; cursor = page.Next; } while (cursor != null); }
    async Task CursorTestedInside() { string? cursor = null; while (true) { var page = await api.ListAsync(cursor); await {|CCA1009:chat.GetResponseAsync(page.Items[0])|}; if (page.Next is null) break; cursor = page.Next; } }
    async Task PageByPage() { var page = await api.ListAsync(null); while (page.HasMore) { await {|CCA1009:chat.GetResponseAsync(page.Items[0])|}; page = await api.ListAsync(page.Next); } }

    // The model says what comes next, or nothing moves on.
    async Task CursorOfReply() { string? cursor = "start"; while (cursor != null) { var r = await {|CCA1002:chat.GetResponseAsync(cursor)|}; cursor = r.Text.Contains("NEXT") ? r.Text : null; } }
    async Task SearchedByReply() { string? cursor = "start"; do { var page = await api.ListAsync(cursor); var r = await {|CCA1002:chat.GetResponseAsync(page.Items[0])|}; cursor = (await api.SearchAsync(r.Text)).Next; } while (cursor != null); }
    async Task CursorStays() { string? cursor = "start"; while (cursor != null) { var page = await api.ListAsync(cursor); await {|CCA1001:chat.GetResponseAsync(page.Items[0])|}; } }
}

class Reduced(IChatClient chat)
{
    // ---- fewer in every turn, whatever the replies are ----
    async Task Chunked(List<string> parts) { while (parts.Count > 1) parts = (await Task.WhenAll(parts.Chunk(4).Select(chunk => Summarise(string.Join("\n", chunk))))).ToList(); }
    async Task ChunkedArray(string[] parts) { while (parts.Length > 1) { parts = await Task.WhenAll(parts.Chunk(4).Select(chunk => Summarise(string.Join("\n", chunk)))); } }
    async Task ChunkedDo(List<string> parts) { do { parts = (await Task.WhenAll(parts.Chunk(10).Select(chunk => Summarise(string.Join("\n", chunk))))).ToList(); } while (parts.Count > 1); }
    async Task ChunkedInLocals(List<string> parts) { while (1 < parts.Count) { var tasks = parts.Chunk(4).Select(chunk => Summarise(string.Join("\n", chunk))); var replies = await Task.WhenAll(tasks); parts = replies.ToList(); } }
    async Task ChunkedToMost(List<string> parts, int most) { while (parts.Count > most) parts = (await Task.WhenAll(parts.Chunk(3).Select(chunk => Summarise(chunk[0])))).ToList(); }
    async Task ChunkedOneByOne(List<string> parts) { while (parts.Count > 1) { var next = new List<string>(); foreach (var chunk in parts.Chunk(2)) next.Add(await Summarise(string.Join("\n", chunk))); parts = next; } }
    async Task ByIndex(List<string> parts) { while (parts.Count > 1) { var next = new List<string>(parts.Count); for (var i = 0; i < parts.Count; i += 2) next.Add(await Summarise(string.Join("\n", parts.Skip(i).Take(2)))); parts = next; } }
    async Task FirstTwo(List<string> parts) { while (parts.Count > 1) { var merged = await Summarise(parts[0] + parts[1]); parts = parts.Skip(2).Append(merged).ToList(); } }

    // ---- not fewer, or as the replies are ----
    async Task NotChunked(List<string> parts) { while (parts.Count > 1) parts = (await Task.WhenAll(parts.Select({|CCA1002:Summarise|}))).ToList(); }
    async Task ChunkOfOne(List<string> parts) { while (parts.Count > 1) { var next = new List<string>(); foreach (var chunk in parts.Chunk(1)) next.Add(await {|CCA1009:Summarise(chunk[0])|}); parts = next; } }
    async Task TwoForOne(List<string> parts) { while (parts.Count > 1) { var next = new List<string>(); foreach (var chunk in parts.Chunk(2)) { var reply = await {|CCA1009:Summarise(chunk[0])|}; next.Add(reply); next.Add("and"); } parts = next; } }
    async Task ByIndexOfOne(List<string> parts) { while (parts.Count > 1) { var next = new List<string>(); for (var i = 0; i < parts.Count; i++) next.Add(await {|CCA1009:Summarise(parts[i])|}); parts = next; } }
    async Task KeptFromBefore(List<string> parts) { var next = new List<string>(); while (parts.Count > 1) { foreach (var chunk in parts.Chunk(2)) next.Add(await {|CCA1002:Summarise(chunk[0])|}); parts = next; } }
    async Task ToNone(List<string> parts) { while (parts.Count > 0) { var next = new List<string>(); foreach (var chunk in parts.Chunk(4)) next.Add(await {|CCA1009:Summarise(chunk[0])|}); parts = next; } }
    async Task SplitAgain(List<string> parts) { while (parts.Count > 1) { var replies = await Task.WhenAll(parts.Chunk(4).Select(chunk => {|CCA1002:Summarise(chunk[0])|})); parts = replies.SelectMany(reply => reply.Split('\n')).ToList(); } }
    async Task OneOutOneIn(List<string> parts) { while (parts.Count > 1) { var merged = await {|CCA1002:Summarise(parts[0])|}; parts = parts.Skip(1).Append(merged).ToList(); } }
    async Task ShorterText(string text, int limit) { while (text.Length > limit) text = await {|CCA1002:Summarise(text)|}; }
    async Task ReplyOfLines(List<string> parts) { while (parts.Count > 1) { var merged = await {|CCA1002:Summarise(parts[0])|}; parts = merged.Split('\n').ToList(); } }

    async Task<string> Summarise(string text) => (await chat.GetResponseAsync(text)).Text;
}
