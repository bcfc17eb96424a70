namespace ClaudeCost;

/// <summary>Something about budgets that somebody should know now. Holds neither prompt nor key.</summary>
/// <remarks>Immutable, hence safe to share between threads.</remarks>
public sealed record BudgetAlert
{
    /// <summary>Names the alert; the same in every attempt to deliver it.</summary>
    public string Id { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>What it is about.</summary>
    public BudgetAlertKind Kind { get; init; }

    /// <summary>When it was raised, UTC.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The name of the scope or budget; empty where it is about none.</summary>
    public string Budget { get; init; } = "";

    /// <summary>The limit that it is about.</summary>
    public BudgetLimit? Limit { get; init; }

    /// <summary>The threshold that was reached, in per cent of the limit.</summary>
    public int? ThresholdPercent { get; init; }

    /// <summary>What was spent, in the unit of the limit; of a spike, the US dollars of this hour.</summary>
    public decimal? Spent { get; init; }

    /// <summary>The limit's value, in its unit; of a spike, the US dollars of an hour before.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>When the window began, UTC; <see langword="null"/> for a budget without one.</summary>
    public DateTimeOffset? WindowStart { get; init; }

    /// <summary>When the window ends, UTC; <see langword="null"/> for a budget without one.</summary>
    public DateTimeOffset? WindowEnd { get; init; }

    /// <summary>The model that it is about.</summary>
    public string? Model { get; init; }

    /// <summary>The last four characters of the key that it is about.</summary>
    public string? KeyEnd { get; init; }

    /// <summary>One or two sentences in English.</summary>
    public string Message { get; init; } = "";
}
