namespace ClaudeCost;

/// <summary>
/// The account of one scope, or of one budget of the process: the books that limit it, its own or shared by name, and whether it
/// is closed. Knows nothing of HTTP, of prices, or of who is ambient.
/// </summary>
/// <remarks>Calls are charged through an <see cref="AccountChain"/>.</remarks>
internal sealed class BudgetAccount
{
    private readonly Books books;

    // What this scope used; where the books are its own and without windows, they say it themselves.
    private readonly bool keepsTotals;
    private Lines totals;
    private long suspectCalls;
    private long suspectNanoUsd;
    private long denied;
    private BudgetLimit closedBy;
    private volatile bool closedForGood;
    private bool closedForWindow;
    private long closedInWindow;

    public BudgetAccount(BudgetAccount? parent, in Amounts limits, IBudgetOwner? owner = null)
        : this(parent, new Books(limits), owner)
    {
    }

    public BudgetAccount(BudgetAccount? parent, Books books, IBudgetOwner? owner = null)
    {
        Parent = parent;
        this.books = books;
        Owner = owner;
        keepsTotals = books.Window is not null;
        IsSimple = books.Window is null && (parent?.IsSimple ?? true);
        for (var outer = parent; outer is not null; outer = outer.Parent)
        {
            IsSimple &= !ReferenceEquals(outer.books, books);
        }
    }

    /// <summary>Whose account this is: a denial names it.</summary>
    public IBudgetOwner? Owner { get; }

    public BudgetAccount? Parent { get; }

    public Books Books => books;

    /// <summary>Whether this account and all around it have books of their own, without windows: no clock is to be asked, no sum kept twice.</summary>
    public bool IsSimple { get; }

    /// <summary>Whether calls that may get room later wait for it.</summary>
    public bool Waits { get; init; }

    /// <summary>Whether the time of its owner, or of one around it, is limited.</summary>
    public bool IsTimed { get; init; }

    /// <summary>Whether a call that does not fit closes it. Budgets that strangers share stay open for smaller calls.</summary>
    public bool ClosesWhenExceeded { get; init; } = true;

    /// <summary>Whether it is closed, and not only until the next window.</summary>
    public bool IsClosedForGood => closedForGood;

    /// <summary>Whether it is closed, if only until the next window. Under the lock, after the books have turned to the present.</summary>
    public bool IsClosedNow => closedForGood || (closedForWindow && closedInWindow == books.CurrentWindow);

    /// <inheritdoc cref="AccountChain.TryReserve"/>
    public bool TryReserve(in Amounts need, out long ticket, out Denial denial) =>
        new AccountChain(this).TryReserve(need, canWait: false, out ticket, out denial) == Admission.Admitted;

    /// <summary>Reserves here and in all accounts around this one, which are simple, or nowhere. Under the lock.</summary>
    /// <returns>False if one of them is closed or may lack room: then it is to be decided in detail.</returns>
    public bool TryReserveSimply(in Amounts need)
    {
        for (var account = this; account is not null; account = account.Parent)
        {
            if (account.closedForGood || !account.books.TryReserveWithoutWindow(need))
            {
                UnreserveUpTo(account, need);
                return false;
            }
        }

        return true;
    }

    /// <summary>Settles here and in all accounts around this one, which are simple. Under the lock.</summary>
    public void SettleSimply(in Amounts held, in Amounts actual)
    {
        for (var account = this; account is not null; account = account.Parent)
        {
            account.books.SettleWithoutWindow(held, actual);
        }
    }

    private void UnreserveUpTo(BudgetAccount end, in Amounts need)
    {
        for (var account = this; account != end; account = account.Parent!)
        {
            account.books.UnreserveWithoutWindow(need);
        }
    }

    /// <summary>Books a reservation here alone. Under the lock.</summary>
    public void Reserve(in Amounts need)
    {
        if (books.IsFirstTouch())
        {
            books.Reserve(need);
        }

        if (keepsTotals)
        {
            totals.Reserve(need);
        }
    }

    /// <summary>Settles a reservation here alone. Under the lock.</summary>
    public void Settle(long ticket, in Amounts held, in Amounts actual, bool suspect)
    {
        if (books.IsFirstTouch())
        {
            books.Settle(ticket, held, actual);
        }

        if (keepsTotals)
        {
            totals.Settle(held, actual);
        }

        if (suspect)
        {
            suspectCalls += actual.Calls;
            suspectNanoUsd = Money.AddSaturating(suspectNanoUsd, actual.NanoUsd);
        }
    }

    /// <summary>Replaces a charge that was suspect by what the call cost, here alone. Under the lock.</summary>
    public void Correct(long ticket, in Amounts charged, in Amounts actual)
    {
        if (books.IsFirstTouch())
        {
            books.Correct(ticket, charged, actual);
        }

        if (keepsTotals)
        {
            totals.Correct(charged, actual);
        }

        suspectCalls -= charged.Calls;
        suspectNanoUsd = suspectNanoUsd == long.MaxValue ? suspectNanoUsd : suspectNanoUsd - charged.NanoUsd;
    }

    /// <summary>Closes the account, for good.</summary>
    /// <returns>False if it was closed for good before.</returns>
    public bool Close(BudgetLimit limit)
    {
        BooksLock.Enter();
        try
        {
            if (closedForGood)
            {
                return false;
            }

            closedBy = limit;
            closedForGood = true;
        }
        finally
        {
            BooksLock.Exit();
        }

        // Who waits for this account waits in vain.
        WaitingLine.RoomMayHaveCome();
        return true;
    }

    /// <summary>A call was refused for a reason that is not in the books.</summary>
    public void CountDenied()
    {
        BooksLock.Enter();
        denied++;
        BooksLock.Exit();
    }

    public BudgetUsage Usage()
    {
        BooksLock.Enter();
        try
        {
            ref readonly var lines = ref keepsTotals ? ref totals : ref books.Counted;
            return new BudgetUsage
            {
                Calls = Money.AddSaturating(lines.Calls.Spent, lines.Calls.Reserved),
                CallsInFlight = lines.Calls.Reserved,
                CallsDenied = denied,
                CostUsd = Money.ToUsd(lines.NanoUsd.Spent),
                ReservedCostUsd = Money.ToUsd(lines.NanoUsd.Reserved),
                Tokens = lines.Tokens.Spent,
                ReservedTokens = lines.Tokens.Reserved,
                InputTokens = lines.InputTokens.Spent,
                ReservedInputTokens = lines.InputTokens.Reserved,
                OutputTokens = lines.OutputTokens.Spent,
                ReservedOutputTokens = lines.OutputTokens.Reserved,
                SuspectCalls = suspectCalls,
                SuspectCostUsd = Money.ToUsd(suspectNanoUsd),
            };
        }
        finally
        {
            BooksLock.Exit();
        }
    }

    /// <summary>What this account alone has left; <see cref="long.MaxValue"/> where it has no limit.</summary>
    public Amounts Left() => Left(out _, out _);

    /// <summary>What this account alone has left; <see cref="long.MaxValue"/> where it has no limit.</summary>
    /// <param name="closed">Whether it is closed, if only until the next window.</param>
    /// <param name="renewsAt">When its window is over, as UTC ticks; zero without windows.</param>
    public Amounts Left(out bool closed, out long renewsAt)
    {
        BooksLock.Enter();
        try
        {
            books.Turn();
            closed = IsClosedNow;
            renewsAt = books.CurrentEnd;
            return books.Left();
        }
        finally
        {
            BooksLock.Exit();
        }
    }

    /// <summary>Refuses because the account is closed. Under the lock.</summary>
    public Denial RefuseAsClosed(in Amounts need)
    {
        denied++;
        return Denied(closedBy, need) with { WasClosed = true, RenewsAt = closedForGood ? 0 : books.RenewsAt(need) };
    }

    /// <summary>Refuses, without closing, what would have had to wait. Under the lock.</summary>
    public Denial RefuseAsUnableToWait(BudgetLimit limit, in Amounts need)
    {
        denied++;
        return Denied(limit, need) with { CouldWait = true, RenewsAt = books.RenewsAt(need) };
    }

    /// <summary>
    /// Refuses for lack of room, which closes the account. Room for one more call in parallel comes again soon, so its lack
    /// closes nothing; and where calls wait for the next window, one that fits into none must not end the wait of the others.
    /// Under the lock.
    /// </summary>
    public Denial Refuse(BudgetLimit limit, in Amounts need)
    {
        denied++;
        var denial = Denied(limit, need) with { RenewsAt = books.RenewsAt(need) };
        if (!ClosesWhenExceeded || limit == BudgetLimit.Concurrency || (Waits && books.Window is not null))
        {
            return denial;
        }

        closedBy = limit;
        if (books.Window is null)
        {
            closedForGood = true;
        }
        else
        {
            closedForWindow = true;
            closedInWindow = books.CurrentWindow;
        }

        return denial with { JustClosed = true };
    }

    private Denial Denied(BudgetLimit limit, in Amounts need)
    {
        var (needed, maximum) = limit switch
        {
            BudgetLimit.Calls => (need.Calls, books.Limits.Calls),
            BudgetLimit.Cost => (need.NanoUsd, books.Limits.NanoUsd),
            BudgetLimit.Tokens => (need.Tokens, books.Limits.Tokens),
            BudgetLimit.OutputTokens => (need.OutputTokens, books.Limits.OutputTokens),
            BudgetLimit.InputTokens => (need.InputTokens, books.Limits.InputTokens),
            BudgetLimit.Concurrency => (1, books.MostOpen),
            _ => (0, 0),
        };
        var line = limit == BudgetLimit.Concurrency ? new Line { Reserved = books.Open } : books.Counted.Of(limit);
        return new Denial(this, limit) { Needed = needed, Maximum = maximum, Line = line, Window = books.Window };
    }
}
