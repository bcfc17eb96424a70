namespace ClaudeCost;

/// <summary>Works out what a call may still take in a scope and in all scopes around it.</summary>
internal static class ScopeRemaining
{
    public static BudgetRemaining Of(BudgetScope innermost)
    {
        innermost.CloseWhatIsLate();
        var least = Amounts.Unlimited;
        TimeSpan? time = null;
        (long At, BudgetWindow? Window) renewal = (long.MaxValue, null);
        var open = true;
        for (var scope = innermost; scope is not null; scope = scope.Parent)
        {
            least = Amounts.Least(least, scope.Account.Left(out var closed, out var renewsAt));
            open &= !closed;
            if (renewsAt != 0 && renewsAt < renewal.At)
            {
                renewal = (renewsAt, scope.Account.Books.Window);
            }

            if (scope.Time?.Left is { } its && (time is null || its < time))
            {
                time = its;
            }
        }

        long? Limited(long amount) => amount == long.MaxValue ? null : open ? amount : 0;
        return new BudgetRemaining
        {
            Calls = Limited(least.Calls),
            CostUsd = Limited(least.NanoUsd) is { } nano ? Money.ToUsd(nano) : null,
            Tokens = Limited(least.Tokens),
            InputTokens = Limited(least.InputTokens),
            OutputTokens = Limited(least.OutputTokens),
            Time = time is null || open ? time : TimeSpan.Zero,
            RenewsAt = renewal.Window?.Local(renewal.At),
        };
    }
}
