using System.Collections.Concurrent;

namespace ClaudeCost.Pricing;

/// <summary>
/// What was learnt about a model at an address where a prompt had more tokens than its bound (the tokenizer has changed, or a gateway
/// adds a prompt of its own): from then on the bound on its text is higher by as much, in this process. Nothing lowers it again.
/// </summary>
internal static class BoundFactors
{
    private const int MostRemembered = 1_024;
    private const decimal Margin = 1.05m;

    private static readonly ConcurrentDictionary<(string Host, int Port, string Model), decimal> Factors = new();

    // To ask a concurrent dictionary whether it is empty takes all its locks.
    private static volatile bool any;

    public static long Raised(Uri? address, string? model, long tokens) =>
        any && Factors.TryGetValue(KeyOf(address, model), out var factor) ? (long)Math.Min(decimal.Ceiling(tokens * factor), long.MaxValue) : tokens;

    /// <summary>A prompt had more tokens than its bound.</summary>
    public static void Learn(Uri? address, string? model, long bound, long actual)
    {
        var key = KeyOf(address, model);
        if (bound > 0 && actual > bound && (Factors.Count < MostRemembered || Factors.ContainsKey(key)))
        {
            Factors.AddOrUpdate(key, _ => Margin * actual / bound, (_, factor) => Math.Min(factor * Margin * actual / bound, long.MaxValue));
            any = true;
        }
    }

    /// <summary>For tests, whose servers get the ports of others that are gone.</summary>
    public static void Forget(Uri address)
    {
        foreach (var key in Factors.Keys)
        {
            if (key.Host == address.Host && key.Port == address.Port)
            {
                Factors.TryRemove(key, out _);
            }
        }
    }

    private static (string Host, int Port, string Model) KeyOf(Uri? address, string? model) => (address?.Host ?? "", address?.Port ?? 0, model ?? "");
}
