namespace ClaudeCostAnalyzers.Flow;

/// <summary>How much work was done. Safe for concurrent use; holds no symbols.</summary>
internal sealed class WorkCounter
{
    private int _graphs;
    private int _summaries;

    /// <summary>Control-flow graphs taken apart.</summary>
    public int Graphs => _graphs;

    /// <summary>Members summarised.</summary>
    public int Summaries => _summaries;

    public void CountGraph() => Interlocked.Increment(ref _graphs);

    public void CountSummary() => Interlocked.Increment(ref _summaries);
}
