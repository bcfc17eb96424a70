namespace ClaudeCost.Attempts;

/// <summary>Is told of every attempt once, on the thread that settles it: it must not block. What it throws is ignored.</summary>
internal interface IAttemptObserver
{
    /// <summary>An attempt was settled or refused.</summary>
    void Settled(SettledAttempt attempt);

    /// <summary>
    /// What an attempt was charged as suspect, by an earlier call of <see cref="Settled"/>, is replaced by what it cost. The description is
    /// the earlier one but for the end.
    /// </summary>
    void Corrected(SettledAttempt attempt);

    /// <summary>An attempt was reserved and taken back, because another one goes out in its place: nothing of it was sent.</summary>
    void Withdrawn(SettledAttempt attempt);
}
