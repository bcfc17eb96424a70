using ClaudeCost.Attempts;
using ClaudeCost.Http;
using ClaudeCost.Ledger;

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
    private static int generation;
    private static readonly Dictionary<string, ((Amounts, long, BudgetWindow?) Terms, Books Books)> Configured = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="InvalidOperationException">An environment variable has a wrong value.</exception>
    public static ProcessBudgetSet Current => current ?? FromEnvironment();

    /// <summary>Whether calls outside every scope are charged to anything, refused for anything, or told to anybody.</summary>
    public static bool ConcernCallsOutsideScopes => Current.ConcernsCallsOutsideScopes || KillSwitch.IsThrown || AttemptFeed.IsObserved;

    /// <summary>Reads the environment, and attaches the guard if calls outside scopes concern it.</summary>
    /// <exception cref="InvalidOperationException">An environment variable has a wrong value, or the guard cannot see requests.</exception>
    public static void Start()
    {
        EnvironmentLedger.Start();
        if (ConcernCallsOutsideScopes)
        {
            Guard.EnsureAttached();
        }
    }

    /// <summary>Adds the budgets of a configuration to those of the environment, in the place of those that were added before.</summary>
    public static void Configure(ProcessBudgetSet configured)
    {
        lock (Gate)
        {
            current = Environment().And(configured, ++generation);
        }

        Start();
    }

    /// <summary>
    /// The books of a budget that is configured at a path. Configured again with the same limits, they are the same: what is spent
    /// stays spent.
    /// </summary>
    public static Books BooksFor(string path, Budget budget)
    {
        var terms = (budget.Limits, budget.MaxConcurrentCalls ?? long.MaxValue, budget.Window);
        lock (Gate)
        {
            if (!Configured.TryGetValue(path, out var found) || !found.Terms.Equals(terms))
            {
                found = (terms, new Books(budget.Limits, budget.Window, budget.TimeProvider, mostOpen: terms.Item2));
                Configured[path] = found;
            }

            return found.Books;
        }
    }

    /// <summary>For tests: puts a set in the place of all others.</summary>
    public static void Replace(ProcessBudgetSet? set)
    {
        lock (Gate)
        {
            current = set;
            environment = null;
            Configured.Clear();
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
