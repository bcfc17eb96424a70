using ClaudeCost;

namespace ClaudeCostAnalyzers.Tool.Ledgers;

/// <summary>What a provider has billed, held against a ledger.</summary>
/// <param name="Usd">The amount, to the cent or as precise as it was written; it may be rounded at the last place.</param>
internal sealed record Bill(decimal Usd)
{
    /// <summary>What the bill has more than the dearest that the ledger allows; negative if it has less than the least; 0 if the ledger explains it.</summary>
    public decimal Unexplained(LedgerSummary sum)
    {
        // An entry that the ledger has only in a sum may have been suspect.
        var least = sum.CostUsd - sum.SuspectUsd - sum.LostUsd;
        var rounding = 0.5m * Unit;
        return Usd > sum.CostUsd + rounding ? Usd - sum.CostUsd
            : Usd < least - rounding ? Usd - least
            : 0;
    }

    private decimal Unit => new(1, 0, 0, isNegative: false, Math.Max(Usd.Scale, (byte)2));
}
