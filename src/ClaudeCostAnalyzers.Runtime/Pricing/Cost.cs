namespace ClaudeCost.Pricing;

/// <summary>
/// A sum of money, exact: whole 1e-15 USD in a long, which is quick to add up, and a decimal beyond what a long holds. Not negative.
/// </summary>
internal readonly struct Cost
{
    /// <summary>Prices come in nano-USD a token with up to six digits more: those of every price list, times its multipliers.</summary>
    public const long FemtoPerNano = 1_000_000;

    // Not negative; where it is, the sum stands beside it.
    private readonly long femto;
    private readonly decimal nano;

    public Cost(long femto) => this.femto = femto;

    private Cost(decimal nano)
    {
        femto = -1;
        this.nano = nano;
    }

    private decimal Nano => femto < 0 ? nano : (decimal)femto / FemtoPerNano;

    public static Cost OfNano(decimal nano) => nano == 0m ? default : new Cost(nano);

    public static Cost operator +(in Cost a, in Cost b)
    {
        // A sum that wraps is negative as well.
        var sum = unchecked(a.femto + b.femto);
        return (a.femto | b.femto | sum) >= 0 ? new Cost(sum) : new Cost(a.Nano + b.Nano);
    }

    public static Cost Max(in Cost a, in Cost b) => a.Nano >= b.Nano ? a : b;

    /// <summary>Rounded up to whole nano-USD; stops at the largest long.</summary>
    public long CeilingNano() =>
        femto < 0 ? WorstCase.Nano(nano) : (femto / FemtoPerNano) + (femto % FemtoPerNano == 0 ? 0 : 1);
}
