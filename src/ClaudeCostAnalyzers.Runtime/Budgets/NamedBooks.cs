namespace ClaudeCost;

/// <summary>
/// The books that scopes of this process share by name. They outlive every scope, so that what one run has spent counts for the
/// next.
/// </summary>
internal static class NamedBooks
{
    private const int FirstSweep = 1024;

    private static readonly object Gate = new();
    private static readonly Dictionary<string, Entry> ByName = new(StringComparer.Ordinal);
    private static int sweepAt = FirstSweep;

    /// <summary>How many are remembered.</summary>
    public static int Count
    {
        get
        {
            lock (Gate)
            {
                return ByName.Count;
            }
        }
    }

    /// <summary>All that are remembered.</summary>
    public static IReadOnlyList<Books> All()
    {
        lock (Gate)
        {
            return [.. ByName.Values.Select(static entry => entry.Books)];
        }
    }

    /// <summary>The books of a budget that has a name and a window; they have one user more.</summary>
    /// <exception cref="InvalidOperationException">Another budget has that name.</exception>
    public static Books Join(Budget budget)
    {
        var terms = Terms.Of(budget);
        lock (Gate)
        {
            if (ByName.TryGetValue(budget.Name!, out var found))
            {
                if (found.Generation > 0 && budget.Generation > found.Generation)
                {
                    // Configured anew: with the same limits it goes on, with others it begins anew. Scopes that are open keep the books
                    // that they have.
                    found = found.Terms == terms ? found with { Generation = budget.Generation } : Open(budget, terms);
                    ByName[budget.Name!] = found;
                }
                else if (found.Terms != terms && (found.Generation == 0 || budget.Generation == 0))
                {
                    throw new InvalidOperationException(
                        $"Two different budgets of this process are named '{budget.Name}': {found.Terms}, and now {terms}. Scopes that share a budget by name must give it the same limits, window and clock; name one of the two differently.");
                }
            }
            else
            {
                if (ByName.Count >= sweepAt)
                {
                    Sweep();
                }

                found = Open(budget, terms);
                ByName.Add(budget.Name!, found);
            }

            BooksLock.Enter();
            found.Books.Users++;
            BooksLock.Exit();
            return found.Books;
        }
    }

    private static Entry Open(Budget budget, Terms terms)
    {
        var books = new Books(terms.Limits, terms.Window, terms.Clock, budget.Name, terms.MostOpen);
        Ledger.SpentBefore.AddTo(books, budget.Name!);
        return new Entry(terms, books, budget.Generation);
    }

    /// <summary>The books have one user less. Calls in flight may still be settled.</summary>
    public static void Leave(Books books)
    {
        BooksLock.Enter();
        books.Users--;
        BooksLock.Exit();
    }

    /// <summary>Forgets books that nobody uses and in which nothing counts any more: names may be made from users and sessions.</summary>
    private static void Sweep()
    {
        var idle = new List<string>();
        foreach (var entry in ByName)
        {
            BooksLock.Enter();
            try
            {
                entry.Value.Books.Turn();
                if (entry.Value.Books.IsIdle)
                {
                    idle.Add(entry.Key);
                }
            }
            finally
            {
                BooksLock.Exit();
            }
        }

        foreach (var name in idle)
        {
            ByName.Remove(name);
        }

        sweepAt = Math.Max(FirstSweep, ByName.Count * 2);
    }

    /// <param name="Terms">What its users must agree on.</param>
    /// <param name="Books">What is spent.</param>
    /// <param name="Generation">The latest configuration that it comes from; 0 for one that the program itself made.</param>
    private sealed record Entry(Terms Terms, Books Books, int Generation);

    /// <summary>What scopes that share a budget must agree on.</summary>
    private sealed record Terms(Amounts Limits, long MostOpen, BudgetWindow Window, TimeProvider Clock)
    {
        public static Terms Of(Budget budget) => new(budget.Limits, budget.MaxConcurrentCalls ?? long.MaxValue, budget.Window!, budget.TimeProvider);

        public override string ToString()
        {
            var parts = new List<string>();
            Add("calls", Limits.Calls);
            if (Limits.NanoUsd != long.MaxValue)
            {
                parts.Add(Money.Format(Money.ToUsd(Limits.NanoUsd)));
            }

            Add("tokens", Limits.Tokens);
            Add("input tokens", Limits.InputTokens);
            Add("output tokens", Limits.OutputTokens);
            Add("calls at a time", MostOpen);
            parts.Add(Window.ToString());
            return string.Join(", ", parts);

            void Add(string unit, long limit)
            {
                if (limit != long.MaxValue)
                {
                    parts.Add(FormattableString.Invariant($"{limit:N0} {unit}"));
                }
            }
        }
    }
}
