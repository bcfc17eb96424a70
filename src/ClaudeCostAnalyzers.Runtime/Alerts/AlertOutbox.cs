using ClaudeCost.Attempts;

namespace ClaudeCost.Alerts;

/// <summary>
/// Delivers alerts to one place on a thread of its own. What fails is tried again for a day, with pauses that double, and does not hold up
/// those behind it: a place may refuse one alert and take the others. The first failure of an alert and its end are reported.
/// </summary>
internal sealed class AlertOutbox : IDisposable
{
    private const int Capacity = 1_000;
    private static readonly TimeSpan TimeToSend = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TimeToSay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeToTry = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource stop = new();
    private readonly IAlertSink sink;
    private readonly TimeSpan firstPause;
    private readonly Action<IAlertSink, BudgetAlert, string> failed;
    private readonly BoundedWorker<AlertDelivery> worker;

    /// <param name="sink">The place.</param>
    /// <param name="firstPause">The pause after the first failure.</param>
    /// <param name="failed">Is told of the first failure of an alert, with its reason.</param>
    public AlertOutbox(IAlertSink sink, TimeSpan firstPause, Action<IAlertSink, BudgetAlert, string> failed)
    {
        this.sink = sink;
        this.firstPause = firstPause;
        this.failed = failed;
        worker = new BoundedWorker<AlertDelivery>("ClaudeCost alerts to " + sink.Name, Capacity, Deliver);
    }

    public IAlertSink Sink => sink;

    public void Add(BudgetAlert alert)
    {
        if (!worker.TryAdd(new AlertDelivery(alert, firstPause)))
        {
            BudgetGuard.Warn(BudgetWarningKind.AlertFailed, FormattableString.Invariant($"{Capacity:N0} alerts wait for {sink.Name}; this one is dropped: {alert.Message}"));
        }
    }

    /// <inheritdoc cref="BoundedWorker{T}.Flush"/>
    public bool Flush(TimeSpan timeout) => worker.Flush(timeout);

    public void Dispose()
    {
        worker.Dispose();
        stop.Cancel();

        // Nothing is sent any more: what was not delivered is said, and that takes no time.
        worker.Flush(TimeToSay);
    }

    private void Deliver(AlertDelivery delivery)
    {
        var alert = delivery.Alert;
        if (stop.IsCancellationRequested)
        {
            IsUndelivered(alert, delivery.Reason ?? "another one held it up");
            return;
        }

        if (TrySend(alert) is not { } reason)
        {
            return;
        }

        if (stop.IsCancellationRequested)
        {
            // The end itself breaks off the attempt that is under way: what failed is the one before.
            IsUndelivered(alert, delivery.Reason ?? "no answer until then");
            return;
        }

        if (delivery.Reason is null)
        {
            failed(sink, alert, reason);
        }

        delivery.Reason = reason;
        if (delivery.Elapsed > TimeToTry)
        {
            BudgetGuard.Warn(BudgetWarningKind.AlertFailed, $"An alert could not be delivered to {sink.Name} for a day ({reason}) and is given up: {alert.Message}");
        }
        else
        {
            worker.AddAgain(delivery, delivery.NextPause());
        }
    }

    private void IsUndelivered(BudgetAlert alert, string reason) =>
        BudgetGuard.Warn(BudgetWarningKind.AlertFailed, $"An alert was not delivered to {sink.Name} before the end ({reason}): {alert.Message}");

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
}
