namespace ClaudeCost;

/// <summary>What an alert is about.</summary>
public enum BudgetAlertKind
{
    /// <summary>A budget has used so much of a limit, in per cent; at 100, also when it has refused a call for that limit. Once for each budget, window, limit and threshold.</summary>
    Threshold,

    /// <summary>At the pace of its window so far, a budget will reach a limit before the window ends. Once for each budget, window and limit.</summary>
    Forecast,

    /// <summary>Spending in this hour is above that of the hours before. Once for each scope's name and hour.</summary>
    Spike,

    /// <summary>A key is used that was not used for long. Once for each time that it comes back.</summary>
    DormantKey,

    /// <summary>A call used more than its worst case: the bound is wrong. Once for each model and day.</summary>
    BoundViolated,

    /// <summary>The price list is old. Once for each list.</summary>
    PricesStale,

    /// <summary>An alert could not be delivered to another place. Once for each alert and place.</summary>
    DeliveryFailed,
}
