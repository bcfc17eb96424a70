namespace ClaudeCost;

/// <summary>
/// The account of one scope: the books that limit it, its own or shared by name, and whether it is closed. Knows nothing of
/// HTTP, of prices, or of who is ambient.
/// </summary>
/// <remarks>A call is charged to the account and all its parents in one step, innermost first. Nothing here allocates.</remarks>
internal sealed class BudgetAccount
{
    private readonly BudgetAccount? parent;
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

    public BudgetAccount(BudgetAccount? parent, in Amounts limits, object? owner = null)
        : this(parent, new Books(limits), owner)
    {
    }

    public BudgetAccount(BudgetAccount? parent, Books books, object? owner = null)
    {
        this.parent = parent;
        this.books = books;
        Owner = owner;
        keepsTotals = books.Window is not null;
    }

    /// <summary>Whose account this is: a denial names it.</summary>
    public object? Owner { get; }

    public Books Books => books;

    /// <summary>Whether it is closed, and not only until the next window.</summary>
    public bool IsClosedForGood => closedForGood;

    /// <summary>
    /// Reserves an amount in this account and all its parents, or in none. A refusal for lack of room closes the account that
    /// lacks it: for good, or until its next window.
    /// </summary>
    /// <param name="need">The amount.</param>
    /// <param name="ticket">What <see cref="Settle"/> wants back.</param>
    /// <param name="denial">Why it was refused.</param>
    public bool TryReserve(in Amounts need, out long ticket, out Denial denial)
    {
        BooksLock.Enter();
        try
        {
            ticket = BooksLock.Operation;
            for (var account = this; account is not null; account = account.parent)
            {
                account.books.Turn();
                if (account.IsClosedNow)
                {
                    account.denied++;
                    denial = account.Denied(account.closedBy, need, justClosed: false);
                    return false;
                }
            }

            for (var account = this; account is not null; account = account.parent)
            {
                if (account.books.FirstLackOf(need) is { } limit)
                {
                    account.denied++;
                    denial = account.Denied(limit, need, justClosed: true);
                    account.Shut(limit, forGood: account.books.Window is null);
                    return false;
                }
            }

            for (var account = this; account is not null; account = account.parent)
            {
                if (account.books.IsFirstTouch())
                {
                    account.books.Reserve(need);
                }

                if (account.keepsTotals)
                {
                    account.totals.Reserve(need);
                }
            }

            denial = default;
            return true;
        }
        finally
        {
            BooksLock.Exit();
        }
    }

    /// <summary>
    /// Replaces a reservation by what the call cost, in the window in which it was made. <paramref name="suspect"/> marks an
    /// amount that no final usage confirms.
    /// </summary>
    /// <returns>False if the amount exceeds the reservation: the bound was broken.</returns>
    public bool Settle(long ticket, in Amounts held, in Amounts actual, bool suspect)
    {
        BooksLock.Enter();
        try
        {
            for (var account = this; account is not null; account = account.parent)
            {
                if (account.books.IsFirstTouch())
                {
                    account.books.Settle(ticket, held, actual);
                }

                if (account.keepsTotals)
                {
                    account.totals.Settle(held, actual);
                }

                if (suspect)
                {
                    account.suspectCalls += actual.Calls;
                    account.suspectNanoUsd = Money.AddSaturating(account.suspectNanoUsd, actual.NanoUsd);
                }
            }
        }
        finally
        {
            BooksLock.Exit();
        }

        return actual.NanoUsd <= held.NanoUsd && actual.Tokens <= held.Tokens
            && actual.OutputTokens <= held.OutputTokens && actual.InputTokens <= held.InputTokens;
    }

    /// <summary>Closes the account, for good.</summary>
    /// <returns>False if it was closed for good before.</returns>
    public bool Close(BudgetLimit limit)
    {
        BooksLock.Enter();
        try
        {
            return Shut(limit, forGood: true);
        }
        finally
        {
            BooksLock.Exit();
        }
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

    // Under the lock, after the books have turned to the present.
    private bool IsClosedNow => closedForGood || (closedForWindow && closedInWindow == books.CurrentWindow);

    private bool Shut(BudgetLimit limit, bool forGood)
    {
        if (closedForGood)
        {
            return false;
        }

        closedBy = limit;
        if (forGood)
        {
            closedForGood = true;
        }
        else
        {
            closedForWindow = true;
            closedInWindow = books.CurrentWindow;
        }

        return true;
    }

    private Denial Denied(BudgetLimit limit, in Amounts need, bool justClosed)
    {
        var (needed, maximum) = limit switch
        {
            BudgetLimit.Calls => (need.Calls, books.Limits.Calls),
            BudgetLimit.Cost => (need.NanoUsd, books.Limits.NanoUsd),
            BudgetLimit.Tokens => (need.Tokens, books.Limits.Tokens),
            BudgetLimit.OutputTokens => (need.OutputTokens, books.Limits.OutputTokens),
            BudgetLimit.InputTokens => (need.InputTokens, books.Limits.InputTokens),
            _ => (0, 0),
        };
        var renewsAt = closedForGood ? 0 : books.RenewsAt(need);
        return new Denial(this, limit, justClosed, needed, maximum, books.Counted.Of(limit), books.Window, renewsAt);
    }
}

/// <summary>Why an account refused, in the unit of the limit: calls, nano-USD or tokens.</summary>
/// <param name="Account">The account.</param>
/// <param name="Limit">The limit that was reached, now or when the account was closed.</param>
/// <param name="JustClosed">Whether this refusal closed the account.</param>
/// <param name="Needed">What the call needs at worst.</param>
/// <param name="Maximum">The limit's value.</param>
/// <param name="Line">What is spent and reserved.</param>
/// <param name="Window">The window of the budget.</param>
/// <param name="RenewsAt">When the call will have room again at the latest, as UTC ticks; zero if time alone brings none.</param>
internal readonly record struct Denial(
    BudgetAccount Account, BudgetLimit Limit, bool JustClosed, long Needed, long Maximum, Line Line, BudgetWindow? Window = null, long RenewsAt = 0);
