using ClaudeCost.Alerts;
using ClaudeCost.Attempts;
using ClaudeCost.Ledger;

namespace ClaudeCost;

/// <summary>Alerts that are on, from <see cref="BudgetAlerts.Start"/> until they are disposed or the process ends.</summary>
/// <remarks>All members are safe to use from any thread.</remarks>
public sealed class AlertService : IDisposable, IAttemptObserver
{
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(5);

    private readonly BudgetAlertOptions options;
    private readonly AlertWorker worker;
    private volatile AlertOutbox[] outboxes;
    private int disposed;

    internal AlertService(BudgetAlertOptions options)
    {
        this.options = options;
        var rules = RulesOf(options);
        outboxes = [.. options.Sinks.Select(OutboxOf)];
        worker = new AlertWorker(rules, Raise);
        AttemptFeed.Add(this);
        ProcessEnd.DisposeThen(this);
    }

    /// <summary>Waits until every alert is delivered that is due for calls which have ended.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <returns>False if the time was over first.</returns>
    public bool Flush(TimeSpan timeout)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        if (!worker.Flush(timeout))
        {
            return false;
        }

        foreach (var outbox in outboxes)
        {
            var left = timeout - clock.Elapsed;
            if (!outbox.Flush(left > TimeSpan.Zero ? left : TimeSpan.Zero))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Ends the alerts, after delivering what is due for at most 5 seconds.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        AttemptFeed.Remove(this);
        ProcessEnd.Forget(this);
        Flush(TimeToEnd);
        worker.Dispose();
        foreach (var outbox in outboxes)
        {
            outbox.Dispose();
        }
    }

    void IAttemptObserver.Withdrawn(SettledAttempt attempt)
    {
    }

    // Who spent less than was charged is no cause for alarm.
    void IAttemptObserver.Corrected(SettledAttempt attempt)
    {
        if (attempt.BoundViolated)
        {
            worker.Add(AlertEvent.Of(attempt, options.TimeProvider));
        }
    }

    void IAttemptObserver.Settled(SettledAttempt attempt) => worker.Add(AlertEvent.Of(attempt, options.TimeProvider));

    /// <summary>Sends what is raised from now on to one more place.</summary>
    internal void Add(IAlertSink sink)
    {
        lock (options)
        {
            outboxes = [.. outboxes, OutboxOf(sink)];
        }
    }

    /// <summary>Sends nothing more to a place, after what is due.</summary>
    internal void Remove(IAlertSink sink)
    {
        AlertOutbox? old;
        lock (options)
        {
            old = Array.Find(outboxes, outbox => ReferenceEquals(outbox.Sink, sink));
            outboxes = [.. outboxes.Where(outbox => !ReferenceEquals(outbox, old))];
        }

        old?.Flush(TimeToEnd);
        old?.Dispose();
    }

    private static IReadOnlyList<IAlertRule> RulesOf(BudgetAlertOptions options)
    {
        List<IAlertRule> rules = [new ThresholdRule(options.Thresholds), new BoundRule()];
        if (options.Forecast)
        {
            rules.Add(new ForecastRule());
        }

        if (options.SpikePercent is { } percent)
        {
            rules.Add(new SpikeRule(percent, options.SpikeFloorUsd));
        }

        if (options.DormantKeyDays is { } days)
        {
            rules.Add(new DormantKeyRule(days, new KeyUses(options.KeyUseFile)));
        }

        if (options.StalePricesDays is { } stale)
        {
            rules.Add(new StalePricesRule(stale));
        }

        return rules;
    }

    private AlertOutbox OutboxOf(IAlertSink sink) => new(sink, options.FirstPause, Failed);

    private void Raise(BudgetAlert alert)
    {
        foreach (var outbox in outboxes)
        {
            outbox.Add(alert);
        }
    }

    private void Failed(IAlertSink sink, BudgetAlert alert, string reason)
    {
        var message = $"An alert could not be delivered to {sink.Name}, and is tried again: {reason} The alert: {alert.Message}";
        BudgetGuard.Warn(BudgetWarningKind.AlertFailed, message);

        // A report of a failure that fails is not reported in turn.
        if (alert.Kind == BudgetAlertKind.DeliveryFailed)
        {
            return;
        }

        var report = new BudgetAlert { Kind = BudgetAlertKind.DeliveryFailed, Time = options.TimeProvider.GetUtcNow(), Budget = alert.Budget, Message = message };
        foreach (var outbox in outboxes)
        {
            if (!ReferenceEquals(outbox.Sink, sink))
            {
                outbox.Add(report);
            }
        }
    }
}
