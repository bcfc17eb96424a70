using ClaudeCost;

namespace ClaudeCostAnalyzers.Tool.Ledgers;

/// <summary>What a ledger says was spent: the sum, tables by what was asked for, and the attempts that cost most.</summary>
internal sealed class LedgerReport
{
    private readonly LedgerFilter filter;
    private readonly DearestEntries? attempts;
    private readonly DearestEntries suspects;

    /// <param name="tables">What each table is by.</param>
    /// <param name="filter">Which entries count.</param>
    /// <param name="top">The most attempts that are kept; of the rest only the sum is.</param>
    /// <param name="withAttempts">Whether attempts are to be listed, suspect or not.</param>
    public LedgerReport(IEnumerable<IReadOnlyList<LedgerDimension>> tables, LedgerFilter filter, int top, bool withAttempts)
    {
        this.filter = filter;
        Tables = [.. tables.Select(dimensions => new LedgerTable(dimensions))];
        attempts = withAttempts ? new(top) : null;
        suspects = new(top);
    }

    /// <summary>Entries in the ledger, whether they count or not.</summary>
    public long Read { get; private set; }

    /// <summary>The sum of the entries that count.</summary>
    public LedgerSummary Sum { get; private set; } = new();

    /// <summary>When the first of them left; null without any.</summary>
    public DateTimeOffset? First { get; private set; }

    /// <summary>When the last of them left; null without any.</summary>
    public DateTimeOffset? Last { get; private set; }

    public IReadOnlyList<LedgerTable> Tables { get; }

    /// <summary>The dearest attempts, the dearest first; null if they were not asked for.</summary>
    public IReadOnlyList<LedgerEntry>? Attempts => attempts?.InOrder();

    /// <summary>The dearest suspect attempts, the dearest first.</summary>
    public IReadOnlyList<LedgerEntry> Suspects => suspects.InOrder();

    /// <summary>Lines that could not be read: what they say is in none of the sums.</summary>
    public List<LedgerProblem> Problems { get; } = [];

    /// <summary>Counts in a further entry.</summary>
    public void Add(LedgerEntry entry)
    {
        Read++;
        if (!filter.Takes(entry))
            return;
        Sum = Sum.Plus(entry);
        First = First < entry.Time ? First : entry.Time;
        Last = Last > entry.Time ? Last : entry.Time;
        foreach (var table in Tables)
            table.Add(entry);
        attempts?.Add(entry);
        if (entry.IsSuspect)
            suspects.Add(entry);
    }
}
