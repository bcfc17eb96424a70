using System.Collections.Concurrent;

namespace ClaudeCost.Attempts;

/// <summary>Attempts that have left and are not settled. Kept only while somebody observes, so that the end of the process can settle them.</summary>
internal static class AttemptsInFlight
{
    private static readonly ConcurrentDictionary<Charge, bool> All = new();

    // To ask a concurrent dictionary whether it is empty takes all its locks.
    private static volatile bool any;

    public static void Add(Charge charge)
    {
        if (AttemptFeed.IsObserved)
        {
            All[charge] = true;
            any = true;
        }
    }

    public static void Remove(Charge charge)
    {
        if (any)
        {
            All.TryRemove(charge, out _);
        }
    }

    /// <summary>Whether it is still in flight.</summary>
    public static bool Contains(Charge charge) => All.ContainsKey(charge);

    /// <summary>What was in flight at some moment of the enumeration.</summary>
    public static IEnumerable<Charge> Now() => All.IsEmpty ? [] : All.Keys;

    /// <summary>The process ends: nobody will ever know what these have used.</summary>
    public static void SettleAll()
    {
        foreach (var entry in All)
        {
            entry.Key.StaysCharged(AttemptOutcome.NoReply);
        }
    }
}
