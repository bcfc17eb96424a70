using ClaudeCost.Telemetry;

namespace ClaudeCost.Attempts;

/// <summary>Tells observers (the ledger, telemetry, alerts) of attempts. Costs a few reads of fields while there is none.</summary>
internal static class AttemptFeed
{
    private static readonly object Gate = new();
    private static volatile IAttemptObserver[] observers = [];

    public static bool IsObserved => observers.Length > 0 || GuardMetrics.IsOn;

    public static void Add(IAttemptObserver observer)
    {
        lock (Gate)
        {
            observers = [.. observers, observer];
        }
    }

    public static void Remove(IAttemptObserver observer)
    {
        lock (Gate)
        {
            observers = [.. observers.Where(other => !ReferenceEquals(other, observer))];
        }
    }

    public static void PublishWithdrawn(SettledAttempt attempt)
    {
        foreach (var observer in observers)
        {
            observer.Withdrawn(attempt);
        }
    }

    public static void Publish(SettledAttempt attempt) =>
        Tell(attempt, GuardMetrics.Record, static (observer, attempt) => observer.Settled(attempt));

    public static void PublishCorrected(SettledAttempt attempt) =>
        Tell(attempt, GuardMetrics.RecordCorrection, static (observer, attempt) => observer.Corrected(attempt));

    private static void Tell(SettledAttempt attempt, Action<SettledAttempt> record, Action<IAttemptObserver, SettledAttempt> tell)
    {
        if (GuardMetrics.IsOn)
        {
            try
            {
                record(attempt);
            }
            catch (Exception)
            {
                // A listener's exception is the listener's.
            }
        }

        foreach (var observer in observers)
        {
            try
            {
                tell(observer, attempt);
            }
            catch (Exception)
            {
                // The money is settled; whoever keeps records about it must not break the call.
            }
        }
    }
}
