namespace ClaudeCost.Alerts;

/// <summary>An alert on its way to one place.</summary>
/// <param name="alert">The alert.</param>
/// <param name="firstPause">The pause after the first failure.</param>
internal sealed class AlertDelivery(BudgetAlert alert, TimeSpan firstPause)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
    private TimeSpan pause = firstPause;

    public BudgetAlert Alert => alert;

    /// <summary>How long it has been tried.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <summary>Why it failed last; <see langword="null"/>: it was not tried yet.</summary>
    public string? Reason { get; set; }

    /// <summary>The pause before it is tried again: each is twice as long as the one before.</summary>
    public TimeSpan NextPause()
    {
        var next = pause;
        pause = pause + pause < LongestPause ? pause + pause : LongestPause;
        return next;
    }
}
