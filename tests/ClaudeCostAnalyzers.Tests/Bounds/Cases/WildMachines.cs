// Machines that count in one state and test in another: the ways through the text alone do not show that they end.
using Microsoft.Extensions.AI;

#nullable enable
class Machines(IChatClient chat)
{
    private enum State { Plan, Write, Review, Done, Failed }

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
}
