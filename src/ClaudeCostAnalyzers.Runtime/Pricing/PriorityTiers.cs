using System.Collections.Concurrent;

namespace ClaudeCost.Pricing;

/// <summary>
/// Addresses where calls were served in a dearer tier that they had not asked for: their project has that tier for its default. From
/// then on it is reserved for all calls there that leave the tier open. Nothing takes it back, in this process.
/// </summary>
internal static class PriorityTiers
{
    private const int MostRemembered = 1_024;

    private static readonly ConcurrentDictionary<(string Host, int Port), bool> Seen = new();
    private static volatile bool assumed;

    // To ask a concurrent dictionary whether it is empty takes all its locks.
    private static volatile bool anySeen;

    /// <summary>Whether any call that leaves its tier open is taken for one of the dearer tier.</summary>
    public static bool Assumed
    {
        get => assumed;
        set => assumed = value;
    }

    public static bool MayServe(Uri address) => assumed || (anySeen && Seen.ContainsKey((address.Host, address.Port)));

    public static void HasServed(Uri address)
    {
        if (Seen.Count < MostRemembered)
        {
            Seen.TryAdd((address.Host, address.Port), true);
            anySeen = true;
        }
    }

    /// <summary>For tests.</summary>
    public static void Forget()
    {
        Seen.Clear();
        assumed = false;
    }
}
