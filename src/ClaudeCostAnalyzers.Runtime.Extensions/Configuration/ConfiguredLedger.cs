namespace ClaudeCost.Configuration;

/// <summary>The ledger that the configuration asks for; one in the process, as with the budgets.</summary>
internal static class ConfiguredLedger
{
    private static readonly object Gate = new();
    private static (LedgerSettings Settings, LedgerWriter Writer)? current;

    /// <summary>Puts a ledger in the place of the former one; one that has not changed goes on.</summary>
    /// <exception cref="InvalidOperationException">It cannot be written.</exception>
    public static void Use(LedgerSettings? settings)
    {
        lock (Gate)
        {
            if (Equals(current?.Settings, settings))
            {
                return;
            }

            var former = current?.Writer;
            current = settings is null ? null : (settings, Start(settings));
            former?.Dispose();
        }
    }

    private static LedgerWriter Start(LedgerSettings settings)
    {
        try
        {
            return BudgetLedger.Start(settings.Path, settings.Options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InvalidOperationException(
                $"{settings.Source} is '{settings.Path}', where no ledger can be written: {exception.Message} Give it a folder that this process may write to.", exception);
        }
    }
}
