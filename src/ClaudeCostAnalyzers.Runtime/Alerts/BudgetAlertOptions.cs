namespace ClaudeCost;

/// <summary>When to alert, and whom.</summary>
public sealed record BudgetAlertOptions
{
    /// <summary>Where alerts go; one at least.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public IReadOnlyList<IAlertSink> Sinks
    {
        get;
        set => field = [.. value ?? throw new ArgumentNullException(nameof(Sinks))];
    } = [];

    /// <summary>Per cent of a limit at which to alert: 50, 80, 95 and 100 unless set. Each from 1 to 100.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is below 1 or above 100.</exception>
    public IReadOnlyList<int> Thresholds
    {
        get;
        set => field = (value ?? throw new ArgumentNullException(nameof(Thresholds))).All(static percent => percent is >= 1 and <= 100)
            ? [.. value.Distinct().OrderBy(static percent => percent)]
            : throw new ArgumentOutOfRangeException(nameof(Thresholds), "BudgetAlertOptions.Thresholds are per cent of a limit, from 1 to 100.");
    } = [50, 80, 95, 100];

    /// <summary>Whether to alert when a budget will be exhausted before its window ends. True unless set.</summary>
    public bool Forecast { get; set; } = true;

    /// <summary>
    /// Alerts when an hour costs this many per cent more than the hours before it did on average (up to 24 of them, 3 at least);
    /// 10 unless set, <see langword="null"/> for never. Must be positive.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public int? SpikePercent
    {
        get;
        set => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(SpikePercent), value, "BudgetAlertOptions.SpikePercent must be positive, or null for never.");
    } = 10;

    /// <summary>What an hour must cost above the hours before to be a spike, in US dollars; 1 unless set. Not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public decimal SpikeFloorUsd
    {
        get;
        set => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(SpikeFloorUsd), value, "BudgetAlertOptions.SpikeFloorUsd must not be negative.");
    } = 1m;

    /// <summary>Alerts when a key is used that was not used for this many days; 30 unless set, <see langword="null"/> for never. Must be positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public int? DormantKeyDays
    {
        get;
        set => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(DormantKeyDays), value, "BudgetAlertOptions.DormantKeyDays must be positive, or null for never.");
    } = 30;

    /// <summary>
    /// A file that remembers over restarts on which day a key was last used, by provider and last four characters; <see langword="null"/>,
    /// the default, remembers for as long as the process lives.
    /// </summary>
    public string? KeyUseFile { get; set; }

    /// <summary>Alerts when the newest price of the list is this many days old; 90 unless set, <see langword="null"/> for never. Must be positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public int? StalePricesDays
    {
        get;
        set => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(StalePricesDays), value, "BudgetAlertOptions.StalePricesDays must be positive, or null for never.");
    } = 90;

    /// <summary>The clock for spikes, keys and prices; the system's unless a test sets another. Windows go by the clock of their budget.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public TimeProvider TimeProvider
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(TimeProvider));
    } = TimeProvider.System;

    /// <summary>The pause after the first failed delivery; it doubles up to 5 minutes.</summary>
    internal TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(1);
}
