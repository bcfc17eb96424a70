namespace ClaudeCost.Pricing;

/// <summary>Why a bound holds.</summary>
internal enum BoundStrength
{
    /// <summary>The provider itself enforces it: it rejects longer prompts than the context window, and stops at the cap on output.</summary>
    Proven,

    /// <summary>It rests on measurement: no text was ever found that has more tokens for its bytes.</summary>
    Measured,
}
