namespace ClaudeCost.Pricing;

/// <summary>Rates in nano-USD per token, which is the listed USD per million tokens times 1,000.</summary>
internal readonly record struct Rates(decimal Input, decimal Output, decimal CacheWrite5m, decimal CacheWrite1h, decimal CacheRead)
{
    public static Rates Max(in Rates a, in Rates b) => new(
        Math.Max(a.Input, b.Input),
        Math.Max(a.Output, b.Output),
        Math.Max(a.CacheWrite5m, b.CacheWrite5m),
        Math.Max(a.CacheWrite1h, b.CacheWrite1h),
        Math.Max(a.CacheRead, b.CacheRead));
}

/// <summary>What one model costs, how much fits into it, and who says so. Immutable.</summary>
internal sealed class ModelPrice
{
    // Modes, tiers and regions together make a handful; a caller that makes up more gets cards that are thrown away.
    private const int MostCards = 16;

    private volatile RateCards[] cards = [];

    public required string Id { get; init; }

    public required Rates Rates { get; init; }

    /// <summary>Above this many prompt tokens the whole request is billed at <see cref="LongPromptRates"/>.</summary>
    public long LongPromptAbove { get; init; } = long.MaxValue;

    public Rates LongPromptRates { get; init; }

    /// <summary>Input and output of one request together, in tokens.</summary>
    public required long ContextWindow { get; init; }

    public required long MaxOutputTokens { get; init; }

    /// <summary>What the fast or priority mode multiplies every rate by; <see langword="null"/> where nobody says.</summary>
    public decimal? FastMultiplier { get; init; }

    /// <summary>
    /// Whether the dearer tier can be the default of a project, so that no request shows it: OpenAI's, and whatever is not known. The fast
    /// mode of Claude and the priority tier of Gemini are to be asked for.
    /// </summary>
    public bool HasTierOfProject => !Id.StartsWith("claude", StringComparison.OrdinalIgnoreCase) && !Id.StartsWith("gemini", StringComparison.OrdinalIgnoreCase);

    /// <summary>The day on which the price was published or read, yyyy-MM-dd.</summary>
    public string? Date { get; init; }

    public string? Source { get; init; }

    /// <summary>The rates, multiplied by what the mode, the tier and the region of a call cost more or less.</summary>
    public RateCards At(decimal multiplier)
    {
        var known = cards;
        foreach (var its in known)
        {
            if (its.Multiplier == multiplier)
            {
                return its;
            }
        }

        var made = new RateCards(this, multiplier);
        if (known.Length < MostCards)
        {
            // Two at once: one is made again later.
            cards = [.. known, made];
        }

        return made;
    }

    /// <summary>The rates that a prompt of this size is billed at.</summary>
    public Rates RatesFor(long promptTokens) => promptTokens > LongPromptAbove ? LongPromptRates : Rates;

    /// <summary>The dearest rates that a prompt of at most this size can be billed at.</summary>
    public Rates DearestRates(long promptTokensAtMost) => promptTokensAtMost > LongPromptAbove ? Rates.Max(Rates, LongPromptRates) : Rates;
}
