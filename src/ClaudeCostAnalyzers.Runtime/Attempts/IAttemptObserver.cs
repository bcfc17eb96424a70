namespace ClaudeCost.Attempts;

/// <summary>Is told of every attempt once, on the thread that settles it: it must not block. What it throws is ignored.</summary>
internal interface IAttemptObserver
{
    /// <summary>An attempt was settled or refused.</summary>
    void Settled(SettledAttempt attempt);
}
