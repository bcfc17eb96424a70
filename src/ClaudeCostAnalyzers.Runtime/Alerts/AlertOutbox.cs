using ClaudeCost.Attempts;

namespace ClaudeCost.Alerts;

/// <summary>
/// Delivers alerts to one place, in order, on a thread of its own. What fails is tried again for a day, with pauses that double; the first
/// failure of an alert and its end are reported.
/// </summary>
internal sealed class AlertOutbox : IDisposable
{
    private const int Capacity = 1_000;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TimeToSend = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TimeToTry = TimeSpan.FromDays(1);

    private readonly object gate = new();
    private readonly Queue<BudgetAlert> waiting = new();
    private readonly CancellationTokenSource stop = new();
    private readonly IAlertSink sink;
    private readonly TimeSpan firstPause;
    private readonly Action<IAlertSink, BudgetAlert, string> failed;
    private readonly Thread thread;
    private bool busy;
    private bool closing;

    /// <param name="sink">The place.</param>
    /// <param name="firstPause">The pause after the first failure.</param>
    /// <param name="failed">Is told of the first failure of an alert, with its reason.</param>
    public AlertOutbox(IAlertSink sink, TimeSpan firstPause, Action<IAlertSink, BudgetAlert, string> failed)
    {
        this.sink = sink;
        this.firstPause = firstPause;
        this.failed = failed;
        thread = new Thread(Run) { IsBackground = true, Name = "ClaudeCost alerts to " + sink.Name };
        OwnFlow.Start(thread);
    }

    public IAlertSink Sink => sink;

    public void Add(BudgetAlert alert)
    {
        lock (gate)
        {
            if (closing)
            {
                return;
            }

            if (waiting.Count < Capacity)
            {
                waiting.Enqueue(alert);
                Monitor.PulseAll(gate);
                return;
            }
        }

        BudgetGuard.Warn(BudgetWarningKind.AlertFailed, FormattableString.Invariant($"{Capacity:N0} alerts wait for {sink.Name}; this one is dropped: {alert.Message}"));
    }

    /// <summary>Waits until all is delivered.</summary>
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

        stop.Cancel();
    }

    private void Run()
    {
        while (Next() is { } alert)
        {
            Deliver(alert);
        }
    }

    private void Deliver(BudgetAlert alert)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var pause = firstPause;
        while (TrySend(alert) is { } reason)
        {
            if (stop.IsCancellationRequested)
            {
                BudgetGuard.Warn(BudgetWarningKind.AlertFailed, $"An alert was not delivered to {sink.Name} before the end ({reason}): {alert.Message}");
                return;
            }

            if (pause == firstPause)
            {
                failed(sink, alert, reason);
            }

            if (clock.Elapsed > TimeToTry)
            {
                BudgetGuard.Warn(BudgetWarningKind.AlertFailed, $"An alert could not be delivered to {sink.Name} for a day ({reason}) and is given up: {alert.Message}");
                return;
            }

            stop.Token.WaitHandle.WaitOne(pause);
            pause = pause + pause < LongestPause ? pause + pause : LongestPause;
        }
    }

    /// <returns>Why it failed; <see langword="null"/> if it did not.</returns>
    private string? TrySend(BudgetAlert alert)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        time.CancelAfter(TimeToSend);
        try
        {
            var sending = sink.SendAsync(alert, time.Token);

            // A sink that does not heed its token must not hold up the others behind it for ever.
            return sending.Wait((int)TimeToSend.TotalMilliseconds + 1_000, stop.Token) ? null : "no answer within 10 seconds";
        }
        catch (AggregateException exception)
        {
            return ReasonOf(exception.GetBaseException());
        }
        catch (Exception exception)
        {
            return ReasonOf(exception);
        }
    }

    private static string ReasonOf(Exception exception) => exception is OperationCanceledException ? "no answer within 10 seconds" : exception.Message;

    private BudgetAlert? Next()
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

            if (closing)
            {
                return null;
            }

            busy = true;
            return waiting.Dequeue();
        }
    }
}
