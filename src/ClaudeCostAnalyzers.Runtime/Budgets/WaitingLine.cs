namespace ClaudeCost;

/// <summary>
/// The calls that wait for room in a budget, in the order in which they came. A waiting call holds nothing: no amount, no lock,
/// no thread. So the calls in flight, whose ends make room, never depend on one that waits.
/// </summary>
/// <remarks>
/// First come, first served, for each budget: a call passes another one only if they wait for different budgets. The line is gone
/// through whenever something may have made room: a settlement, a closed account, the next window, a call that gave up.
/// </remarks>
internal static class WaitingLine
{
    // Guarded by BooksLock.
    private static readonly LinkedList<Waiter> Line = new();
    private static int count;

    /// <summary>Calls that wait.</summary>
    public static int Count => Volatile.Read(ref count);

    /// <summary>Waits until an amount is reserved or refused.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up; nothing is reserved.</exception>
    public static async Task<(Admission Admission, long Ticket, Denial Denial)> JoinAsync(
        AccountChain chain, Amounts need, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter(chain, need);
        BooksLock.Enter();
        try
        {
            waiter.Place = Line.AddLast(waiter);
            Volatile.Write(ref count, Line.Count);
        }
        finally
        {
            BooksLock.Exit();
        }

        GoThrough();
        using (cancellationToken.Register(static waiter => GiveUp((Waiter)waiter!), waiter))
        {
            await waiter.Decided.Task.ConfigureAwait(false);
        }

        if (waiter.Admission == Admission.Admitted && cancellationToken.IsCancellationRequested)
        {
            // Admitted and given up at the same moment: it is not sent.
            chain.Settle(waiter.Ticket, need, default, suspect: false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (waiter.Admission == Admission.MustWait)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        return (waiter.Admission, waiter.Ticket, waiter.Denial);
    }

    /// <summary>Something happened that may let waiting calls go.</summary>
    public static void RoomMayHaveCome()
    {
        if (Count > 0)
        {
            GoThrough();
        }
    }

    private static void GiveUp(Waiter waiter)
    {
        BooksLock.Enter();
        try
        {
            Remove(waiter);
        }
        finally
        {
            BooksLock.Exit();
        }

        waiter.Decided.TrySetResult(true);

        // Those behind it may have waited for it alone.
        RoomMayHaveCome();
    }

    private static void GoThrough()
    {
        List<Waiter>? decided = null;
        List<Books>? windows = null;
        BooksLock.Enter();
        try
        {
            LinkedListNode<Waiter>? following;
            var round = BooksLock.Operation;
            for (var place = Line.First; place is not null; place = following)
            {
                following = place.Next;
                var waiter = place.Value;
                if (waiter.Chain.IsBehindOther(round))
                {
                    continue;
                }

                BooksLock.NextOperation();
                waiter.Ticket = BooksLock.Operation;
                waiter.Admission = waiter.Chain.Decide(waiter.Need, canWait: true, out var denial, out var blocking);
                if (waiter.Admission == Admission.MustWait)
                {
                    blocking!.Books.BlockedInRound = round;
                    if (blocking.Books.Window is not null)
                    {
                        (windows ??= []).Add(blocking.Books);
                    }

                    continue;
                }

                waiter.Denial = denial;
                Remove(waiter);
                if (denial.JustClosed)
                {
                    // Those before it may now wait in vain.
                    BooksLock.NextOperation();
                    round = BooksLock.Operation;
                    following = Line.First;
                }

                (decided ??= []).Add(waiter);
            }
        }
        finally
        {
            BooksLock.Exit();
        }

        decided?.ForEach(static waiter => waiter.Decided.TrySetResult(true));
        windows?.ForEach(static books => WindowAlarm.Arm(books));
    }

    private static void Remove(Waiter waiter)
    {
        if (waiter.Place is { List: not null } place)
        {
            Line.Remove(place);
            Volatile.Write(ref count, Line.Count);
        }
    }

    private sealed class Waiter(AccountChain chain, Amounts need)
    {
        public AccountChain Chain { get; } = chain;

        public Amounts Need { get; } = need;

        // Continuations run elsewhere: whoever settles must not go on with another one's work.
        public TaskCompletionSource<bool> Decided { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public LinkedListNode<Waiter>? Place { get; set; }

        /// <summary>It stays at <see cref="Admission.MustWait"/> for one that has given up.</summary>
        public Admission Admission { get; set; } = Admission.MustWait;

        public long Ticket { get; set; }

        public Denial Denial { get; set; }
    }
}
