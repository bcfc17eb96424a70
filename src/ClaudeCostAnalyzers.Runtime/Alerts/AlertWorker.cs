using ClaudeCost.Attempts;

namespace ClaudeCost.Alerts;

/// <summary>Judges what has happened on a thread of its own, and hands alerts to the outboxes.</summary>
internal sealed class AlertWorker : IDisposable
{
    private const int Capacity = 16_384;

    private readonly object gate = new();
    private readonly Queue<AlertEvent> waiting = new();
    private readonly IReadOnlyList<IAlertRule> rules;
    private readonly Action<BudgetAlert> raise;
    private readonly Thread thread;
    private bool busy;
    private bool closing;

    public AlertWorker(IReadOnlyList<IAlertRule> rules, Action<BudgetAlert> raise)
    {
        this.rules = rules;
        this.raise = raise;
        thread = new Thread(Run) { IsBackground = true, Name = "ClaudeCost alerts" };
        OwnFlow.Start(thread);
    }

    public void Add(AlertEvent happening)
    {
        lock (gate)
        {
            if (closing)
            {
                return;
            }

            if (waiting.Count < Capacity)
            {
                waiting.Enqueue(happening);
                Monitor.PulseAll(gate);
                return;
            }
        }

        // Thresholds and forecasts catch up with the next event; what is odd about this one call is lost.
        BudgetGuard.WarnOnce(BudgetWarningKind.AlertFailed, FormattableString.Invariant($"More than {Capacity:N0} calls wait to be judged for alerts; further ones are not judged."));
    }

    /// <summary>Waits until all is judged.</summary>
    /// <returns>False if the time was over first.</returns>
    public bool Flush(TimeSpan timeout)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        lock (gate)
        {
            while (busy || waiting.Count > 0)
            {
                var left = timeout - clock.Elapsed;
                if (left <= TimeSpan.Zero)
                {
                    return false;
                }

                Monitor.Wait(gate, left);
            }

            return true;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            closing = true;
            Monitor.PulseAll(gate);
        }
    }

    private void Run()
    {
        while (Next() is { } happening)
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

    private AlertEvent? Next()
    {
        lock (gate)
        {
            busy = false;
            Monitor.PulseAll(gate);
            while (waiting.Count == 0)
            {
                if (closing)
                {
                    return null;
                }

                Monitor.Wait(gate);
            }

            busy = true;
            return waiting.Dequeue();
        }
    }
}
