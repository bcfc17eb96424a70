namespace ClaudeCost;

/// <summary>
/// How often each call of a scope has failed since it last succeeded. SDKs and retry libraries send the same body again, so the
/// hash of the body tells which requests are attempts of one call.
/// </summary>
internal sealed class FailedAttempts(int most)
{
    // Calls that failed and were given up stay here; more than this many are not kept in memory.
    private const int MostRemembered = 65_536;

    private readonly object gate = new();
    private readonly Dictionary<ulong, int> failures = [];

    public int Most => most;

    /// <summary>Attempts that have failed of the call that is about to be sent.</summary>
    public int Of(ulong call)
    {
        lock (gate)
        {
            return failures.TryGetValue(call, out var count) ? count : 0;
        }
    }

    public void Failed(ulong call)
    {
        lock (gate)
        {
            if (failures.TryGetValue(call, out var count))
            {
                failures[call] = count + 1;
                return;
            }

            if (failures.Count >= MostRemembered)
            {
                failures.Clear();
                BudgetGuard.WarnOnce(
                    BudgetWarningKind.AttemptsForgotten,
                    FormattableString.Invariant($"More than {MostRemembered:N0} different calls have failed in one scope; the attempts of those before are not counted any more."));
            }

            failures.Add(call, 1);
        }
    }

    public void Succeeded(ulong call)
    {
        lock (gate)
        {
            failures.Remove(call);
        }
    }
}
