namespace ClaudeCost;

/// <summary>How a <see cref="FileLedger"/> cuts its files.</summary>
public sealed record FileLedgerOptions
{
    /// <summary>A file that has grown to this many bytes is followed by another. 64 MB unless set; must be positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public long MaxFileBytes
    {
        get;
        set => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxFileBytes), value, "A file of a ledger must be allowed to have bytes.");
    } = 64L * 1024 * 1024;

    /// <summary>
    /// Whether the windows of budgets begin with what the ledger in the folder says was spent in them, so that a restart forgets nothing:
    /// those of budgets of the process, and of budgets that scopes share by name. Whatever processes have written there is taken for a
    /// predecessor of this one, so do not share the folder with others that run beside it, unless their spending is to count as well. False
    /// unless set. Read once in a process, when its first such ledger starts.
    /// </summary>
    public bool ResumeBudgets { get; set; }

    /// <summary>
    /// Files that were begun this many days ago or earlier are deleted when a new one is begun; <see langword="null"/>, the default, keeps
    /// all. Must be positive.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public int? KeepDays
    {
        get;
        set => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(KeepDays), value, "A ledger must be kept for a day at least, or null for ever.");
    }

    /// <summary>
    /// Waits after each batch of entries until the disk has them. Otherwise the operating system has them at once, so that they
    /// survive the process, and the disk a little later. False unless set.
    /// </summary>
    public bool FlushToDisk { get; set; }

    /// <summary>The clock that days are told by; the system's unless a test sets another.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public TimeProvider TimeProvider
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(TimeProvider));
    } = TimeProvider.System;
}
