using ClaudeCost.Ledger;

namespace ClaudeCost.Alerts;

/// <summary>A limit is used to so many per cent, by what is spent; what calls in flight hold does not count, because most of it comes back.</summary>
internal sealed class ThresholdRule(IReadOnlyList<int> thresholds) : IAlertRule
{
    private readonly OncePerWindow<(BudgetLimit Limit, int Percent)> said = new();

    public IEnumerable<BudgetAlert> Judge(AlertEvent happening)
    {
        foreach (var (books, level) in happening.Budgets)
        {
            foreach (var (limit, spent, maximum) in LimitLines.Of(level))
            {
                // Who refuses a call for lack of room is full, if not to the last cent.
                // What had been reached or refused before this process began was said then.
                var before = new Lines { Spent = level.CarriedOver }.Of(limit).Spent;
                var refused = happening.Attempt.Refusal is { } refusal && refusal.Limit == limit && ReferenceEquals(refusal.RefusedBy, books)
                    && !SpentBefore.HasDenied(level.Name, limit, level.WindowStart);
                foreach (var percent in thresholds)
                {
                    var reached = IsReached(spent, maximum, percent);
                    if ((reached || refused) && !IsReached(before, maximum, percent) && said.IsFirst(books, level.WindowStart, (limit, percent)))
                    {
                        yield return new BudgetAlert
                        {
                            Kind = BudgetAlertKind.Threshold,
                            Time = happening.Now,
                            Budget = level.Name,
                            Limit = limit,
                            ThresholdPercent = percent,
                            Spent = LimitLines.InUnit(limit, spent),
                            Maximum = LimitLines.InUnit(limit, maximum),
                            WindowStart = LimitLines.Moment(level.WindowStart),
                            WindowEnd = LimitLines.Moment(level.WindowEnd),
                            Message = MessageOf(level, limit, spent, maximum, percent, reached),
                        };
                    }
                }
            }
        }
    }

    private static bool IsReached(long spent, long maximum, int percent) => (decimal)spent * 100 >= (decimal)maximum * percent;

    private static string MessageOf(BooksLevel level, BudgetLimit limit, long spent, long maximum, int percent, bool reached) =>
        $"Budget '{level.Name}'{(level.Window is null ? "" : $" ({level.Window})")} has spent {LimitLines.Text(limit, spent)} of {LimitLines.Text(limit, maximum)}"
        + (reached ? FormattableString.Invariant($": {percent} % reached.") : ", and has refused a call that did not fit into the rest.")
        + (level.Window is null ? "" : $" It renews at {level.Window.Local(level.WindowEnd):yyyy-MM-dd HH:mm zzz}.");
}
