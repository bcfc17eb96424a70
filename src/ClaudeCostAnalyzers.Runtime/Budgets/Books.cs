namespace ClaudeCost;

/// <summary>
/// What is spent and reserved against one set of limits: that of a scope, or one that several scopes share by name. Knows
/// nothing of scopes. Everything in it is guarded by <see cref="BooksLock"/>.
/// </summary>
/// <remarks>
/// Invariant, for every limit, at every moment: <c>spent + reserved &lt;= limit</c> in what counts now, unless a settlement came
/// in above its reservation.
/// </remarks>
internal sealed class Books
{
    private readonly TimeProvider clock;
    private readonly Amounts limits;

    // Oldest first, the last one is the current window. Empty for a budget without a window.
    private readonly List<BookRow> rows = [];
    private Lines counted;
    private long windowEnd;
    private long lastOperation;
    private long open;
    private Amounts carriedOver;
    private long carriedInto;

    public Books(in Amounts limits, BudgetWindow? window = null, TimeProvider? clock = null, string? name = null, long mostOpen = long.MaxValue)
    {
        this.limits = limits;
        MostOpen = mostOpen;
        Window = window;
        Name = name;
        this.clock = clock ?? TimeProvider.System;
        if (window is not null)
        {
            Begin(Now, firstTicket: 0);
        }
    }

    public ref readonly Amounts Limits => ref limits;

    /// <summary>The most calls in flight at a time.</summary>
    public long MostOpen { get; }

    /// <summary>Calls in flight.</summary>
    public long Open => open;

    public BudgetWindow? Window { get; }

    /// <summary>The name under which scopes share these books; <see langword="null"/> for those of one scope.</summary>
    public string? Name { get; }

    /// <summary>Scopes that have not ended and may still charge these books.</summary>
    public int Users { get; set; }

    /// <summary>The round of the <see cref="WaitingLine"/> in which a call was found to wait for these books.</summary>
    public long BlockedInRound { get; set; }

    /// <summary>What limits are compared with: the current window, or the hours of a rolling one.</summary>
    public ref readonly Lines Counted => ref counted;

    /// <summary>What processes before this one have spent of what counts now; nothing in any window but the one in which this process began.</summary>
    public Amounts CarriedOver => carriedInto != 0 && carriedInto == CurrentWindow ? carriedOver : default;

    /// <summary>Which window is current: another value means that another one has begun. Zero without windows.</summary>
    public long CurrentWindow => rows.Count == 0 ? 0 : rows[rows.Count - 1].Start;

    /// <summary>When the current window (of a rolling one, the hour) is over, as UTC ticks; zero without windows.</summary>
    public long CurrentEnd => windowEnd;

    /// <summary>Whether forgetting these books would change nothing: nobody uses them, and nothing in them counts.</summary>
    public bool IsIdle => Users == 0 && open == 0 && counted is { Calls.Spent: 0, NanoUsd.Spent: 0, Tokens.Spent: 0 };

    private long Now => clock.GetUtcNow().UtcTicks;

    /// <summary>
    /// Turns to the window of the present. Time only goes forward here: a clock that is set back goes on in the window that has
    /// begun, so no window is ever opened twice.
    /// </summary>
    public void Turn()
    {
        if (windowEnd == 0)
        {
            return;
        }

        var now = Now;
        if (now >= windowEnd)
        {
            Begin(now, BooksLock.Operation);
        }
    }

    /// <summary>
    /// Counts what processes before this one have spent, each amount in the window of its time. Once; calling it again does nothing. Only
    /// for books with a window.
    /// </summary>
    /// <param name="spent">Amounts with their times, as UTC ticks, in the order of time.</param>
    public void CarryOver(IEnumerable<(long Ticks, Amounts Amounts)> spent)
    {
        if (carriedInto != 0)
        {
            return;
        }

        Turn();
        carriedInto = CurrentWindow;
        var earlier = 0;
        foreach (var (ticks, amounts) in spent)
        {
            var row = rows[rows.Count - 1];
            if (ticks < row.Start)
            {
                // Only rolling windows count what lies before; an hour that has passed counts as long as it would have.
                var passed = new BookRow(Window!.Around(ticks).Start, firstTicket: 0);
                if (!Window.IsRolling || !Counts(passed))
                {
                    continue;
                }

                row = earlier > 0 && rows[earlier - 1].Start == passed.Start ? rows[earlier - 1] : passed;
                if (ReferenceEquals(row, passed))
                {
                    rows.Insert(earlier++, passed);
                }
            }

            row.Lines.Spent = row.Lines.Spent.PlusSaturating(amounts);
            carriedOver = carriedOver.PlusSaturating(amounts);
        }

        Recount();
    }

    /// <summary>Whether this operation has not touched the books yet: scopes in one chain may share them.</summary>
    public bool IsFirstTouch()
    {
        if (lastOperation == BooksLock.Operation)
        {
            return false;
        }

        lastOperation = BooksLock.Operation;
        return true;
    }

    public BudgetLimit? FirstLackOf(in Amounts need) => counted.FirstLackOf(need, Limits) ?? (open >= MostOpen ? BudgetLimit.Concurrency : null);

    /// <summary>
    /// Whether an amount that has no room now may get some: the calls in flight may use nothing of what they hold, or a window
    /// may begin.
    /// </summary>
    public bool MayGetRoom(in Amounts need) =>
        default(Lines).FirstLackOf(need, Limits) is null
        && (Window is not null || (open > 0 && counted.OnlySpent().FirstLackOf(need, Limits) is null));

    /// <summary>How long until the current window (of a rolling one, the hour) is over; <see langword="null"/> without windows.</summary>
    public TimeSpan? UntilEnd => windowEnd == 0 ? null : TimeSpan.FromTicks(Math.Max(0, windowEnd - Now));

    public TimeProvider Clock => clock;

    public Amounts Left() => counted.Room(Limits);

    /// <summary>Reserves in books without windows, if there is room; see <see cref="Lines.TryReserve"/>.</summary>
    public bool TryReserveWithoutWindow(in Amounts need)
    {
        if (open >= MostOpen || !counted.TryReserve(need, limits))
        {
            return false;
        }

        open++;
        return true;
    }

    /// <summary>Takes back what <see cref="TryReserveWithoutWindow"/> has just reserved.</summary>
    public void UnreserveWithoutWindow(in Amounts need)
    {
        open--;
        counted.Unreserve(need);
    }

    /// <summary>Settles in books without windows.</summary>
    public void SettleWithoutWindow(in Amounts held, in Amounts actual)
    {
        open--;
        counted.Settle(held, actual);
    }

    public void Reserve(in Amounts need)
    {
        open++;
        counted.Reserve(need);
        if (rows.Count > 0)
        {
            var row = rows[rows.Count - 1];
            row.Open++;
            row.Lines.Reserve(need);
        }
    }

    /// <summary>Settles in the window in which the reservation was made.</summary>
    public void Settle(long ticket, in Amounts held, in Amounts actual)
    {
        if (rows.Count == 0)
        {
            SettleWithoutWindow(held, actual);
            return;
        }

        open--;
        var index = RowOf(ticket);
        var row = rows[index];
        row.Open--;
        row.Lines.Settle(held, actual);
        if (Counts(row))
        {
            counted.Settle(held, actual);
        }
        else if (Window!.IsRolling)
        {
            counted.Settle(held, default);
        }

        if (row.Open == 0 && index < rows.Count - 1)
        {
            Recount();
        }
    }

    /// <summary>
    /// Replaces what a settled call was charged, in the window in which it was reserved. A window that is over and forgotten needs no
    /// correction: nothing is compared with it any more.
    /// </summary>
    public void Correct(long ticket, in Amounts charged, in Amounts actual)
    {
        Turn();
        if (rows.Count == 0)
        {
            counted.Correct(charged, actual);
            return;
        }

        var row = rows[RowOf(ticket)];
        if (row.FirstTicket > ticket)
        {
            return;
        }

        row.Lines.Correct(charged, actual);
        if (Counts(row))
        {
            counted.Correct(charged, actual);
        }
    }

    /// <summary>
    /// When an amount will have room if everything in flight is charged in full, as UTC ticks: zero if time does not renew these
    /// books, or if the amount is above the limit itself.
    /// </summary>
    public long RenewsAt(in Amounts need)
    {
        if (windowEnd == 0 || default(Lines).FirstLackOf(need, Limits) is not null)
        {
            return 0;
        }

        if (!Window!.IsRolling || counted.FirstLackOf(need, Limits) is null)
        {
            return windowEnd;
        }

        for (var freed = 0; freed < rows.Count; freed++)
        {
            var rest = default(Lines);
            for (var i = freed + 1; i < rows.Count; i++)
            {
                rest.Add(rows[i].Lines);
            }

            if (rest.FirstLackOf(need, Limits) is null)
            {
                return Math.Max(windowEnd, rows[freed].Start + (BudgetWindow.RollingHours * TimeSpan.TicksPerHour));
            }
        }

        return 0;
    }

    /// <summary>The row that a reservation was made in; the oldest one if that is gone.</summary>
    private int RowOf(long ticket)
    {
        var index = rows.Count - 1;
        while (index > 0 && rows[index].FirstTicket > ticket)
        {
            index--;
        }

        return index;
    }

    private void Begin(long now, long firstTicket)
    {
        var (start, end) = Window!.Around(now);
        windowEnd = end;
        rows.Add(new BookRow(start, firstTicket));
        Recount();
    }

    /// <summary>Drops the rows that neither count nor wait for a settlement, and adds up those that count.</summary>
    private void Recount()
    {
        rows.RemoveAll(row => row.Open == 0 && !Counts(row));
        counted = default;
        foreach (var row in rows)
        {
            if (Counts(row))
            {
                counted.Add(row.Lines);
            }
            else if (Window!.IsRolling)
            {
                // A reservation counts until it is settled, however old it is.
                counted.Add(row.Lines.OnlyReserved());
            }
        }
    }

    private bool Counts(BookRow row) => Window!.IsRolling
        ? row.Start + (BudgetWindow.RollingHours * TimeSpan.TicksPerHour) >= windowEnd
        : ReferenceEquals(row, rows[rows.Count - 1]);
}
