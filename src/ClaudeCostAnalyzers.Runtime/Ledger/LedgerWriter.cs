using ClaudeCost.Attempts;
using ClaudeCost.Ledger;

namespace ClaudeCost;

/// <summary>
/// A ledger that is being written, from <see cref="BudgetLedger.Start(string, FileLedgerOptions)"/> until it is disposed or the
/// process ends.
/// </summary>
/// <remarks>All members are safe to use from any thread.</remarks>
public sealed class LedgerWriter : IDisposable, IAttemptObserver
{
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(5);

    private readonly LedgerQueue queue;
    private readonly ILedger ledger;
    private readonly bool ownsLedger;
    private int disposed;

    internal LedgerWriter(ILedger ledger, bool ownsLedger, int capacity)
    {
        this.ledger = ledger;
        this.ownsLedger = ownsLedger;
        // Other ledgers are told of an attempt once, when it has ended.
        queue = new LedgerQueue(ledger, capacity, ledger is FileLedger ? AttemptsInFlight.Now : null);
    }

    /// <summary>
    /// Entries that the queue could not take because the ledger was slower than the calls, or failed. They are in the ledger as one sum
    /// (<see cref="LedgerOutcome.Lost"/>).
    /// </summary>
    public long Lost => queue.Lost;

    /// <summary>Waits until every attempt is written that was settled before. The process's end and <see cref="Dispose"/> do so by themselves.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <returns>False if the time was over first.</returns>
    public bool Flush(TimeSpan timeout) => queue.Flush(timeout);

    /// <summary>
    /// Ends the ledger: writes what is settled, for at most 5 seconds, and closes it. Of attempts that are still in flight it has no end;
    /// dispose it after the work.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        AttemptFeed.Remove(this);
        ProcessEnd.Forget(this);
        if (!queue.Close(TimeToEnd))
        {
            BudgetGuard.Warn(BudgetWarningKind.LedgerFailed, "The ledger was closed before all of its entries could be written.");
        }

        queue.Dispose();
        if (ownsLedger)
        {
            (ledger as IDisposable)?.Dispose();
        }
    }

    void IAttemptObserver.Withdrawn(SettledAttempt attempt) => queue.Withdrawn(attempt);

    void IAttemptObserver.Corrected(SettledAttempt attempt) => queue.Corrected(attempt);

    void IAttemptObserver.Settled(SettledAttempt attempt) => queue.Add(LedgerEntries.Of(attempt));
}
