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

    /// <summary><see cref="Budget.MaxConcurrentCalls"/>: calls in flight. It closes nothing.</summary>
    Concurrency,

    /// <summary><see cref="Budget.MaxAttemptsPerCall"/>: attempts of one call. It closes nothing.</summary>
    Attempts,

    /// <summary><see cref="Budget.MaxDepth"/>: scopes of one name inside each other. It closes nothing; the scope is not begun.</summary>
    Depth,

    /// <summary><see cref="Budget.OnUnbounded"/>: the cost of the call cannot be bounded. It closes nothing.</summary>
    Unbounded,

    /// <summary><see cref="Budget.Timeout"/>: time since the scope was begun.</summary>
    Time,

    /// <summary>No limit: all calls are stopped; see <see cref="BudgetGuard.Stop"/>.</summary>
    Stopped,

    /// <summary>No limit: the scope was disposed, and work that outlives it made the call.</summary>
    ScopeEnded,
}
