namespace ClaudeCost;

/// <summary>What a <see cref="BudgetScope"/> and everything nested in it has used since it was begun, as of one moment.</summary>
public readonly record struct BudgetUsage
{
    /// <summary>Requests that left the process, those in flight included. A request that never reached a server is taken back.</summary>
    public long Calls { get; init; }

    /// <summary>Requests whose outcome is not known yet.</summary>
    public long CallsInFlight { get; init; }

    /// <summary>Requests that the scope refused.</summary>
    public long CallsDenied { get; init; }

    /// <summary>US dollars charged for calls that have ended, <see cref="SuspectCostUsd"/> included.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>US dollars held for the worst case of the calls in flight.</summary>
    public decimal ReservedCostUsd { get; init; }

    /// <summary>Tokens, input and output, charged for calls that have ended.</summary>
    public long Tokens { get; init; }

    /// <summary>Tokens, input and output, held for the worst case of the calls in flight.</summary>
    public long ReservedTokens { get; init; }

    /// <summary>Input tokens, cached or not, charged for calls that have ended.</summary>
    public long InputTokens { get; init; }

    /// <summary>Input tokens held for the worst case of the calls in flight.</summary>
    public long ReservedInputTokens { get; init; }

    /// <summary>Output tokens charged for calls that have ended.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Output tokens held for the worst case of the calls in flight.</summary>
    public long ReservedOutputTokens { get; init; }

    /// <summary>Calls charged at their worst case because no final usage arrived: time-outs, cut streams, server errors.</summary>
    public long SuspectCalls { get; init; }

    /// <summary>US dollars charged for those calls: the provider's bill for them is this or less.</summary>
    public decimal SuspectCostUsd { get; init; }
}

/// <summary>
/// What a call may still take, as of one moment: the least that the scope and the scopes around it have left.
/// <see langword="null"/> where none of them sets that limit. All zero once one of them is closed, for good or until its next window.
/// </summary>
public readonly record struct BudgetRemaining
{
    /// <summary>Calls.</summary>
    public long? Calls { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Tokens, input and output together.</summary>
    public long? Tokens { get; init; }

    /// <summary>Input tokens, cached or not.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Output tokens.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Time.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>
    /// When the next of their windows begins; <see langword="null"/> where no budget has a <see cref="Budget.Window"/>. Of a rolling
    /// window, when the next hour drops out of it.
    /// </summary>
    public DateTimeOffset? RenewsAt { get; init; }
}
