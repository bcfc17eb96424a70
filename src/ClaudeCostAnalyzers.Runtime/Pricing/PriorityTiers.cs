using System.Collections.Concurrent;

namespace ClaudeCost.Pricing;

/// <summary>
/// Which calls that leave their tier open may be served, and billed, in a dearer one: the default of their project decides, which
/// neither request nor address shows. All of them, unless somebody says that projects have the standard tier for their default; then
/// those to addresses where a reply has named the dearer one. Nothing takes that back, in this process.
/// </summary>
internal static class PriorityTiers
{
    private const int MostRemembered = 1_024;

    private static readonly ConcurrentDictionary<(string Host, int Port), bool> Seen = new();
    private static volatile bool assumed = true;

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

    /// <summary>For tests, whose servers get the ports of others that are gone.</summary>
    public static void Forget(Uri address) => Seen.TryRemove((address.Host, address.Port), out _);
}
