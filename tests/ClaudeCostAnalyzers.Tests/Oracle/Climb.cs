using ClaudeCostAnalyzers.Tests.Oracle.Execution;

namespace ClaudeCostAnalyzers.Tests.Oracle;

/// <summary>
/// Looks for answers that keep a program going, where no script does: changes one of the last answers before its end, and keeps what
/// makes it no shorter. A retry that wants two successes and then a failure in a rhythm of its own is found so.
/// </summary>
internal static class Climb
{
    /// <summary>So many changes in a row that lead no further are the end of it.</summary>
    private const int Patience = 300;

    /// <summary>The answer that is changed is one of so many before the end.</summary>
    private const int Back = 8;

    private const string Letters = "oottme";

    /// <summary>Whether some answers make the program call on.</summary>
    public static bool Succeeds(Func<Script, int, Outcome> execute) => From(execute, "F", "") || From(execute, "T", "more");

    private static bool From(Func<Script, int, Outcome> execute, string flags, string first)
    {
        var random = new Prng(7);
        var answers = new string('o', Runner.ManyCalls + 1).ToCharArray();
        var longest = 0;
        for (var idle = 0; idle < Patience; idle++)
        {
            var changed = (char[])answers.Clone();
            changed[Math.Max(0, longest - random.Below(Back))] = Letters[random.Below(Letters.Length)];
            var outcome = execute(new Script(new string(changed), flags, First: first), Runner.ManyCalls);
            if (outcome.End == End.Calls)
                return true;
            var calls = outcome.Calls.Values.Sum();
            if (calls < longest)
                continue;
            if (calls > longest)
                idle = 0;
            (answers, longest) = (changed, calls);
        }

        return false;
    }
}
