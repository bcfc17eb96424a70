using ClaudeCost.Http;

namespace ClaudeCost.Process;

/// <summary>
/// The budgets that hold for the whole process. Those of the environment are there from the first use of the package; a startup
/// hook makes that the start of the process. Configuration adds others.
/// </summary>
internal static class ProcessBudgets
{
    private static readonly object Gate = new();
    private static volatile ProcessBudgetSet? current;
    private static ProcessBudgetSet? environment;

    /// <exception cref="InvalidOperationException">An environment variable has a wrong value.</exception>
    public static ProcessBudgetSet Current => current ?? FromEnvironment();

    /// <summary>Reads the environment, and attaches the guard if calls outside scopes concern it.</summary>
    /// <exception cref="InvalidOperationException">An environment variable has a wrong value, or the guard cannot see requests.</exception>
    public static void Start()
    {
        if (Current.ConcernsCallsOutsideScopes || KillSwitch.IsThrown)
        {
            Guard.EnsureAttached();
        }
    }

    /// <summary>Adds the budgets of a configuration to those of the environment, in the place of those that were added before.</summary>
    public static void Configure(ProcessBudgetSet configured)
    {
        lock (Gate)
        {
            current = Environment().And(configured);
        }

        Start();
    }

    /// <summary>For tests: puts a set in the place of all others.</summary>
    public static void Replace(ProcessBudgetSet? set)
    {
        lock (Gate)
        {
            current = set;
            environment = null;
        }
    }

    private static ProcessBudgetSet FromEnvironment()
    {
        lock (Gate)
        {
            return current ??= Environment();
        }
    }

    private static ProcessBudgetSet Environment() => environment ??= EnvironmentBudgets.Read(
        System.Environment.GetEnvironmentVariable,
        System.Environment.GetEnvironmentVariables().Keys.Cast<string>(),
        TimeProvider.System);
}
