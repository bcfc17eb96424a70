namespace ClaudeCost;

/// <summary>When the first of several scopes inside each other will be late, so that one look at the clock tells that none is.</summary>
internal readonly struct DueTime(TimeProvider? clock, long at)
{
    private readonly TimeProvider? clock = clock;
    private readonly long at = at;

    /// <summary>Whether nobody is late yet. False also where nobody can say.</summary>
    public bool IsAhead => clock is not null && clock.GetTimestamp() < at;

    /// <summary>The earlier of two; nobody can say if they go by different clocks.</summary>
    public DueTime Or(DueTime other) => ReferenceEquals(clock, other.clock) ? new DueTime(clock, Math.Min(at, other.at)) : default;
}
