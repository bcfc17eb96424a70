// Machines that count in one state and test in another: the ways through the text alone do not show that they end.
using Microsoft.Extensions.AI;

#nullable enable
class Machines(IChatClient chat)
{
    internal enum State { Plan, Write, Review, Done, Failed }

    // ---- bounded ----
    async Task CountedInOne() { var state = State.Write; var rounds = 0; while (state != State.Done) { switch (state) { case State.Write: await chat.GetResponseAsync("write"); rounds++; state = State.Review; break; case State.Review: var r = await chat.GetResponseAsync("review"); if (r.Text == "OK" || rounds >= 3) state = State.Done; else state = State.Write; break; } } }
    async Task CountedInGuard() { var state = State.Write; var rounds = 0; while (state is not (State.Done or State.Failed)) { var r = await chat.GetResponseAsync("x"); state = state switch { State.Write => State.Review, State.Review when r.Text == "OK" => State.Done, State.Review when ++rounds > 3 => State.Failed, State.Review => State.Write, _ => State.Failed }; } }
    async Task CountedInTupleGuard() { var state = State.Plan; var n = 0; while (state != State.Done) { var r = await chat.GetResponseAsync("x"); state = (state, r.Text) switch { (State.Plan, _) => State.Write, (State.Write, _) when ++n >= 5 => State.Done, (State.Write, "done") => State.Done, _ => State.Write }; } }
    async Task TupleOfTwo() { var state = State.Write; var n = 0; while (state != State.Done) { var r = await chat.GetResponseAsync("x"); switch (state, r.Text) { case (State.Write, _): n++; state = State.Review; break; case (State.Review, "ok"): state = State.Done; break; case (State.Review, _) when n > 4: state = State.Done; break; default: state = State.Write; break; } } }
    async Task Continued() { var state = State.Plan; var fixes = 0; while (true) { switch (state) { case State.Plan: await chat.GetResponseAsync("plan"); state = State.Write; continue; case State.Write: await chat.GetResponseAsync("write"); state = State.Review; continue; case State.Review: var r = await chat.GetResponseAsync("review"); if (r.Text == "OK") { state = State.Done; continue; } if (++fixes == 3) { state = State.Failed; continue; } state = State.Write; continue; case State.Done: return; default: throw new InvalidOperationException(); } } }
    async Task TwoFlags() { var isDraft = true; var drafts = 0; while (true) { if (isDraft) { await chat.GetResponseAsync("draft"); drafts++; isDraft = false; } else { var r = await chat.GetResponseAsync("review"); if (r.Text == "OK" || drafts == 4) return; isDraft = true; } } }
    async Task ByName() { var step = "draft"; var drafts = 0; while (step != "end") { var r = await chat.GetResponseAsync(step); if (step == "draft") { drafts++; step = "review"; } else { step = r.Text == "OK" || drafts > 3 ? "end" : "draft"; } } }

    // ---- the count decides nothing, or begins again ----
    async Task Uncounted() { var state = State.Write; var rounds = 0; while (state is not (State.Done or State.Failed)) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; rounds++; state = state switch { State.Write => State.Review, State.Review when r.Text == "OK" => State.Done, State.Review => State.Write, _ => State.Failed }; } }
    async Task BeginsAgain() { var state = State.Plan; var fixes = 0; while (true) { switch (state) { case State.Plan: await {|CCA1002:chat.GetResponseAsync("plan")|}; fixes = 0; state = State.Write; continue; case State.Write: await {|CCA1002:chat.GetResponseAsync("write")|}; state = State.Review; continue; case State.Review: var r = await {|CCA1002:chat.GetResponseAsync("review")|}; if (r.Text == "OK") { state = State.Done; continue; } if (++fixes == 3) { state = State.Plan; continue; } state = State.Write; continue; case State.Done: return; } } }
    async Task CountedElsewhere() { var state = State.Write; var plans = 0; while (state != State.Done) { switch (state) { case State.Plan: plans++; state = State.Write; break; case State.Write: await {|CCA1002:chat.GetResponseAsync("write")|}; state = State.Review; break; case State.Review: var r = await {|CCA1002:chat.GetResponseAsync("review")|}; if (r.Text == "OK" || plans >= 3) state = State.Done; else state = State.Write; break; } } }
    async Task TupleUncounted() { var state = State.Plan; while (state != State.Done) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; state = (state, r.Text) switch { (State.Plan, _) => State.Write, (State.Write, "done") => State.Done, _ => State.Write }; } }

    // ---- the state is a part of a record ----
    internal sealed record Draft(State Phase, string Text, int Revision) { public static Draft New(string text) => new(State.Write, text, 0); }
    internal sealed class Loose { public State Phase { get; set; } public int Revision { get; set; } }

    async Task RecordSwitch(string topic) { var state = Draft.New(topic); while (state.Phase is not (State.Done or State.Failed)) { var r = await chat.GetResponseAsync(state.Text); state = state.Phase switch { State.Review when r.Text == "OK" => state with { Phase = State.Done }, State.Review when state.Revision >= 3 => state with { Phase = State.Failed }, State.Review => state with { Phase = State.Write }, _ => state with { Phase = State.Review, Text = r.Text, Revision = state.Revision + 1 } }; } }
    async Task RecordStatements(string topic) { var state = new Draft(State.Write, topic, 0); while (state.Phase != State.Done) { var r = await chat.GetResponseAsync(state.Text); switch (state.Phase) { case State.Review when state.Revision >= 3 || r.Text == "OK": state = state with { Phase = State.Done }; break; case State.Review: state = state with { Phase = State.Write }; break; default: state = state with { Phase = State.Review, Revision = state.Revision + 1 }; break; } } }
    async Task RecordChoices(string topic) { var state = Draft.New(topic); while (state.Phase != State.Done) { var r = await chat.GetResponseAsync(state.Text); state = state.Phase == State.Review ? state.Revision >= 3 || r.Text == "OK" ? state with { Phase = State.Done } : state with { Phase = State.Write } : state with { Phase = State.Review, Revision = state.Revision + 1 }; } }
    async Task RecordPattern(string topic) { var state = Draft.New(topic); var n = 0; while (state is { Phase: not State.Done }) { var r = await chat.GetResponseAsync(state.Text); if (state.Phase == State.Review) state = r.Text == "OK" || n > 3 ? state with { Phase = State.Done } : state with { Phase = State.Write }; else { n++; state = state with { Phase = State.Review }; } } }
    async Task RecordUncounted(string topic) { var state = Draft.New(topic); while (state.Phase is not (State.Done or State.Failed)) { var r = await {|CCA1002:chat.GetResponseAsync(state.Text)|}; state = state.Phase switch { State.Review when r.Text == "OK" => state with { Phase = State.Done }, State.Review => state with { Phase = State.Write }, _ => state with { Phase = State.Review, Text = r.Text, Revision = state.Revision + 1 } }; } }
    async Task RecordBeginsAgain(string topic) { var state = Draft.New(topic); while (state.Phase != State.Done) { var r = await {|CCA1002:chat.GetResponseAsync(state.Text)|}; state = state.Phase switch { State.Review when r.Text == "OK" => state with { Phase = State.Done }, State.Review when state.Revision >= 3 => Draft.New(r.Text), State.Review => state with { Phase = State.Write }, _ => state with { Phase = State.Review, Revision = state.Revision + 1 } }; } }
    async Task RecordOfReply(string topic) { var state = Draft.New(topic); while (state.Phase != State.Done) { var r = await {|CCA1002:chat.GetResponseAsync(state.Text)|}; state = state with { Phase = Enum.Parse<State>(r.Text), Revision = state.Revision + 1 }; } }
    // A known false alarm: what others hold, too, is not followed from state to state.
    async Task Class(Loose state) { while (state.Phase != State.Done) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; if (state.Phase == State.Review) state.Phase = r.Text == "OK" || state.Revision >= 3 ? State.Done : State.Write; else { state.Revision++; state.Phase = State.Review; } } }
}

// The state is kept in the object, and written by one member only.
class KeptStates(IChatClient chat)
{
    private State _phase;
    private int _rounds;
    private string _text = "";
    internal enum State { Draft, Review, Revise, Done }

    async Task Run() { while (_phase != State.Done) { switch (_phase) { case State.Draft: _text = (await chat.GetResponseAsync("x")).Text; _phase = State.Review; break; case State.Review: var r = await chat.GetResponseAsync(_text); _phase = r.Text == "OK" || _rounds >= 3 ? State.Done : State.Revise; break; case State.Revise: _text = (await chat.GetResponseAsync("x")).Text; _rounds++; _phase = State.Review; break; } } }
}

class KeptInProperty(IChatClient chat)
{
    private int _rounds;
    public KeptStates.State Phase { get; private set; }

    async Task Run() { Phase = KeptStates.State.Draft; _rounds = 0; while (Phase is not KeptStates.State.Done) { Phase = Phase switch { KeptStates.State.Draft or KeptStates.State.Revise => await Write(), KeptStates.State.Review when _rounds >= 3 => KeptStates.State.Done, _ => await Check() }; _rounds++; } }
    async Task<KeptStates.State> Write() { await chat.GetResponseAsync("x"); return KeptStates.State.Review; }
    async Task<KeptStates.State> Check() { var r = await chat.GetResponseAsync("x"); return r.Text == "OK" ? KeptStates.State.Done : KeptStates.State.Revise; }
}

class KeptUncounted(IChatClient chat)
{
    private KeptStates.State _phase;
    private int _rounds;

    async Task Run() { while (_phase != KeptStates.State.Done) { if (_phase == KeptStates.State.Review) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; _phase = r.Text == "OK" ? KeptStates.State.Done : KeptStates.State.Draft; } else { await {|CCA1002:chat.GetResponseAsync("x")|}; _rounds++; _phase = KeptStates.State.Review; } } }
}

class WrittenByOthers(IChatClient chat)
{
    private KeptStates.State _phase;
    private int _rounds;
    public void Restart() { _phase = KeptStates.State.Draft; }

    // Somebody may send it back at any time.
    async Task Run() { while (_phase != KeptStates.State.Done) { if (_phase == KeptStates.State.Review) { var r = await {|CCA1002:chat.GetResponseAsync("x")|}; _phase = r.Text == "OK" || _rounds > 3 ? KeptStates.State.Done : KeptStates.State.Draft; } else { await {|CCA1002:chat.GetResponseAsync("x")|}; _rounds++; _phase = KeptStates.State.Review; } } }
}
