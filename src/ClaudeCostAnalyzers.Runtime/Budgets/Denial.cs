namespace ClaudeCost;

/// <summary>Why an account refused, in the unit of the limit: calls, nano-USD or tokens.</summary>
internal readonly record struct Denial(BudgetAccount Account, BudgetLimit Limit)
{
    /// <summary>Whether the account was closed before this call.</summary>
    public bool WasClosed { get; init; }

    /// <summary>Whether this refusal closed it.</summary>
    public bool JustClosed { get; init; }

    /// <summary>Whether the call could have waited for room, had it been sent by something that can.</summary>
    public bool CouldWait { get; init; }

    /// <summary>What the call needs at worst.</summary>
    public long Needed { get; init; }

    /// <summary>The limit's value.</summary>
    public long Maximum { get; init; }

    /// <summary>What is spent and reserved.</summary>
    public Line Line { get; init; }

    public BudgetWindow? Window { get; init; }

    /// <summary>When the call will have room again at the latest, as UTC ticks; zero if time alone brings none.</summary>
    public long RenewsAt { get; init; }
}
