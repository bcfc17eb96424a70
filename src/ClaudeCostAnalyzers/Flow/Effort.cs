namespace ClaudeCostAnalyzers.Flow;

/// <summary>
/// What has been spent on one body: nodes, writes and operations looked at. Judging a loop takes work that grows with the
/// square of its size at worst; a generated loop of thousands of branches must not hold up the editor, so that at some point
/// nothing more is claimed of it. What a body spends is spent of its compilation's budget, too. This is the one limit of its
/// kind: counted, so that the same source gets the same answer on every machine. One body, one thread.
/// </summary>
internal sealed class Effort(WorkCounter work, CancellationToken cancellation)
{
    /// <summary>Some tenths of a second. Loops that people write take thousands of visits.</summary>
    public const int MostOfBody = 1_000_000;

    /// <summary>What a body spends is booked in such shares: bodies are judged in parallel.</summary>
    private const int Share = 256;

    private int _visits;
    private int _unbooked;

    /// <summary>Whether the body's share, or all that the compilation had, is used up.</summary>
    public bool IsSpent => _visits >= MostOfBody || work.IsSpent;

    /// <exception cref="OperationCanceledException">Nobody waits for the result any more.</exception>
    public void Add(int visits)
    {
        cancellation.ThrowIfCancellationRequested();
        _visits = visits > MostOfBody - _visits ? MostOfBody : _visits + visits;
        _unbooked += visits;
        if (_unbooked < Share)
            return;
        work.Spend(_unbooked);
        _unbooked = 0;
    }
}
