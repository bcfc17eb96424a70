namespace ClaudeCost.Pricing;

/// <summary>
/// What is known of the worst case of a request: a bound of some strength, or none, because what decides it does not stand in the
/// request. Then the context window and the dearest price are taken, or the request is refused, by configuration.
/// </summary>
internal readonly record struct CostBound
{
    private CostBound(BoundStrength strength, string? reason)
    {
        Strength = strength;
        Reason = reason;
    }

    /// <summary>How strong the bound is; of an unbounded request nothing.</summary>
    public BoundStrength Strength { get; }

    /// <summary>Why there is no bound, as a sentence; <see langword="null"/> if there is one.</summary>
    public string? Reason { get; }

    public bool IsBounded => Reason is null;

    public static CostBound Bounded(BoundStrength strength) => new(strength, null);

    public static CostBound Unbounded(string reason) => new(default, reason);

    /// <summary>The bound of two parts together: no stronger than the weaker one.</summary>
    public CostBound And(CostBound other) => !IsBounded || (other.IsBounded && other.Strength <= Strength) ? this : other;

    public override string ToString() => Reason is null ? $"Bounded({Strength})" : $"Unbounded({Reason})";
}
