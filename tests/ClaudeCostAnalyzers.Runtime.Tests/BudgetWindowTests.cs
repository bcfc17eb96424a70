namespace ClaudeCost.Tests;

/// <summary>Where windows begin and end, by the calendars of time zones that are awkward on purpose.</summary>
public sealed class BudgetWindowTests
{
    public static TheoryData<BudgetWindow, string, string, string> Borders => new()
    {
        { BudgetWindow.Hourly, "2026-11-21T14:59:59.999Z", "2026-11-21T14:00Z", "2026-11-21T15:00Z" },
        { BudgetWindow.Hourly, "2026-11-21T15:00Z", "2026-11-21T15:00Z", "2026-11-21T16:00Z" },
        { BudgetWindow.Hourly.In(Zone("Asia/Kolkata")), "2026-11-21T15:10Z", "2026-11-21T14:30Z", "2026-11-21T15:30Z" },
        { BudgetWindow.Daily, "2026-11-21T23:59:59Z", "2026-11-21T00:00Z", "2026-11-22T00:00Z" },
        { BudgetWindow.Daily.In(Zone("Europe/Berlin")), "2026-11-21T23:30Z", "2026-11-21T23:00Z", "2026-11-22T23:00Z" },
        { BudgetWindow.Monthly, "2026-12-31T23:59Z", "2026-12-01T00:00Z", "2027-01-01T00:00Z" },
        { BudgetWindow.Monthly, "2028-02-29T12:00Z", "2028-02-01T00:00Z", "2028-03-01T00:00Z" },
        { BudgetWindow.Monthly.In(Zone("America/New_York")), "2026-11-01T03:59Z", "2026-10-01T04:00Z", "2026-11-01T04:00Z" },

        // Over the change of the clocks the month has an hour more.
        { BudgetWindow.Monthly.In(Zone("America/New_York")), "2026-11-01T04:00Z", "2026-11-01T04:00Z", "2026-12-01T05:00Z" },

        // Clocks forward: 23 hours. Back: 25.
        { BudgetWindow.Daily.In(Zone("Europe/Berlin")), "2026-03-29T12:00Z", "2026-03-28T23:00Z", "2026-03-29T22:00Z" },
        { BudgetWindow.Daily.In(Zone("Europe/Berlin")), "2026-10-25T12:00Z", "2026-10-24T22:00Z", "2026-10-25T23:00Z" },

        // Beirut sets its clocks forward at midnight: the day begins at 01:00.
        { BudgetWindow.Daily.In(Zone("Asia/Beirut")), "2026-03-29T12:00Z", "2026-03-28T22:00Z", "2026-03-29T21:00Z" },
        { BudgetWindow.Daily.In(Zone("Asia/Beirut")), "2026-03-28T21:59:59Z", "2026-03-27T22:00Z", "2026-03-28T22:00Z" },

        // Havana sets them back at 01:00, so that midnight comes twice: the day has 25 hours from the first one on.
        { BudgetWindow.Daily.In(Zone("America/Havana")), "2026-11-01T05:30Z", "2026-11-01T04:00Z", "2026-11-02T05:00Z" },
        { BudgetWindow.Daily.In(Zone("America/Havana")), "2026-11-01T04:30Z", "2026-11-01T04:00Z", "2026-11-02T05:00Z" },

        // The second one o'clock is an hour of its own.
        { BudgetWindow.Hourly.In(Zone("America/New_York")), "2026-11-01T05:30Z", "2026-11-01T05:00Z", "2026-11-01T06:00Z" },
        { BudgetWindow.Hourly.In(Zone("America/New_York")), "2026-11-01T06:30Z", "2026-11-01T06:00Z", "2026-11-01T07:00Z" },
    };

    public static TheoryData<string> Zones =>
    [
        "UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "America/Havana", "America/Sao_Paulo", "Asia/Beirut", "Asia/Kolkata",
        "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia", "Africa/Casablanca",
    ];

    [Theory]
    [MemberData(nameof(Borders), DisableDiscoveryEnumeration = true)]
    public void A_moment_lies_in_its_window(BudgetWindow window, string moment, string start, string end)
    {
        var found = window.Around(Ticks(moment));
        Assert.Equal((Utc(start), Utc(end)), (new DateTime(found.Start, DateTimeKind.Utc), new DateTime(found.End, DateTimeKind.Utc)));
    }

    /// <summary>Windows cover time without a gap and without overlap, in every zone, over 30 years of clock changes.</summary>
    [Theory]
    [MemberData(nameof(Zones))]
    public void Windows_follow_each_other_without_gap_or_overlap(string zone)
    {
        foreach (var window in new[] { BudgetWindow.Daily.In(Zone(zone)), BudgetWindow.Monthly.In(Zone(zone)) })
        {
            var (_, end) = window.Around(Ticks("2000-01-01T00:00Z"));
            while (end < Ticks("2030-01-01T00:00Z"))
            {
                var next = window.Around(end);
                Assert.Equal(end, next.Start);
                Assert.True(next.End > next.Start);
                Assert.Equal(next, window.Around(next.End - 1));
                Assert.Equal(next, window.Around(next.Start + ((next.End - next.Start) / 2)));
                for (var hour = next.Start; hour < Math.Min(next.End, next.Start + (3 * TimeSpan.TicksPerHour)); hour += TimeSpan.TicksPerHour / 4)
                {
                    Assert.Equal(next, window.Around(hour));
                }

                end = next.End;
            }
        }
    }

    [Fact]
    public void Windows_are_values()
    {
        Assert.Equal(BudgetWindow.Daily, BudgetWindow.Daily.In(TimeZoneInfo.Utc));
        Assert.NotEqual(BudgetWindow.Daily, BudgetWindow.Daily.In(Zone("Europe/Berlin")));
        Assert.NotEqual(BudgetWindow.Daily, BudgetWindow.Hourly);
        Assert.Equal("daily (Europe/Berlin)", BudgetWindow.Daily.In(Zone("Europe/Berlin")).ToString());
        Assert.Throws<ArgumentNullException>(() => BudgetWindow.Daily.In(null!));
    }

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);

    private static DateTime Utc(string moment) => DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;

    private static long Ticks(string moment) => Utc(moment).Ticks;
}
