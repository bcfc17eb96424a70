namespace ClaudeCostAnalyzers.Tests.Oracle;

/// <summary>SplitMix64: the same numbers for the same seed on every runtime, which <see cref="Random"/> does not promise.</summary>
internal sealed class Prng(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The generator of one program of a run, so that each can be made again alone.</summary>
    public static Prng Of(ulong seed, int program) => new(new Prng(seed ^ ((ulong)program * 0xD1342543DE82EF95)).Next());

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    /// <summary>One of the values, each as often as its weight says.</summary>
    public T Weighted<T>(params ReadOnlySpan<(int Weight, T Value)> choices)
    {
        var total = 0;
        foreach (var (weight, _) in choices)
            total += weight;
        var at = Below(total);
        foreach (var (weight, value) in choices)
        {
            at -= weight;
            if (at < 0)
                return value;
        }

        return choices[^1].Value;
    }
}
