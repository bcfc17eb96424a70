namespace ClaudeCost.Ledger;

/// <summary>
/// What the processes before this one have spent, by their ledger, in windows that may not be over: books that are opened under the
/// same name begin with it. Read once, at the start.
/// </summary>
internal static class SpentBefore
{
    // Windows begin on quarters of an hour in every time zone, so sums of a quarter are as good as single entries.
    private const long Quarter = TimeSpan.TicksPerHour / 4;

    // The longest window, and a day for its time zone.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(32);

    private static readonly object Gate = new();
    private static readonly Dictionary<string, SortedDictionary<long, Amounts>> Spent = new(StringComparer.Ordinal);
    private static readonly Dictionary<(string Name, BudgetLimit Limit), long> Denied = [];
    private static bool isRead;

    /// <summary>Reads the ledger of a folder, and adds what it says to the books that are open already. Calling it again does nothing.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for lack of rights.</exception>
    public static void Read(string folder, TimeProvider clock)
    {
        lock (Gate)
        {
            if (isRead || !Directory.Exists(folder))
            {
                isRead = true;
                return;
            }

            // Nothing of an attempt to read it that has failed.
            Spent.Clear();
            Denied.Clear();
            var oldest = clock.GetUtcNow() - Longest;
            var problems = new List<LedgerProblem>();
            foreach (var entry in LedgerReader.ReadSince(folder, oldest, problems))
            {
                if (entry.Time >= oldest)
                {
                    Take(entry);
                }
            }

            isRead = true;
            if (problems.Count > 0)
            {
                BudgetGuard.Warn(
                    BudgetWarningKind.LedgerFailed,
                    $"{problems.Count} lines of the ledger in '{folder}' cannot be read, so budgets begin without what they say: {problems[0].File}:{problems[0].Line}: {problems[0].Message}");
            }
        }

        foreach (var books in NamedBooks.All())
        {
            AddTo(books, books.Name!);
        }

        foreach (var budget in Process.ProcessBudgets.Current.All)
        {
            AddTo(budget.Account.Books, budget.Name);
        }
    }

    /// <summary>Adds to books what was spent under their name, once.</summary>
    public static void AddTo(Books books, string name)
    {
        if (books.Window is null)
        {
            return;
        }

        List<(long Ticks, Amounts Amounts)> spent;
        lock (Gate)
        {
            if (!Spent.TryGetValue(name, out var quarters))
            {
                return;
            }

            spent = [.. quarters.Select(static quarter => (quarter.Key, quarter.Value))];
        }

        BooksLock.Enter();
        try
        {
            books.CarryOver(spent);
        }
        finally
        {
            BooksLock.Exit();
        }
    }

    /// <summary>Whether a process before this one refused a call in a window, by its limit.</summary>
    public static bool HasDenied(string name, BudgetLimit limit, long windowStart)
    {
        lock (Gate)
        {
            return Denied.TryGetValue((name, limit), out var last) && last >= windowStart;
        }
    }

    /// <summary>For tests.</summary>
    public static void Forget()
    {
        lock (Gate)
        {
            Spent.Clear();
            Denied.Clear();
            isRead = false;
        }
    }

    private static void Take(LedgerEntry entry)
    {
        var time = entry.Time.UtcTicks;
        if (entry is { DeniedBy: { } name, DeniedLimit: { } limit })
        {
            Denied[(name, limit)] = Denied.TryGetValue((name, limit), out var last) ? Math.Max(last, time) : time;
        }

        // Of what costs nothing, calls that were turned away count as calls.
        if (entry.Calls == 0 && entry.CostUsd == 0m)
        {
            return;
        }

        // A correction whose batch is not in the files, or in a sum of lost entries, takes nothing back from others.
        var input = Math.Max(0, entry.InputTokens);
        var output = Math.Max(0, entry.OutputTokens);
        var amounts = new Amounts(
            Math.Max(0, entry.Calls), Pricing.WorstCase.Nano(Math.Max(0, entry.CostUsd) * Money.NanoPerUsd), Money.AddSaturating(input, output), output, input);
        var quarter = time - (time % Quarter);
        foreach (var budget in entry.Budgets)
        {
            if (!Spent.TryGetValue(budget, out var quarters))
            {
                Spent[budget] = quarters = [];
            }

            quarters[quarter] = quarters.TryGetValue(quarter, out var sum) ? sum.PlusSaturating(amounts) : amounts;
        }
    }
}
