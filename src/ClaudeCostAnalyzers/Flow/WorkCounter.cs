namespace ClaudeCostAnalyzers.Flow;

/// <summary>
/// How much work was done for one compilation, and the budget for it: in things looked at, never in time, so that every
/// machine comes to the same end. Safe for concurrent use; holds no symbols.
/// </summary>
internal sealed class WorkCounter(long budget = WorkCounter.DefaultBudget)
{
    /// <summary>
    /// Fifty bodies that use up all of theirs, or some millions of lines of ordinary code: about 0.1 million are spent on
    /// an SDK of 200,000 lines.
    /// </summary>
    public const long DefaultBudget = 50L * Effort.MostOfBody;

    private int _graphs;
    private int _summaries;
    private int _nameIndexes;
    private long _spent;
    private int _isReported;

    /// <summary>How much may be spent.</summary>
    public long Budget { get; } = budget;

    /// <summary>Control-flow graphs taken apart.</summary>
    public int Graphs => _graphs;

    /// <summary>Members summarised.</summary>
    public int Summaries => _summaries;

    /// <summary>Indexes of names made.</summary>
    public int NameIndexes => _nameIndexes;

    /// <summary>Nodes, writes and operations looked at.</summary>
    public long Spent => Interlocked.Read(ref _spent);

    /// <summary>Whether the budget is used up: from here on nothing is judged.</summary>
    public bool IsSpent => Spent >= Budget;

    public void CountGraph() => Interlocked.Increment(ref _graphs);

    public void CountSummary() => Interlocked.Increment(ref _summaries);

    public void CountNameIndex() => Interlocked.Increment(ref _nameIndexes);

    /// <summary>Takes from the budget.</summary>
    public void Spend(int visits) => Interlocked.Add(ref _spent, visits);

    /// <summary>True for the first that asks once the budget is used up: it says so.</summary>
    public bool IsFirstToReport() => IsSpent && Interlocked.Exchange(ref _isReported, 1) == 0;
}
