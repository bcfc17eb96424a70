namespace ClaudeCost.Usage;

/// <summary>What a reply says was used, in tokens. A field is <see langword="null"/> until the reply has named it.</summary>
internal sealed class TokenUsage
{
    /// <summary>Input tokens that neither came from the cache nor were written to it.</summary>
    public long? Input { get; set; }

    public long? Output { get; set; }

    public long? CacheRead { get; set; }

    /// <summary>All tokens written to the cache; the next two split them by lifetime.</summary>
    public long? CacheWrite { get; set; }

    public long? CacheWrite5m { get; set; }

    public long? CacheWrite1h { get; set; }

    public long? WebSearches { get; set; }

    /// <summary>Whether the fast mode or the priority tier served the call.</summary>
    public bool? Fast { get; set; }

    /// <summary>Whether the call was served at half the price: OpenAI's flex tier, a batch.</summary>
    public bool? Half { get; set; }

    /// <summary>Uses of tools that the provider runs and bills by the use, where the reply lists them.</summary>
    public long? HostedToolUses { get; set; }

    /// <summary>Whether the call was served in a region that costs more.</summary>
    public bool? Regional { get; set; }

    /// <summary>Input and output together, where the reply names that beside both.</summary>
    public long? Total { get; set; }

    /// <summary>Whether there are tokens of a kind that the catalogue has no price for, or something in the place of a count that is none.</summary>
    public bool CannotBePriced { get; set; }

    /// <summary>The model of an iteration; the reply's own model stands beside the usage.</summary>
    public string? Model { get; set; }

    /// <summary>The parts of a call that ran in several steps or on several models.</summary>
    public List<TokenUsage>? Iterations { get; set; }

    /// <summary>Whether anything was read from the cache or written to it.</summary>
    public bool NamesCache => (CacheRead ?? CacheWrite ?? CacheWrite5m ?? CacheWrite1h) is not null;

    /// <summary>Tokens written to the cache of which the reply does not say for how long.</summary>
    public long UnsplitCacheWrite => Math.Max(0, (CacheWrite ?? 0) - (CacheWrite5m ?? 0) - (CacheWrite1h ?? 0));

    /// <summary>All of the prompt: read from the cache, written to it, and neither.</summary>
    public long PromptTokens => (Input ?? 0) + (CacheRead ?? 0) + (CacheWrite5m ?? 0) + (CacheWrite1h ?? 0) + UnsplitCacheWrite;

    /// <summary>Takes over what a later report of the same call names; reports are cumulative.</summary>
    public void Update(TokenUsage later)
    {
        Input = later.Input ?? Input;
        Output = later.Output ?? Output;
        CacheRead = later.CacheRead ?? CacheRead;
        CacheWrite = later.CacheWrite ?? CacheWrite;
        CacheWrite5m = later.CacheWrite5m ?? CacheWrite5m;
        CacheWrite1h = later.CacheWrite1h ?? CacheWrite1h;
        WebSearches = later.WebSearches ?? WebSearches;
        Fast = later.Fast ?? Fast;
        Half = later.Half ?? Half;
        HostedToolUses = later.HostedToolUses ?? HostedToolUses;
        Regional = later.Regional ?? Regional;
        CannotBePriced |= later.CannotBePriced;
        Iterations = later.Iterations ?? Iterations;
    }

    /// <summary>Adds what another call used.</summary>
    public void Add(TokenUsage other)
    {
        Input = Sum(Input, other.Input);
        Output = Sum(Output, other.Output);
        CacheRead = Sum(CacheRead, other.CacheRead);
        CacheWrite = Sum(CacheWrite, other.CacheWrite);
        CacheWrite5m = Sum(CacheWrite5m, other.CacheWrite5m);
        CacheWrite1h = Sum(CacheWrite1h, other.CacheWrite1h);
        WebSearches = Sum(WebSearches, other.WebSearches);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Input = Output = CacheRead = CacheWrite = CacheWrite5m = CacheWrite1h = WebSearches = HostedToolUses = Total = null;
        Fast = Half = Regional = null;
        CannotBePriced = false;
        Model = null;
        Iterations = null;
    }

    private static long? Sum(long? a, long? b) => a is null ? b : a + (b ?? 0);

    /// <summary>The same, for whoever keeps it.</summary>
    public TokenUsage Copy() => (TokenUsage)MemberwiseClone();
}
