using ClaudeCost;

namespace ClaudeCostAnalyzers.Tool.Ledgers;

/// <summary>Of any number of entries the few that cost most, so that a ledger of any size can be read through.</summary>
internal sealed class DearestEntries(int most)
{
    private readonly PriorityQueue<LedgerEntry, (decimal Cost, long Age)> kept = new();
    private long seen;

    public void Add(LedgerEntry entry)
    {
        // Of two that cost the same the earlier one stays.
        var rank = (entry.CostUsd, -seen++);
        if (kept.Count < most)
            kept.Enqueue(entry, rank);
        else if (most > 0)
            kept.EnqueueDequeue(entry, rank);
    }

    /// <summary>The dearest first.</summary>
    public IReadOnlyList<LedgerEntry> InOrder() => [.. kept.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => item.Element)];
}
