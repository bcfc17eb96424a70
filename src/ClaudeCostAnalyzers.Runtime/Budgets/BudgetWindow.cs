namespace ClaudeCost;

/// <summary>
/// A stretch of time after which a budget's limits hold anew: <c>new Budget { Window = BudgetWindow.Hourly, MaxCalls = 100 }</c>
/// allows 100 calls in every hour.
/// </summary>
/// <remarks>
/// <para>Windows begin at full hours, at midnight, and at midnight of the first of a month; in UTC, as the providers' own do,
/// unless <see cref="In"/> names another time zone. Days are days of that zone's calendar: 23 or 25 hours where its clocks are
/// changed. An hour is always 60 minutes.</para>
/// <para>A call belongs to the window in which it was sent, however long it takes.</para>
/// <para>Immutable, hence safe to share between threads.</para>
/// </remarks>
public sealed record BudgetWindow
{
    /// <summary>The hours that a rolling window counts: the running one whole, and every hour that began in the last 24.</summary>
    internal const int RollingHours = 25;

    private readonly WindowKind kind;
    private readonly TimeZoneInfo zone;

    private BudgetWindow(WindowKind kind, TimeZoneInfo zone)
    {
        this.kind = kind;
        this.zone = zone;
    }

    private enum WindowKind
    {
        Hour,
        Day,
        Month,
        Rolling24Hours,
    }

    /// <summary>From full hour to full hour.</summary>
    public static BudgetWindow Hourly { get; } = new(WindowKind.Hour, TimeZoneInfo.Utc);

    /// <summary>From midnight to midnight.</summary>
    public static BudgetWindow Daily { get; } = new(WindowKind.Day, TimeZoneInfo.Utc);

    /// <summary>From the first of a month to the first of the next.</summary>
    public static BudgetWindow Monthly { get; } = new(WindowKind.Month, TimeZoneInfo.Utc);

    /// <summary>
    /// The last 24 hours, at every moment. Counted by whole hours, so what was used stays charged for 24 to 25 hours: a little
    /// more than 24, never less.
    /// </summary>
    public static BudgetWindow Rolling24Hours { get; } = new(WindowKind.Rolling24Hours, TimeZoneInfo.Utc);

    internal bool IsRolling => kind == WindowKind.Rolling24Hours;

    /// <summary>The same window by the calendar of a time zone: <c>BudgetWindow.Daily.In(TimeZoneInfo.Local)</c>.</summary>
    /// <param name="timeZone">The time zone; for hours it matters only where it is not whole hours away from UTC.</param>
    /// <exception cref="ArgumentNullException"><paramref name="timeZone"/> is <see langword="null"/>.</exception>
    public BudgetWindow In(TimeZoneInfo timeZone) => new(kind, timeZone ?? throw new ArgumentNullException(nameof(timeZone)));

    /// <summary>For messages: <c>hourly</c>, <c>daily (Europe/Berlin)</c>, ...</summary>
    public override string ToString()
    {
        var name = kind switch
        {
            WindowKind.Hour => "hourly",
            WindowKind.Day => "daily",
            WindowKind.Month => "monthly",
            _ => "rolling 24 hours",
        };
        return zone.Equals(TimeZoneInfo.Utc) ? name : $"{name} ({zone.Id})";
    }

    /// <summary>A moment as the window's time zone writes it.</summary>
    internal DateTimeOffset Local(long utcTicks) => TimeZoneInfo.ConvertTime(new DateTimeOffset(utcTicks, TimeSpan.Zero), zone);

    /// <summary>The window that a moment lies in (of a rolling one, the hour), as UTC ticks: from its start up to its end.</summary>
    internal (long Start, long End) Around(long utcTicks)
    {
        if (kind is WindowKind.Hour or WindowKind.Rolling24Hours)
        {
            // The zone's base offset: a change of its clocks neither cuts nor stretches an hour.
            var shift = zone.BaseUtcOffset.Ticks;
            var start = utcTicks - PositiveRemainder(utcTicks + shift, TimeSpan.TicksPerHour);
            return (start, start + TimeSpan.TicksPerHour);
        }

        var first = FirstDayOf(TimeZoneInfo.ConvertTimeFromUtc(new DateTime(utcTicks, DateTimeKind.Utc), zone).Date);
        var begin = Border(first);
        var end = Border(Next(first));

        // Clocks that are set back across midnight show the old date again after the new one has begun.
        return utcTicks >= end ? (end, Border(Next(Next(first)))) : (begin, end);
    }

    private static long PositiveRemainder(long value, long divisor) => ((value % divisor) + divisor) % divisor;

    private DateTime FirstDayOf(DateTime day) => kind == WindowKind.Month ? new DateTime(day.Year, day.Month, 1) : day;

    private DateTime Next(DateTime first) => kind == WindowKind.Month ? first.AddMonths(1) : first.AddDays(1);

    /// <summary>The first moment that has a date, or a later one, in the zone.</summary>
    private long Border(DateTime midnight)
    {
        if (zone.IsAmbiguousTime(midnight))
        {
            // It comes twice; the first time is the one with the larger offset.
            return midnight.Ticks - zone.GetAmbiguousTimeOffsets(midnight).Max().Ticks;
        }

        if (!zone.IsInvalidTime(midnight))
        {
            return midnight.Ticks - zone.GetUtcOffset(midnight).Ticks;
        }

        // The clocks are set forward over midnight: the date begins with the change. No zone changes twice within a day of it.
        var before = midnight.Ticks - zone.GetUtcOffset(midnight.AddDays(-1)).Ticks - TimeSpan.TicksPerDay;
        var after = before + (2 * TimeSpan.TicksPerDay);
        while (after - before > 1)
        {
            var middle = before + ((after - before) / 2);
            if (TimeZoneInfo.ConvertTimeFromUtc(new DateTime(middle, DateTimeKind.Utc), zone) >= midnight)
            {
                after = middle;
            }
            else
            {
                before = middle;
            }
        }

        return after;
    }
}
