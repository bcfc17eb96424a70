using ClaudeCostAnalyzers.Tests.Oracle.Execution;

namespace ClaudeCostAnalyzers.Tests.Oracle;

/// <summary>How engine and execution can differ.</summary>
internal enum Difference
{
    /// <summary>Not reported, and yet it calls on and on.</summary>
    Miss,

    /// <summary>Reported, and yet no script makes it call on.</summary>
    FalseAlarm,
}

/// <summary>One call site on which engine and execution differ.</summary>
/// <param name="Rule">The rule that was reported; empty for a miss.</param>
/// <param name="Script">For a miss, the answers under which it calls on.</param>
/// <param name="GoesRound">Whether some execution called more than once.</param>
internal sealed record Disagreement(Difference Difference, string Site, string Rule, Script? Script, bool GoesRound)
{
    /// <summary>Whether a smaller program shows the same.</summary>
    public bool IsLike(Disagreement other) => Difference == other.Difference && Rule == other.Rule && GoesRound == other.GoesRound;

    public override string ToString() => Difference == Difference.Miss
        ? $"MISS: the call \"{Site}\" is not reported and does not end with {Script}"
        : $"FALSE ALARM: the call \"{Site}\" is reported as {Rule} and ends with every script";
}

/// <summary>Compares what the engine reports of one program with what its executions do.</summary>
internal static class Comparison
{
    /// <summary>Scripts that a reported program must end under besides the usual ones before the report counts as false.</summary>
    private const int FurtherScripts = 400;

    /// <param name="all">All call sites of the program.</param>
    /// <param name="execute">Executes the program with a script and a limit on calls.</param>
    /// <param name="reported">What the engine reports.</param>
    /// <param name="like">Look for nothing but a disagreement like this one, which is much faster.</param>
    public static Disagreement? Of(IReadOnlyCollection<string> all, Func<Script, int, Outcome> execute, IReadOnlyCollection<(string Site, string Rule)> reported, Disagreement? like = null)
    {
        if (like is { Difference: Difference.FalseAlarm } && !reported.Any(report => report.Rule == like.Rule))
            return null;
        var sites = reported.Select(report => report.Site).ToHashSet();
        var called = new Dictionary<string, int>();
        var goesOn = false;
        foreach (var script in like?.Script is { } proof ? [proof] : Script.Usual)
        {
            var outcome = Execute(script);
            if (outcome.End != End.Calls || (goesOn && outcome.Calls.Keys.All(sites.Contains)))
                continue;
            var longer = execute(script, Runner.ManyCalls);
            if (longer.End != End.Calls)
                continue;
            goesOn = true;
            if (all.All(sites.Contains))
                return null;
            foreach (var (site, calls) in longer.Calls)
            {
                // A site that was called only at the start is not the one that goes on.
                if (!sites.Contains(site) && GoesOn(calls, outcome.Calls.GetValueOrDefault(site), Runner.ManyCalls)
                    && execute(script, Runner.CertainCalls) is { End: End.Calls } certain && GoesOn(certain.Calls.GetValueOrDefault(site), calls, Runner.CertainCalls))
                    return new Disagreement(Difference.Miss, site, "", script, GoesRound: true);
            }
        }

        var alarms = reported.Where(report => report.Rule != Judge.Unproven).ToList();
        if (goesOn || alarms.Count == 0 || like is { Difference: Difference.Miss })
            return null;
        foreach (var script in Script.More(FurtherScripts).Concat(Script.Freed(FurtherScripts)))
        {
            if (Execute(script).End == End.Calls && execute(script, Runner.ManyCalls).End == End.Calls)
                goesOn = true;
            if (goesOn)
                return null;
        }

        if (Climb.Succeeds(execute))
            return null;

        // Of code that no script reaches nothing is known.
        return alarms.Find(alarm => called.ContainsKey(alarm.Site)) is { Site: not null } alarm
            ? new Disagreement(Difference.FalseAlarm, alarm.Site, alarm.Rule, null, alarms.Exists(other => called.GetValueOrDefault(other.Site) > 1))
            : null;

        static bool GoesOn(int calls, int before, int ofAll) => calls > 2 * before && calls > ofAll / 20;

        Outcome Execute(Script script)
        {
            var outcome = execute(script, Runner.FewCalls);
            foreach (var (site, calls) in outcome.Calls)
                called[site] = Math.Max(calls, called.GetValueOrDefault(site));
            goesOn |= outcome.End == End.Steps;
            return outcome;
        }
    }
}
