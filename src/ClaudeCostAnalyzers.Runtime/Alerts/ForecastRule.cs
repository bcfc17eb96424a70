namespace ClaudeCost.Alerts;

/// <summary>
/// At the average pace of the window so far, a limit will be reached before the window ends. Judged once a tenth of the window and a
/// tenth of the limit are gone: before, a few calls at its beginning would say anything.
/// </summary>
internal sealed class ForecastRule : IAlertRule
{
    private const int FirstPart = 10;

    private readonly OncePerWindow<BudgetLimit> said = new();

    public IEnumerable<BudgetAlert> Judge(AlertEvent happening)
    {
        foreach (var (books, level) in happening.Budgets)
        {
            if (level.Window is not { IsRolling: false } window)
            {
                continue;
            }

            var gone = level.Now - level.WindowStart;
            var length = level.WindowEnd - level.WindowStart;
            if (gone <= 0 || gone < length / FirstPart)
            {
                continue;
            }

            foreach (var (limit, spent, maximum) in LimitLines.Of(level))
            {
                if (spent >= maximum || spent < maximum / FirstPart || (decimal)spent * length <= (decimal)maximum * gone)
                {
                    continue;
                }

                if (said.IsFirst(books, level.WindowStart, limit))
                {
                    var end = level.WindowStart + (long)((decimal)gone * maximum / spent);
                    yield return new BudgetAlert
                    {
                        Kind = BudgetAlertKind.Forecast,
                        Time = happening.Now,
                        Budget = level.Name,
                        Limit = limit,
                        Spent = LimitLines.InUnit(limit, spent),
                        Maximum = LimitLines.InUnit(limit, maximum),
                        WindowStart = LimitLines.Moment(level.WindowStart),
                        WindowEnd = LimitLines.Moment(level.WindowEnd),
                        Message = FormattableString.Invariant(
                            $"Budget '{level.Name}' ({window}) has spent {LimitLines.Text(limit, spent)} of {LimitLines.Text(limit, maximum)}. At this pace it is exhausted at {window.Local(end):yyyy-MM-dd HH:mm zzz}, before it renews at {window.Local(level.WindowEnd):yyyy-MM-dd HH:mm zzz}."),
                    };
                }
            }
        }
    }
}
