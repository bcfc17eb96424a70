namespace ClaudeCost.Alerts;

/// <summary>The limits of a budget that are set, each with what is spent of it.</summary>
internal static class LimitLines
{
    private static readonly BudgetLimit[] Kinds = [BudgetLimit.Calls, BudgetLimit.Cost, BudgetLimit.Tokens, BudgetLimit.InputTokens, BudgetLimit.OutputTokens];

    public static IEnumerable<(BudgetLimit Limit, long Spent, long Maximum)> Of(BooksLevel level) => Kinds
        .Select(kind => (kind, level.Counted.Of(kind).Spent, MaximumOf(level.Limits, kind)))
        .Where(static line => line.Item3 is > 0 and < long.MaxValue);

    public static decimal InUnit(BudgetLimit limit, long amount) => limit == BudgetLimit.Cost ? Money.ToUsd(amount) : amount;

    public static string Text(BudgetLimit limit, long amount) => limit switch
    {
        BudgetLimit.Cost => Money.Format(Money.ToUsd(amount)),
        BudgetLimit.Calls => FormattableString.Invariant($"{amount:N0} calls"),
        BudgetLimit.InputTokens => FormattableString.Invariant($"{amount:N0} input tokens"),
        BudgetLimit.OutputTokens => FormattableString.Invariant($"{amount:N0} output tokens"),
        _ => FormattableString.Invariant($"{amount:N0} tokens"),
    };

    public static DateTimeOffset? Moment(long utcTicks) => utcTicks == 0 ? null : new DateTimeOffset(utcTicks, TimeSpan.Zero);

    private static long MaximumOf(in Amounts limits, BudgetLimit limit) => limit switch
    {
        BudgetLimit.Calls => limits.Calls,
        BudgetLimit.Cost => limits.NanoUsd,
        BudgetLimit.Tokens => limits.Tokens,
        BudgetLimit.InputTokens => limits.InputTokens,
        _ => limits.OutputTokens,
    };
}
