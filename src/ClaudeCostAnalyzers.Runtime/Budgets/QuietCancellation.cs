namespace ClaudeCost;

/// <summary>
/// Cancels without running what is registered on this thread: it is the thread of a call that is about to be refused, and a callback
/// could block it or throw over the refusal.
/// </summary>
internal static class QuietCancellation
{
    public static void Cancel(CancellationTokenSource source)
    {
#if NET
        if (!source.IsCancellationRequested)
        {
            _ = source.CancelAsync();
        }
#else
        try
        {
            source.Cancel();
        }
        catch (AggregateException)
        {
            // What a callback of the user throws must not hide the refusal.
        }
#endif
    }
}
