using Microsoft.Extensions.AI;

// Records that carry their own limit from turn to turn.
internal sealed class WildRecordLimits(IChatClient chat)
{
    internal sealed record Limits(int Turns);
    internal sealed record Run(int Step, int Max, string Last) { public Limits Limits { get; init; } = new(5); }
    private async Task<string> Say(string q) => (await chat.GetResponseAsync(q)).Text;
    public async Task With(Run run) { while (run.Step < run.Max) { run = run with { Step = run.Step + 1, Last = await Say(run.Last) }; if (run.Last == "ok") break; } }
    public async Task WithLocal() { var run = new Run(0, 10, ""); while (run.Step < run.Max) { var text = await Say(run.Last); run = run with { Step = run.Step + 1, Last = text }; if (text == "ok") break; } }
    public async Task For(Run run) { for (; run.Step < run.Max; run = run with { Step = run.Step + 1 }) { if (await Say(run.Last) == "ok") break; } }
    public async Task Anew(Run run) { while (run.Step < run.Max) { run = new Run(run.Step + 1, run.Max, await Say(run.Last)); if (run.Last == "ok") break; } }
    public async Task Deeper(Run run) { while (run.Step < run.Limits.Turns) { run = run with { Step = run.Step + 1, Last = await Say(run.Last) }; if (run.Last == "ok") break; } }
    // The limit moves along, or is given anew.
    public async Task Moving(Run run) { while (run.Step < run.Max) { run = run with { Step = run.Step + 1, Max = run.Max + 1, Last = await {|CCA1002:Say(run.Last)|} }; if (run.Last == "ok") break; } }
    public async Task Measured(Run run) { while (run.Step < run.Max) { var text = await {|CCA1002:Say(run.Last)|}; run = new Run(run.Step + 1, text.Length, text); if (run.Last == "ok") break; } }
    public async Task OfAnother(Run run, Run other) { while (run.Step < run.Max) { run = other with { Last = await {|CCA1002:Say(run.Last)|} }; if (run.Last == "ok") break; } }
    // Lists that each record has one element longer than the one before.
    internal sealed record Log { public System.Collections.Immutable.ImmutableList<string> Lines { get; init; } = System.Collections.Immutable.ImmutableList<string>.Empty; public int Skipped { get; init; } }
    public async Task Lines(Log log, int max) { while (log.Lines.Count < max) { var text = await Say("x"); if (text == "ok") break; log = log with { Lines = log.Lines.Add(text) }; } }
    public async Task SomeLines(Log log, int max) { while (log.Lines.Count < max) { var text = await {|CCA1002:Say("x")|}; if (text == "ok") break; if (text.Length > 3) log = log with { Lines = log.Lines.Add(text) }; } }
    public async Task NoLines(Log log, int max) { while (log.Lines.Count < max) { var text = await {|CCA1002:Say("x")|}; if (text == "ok") break; log = log with { Skipped = log.Skipped + 1 }; } }
    // What has no sign is never below zero.
    public async Task Unsigned() { for (uint i = 10; i >= 0; i--) await {|CCA1001:Say("x")|}; }
    public async Task UnsignedToOne() { for (uint i = 10; i > 0; i--) await Say("x"); }
}
