namespace ClaudeCost.Pricing;

/// <summary>What a model costs at one multiplier of its list price: up to the size from which a prompt is a long one, and beyond. Immutable.</summary>
internal sealed class RateCards(ModelPrice price, decimal multiplier)
{
    private readonly RateCard usual = new(price.Rates, multiplier);
    private readonly RateCard ofLong = new(price.LongPromptRates, multiplier);
    private readonly RateCard dearest = new(Rates.Max(price.Rates, price.LongPromptRates), multiplier);

    public decimal Multiplier => multiplier;

    /// <summary>What a prompt of this size is billed at.</summary>
    public RateCard For(long promptTokens) => promptTokens > price.LongPromptAbove ? ofLong : usual;

    /// <summary>The dearest that a prompt of at most this size can be billed at.</summary>
    public RateCard Dearest(long promptTokensAtMost) => promptTokensAtMost > price.LongPromptAbove ? dearest : usual;
}
