namespace ClaudeCost.Pricing;

/// <summary>What one token costs, in nano-USD, ready to be multiplied. Immutable.</summary>
internal readonly struct Rate
{
    // Far above every price. Beyond it, and where the digits go on, decimals do the work.
    private const decimal MostNano = 1_000_000_000m;

    private readonly long femto;
    private readonly long mostTokens;

    public Rate(decimal nano)
    {
        Nano = nano;
        var whole = nano <= MostNano ? nano * Cost.FemtoPerNano : 0.5m;
        if (whole == decimal.Truncate(whole))
        {
            femto = (long)whole;
            mostTokens = femto == 0 ? long.MaxValue : long.MaxValue / femto;
        }
    }

    public decimal Nano { get; }

    /// <summary>The price of so many tokens; nothing for a count that nobody has named.</summary>
    public Cost Of(long? tokens) => Of(tokens.GetValueOrDefault());

    /// <inheritdoc cref="Of(long?)"/>
    public Cost Of(long tokens) => tokens <= mostTokens ? new Cost(tokens * femto) : Cost.OfNano(tokens * Nano);
}
