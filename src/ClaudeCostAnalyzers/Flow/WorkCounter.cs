namespace ClaudeCostAnalyzers.Flow;

/// <summary>How much work was done. Safe for concurrent use; holds no symbols.</summary>
internal sealed class WorkCounter
{
    private int _graphs;
    private int _summaries;
    private int _nameIndexes;

    /// <summary>Control-flow graphs taken apart.</summary>
    public int Graphs => _graphs;

    /// <summary>Members summarised.</summary>
    public int Summaries => _summaries;

    /// <summary>Indexes of names made.</summary>
    public int NameIndexes => _nameIndexes;

    public void CountGraph() => Interlocked.Increment(ref _graphs);

    public void CountSummary() => Interlocked.Increment(ref _summaries);

    public void CountNameIndex() => Interlocked.Increment(ref _nameIndexes);
}
