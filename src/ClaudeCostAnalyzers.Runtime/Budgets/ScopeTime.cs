namespace ClaudeCost;

/// <summary>How long a scope may run, and when that is over.</summary>
internal sealed class ScopeTime
{
    // Longer than this no timer can be armed. The clock is also read before each call, so a longer time is kept all the same.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly TimeProvider clock;
    private readonly long begunAt;
    private readonly CancellationTokenSource deadline = new();
    private readonly CancellationTokenRegistration outerDeadline;
    private readonly ITimer? timer;
    private readonly Action over;
    private volatile bool isOver;

    /// <param name="timeout">How long.</param>
    /// <param name="clock">By which clock.</param>
    /// <param name="outer">The deadline of the scopes around.</param>
    /// <param name="over">Is told when the time is over; more than once perhaps.</param>
    public ScopeTime(TimeSpan timeout, TimeProvider clock, CancellationToken outer, Action over)
    {
        Timeout = timeout;
        this.clock = clock;
        this.over = over;
        begunAt = clock.GetTimestamp();
        outerDeadline = outer.Register(static time => QuietCancellation.Cancel(((ScopeTime)time!).deadline), this);
        if (timeout <= LongestTimer)
        {
            timer = clock.CreateTimer(static time => ((ScopeTime)time!).IsUp(), this, timeout, System.Threading.Timeout.InfiniteTimeSpan);
        }
    }

    public TimeSpan Timeout { get; }

    /// <summary>Cancelled when the time of the scope or of one around it is over, and by nothing else.</summary>
    public CancellationToken Deadline => deadline.Token;

    public TimeSpan Left
    {
        get
        {
            if (isOver)
            {
                return TimeSpan.Zero;
            }

            var left = Timeout - clock.GetElapsedTime(begunAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>When the time is over, by the clock's own count, or a little earlier.</summary>
    public DueTime Due
    {
        get
        {
            var length = Timeout.Ticks * ((double)clock.TimestampFrequency / TimeSpan.TicksPerSecond);
            return new DueTime(clock, length >= long.MaxValue - Math.Abs((double)begunAt) ? long.MaxValue : begunAt + (long)length);
        }
    }

    /// <summary>
    /// Said by the timer or by the clock, whichever is first. A timer may run a little ahead of the clock, and it rings only once,
    /// so its word is taken without looking at the clock again.
    /// </summary>
    public void IsUp()
    {
        isOver = true;
        over();
        QuietCancellation.Cancel(deadline);
    }

    /// <summary>Nobody waits for the end any more.</summary>
    public void Forget()
    {
        timer?.Dispose();
        outerDeadline.Dispose();
    }
}
