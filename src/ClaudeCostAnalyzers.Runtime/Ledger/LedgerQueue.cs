using System.Runtime.CompilerServices;
using ClaudeCost.Attempts;

namespace ClaudeCost.Ledger;

/// <summary>
/// A bounded queue between the calls and a ledger. Whoever adds never waits: what does not fit is counted and added up, and follows as
/// one entry once there is room, so that the ledger adds up all the same.
/// </summary>
internal sealed class LedgerQueue : IDisposable
{
    private const int MostPerBatch = 512;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // How often attempts in flight are looked for. Those that end sooner need no record of having been sent.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly object gate = new();
    private readonly Queue<LedgerEntry> waiting = new();
    private readonly CancellationTokenSource stop = new();
    private readonly ILedger ledger;
    private readonly int capacity;
    private readonly Func<IEnumerable<Charge>>? inFlight;
    private readonly ConditionalWeakTable<Charge, object> looked = new();
    private readonly HashSet<string> sent = new(StringComparer.Ordinal);

    // Batches that are in the ledger at their worst case: in an entry of their own, or in a sum of lost ones.
    private readonly Dictionary<string, bool> batches = new(StringComparer.Ordinal);
    private readonly Thread thread;
    private LedgerEntry? gap;
    private long added;
    private long done;
    private long lost;
    private bool closing;

    /// <param name="ledger">Where entries go.</param>
    /// <param name="capacity">How many may wait.</param>
    /// <param name="inFlight">What is in flight, where that is to be recorded before its end; <see langword="null"/> where it is not.</param>
    public LedgerQueue(ILedger ledger, int capacity, Func<IEnumerable<Charge>>? inFlight = null)
    {
        this.inFlight = inFlight;
        this.ledger = ledger;
        this.capacity = capacity;
        thread = new Thread(Run) { IsBackground = true, Name = "ClaudeCost ledger" };
        OwnFlow.Start(thread);
    }

    /// <summary>Entries that were not taken, since the start.</summary>
    public long Lost => Interlocked.Read(ref lost);

    public void Add(LedgerEntry entry)
    {
        bool first;
        lock (gate)
        {
            if (closing)
            {
                return;
            }

            var wasSent = sent.Count > 0 && sent.Remove(entry.Key);
            if (entry.Outcome == LedgerOutcome.SuspectBatch)
            {
                batches[entry.Key] = waiting.Count < capacity;
            }

            if (waiting.Count < capacity)
            {
                waiting.Enqueue(entry);
                added++;
                if (waiting.Count == 1)
                {
                    Monitor.PulseAll(gate);
                }

                return;
            }

            lost++;
            first = gap is null;
            SumUp(entry, entries: 1, wasSent);
        }

        if (first)
        {
            BudgetGuard.Warn(
                BudgetWarningKind.LedgerFull,
                FormattableString.Invariant($"The queue of the ledger is full ({capacity:N0} entries): what it cannot take is summed up in one entry, and lost in detail. The ledger is slower than the calls, or cannot write."));
        }
    }

    /// <summary>What was reserved for an attempt was taken back. If it has been recorded as sent, that is put right.</summary>
    public void Withdrawn(SettledAttempt attempt)
    {
        if (inFlight is null)
        {
            return;
        }

        var entry = LedgerEntries.Of(attempt with { Outcome = AttemptOutcome.NotSent });
        lock (gate)
        {
            if (!sent.Contains(entry.Key))
            {
                return;
            }
        }

        Add(entry);
    }

    /// <summary>What a batch has cost is known. Only for batches whose worst case is in this ledger: it adds up either way.</summary>
    public void Corrected(SettledAttempt attempt)
    {
        var entry = LedgerEntries.OfCorrection(attempt);
        lock (gate)
        {
            if (!batches.TryGetValue(entry.Key, out var hasEntry))
            {
                return;
            }

            batches.Remove(entry.Key);
            if (!hasEntry)
            {
                SumUp(entry, entries: 0, wasSent: false);
                Monitor.PulseAll(gate);
                return;
            }
        }

        Add(entry);
    }

    /// <summary>Waits until everything is written that was added before.</summary>
    /// <returns>False if the time was over first.</returns>
    public bool Flush(TimeSpan timeout)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        lock (gate)
        {
            var target = added;
            while (done < target || (gap is not null && !closing))
            {
                var left = timeout - clock.Elapsed;
                if (left <= TimeSpan.Zero || !thread.IsAlive)
                {
                    return false;
                }

                Monitor.Wait(gate, left < LongestPause ? left : LongestPause);
            }

            return true;
        }
    }

    /// <summary>Takes nothing more, writes what is there for at most some time, and ends.</summary>
    /// <returns>False if not all of it could be written.</returns>
    public bool Close(TimeSpan timeout)
    {
        lock (gate)
        {
            closing = true;
            Monitor.PulseAll(gate);
        }

        var ended = thread.Join(timeout);
        stop.Cancel();
        return ended && done == added;
    }

    // The thread may still look at the source: it is left to the garbage collector.
    public void Dispose() => stop.Cancel();

    /// <summary>Adds an entry to the one for what is lost.</summary>
    private void SumUp(LedgerEntry entry, int entries, bool wasSent) =>
        gap = (gap ?? new LedgerEntry { CallId = Guid.NewGuid().ToString("N"), Time = entry.Time, Outcome = LedgerOutcome.Lost }) with
        {
            Calls = (gap?.Calls ?? 0) + entries,
            CostUsd = (gap?.CostUsd ?? 0) + entry.CostUsd,
            InputTokens = Money.Plus(gap?.InputTokens ?? 0, entry.InputTokens),
            OutputTokens = Money.Plus(gap?.OutputTokens ?? 0, entry.OutputTokens),
            Ended = wasSent ? [.. gap?.Ended ?? [], entry.Key] : gap?.Ended ?? [],
        };

    private void Run()
    {
        var batch = new List<LedgerEntry>(MostPerBatch);
        while (Take(batch))
        {
            var ended = batch.Count(static entry => entry.Outcome is not LedgerOutcome.Lost and not LedgerOutcome.Unsettled);
            var pause = FirstPause;
            while (!TryWrite(batch) && !stop.IsCancellationRequested)
            {
                stop.Token.WaitHandle.WaitOne(pause);
                pause = pause + pause < LongestPause ? pause + pause : LongestPause;
            }

            lock (gate)
            {
                done += ended;
                Monitor.PulseAll(gate);
                if (stop.IsCancellationRequested)
                {
                    return;
                }
            }

            batch.Clear();
        }
    }

    /// <summary>Waits for entries.</summary>
    /// <returns>False if none will come.</returns>
    private bool Take(List<LedgerEntry> batch)
    {
        while (true)
        {
            LookInFlight(batch);
            lock (gate)
            {
                if (batch.Count > 0 || waiting.Count > 0 || gap is not null)
                {
                    Fill(batch);
                    return true;
                }

                if (closing)
                {
                    return false;
                }

                Monitor.Wait(gate, inFlight is null ? Timeout.InfiniteTimeSpan : Look);
            }
        }
    }

    /// <summary>
    /// Takes attempts that have been in flight for a moment and are not in the ledger. What is in flight is taken out of there before
    /// its end is added here, so the record of the sending always comes first.
    /// </summary>
    private void LookInFlight(List<LedgerEntry> batch)
    {
        if (inFlight is null)
        {
            return;
        }

        foreach (var charge in inFlight())
        {
            if (charge.Elapsed < Look || looked.TryGetValue(charge, out _) || charge.DescribeInFlight() is not { } attempt)
            {
                continue;
            }

            var entry = LedgerEntries.OfSent(attempt);
            lock (gate)
            {
                looked.Add(charge, gate);
                sent.Add(entry.Key);
                if (AttemptsInFlight.Contains(charge))
                {
                    batch.Add(entry);
                }
                else
                {
                    // It has ended meanwhile: that alone is recorded.
                    sent.Remove(entry.Key);
                }
            }
        }
    }

    private void Fill(List<LedgerEntry> batch)
    {
        var most = batch.Count + MostPerBatch;
        while (waiting.Count > 0 && batch.Count < most)
        {
            batch.Add(waiting.Dequeue());
        }

        if (gap is not null && waiting.Count < capacity)
        {
            batch.Add(gap);
            gap = null;
        }
    }

    private bool TryWrite(List<LedgerEntry> batch)
    {
        try
        {
            ledger.WriteAsync(batch, stop.Token).GetAwaiter().GetResult();
            return true;
        }
        catch (Exception exception)
        {
            BudgetGuard.WarnOnce(BudgetWarningKind.LedgerFailed, $"The ledger cannot be written, and is tried again: {exception.Message}");
            return false;
        }
    }
}
