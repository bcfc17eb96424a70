using System.Globalization;

namespace ClaudeCost;

/// <summary>
/// Money as a whole number of nano-USD (1e-9 USD). Integers add up exactly in any order, which a floating or a shared decimal
/// sum does not; a long holds 9.2 billion USD.
/// </summary>
internal static class Money
{
    public const long NanoPerUsd = 1_000_000_000;

    /// <summary>The largest amount that a long of nano-USD holds.</summary>
    public const decimal MaxUsd = (decimal)long.MaxValue / NanoPerUsd;

    /// <summary>A limit is rounded down: the scope may spend less than was allowed, never more.</summary>
    public static long FloorNano(decimal usd) => checked((long)decimal.Floor(usd * NanoPerUsd));

    public static decimal ToUsd(long nano) => (decimal)nano / NanoPerUsd;

    public static string Format(decimal usd) => "$" + usd.ToString("0.00#######", CultureInfo.InvariantCulture);

    /// <summary>Of tokens or uses at a rate each. Most kinds are not used by most calls, and to multiply decimals takes its time.</summary>
    public static decimal Of(long? count, decimal rate) => count is null or 0 ? 0m : count.GetValueOrDefault() * rate;

    /// <summary>Sum of two amounts that are not negative; stops at the largest long instead of wrapping into the negative.</summary>
    public static long AddSaturating(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;

    /// <summary>The same for an amount that may take something back.</summary>
    public static long Plus(long sum, long change) => change < 0 ? sum + change : AddSaturating(sum, change);

    /// <summary>Product of two amounts that are not negative; stops at the largest long.</summary>
    public static long MultiplySaturating(long a, long b) =>
        (ulong)(a | b) <= int.MaxValue ? a * b : a != 0 && b > long.MaxValue / a ? long.MaxValue : a * b;
}
