using ClaudeCost.Attempts;

namespace ClaudeCost.Alerts;

/// <summary>Judges what has happened on a thread of its own, and hands alerts to the outboxes.</summary>
internal sealed class AlertWorker : IDisposable
{
    private const int Capacity = 16_384;

    private readonly IReadOnlyList<IAlertRule> rules;
    private readonly Action<BudgetAlert> raise;
    private readonly BoundedWorker<AlertEvent> worker;

    public AlertWorker(IReadOnlyList<IAlertRule> rules, Action<BudgetAlert> raise)
    {
        this.rules = rules;
        this.raise = raise;
        worker = new BoundedWorker<AlertEvent>("ClaudeCost alerts", Capacity, Judge);
    }

    public void Add(AlertEvent happening)
    {
        if (!worker.TryAdd(happening))
        {
            // Thresholds and forecasts catch up with the next event; what is odd about this one call is lost.
            BudgetGuard.WarnOnce(BudgetWarningKind.AlertFailed, FormattableString.Invariant($"More than {Capacity:N0} calls wait to be judged for alerts; further ones are not judged."));
        }
    }

    /// <inheritdoc cref="BoundedWorker{T}.Flush"/>
    public bool Flush(TimeSpan timeout) => worker.Flush(timeout);

    public void Dispose() => worker.Dispose();

    private void Judge(AlertEvent happening)
    {
        foreach (var rule in rules)
        {
            try
            {
                foreach (var alert in rule.Judge(happening))
                {
                    raise(alert);
                }
            }
            catch (Exception exception)
            {
                BudgetGuard.WarnOnce(BudgetWarningKind.AlertFailed, $"A rule for alerts failed: {exception.Message}");
            }
        }
    }
}
