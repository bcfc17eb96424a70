namespace ClaudeCost.Tests;

/// <summary>A clock that a test moves by hand, timers included.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly List<ManualTimer> timers = [];
    private readonly DateTimeOffset start;
    private TimeSpan now = TimeSpan.FromDays(1);
    private TimeSpan skew = -TimeSpan.FromDays(1);

    public ManualClock()
        : this(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public ManualClock(DateTimeOffset start) => this.start = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => now.Ticks;

    public override DateTimeOffset GetUtcNow() => (start + now + skew).ToUniversalTime();

    /// <summary>Sets the wall clock, as an operator or a time server does; timers do not notice.</summary>
    public void SetBack(TimeSpan time) => skew -= time;

    public void MoveTo(DateTimeOffset moment) => Advance(moment - GetUtcNow());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state), now + dueTime);
        timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        now += time;
        foreach (var timer in timers.Where(timer => timer.Due <= now).ToArray())
        {
            timers.Remove(timer);
            timer.Fire();
        }
    }

    private sealed class ManualTimer(Action fire, TimeSpan due) : ITimer
    {
        private bool disposed;

        public TimeSpan Due => due;

        public void Fire()
        {
            if (!disposed)
            {
                fire();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() => disposed = true;

        public ValueTask DisposeAsync()
        {
            disposed = true;
            return ValueTask.CompletedTask;
        }
    }
}
