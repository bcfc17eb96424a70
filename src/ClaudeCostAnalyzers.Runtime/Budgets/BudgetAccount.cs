namespace ClaudeCost;

/// <summary>
/// The books of one scope: what is spent, what is reserved for calls in flight, what is allowed. Knows nothing of HTTP, of
/// prices, or of who is ambient.
/// </summary>
/// <remarks>
/// <para>Invariant, for every limit, at every moment: <c>spent + reserved &lt;= limit</c>, unless a settlement came in above its
/// reservation (then the whole amount is booked all the same, and <see cref="Settle"/> says so).</para>
/// <para>A call is charged to the account and all its parents in one step, innermost first. Nothing here allocates.</para>
/// </remarks>
internal sealed class BudgetAccount
{
    private readonly TreeLock gate;
    private readonly BudgetAccount? parent;
    private readonly Amounts limits;
    private Line calls;
    private Line nanoUsd;
    private Line tokens;
    private Line outputTokens;
    private long suspectCalls;
    private long suspectNanoUsd;
    private long denied;
    private BudgetLimit closedBy;
    private volatile bool closed;

    public BudgetAccount(BudgetAccount? parent, in Amounts limits, object? owner = null)
    {
        this.parent = parent;
        this.limits = limits;
        gate = parent?.gate ?? new TreeLock();
        Owner = owner;
    }

    /// <summary>Whose books these are: a denial names it.</summary>
    public object? Owner { get; }

    public bool IsClosed => closed;

    public BudgetLimit ClosedBy => closedBy;

    /// <summary>
    /// Reserves an amount in this account and all its parents, or in none. A refusal for lack of room closes the account that
    /// lacks it, for good.
    /// </summary>
    public bool TryReserve(in Amounts need, out Denial denial)
    {
        gate.Enter();
        try
        {
            for (var account = this; account is not null; account = account.parent)
            {
                if (account.closed)
                {
                    account.denied++;
                    denial = account.Denied(account.closedBy, need, justClosed: false);
                    return false;
                }
            }

            for (var account = this; account is not null; account = account.parent)
            {
                if (account.FirstLackOf(need) is { } limit)
                {
                    account.denied++;
                    denial = account.Denied(limit, need, justClosed: true);
                    account.Shut(limit);
                    return false;
                }
            }

            for (var account = this; account is not null; account = account.parent)
            {
                account.calls.Reserved += need.Calls;
                account.nanoUsd.Reserved += need.NanoUsd;
                account.tokens.Reserved += need.Tokens;
                account.outputTokens.Reserved += need.OutputTokens;
            }

            denial = default;
            return true;
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>
    /// Replaces a reservation by what the call cost. <paramref name="suspect"/> marks an amount that no final usage confirms.
    /// </summary>
    /// <returns>False if the amount exceeds the reservation: the bound was broken.</returns>
    public bool Settle(in Amounts held, in Amounts actual, bool suspect)
    {
        gate.Enter();
        try
        {
            for (var account = this; account is not null; account = account.parent)
            {
                account.calls.Settle(held.Calls, actual.Calls);
                account.nanoUsd.Settle(held.NanoUsd, actual.NanoUsd);
                account.tokens.Settle(held.Tokens, actual.Tokens);
                account.outputTokens.Settle(held.OutputTokens, actual.OutputTokens);
                if (suspect)
                {
                    account.suspectCalls += actual.Calls;
                    account.suspectNanoUsd = Money.AddSaturating(account.suspectNanoUsd, actual.NanoUsd);
                }
            }
        }
        finally
        {
            gate.Exit();
        }

        return actual.NanoUsd <= held.NanoUsd && actual.Tokens <= held.Tokens && actual.OutputTokens <= held.OutputTokens;
    }

    /// <summary>Closes the account, for good.</summary>
    /// <returns>False if it was closed before.</returns>
    public bool Close(BudgetLimit limit)
    {
        gate.Enter();
        try
        {
            return Shut(limit);
        }
        finally
        {
            gate.Exit();
        }
    }

    public BudgetUsage Usage()
    {
        gate.Enter();
        try
        {
            return new BudgetUsage
            {
                Calls = Money.AddSaturating(calls.Spent, calls.Reserved),
                CallsInFlight = calls.Reserved,
                CallsDenied = denied,
                CostUsd = Money.ToUsd(nanoUsd.Spent),
                ReservedCostUsd = Money.ToUsd(nanoUsd.Reserved),
                Tokens = tokens.Spent,
                ReservedTokens = tokens.Reserved,
                OutputTokens = outputTokens.Spent,
                ReservedOutputTokens = outputTokens.Reserved,
                SuspectCalls = suspectCalls,
                SuspectCostUsd = Money.ToUsd(suspectNanoUsd),
            };
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>What this account alone has left; <see cref="long.MaxValue"/> where it has no limit.</summary>
    public Amounts Left()
    {
        gate.Enter();
        try
        {
            return new Amounts(
                calls.Room(limits.Calls),
                nanoUsd.Room(limits.NanoUsd),
                tokens.Room(limits.Tokens),
                outputTokens.Room(limits.OutputTokens));
        }
        finally
        {
            gate.Exit();
        }
    }

    private BudgetLimit? FirstLackOf(in Amounts need) =>
        need.Calls > calls.Room(limits.Calls) ? BudgetLimit.Calls
        : need.NanoUsd > nanoUsd.Room(limits.NanoUsd) ? BudgetLimit.Cost
        : need.Tokens > tokens.Room(limits.Tokens) ? BudgetLimit.Tokens
        : need.OutputTokens > outputTokens.Room(limits.OutputTokens) ? BudgetLimit.OutputTokens
        : null;

    private bool Shut(BudgetLimit limit)
    {
        if (closed)
        {
            return false;
        }

        closedBy = limit;
        closed = true;
        return true;
    }

    private Denial Denied(BudgetLimit limit, in Amounts need, bool justClosed) => limit switch
    {
        BudgetLimit.Calls => new Denial(this, limit, justClosed, need.Calls, limits.Calls, calls),
        BudgetLimit.Cost => new Denial(this, limit, justClosed, need.NanoUsd, limits.NanoUsd, nanoUsd),
        BudgetLimit.Tokens => new Denial(this, limit, justClosed, need.Tokens, limits.Tokens, tokens),
        BudgetLimit.OutputTokens => new Denial(this, limit, justClosed, need.OutputTokens, limits.OutputTokens, outputTokens),
        _ => new Denial(this, limit, justClosed, 0, 0, default),
    };

    /// <summary>One kind of amount: what is spent for certain or under suspicion, and what calls in flight hold.</summary>
    internal struct Line
    {
        public long Spent;
        public long Reserved;

        public readonly long Room(long limit)
        {
            var unspent = limit - Spent;
            return unspent > Reserved ? unspent - Reserved : 0;
        }

        public void Settle(long held, long actual)
        {
            Reserved -= held;
            Spent = Money.AddSaturating(Spent, actual);
        }
    }
}

/// <summary>Why an account refused, in the unit of the limit: calls, nano-USD or tokens.</summary>
internal readonly record struct Denial(BudgetAccount Account, BudgetLimit Limit, bool JustClosed, long Needed, long Maximum, BudgetAccount.Line Line);
