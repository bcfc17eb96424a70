namespace ClaudeCost;

/// <summary>Lets a call through, makes it wait, or refuses it with the exception that the caller gets.</summary>
internal static class CallGate
{
    /// <summary>Reserves an amount in all accounts, without waiting.</summary>
    /// <param name="chain">The accounts.</param>
    /// <param name="need">The worst case of the call.</param>
    /// <param name="why">A sentence for the exception on why the worst case is as large as it is.</param>
    /// <returns>The ticket that <see cref="AccountChain.Settle"/> wants back.</returns>
    /// <exception cref="BudgetExceededException">It does not fit; nothing is reserved.</exception>
    public static long Reserve(in AccountChain chain, in Amounts need, string? why)
    {
        CloseWhatIsLate(chain);
        return chain.TryReserveSimply(need) ? 0 : ReserveInDetail(chain, need, why);
    }

    /// <summary>Gives back one reservation and makes another, in one step and without waiting.</summary>
    /// <exception cref="BudgetExceededException">The other does not fit; then nothing is reserved.</exception>
    public static long Exchange(in AccountChain from, long held, in Amounts amounts, in AccountChain to, in Amounts need, string? why)
    {
        CloseWhatIsLate(to);
        return to.TryExchange(from, held, amounts, need, out var ticket, out var denial) ? ticket : throw Refused(denial, why);
    }

    /// <summary>Reserves an amount in all accounts, and waits for room where the budgets say so.</summary>
    /// <inheritdoc cref="Reserve"/>
    /// <exception cref="OperationCanceledException">The wait was given up; nothing is reserved.</exception>
    public static ValueTask<long> ReserveAsync(in AccountChain chain, in Amounts need, string? why, CancellationToken cancellationToken)
    {
        CloseWhatIsLate(chain);

        // Nobody passes those who wait already.
        if (WaitingLine.Count == 0)
        {
            if (chain.TryReserveSimply(need))
            {
                return default;
            }

            var admission = chain.TryReserve(need, canWait: true, out var ticket, out var denial);
            if (admission != Admission.MustWait)
            {
                return admission == Admission.Admitted ? new ValueTask<long>(ticket) : throw Refused(denial, why);
            }
        }

        return WaitAsync(chain, need, why, cancellationToken);
    }

    private static long ReserveInDetail(in AccountChain chain, in Amounts need, string? why) =>
        chain.TryReserve(need, canWait: false, out var ticket, out var denial) == Admission.Admitted ? ticket : throw Refused(denial, why);

    private static async ValueTask<long> WaitAsync(AccountChain chain, Amounts need, string? why, CancellationToken cancellationToken)
    {
        var (admission, ticket, denial) = await WaitingLine.JoinAsync(chain, need, cancellationToken).ConfigureAwait(false);
        return admission == Admission.Admitted ? ticket : throw Refused(denial, why);
    }

    private static void CloseWhatIsLate(in AccountChain chain)
    {
        if (chain.Scope is { IsTimed: true, Owner: BudgetScope scope })
        {
            scope.CloseWhatIsLate();
        }
    }

    private static BudgetExceededException Refused(in Denial denial, string? why)
    {
        var owner = denial.Account.Owner!;
        if (denial.JustClosed && denial.Account.IsClosedForGood)
        {
            owner.Closed();
        }

        return new BudgetExceededException(owner, denial, why);
    }
}
