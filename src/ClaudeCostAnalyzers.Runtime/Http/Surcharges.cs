using ClaudeCost.Pricing;

namespace ClaudeCost.Http;

/// <summary>Addresses where everything costs a multiple of the list price, of which neither request nor reply speaks.</summary>
internal static class Surcharges
{
    private static readonly object Gate = new();
    private static volatile (ConfiguredEndpoint Address, decimal Factor)[] all = [];

    /// <summary>The latest word on an address counts.</summary>
    /// <exception cref="ArgumentException">The address is none.</exception>
    public static void Set(string address, decimal factor)
    {
        var parsed = ConfiguredEndpoint.Parse(address, EndpointKind.NotAModel);
        lock (Gate)
        {
            all = [(parsed, factor), .. all.Where(other => !other.Address.IsOf(parsed))];
        }
    }

    public static decimal Of(Uri address)
    {
        var known = all;
        if (known.Length == 0)
        {
            return 1m;
        }

        foreach (var (candidate, factor) in known)
        {
            if (candidate.Fits(address))
            {
                return factor;
            }
        }

        return 1m;
    }

    public static Amounts On(in Amounts amounts, decimal factor) =>
        factor == 1m ? amounts : amounts with { NanoUsd = WorstCase.Nano(amounts.NanoUsd * factor) };

    /// <summary>For tests.</summary>
    public static void Forget() => all = [];
}
