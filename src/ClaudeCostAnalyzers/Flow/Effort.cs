namespace ClaudeCostAnalyzers.Flow;

/// <summary>
/// What has been spent on one body, in visited nodes. Judging a loop takes time that grows with the square of its size at
/// worst; a generated loop of thousands of branches must not hold up the editor, so that at some point nothing is claimed.
/// One body, one thread.
/// </summary>
internal sealed class Effort(CancellationToken cancellation)
{
    /// <summary>A second or so. Loops that people write take thousands of visits.</summary>
    private const int Most = 3_000_000;

    private int _visits;

    public bool IsSpent => _visits >= Most;

    public void Add(int visits)
    {
        cancellation.ThrowIfCancellationRequested();
        _visits = visits > Most - _visits ? Most : _visits + visits;
    }
}
