namespace ClaudeCost;

/// <summary>Whether a call may leave.</summary>
internal enum Admission
{
    Admitted,
    Refused,

    /// <summary>It has no room now, but may get some, and the budget says that it should wait.</summary>
    MustWait,
}

/// <summary>
/// The accounts that one call is charged to, in one step: those of the scopes around it, innermost first, then those of the
/// process. Nothing here allocates.
/// </summary>
/// <param name="Scope">The account of the innermost scope; <see langword="null"/> outside every scope.</param>
/// <param name="Process">The accounts that hold for calls whatever their scope.</param>
internal readonly record struct AccountChain(BudgetAccount? Scope, BudgetAccount[] Process)
{
    public AccountChain(BudgetAccount scope)
        : this(scope, [])
    {
    }

    public bool IsEmpty => Scope is null && Process.Length == 0;

    private bool IsSimple => Process.Length == 0 && Scope is { IsSimple: true };

    /// <summary>The way that nearly all calls go: reserves if there is room for certain. Such a reservation has ticket 0.</summary>
    /// <returns>False, and nothing has happened, if it must be decided in detail.</returns>
    public bool TryReserveSimply(in Amounts need)
    {
        if (!IsSimple)
        {
            return false;
        }

        BooksLock.EnterWithoutNumber();
        try
        {
            return Scope!.TryReserveSimply(need);
        }
        finally
        {
            BooksLock.Exit();
        }
    }

    /// <summary>
    /// Reserves an amount in all accounts, or in none. A refusal for lack of room closes the account that lacks it: for good, or
    /// until its next window.
    /// </summary>
    /// <param name="need">The amount.</param>
    /// <param name="canWait">Whether the caller can wait. Otherwise what would have to wait is refused.</param>
    /// <param name="ticket">What <see cref="Settle"/> wants back.</param>
    /// <param name="denial">Why it was refused.</param>
    public Admission TryReserve(in Amounts need, bool canWait, out long ticket, out Denial denial)
    {
        BooksLock.Enter();
        try
        {
            ticket = BooksLock.Operation;
            return Decide(need, canWait, out denial, out _);
        }
        finally
        {
            BooksLock.Exit();
        }
    }

    /// <summary>Gives back a reservation of another chain, unused, and reserves an amount here, in one step.</summary>
    public bool TryExchange(in AccountChain from, long held, in Amounts amounts, in Amounts need, out long ticket, out Denial denial)
    {
        bool admitted;
        BooksLock.Enter();
        try
        {
            from.SettleAll(held, amounts, default, suspect: false);
            BooksLock.NextOperation();
            ticket = BooksLock.Operation;
            admitted = Decide(need, canWait: false, out denial, out _) == Admission.Admitted;
        }
        finally
        {
            BooksLock.Exit();
        }

        WaitingLine.RoomMayHaveCome();
        return admitted;
    }

    /// <summary>
    /// Replaces a reservation by what the call cost, in the window in which it was made. <paramref name="suspect"/> marks an
    /// amount that no final usage confirms.
    /// </summary>
    /// <returns>False if the amount exceeds the reservation: the bound was broken.</returns>
    public bool Settle(long ticket, in Amounts held, in Amounts actual, bool suspect)
    {
        if (suspect || !IsSimple)
        {
            SettleInDetail(ticket, held, actual, suspect);
        }
        else
        {
            BooksLock.EnterWithoutNumber();
            try
            {
                Scope!.SettleSimply(held, actual);
            }
            finally
            {
                BooksLock.Exit();
            }
        }

        WaitingLine.RoomMayHaveCome();
        return IsWithin(actual, held);
    }

    /// <summary>
    /// Replaces a charge that was suspect by what the call cost, in the window in which it was reserved. Nothing that was closed opens
    /// again.
    /// </summary>
    /// <returns>False if the amount exceeds the charge: the bound was broken.</returns>
    public bool Correct(long ticket, in Amounts charged, in Amounts actual)
    {
        BooksLock.Enter();
        try
        {
            var next = 0;
            for (var account = First(ref next); account is not null; account = Next(account, ref next))
            {
                account.Correct(ticket, charged, actual);
            }
        }
        finally
        {
            BooksLock.Exit();
        }

        WaitingLine.RoomMayHaveCome();
        return IsWithin(actual, charged);
    }

    /// <summary>Whether a call that came earlier waits for one of these accounts, in this round of the waiting line.</summary>
    public bool IsBehindOther(long round)
    {
        var next = 0;
        for (var account = First(ref next); account is not null; account = Next(account, ref next))
        {
            if (account.Books.BlockedInRound == round)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Decides and, if there is room, reserves. To be called under the lock.</summary>
    /// <param name="need">The amount.</param>
    /// <param name="canWait">Whether the caller can wait.</param>
    /// <param name="denial">Why it was refused.</param>
    /// <param name="blocking">What it has to wait for.</param>
    public Admission Decide(in Amounts need, bool canWait, out Denial denial, out BudgetAccount? blocking)
    {
        denial = default;
        blocking = null;
        var next = 0;
        for (var account = First(ref next); account is not null; account = Next(account, ref next))
        {
            account.Books.Turn();
            if (account.IsClosedNow)
            {
                denial = account.RefuseAsClosed(need);
                return Admission.Refused;
            }
        }

        next = 0;
        var waitsFor = BudgetLimit.Calls;
        for (var account = First(ref next); account is not null; account = Next(account, ref next))
        {
            if (account.Books.FirstLackOf(need) is not { } limit)
            {
                continue;
            }

            if (!account.Waits || !account.Books.MayGetRoom(need))
            {
                denial = account.Refuse(limit, need);
                blocking = null;
                return Admission.Refused;
            }

            if (blocking is null)
            {
                blocking = account;
                waitsFor = limit;
            }
        }

        if (blocking is not null)
        {
            if (canWait)
            {
                return Admission.MustWait;
            }

            denial = blocking.RefuseAsUnableToWait(waitsFor, need);
            return Admission.Refused;
        }

        next = 0;
        for (var account = First(ref next); account is not null; account = Next(account, ref next))
        {
            account.Reserve(need);
        }

        return Admission.Admitted;
    }

    private static bool IsWithin(in Amounts actual, in Amounts held) => actual.NanoUsd <= held.NanoUsd && actual.Tokens <= held.Tokens
        && actual.OutputTokens <= held.OutputTokens && actual.InputTokens <= held.InputTokens;

    private void SettleInDetail(long ticket, in Amounts held, in Amounts actual, bool suspect)
    {
        BooksLock.Enter();
        try
        {
            SettleAll(ticket, held, actual, suspect);
        }
        finally
        {
            BooksLock.Exit();
        }
    }

    private void SettleAll(long ticket, in Amounts held, in Amounts actual, bool suspect)
    {
        var next = 0;
        for (var account = First(ref next); account is not null; account = Next(account, ref next))
        {
            account.Settle(ticket, held, actual, suspect);
        }
    }

    private BudgetAccount? First(ref int next) => Scope ?? (next < Process.Length ? Process[next++] : null);

    private BudgetAccount? Next(BudgetAccount account, ref int next) => account.Parent ?? (next < Process.Length ? Process[next++] : null);
}
