using ClaudeCost.Usage;

namespace ClaudeCost;

/// <summary>What a reply says was used, as it says it; <see langword="null"/> where it names no such field.</summary>
public sealed record LedgerUsage
{
    /// <summary>Input tokens that neither came from the cache nor were written to it.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Output tokens, thinking included.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Tokens read from the prompt cache.</summary>
    public long? CacheReadTokens { get; init; }

    /// <summary>All tokens written to the prompt cache; the next two split them by lifetime.</summary>
    public long? CacheWriteTokens { get; init; }

    /// <summary>Tokens written to the prompt cache for 5 minutes.</summary>
    public long? CacheWrite5mTokens { get; init; }

    /// <summary>Tokens written to the prompt cache for 1 hour.</summary>
    public long? CacheWrite1hTokens { get; init; }

    /// <summary>Web searches by the provider.</summary>
    public long? WebSearches { get; init; }

    /// <summary>Whether the fast mode or the priority tier served the call.</summary>
    public bool? Fast { get; init; }

    /// <summary>Whether a region served the call that costs more.</summary>
    public bool? Regional { get; init; }

    /// <summary>The model of a step; <see langword="null"/> for the whole call.</summary>
    public string? Model { get; init; }

    /// <summary>The steps of a call that ran in several, or on several models.</summary>
    public IReadOnlyList<LedgerUsage> Iterations { get; init; } = [];

    internal static LedgerUsage Of(TokenUsage usage) => new()
    {
        InputTokens = usage.Input,
        OutputTokens = usage.Output,
        CacheReadTokens = usage.CacheRead,
        CacheWriteTokens = usage.CacheWrite,
        CacheWrite5mTokens = usage.CacheWrite5m,
        CacheWrite1hTokens = usage.CacheWrite1h,
        WebSearches = usage.WebSearches,
        Fast = usage.Fast,
        Regional = usage.Regional,
        Model = usage.Model,

        // Iterations of iterations are in no API.
        Iterations = usage.Iterations is { } parts ? [.. parts.Select(static part => Of(part) with { Iterations = [] })] : [],
    };
}
