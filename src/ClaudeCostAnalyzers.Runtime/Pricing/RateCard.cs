namespace ClaudeCost.Pricing;

/// <summary>The rates of a model, multiplied by what a mode, a tier or a region costs more or less, ready to be applied. Immutable.</summary>
internal sealed class RateCard(in Rates rates, decimal multiplier)
{
    public Rate Input { get; } = new(rates.Input * multiplier);

    public Rate Output { get; } = new(rates.Output * multiplier);

    public Rate CacheWrite5m { get; } = new(rates.CacheWrite5m * multiplier);

    public Rate CacheWrite1h { get; } = new(rates.CacheWrite1h * multiplier);

    public Rate CacheRead { get; } = new(rates.CacheRead * multiplier);

    /// <summary>Input that is written to the cache for five minutes, or is not written after all: whichever costs more.</summary>
    public Rate DearestOf5m { get; } = new(Math.Max(rates.Input, rates.CacheWrite5m) * multiplier);

    /// <summary>Input that is written to the cache for a while that is not known, or is not written after all: whatever costs most.</summary>
    public Rate DearestOf1h { get; } = new(Math.Max(rates.Input, Math.Max(rates.CacheWrite5m, rates.CacheWrite1h)) * multiplier);
}
