namespace ClaudeCost;

/// <summary>What the entries of a ledger add up to.</summary>
/// <remarks>Immutable, hence safe to share between threads.</remarks>
public sealed record LedgerSummary
{
    /// <summary>Attempts, refused ones included.</summary>
    public long Attempts { get; init; }

    /// <summary>Calls charged.</summary>
    public long Calls { get; init; }

    /// <summary>All US dollars charged, suspect ones and those of lost entries included.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>The part of <see cref="CostUsd"/> that no final usage confirms. The provider's bill lies between <see cref="CostUsd"/> less this, and <see cref="CostUsd"/>.</summary>
    public decimal SuspectUsd { get; init; }

    /// <summary>Attempts behind <see cref="SuspectUsd"/>.</summary>
    public long Suspects { get; init; }

    /// <summary>Attempts that were refused.</summary>
    public long Denied { get; init; }

    /// <summary>Attempts that the ledger knows only as a sum, because its queue was full.</summary>
    public long Lost { get; init; }

    /// <summary>US dollars of those; part of <see cref="CostUsd"/>.</summary>
    public decimal LostUsd { get; init; }

    /// <summary>Input tokens charged.</summary>
    public long InputTokens { get; init; }

    /// <summary>Output tokens charged.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Adds up entries.</summary>
    /// <param name="entries">The entries; enumerated once.</param>
    /// <exception cref="ArgumentNullException"><paramref name="entries"/> is <see langword="null"/>.</exception>
    public static LedgerSummary Of(IEnumerable<LedgerEntry> entries)
    {
        if (entries is null)
        {
            throw new ArgumentNullException(nameof(entries));
        }

        var sum = new LedgerSummary();
        foreach (var entry in entries)
        {
            sum = sum.Plus(entry);
        }

        return sum;
    }

    /// <summary>This sum and one entry more.</summary>
    /// <param name="entry">The entry.</param>
    /// <exception cref="ArgumentNullException"><paramref name="entry"/> is <see langword="null"/>.</exception>
    public LedgerSummary Plus(LedgerEntry entry)
    {
        if (entry is null)
        {
            throw new ArgumentNullException(nameof(entry));
        }

        var lost = entry.Outcome == LedgerOutcome.Lost;

        // The entry before it counts the attempt, and what it takes back of the suspicion.
        var corrects = entry.Outcome == LedgerOutcome.Corrected;
        return Plus(new LedgerSummary
        {
            Attempts = lost ? entry.Calls : corrects ? 0 : 1,
            Calls = lost ? 0 : entry.Calls,
            CostUsd = entry.CostUsd,
            SuspectUsd = entry.IsSuspect ? entry.CostUsd : corrects ? -entry.ReservedUsd : 0,
            Suspects = entry.IsSuspect ? 1 : corrects ? -1 : 0,
            Denied = entry.Outcome == LedgerOutcome.Denied ? 1 : 0,
            Lost = lost ? entry.Calls : 0,
            LostUsd = lost ? entry.CostUsd : 0,
            InputTokens = entry.InputTokens,
            OutputTokens = entry.OutputTokens,
        });
    }

    /// <summary>This sum and another.</summary>
    /// <param name="other">The other sum.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is <see langword="null"/>.</exception>
    public LedgerSummary Plus(LedgerSummary other)
    {
        if (other is null)
        {
            throw new ArgumentNullException(nameof(other));
        }

        return new LedgerSummary
        {
            Attempts = Attempts + other.Attempts,
            Calls = Calls + other.Calls,
            CostUsd = CostUsd + other.CostUsd,
            SuspectUsd = SuspectUsd + other.SuspectUsd,
            Suspects = Suspects + other.Suspects,
            Denied = Denied + other.Denied,
            Lost = Lost + other.Lost,
            LostUsd = LostUsd + other.LostUsd,
            InputTokens = Money.Plus(InputTokens, other.InputTokens),
            OutputTokens = Money.Plus(OutputTokens, other.OutputTokens),
        };
    }
}
