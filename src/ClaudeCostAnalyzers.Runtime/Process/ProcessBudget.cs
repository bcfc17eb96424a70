namespace ClaudeCost.Process;

/// <summary>A budget that holds for calls whatever their scope: set by the environment or by configuration.</summary>
internal sealed class ProcessBudget : IBudgetOwner
{
    /// <param name="name">For reports.</param>
    /// <param name="source">Where it is set: an environment variable or a configuration path.</param>
    /// <param name="books">What limits it.</param>
    /// <param name="waits">Whether calls wait for room.</param>
    public ProcessBudget(string name, string source, Books books, bool waits = false)
    {
        Name = name;
        Source = source;
        Ledger.SpentBefore.AddTo(books, name);

        // Strangers share it: one that asks for too much must not stop the others.
        Account = new BudgetAccount(null, books, this) { ClosesWhenExceeded = false, Waits = waits };
    }

    public BudgetAccount Account { get; }

    public string Name { get; }

    public string Source { get; }

    public string Description => Name == Source ? $"The budget of this process set by {Source}" : $"The budget '{Name}' of this process, set by {Source},";

    public string BegunAtFile => "";

    public int BegunAtLine => 0;

    public TimeSpan? Timeout => null;

    public void Closed()
    {
    }
}
