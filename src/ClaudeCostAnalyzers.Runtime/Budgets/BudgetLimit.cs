namespace ClaudeCost;

/// <summary>What stopped a call: see <see cref="BudgetExceededException.Limit"/>.</summary>
public enum BudgetLimit
{
    /// <summary><see cref="Budget.MaxCalls"/>: requests that left the process.</summary>
    Calls,

    /// <summary><see cref="Budget.MaxCostUsd"/>: US dollars.</summary>
    Cost,

    /// <summary><see cref="Budget.MaxTokens"/>: input and output tokens.</summary>
    Tokens,

    /// <summary><see cref="Budget.MaxOutputTokens"/>: output tokens.</summary>
    OutputTokens,

    /// <summary><see cref="Budget.MaxInputTokens"/>: input tokens.</summary>
    InputTokens,

    /// <summary><see cref="Budget.Timeout"/>: time since the scope was begun.</summary>
    Time,

    /// <summary>No limit: the scope was disposed, and work that outlives it made the call.</summary>
    ScopeEnded,
}
