namespace ClaudeCost;

/// <summary>How far books are used at one moment.</summary>
/// <param name="Name">The name of the budget.</param>
/// <param name="Limits">Its limits; <see cref="long.MaxValue"/> where there is none.</param>
/// <param name="Counted">What is spent and reserved in the window of that moment.</param>
/// <param name="Window">The window; <see langword="null"/> for a budget that does not renew.</param>
/// <param name="WindowStart">When the window began, as UTC ticks; zero without one.</param>
/// <param name="WindowEnd">When it ends (of a rolling one, the hour), as UTC ticks; zero without one.</param>
/// <param name="Now">The moment, as UTC ticks of the budget's clock.</param>
/// <param name="CarriedOver">What processes before this one have spent of it.</param>
internal readonly record struct BooksLevel(string Name, Amounts Limits, Lines Counted, BudgetWindow? Window, long WindowStart, long WindowEnd, long Now, Amounts CarriedOver)
{
    public static BooksLevel Of(Books books, string name)
    {
        BooksLock.Enter();
        try
        {
            books.Turn();
            return new BooksLevel(name, books.Limits, books.Counted, books.Window, books.CurrentWindow, books.CurrentEnd, books.Clock.GetUtcNow().UtcTicks, books.CarriedOver);
        }
        finally
        {
            BooksLock.Exit();
        }
    }
}
