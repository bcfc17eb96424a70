namespace ClaudeCost.Ledger;

/// <summary>The ledger that the environment asks for. Looked for once, at the first use of the package.</summary>
internal static class EnvironmentLedger
{
    private static readonly object Gate = new();
    private static volatile bool started;

    /// <exception cref="InvalidOperationException">The variable names no folder that can be written to. Said again at each use.</exception>
    public static void Start()
    {
        if (started)
        {
            return;
        }

        lock (Gate)
        {
            if (!started)
            {
                // Lives until the end of the process, which disposes it.
                _ = BudgetLedger.StartFromEnvironment(Environment.GetEnvironmentVariable(BudgetLedger.Variable), Environment.GetEnvironmentVariable(BudgetLedger.ResumeVariable));
                started = true;
            }
        }
    }
}
