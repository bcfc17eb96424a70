namespace ClaudeCost;

/// <summary>Where the entries of attempts go: a file (<see cref="FileLedger"/>), or a place of one's own.</summary>
public interface ILedger
{
    /// <summary>
    /// Writes entries, in the order in which the attempts ended. Called from one thread of its own, never two times at once, outside
    /// every <see cref="BudgetScope"/>, and off the path of the calls.
    /// </summary>
    /// <param name="entries">One or more. The list is used again: keep the entries, not the list.</param>
    /// <param name="cancellationToken">Cancelled when the writer is disposed and its time is over.</param>
    /// <returns>
    /// A task that has ended when the entries are written. If it fails, <see cref="BudgetGuard.Warning"/> says so and the same entries
    /// are given again, after a pause that grows up to 30 seconds.
    /// </returns>
    Task WriteAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken);
}
