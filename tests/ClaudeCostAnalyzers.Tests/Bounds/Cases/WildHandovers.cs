// States that go through a member, or come with the reply in one tuple.
using Microsoft.Extensions.AI;

#nullable enable
class Handovers(IChatClient chat)
{
    internal enum Phase { Plan, Act, Review, Done }
    internal sealed record Run(Phase Phase, int Turns, string Notes) { public string Owner { get; init; } = ""; }
    internal sealed record Kept { public Phase Phase { get; init; } public string Notes { get; init; } = ""; }

    // ---- bounded: every phase has another one behind it ----
    async Task ByMember(string start) { var run = new Run(Phase.Plan, 0, start); while (run.Phase != Phase.Done) run = await NextAsync(run); }
    async Task ByMemberWithStatements(string start) { var run = new Run(Phase.Plan, 0, start); while (run.Phase is not Phase.Done) { run = await StepAsync(run, "now"); } }
    async Task ByNewRecord(string start) { var run = new Kept { Phase = Phase.Plan, Notes = start }; while (run.Phase != Phase.Done) run = await MadeAsync(run); }
    async Task ByStaticMember(string start) { var run = new Run(Phase.Plan, 0, start); while (run.Phase != Phase.Done) { var r = await chat.GetResponseAsync(run.Notes); run = Forward(run, r.Text); } }
    async Task ByTuple(string start) { var (phase, notes) = (Phase.Plan, start); while (phase != Phase.Done) { var r = await chat.GetResponseAsync(notes); (phase, notes) = phase switch { Phase.Plan => (Phase.Act, r.Text), Phase.Act => (Phase.Review, r.Text), _ => (Phase.Done, r.Text) }; } }
    async Task ByTupleBehind(string start) { var notes = start; var phase = Phase.Plan; while (phase != Phase.Done) { var r = await chat.GetResponseAsync(notes); (notes, phase) = phase switch { Phase.Plan => (r.Text, Phase.Act), Phase.Act when r.Text == "" => (notes, Phase.Done), Phase.Act => (r.Text, Phase.Review), _ => (r.Text, Phase.Done) }; } }
    async Task ByTupleOfMember(string start) { var phase = Phase.Plan; var notes = start; while (phase != Phase.Done) (phase, notes) = await BothAsync(phase, notes); }
    async Task ByTupleChoice(string start) { var (phase, notes) = (Phase.Plan, start); while (phase != Phase.Done) { var r = await chat.GetResponseAsync(notes); (phase, notes) = phase == Phase.Plan ? (Phase.Review, r.Text) : (Phase.Done, r.Text); } }

    async Task<Run> NextAsync(Run run) { var r = await chat.GetResponseAsync(run.Notes); return run.Phase switch { Phase.Plan => run with { Phase = Phase.Act, Notes = r.Text }, Phase.Act => run with { Phase = Phase.Review, Notes = r.Text }, _ => run with { Phase = Phase.Done } }; }
    async Task<Run> StepAsync(Run run, string when) { var r = await chat.GetResponseAsync(run.Notes + when); if (run.Phase == Phase.Plan) return run with { Notes = r.Text, Phase = Phase.Review }; var next = run with { Owner = when }; return next with { Phase = Phase.Done }; }
    async Task<Kept> MadeAsync(Kept run) { var r = await chat.GetResponseAsync(run.Notes); return run.Phase == Phase.Plan ? new Kept { Phase = Phase.Review, Notes = r.Text } : new Kept { Notes = r.Text, Phase = Phase.Done }; }
    static Run Forward(Run run, string text) => run.Phase switch { Phase.Plan => run with { Phase = Phase.Review, Notes = text }, _ => run with { Phase = Phase.Done } };
    async Task<(Phase, string)> BothAsync(Phase phase, string notes) { var r = await chat.GetResponseAsync(notes); return phase switch { Phase.Plan => (Phase.Review, r.Text), _ => (Phase.Done, r.Text) }; }

    // ---- the model decides whether it goes back ----
    async Task BackByMember(string start) { var run = new Run(Phase.Plan, 0, start); while (run.Phase != Phase.Done) run = await {|CCA1002:BackAsync(run)|}; }
    async Task StaysByMember(string start) { var run = new Run(Phase.Plan, 0, start); while (run.Phase != Phase.Done) run = await {|CCA1002:StayAsync(run)|}; }
    async Task ReadByMember(string start) { var run = new Run(Phase.Plan, 0, start); while (run.Phase != Phase.Done) run = await {|CCA1002:ReadAsync(run)|}; }
    async Task OtherRecord(string start) { var run = new Run(Phase.Plan, 0, start); while (run.Phase != Phase.Done) run = await {|CCA1002:AnewAsync(run)|}; }
    async Task BackByTuple(string start) { var (phase, notes) = (Phase.Plan, start); while (phase != Phase.Done) { var r = await {|CCA1002:chat.GetResponseAsync(notes)|}; (phase, notes) = phase switch { Phase.Plan => (Phase.Act, r.Text), Phase.Act => (Phase.Review, r.Text), _ => (r.Text == "OK" ? Phase.Done : Phase.Plan, r.Text) }; } }
    async Task BackByTupleArm(string start) { var (phase, notes) = (Phase.Plan, start); while (phase != Phase.Done) { var r = await {|CCA1002:chat.GetResponseAsync(notes)|}; (phase, notes) = phase switch { Phase.Plan => (Phase.Act, r.Text), Phase.Act when r.Text == "again" => (Phase.Plan, r.Text), _ => (Phase.Done, r.Text) }; } }

    async Task<Run> BackAsync(Run run) { var r = await chat.GetResponseAsync(run.Notes); return run.Phase switch { Phase.Plan => run with { Phase = Phase.Review }, _ when r.Text == "OK" => run with { Phase = Phase.Done }, _ => run with { Phase = Phase.Plan } }; }
    async Task<Run> StayAsync(Run run) { var r = await chat.GetResponseAsync(run.Notes); return r.Text == "OK" ? run with { Phase = Phase.Done } : run; }
    async Task<Run> ReadAsync(Run run) { var r = await chat.GetResponseAsync(run.Notes); return run with { Phase = Enum.Parse<Phase>(r.Text) }; }
    async Task<Run> AnewAsync(Run run) { var r = await chat.GetResponseAsync(run.Notes); return run.Phase == Phase.Plan ? run with { Phase = Phase.Review } : r.Text == "OK" ? run with { Phase = Phase.Done } : new Run(Phase.Plan, 0, r.Text); }
}
