using ClaudeCost.Attempts;

namespace ClaudeCost.Alerts;

/// <summary>An hour costs more than the hours before it: of the whole process, and of each scope by name.</summary>
internal sealed class SpikeRule(int percent, decimal floorUsd) : IAlertRule
{
    public const string WholeProcess = "(this process)";
    private const int MostHours = 24;
    private const int FewestHours = 3;

    // Names may be made from users and sessions.
    private const int MostNames = 10_000;

    private readonly Dictionary<string, Series> all = new(StringComparer.Ordinal);

    public IEnumerable<BudgetAlert> Judge(AlertEvent happening)
    {
        // What is corrected was counted when it was charged.
        var cost = happening.Attempt.Charged.NanoUsd;
        if (cost <= 0 || happening.Attempt.Outcome == AttemptOutcome.Corrected)
        {
            yield break;
        }

        // In the hour in which it was sent, as with the windows.
        var hour = happening.Now.UtcTicks / TimeSpan.TicksPerHour;
        foreach (var name in NamesOf(happening).Distinct())
        {
            if (!all.TryGetValue(name, out var series))
            {
                if (all.Count >= MostNames)
                {
                    continue;
                }

                all.Add(name, series = new Series(hour));
            }

            series.Add(hour, cost);
            if (series.Baseline is { } before && !series.IsSaid && IsSpike(series.Current, before))
            {
                series.IsSaid = true;
                yield return new BudgetAlert
                {
                    Kind = BudgetAlertKind.Spike,
                    Time = happening.Now,
                    Budget = name,
                    Limit = BudgetLimit.Cost,
                    Spent = Money.ToUsd(series.Current),
                    Maximum = Money.ToUsd((long)before),
                    WindowStart = LimitLines.Moment(hour * TimeSpan.TicksPerHour),
                    WindowEnd = LimitLines.Moment((hour + 1) * TimeSpan.TicksPerHour),
                    Message = FormattableString.Invariant(
                        $"'{name}' has cost {Money.Format(Money.ToUsd(series.Current))} in this hour; the {series.Hours} hours before cost {Money.Format(Money.ToUsd((long)before))} each on average."),
                };
            }
        }
    }

    private bool IsSpike(long current, decimal before) => current > before * (100 + percent) / 100 && current - before >= floorUsd * Money.NanoPerUsd;

    private static IEnumerable<string> NamesOf(AlertEvent happening)
    {
        yield return WholeProcess;
        for (var scope = happening.Attempt.Scope; scope is not null; scope = scope.Parent)
        {
            yield return scope.Name;
        }
    }

    /// <summary>What one name cost, hour by hour.</summary>
    private sealed class Series
    {
        private readonly long[] past = new long[MostHours];
        private readonly long firstHour;
        private long hour;

        public Series(long firstHour)
        {
            this.firstHour = firstHour;
            hour = firstHour;
        }

        public long Current { get; private set; }

        public bool IsSaid { get; set; }

        /// <summary>Complete hours that are known, at most a day of them. The first one may have been cut, which makes the baseline lower, not higher.</summary>
        public int Hours => (int)Math.Min(MostHours, hour - firstHour);

        /// <summary>The average of those hours, in nano-USD; <see langword="null"/> where there are too few.</summary>
        public decimal? Baseline => Hours < FewestHours ? null : past.Sum(static cost => (decimal)cost) / Hours;

        public void Add(long now, long cost)
        {
            for (var passed = 0; hour < now; passed++)
            {
                if (passed == MostHours)
                {
                    // A day without a call: all is zero already.
                    hour = now;
                    break;
                }

                past[hour % MostHours] = Current;
                Current = 0;
                IsSaid = false;
                hour++;
            }

            Current = Money.AddSaturating(Current, cost);
        }
    }
}
