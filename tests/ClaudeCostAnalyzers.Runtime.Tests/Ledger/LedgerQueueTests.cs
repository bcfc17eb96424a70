using System.Collections.Concurrent;
using ClaudeCost.Attempts;
using ClaudeCost.Ledger;
using ClaudeCost.Pricing;

namespace ClaudeCost.Tests.Ledger;

/// <summary>Between the calls and the ledger: nothing waits, nothing is lost in silence.</summary>
public sealed class LedgerQueueTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public void What_does_not_fit_is_summed_up_in_one_entry_and_warned_of()
    {
        var warnings = new ConcurrentQueue<BudgetWarningEventArgs>();
        void Listen(object? sender, BudgetWarningEventArgs warning) => warnings.Enqueue(warning);
        using var gate = new ManualResetEventSlim();
        var ledger = new Recorder(_ => gate.Wait());
        using var queue = new LedgerQueue(ledger, capacity: 10);
        BudgetGuard.Warning += Listen;
        try
        {
            queue.Add(Entry(0));
            Assert.True(SpinWait.SpinUntil(() => ledger.Started == 1, Soon));
            for (var i = 1; i <= 35; i++)
            {
                queue.Add(Entry(i));
            }

            Assert.Equal(25, queue.Lost);
            Assert.Single(warnings, warning => warning.Kind == BudgetWarningKind.LedgerFull && warning.Message.Contains("(10 entries)"));
            Assert.False(queue.Flush(TimeSpan.FromMilliseconds(1)));
            gate.Set();
            Assert.True(queue.Flush(Soon));
        }
        finally
        {
            BudgetGuard.Warning -= Listen;
        }

        Assert.True(queue.Close(Soon));
        Assert.Equal(12, ledger.Entries.Count);
        var lost = Assert.Single(ledger.Entries, entry => entry.Outcome == LedgerOutcome.Lost);
        Assert.Equal((25L, 25m, 250L), (lost.Calls, lost.CostUsd, lost.InputTokens));
        var summary = LedgerSummary.Of(ledger.Entries);
        Assert.Equal((36L, 36m, 25L, 25m), (summary.Attempts, summary.CostUsd, summary.Lost, summary.LostUsd));
    }

    [Fact]
    public void The_cost_of_a_batch_is_put_right_in_the_sum_where_its_worst_case_is_lost()
    {
        using var gate = new ManualResetEventSlim();
        var ledger = new Recorder(_ => gate.Wait());
        using var queue = new LedgerQueue(ledger, capacity: 1);
        queue.Add(Entry(0));
        Assert.True(SpinWait.SpinUntil(() => ledger.Started == 1, Soon));
        queue.Add(Entry(1));
        var batch = new SettledAttempt { CallId = Guid.NewGuid(), Outcome = AttemptOutcome.BatchAccepted, Reservation = new Reservation(new Amounts(4, 9_000_000_000, 900, 400, 500), null, 100, CostBound.Bounded(BoundStrength.Measured)), Charged = new Amounts(4, 9_000_000_000, 900, 400, 500) };
        queue.Add(LedgerEntries.Of(batch));
        Assert.Equal(1, queue.Lost);
        gate.Set();
        Assert.True(queue.Flush(Soon));

        var known = batch with { Outcome = AttemptOutcome.Corrected, Charged = new Amounts(4, 2_000_000_000, 300, 100, 200) };
        queue.Corrected(known);
        queue.Corrected(known);
        Assert.True(queue.Flush(Soon));
        Assert.True(queue.Close(Soon));

        var summary = LedgerSummary.Of(ledger.Entries);
        Assert.Equal((4m, 2m, 1, 0m), (summary.CostUsd, summary.LostUsd, summary.Lost, summary.SuspectUsd));
        Assert.Equal(3, summary.Attempts);
    }

    [Fact]
    public void What_fails_is_given_again_and_written_once()
    {
        var failures = 2;
        var ledger = new Recorder(_ =>
        {
            if (failures-- > 0)
            {
                throw new IOException("The disk is full.");
            }
        });
        using var queue = new LedgerQueue(ledger, capacity: 100);
        for (var i = 0; i < 50; i++)
        {
            queue.Add(Entry(i));
        }

        Assert.True(queue.Close(Soon));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), ledger.Entries.Select(entry => entry.CallId));
    }

    [Fact]
    public void A_ledger_that_hangs_does_not_keep_the_process()
    {
        using var gate = new ManualResetEventSlim();
        using var queue = new LedgerQueue(new Recorder(_ => gate.Wait()), capacity: 10);
        queue.Add(Entry(1));
        Assert.False(queue.Close(TimeSpan.FromMilliseconds(50)));
        gate.Set();
    }

    [Fact]
    public void Nothing_is_written_in_the_scope_in_which_it_was_started()
    {
        BudgetScope? seen = null;
        var ledger = new Recorder(_ => seen = BudgetScope.Current);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });
        using var queue = new LedgerQueue(ledger, capacity: 10);
        queue.Add(Entry(1));
        Assert.True(queue.Close(Soon));
        Assert.Null(seen);
        Assert.Single(ledger.Entries);
    }

    private static LedgerEntry Entry(int number) => new() { CallId = $"{number}", CostUsd = 1m, Calls = 1, InputTokens = 10, Outcome = LedgerOutcome.Settled };

    private sealed class Recorder(Action<IReadOnlyList<LedgerEntry>> before) : ILedger
    {
        private int started;

        public int Started => Volatile.Read(ref started);

        public List<LedgerEntry> Entries { get; } = [];

        public Task WriteAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref started);
            before(entries);
            Entries.AddRange(entries);
            return Task.CompletedTask;
        }
    }
}
