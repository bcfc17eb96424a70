namespace ClaudeCostAnalyzers.Catalog.Keys;

/// <summary>Which parts of a text are taken. Asking and taking cost as much as the part is long, however many are taken.</summary>
internal sealed class TakenText(int length)
{
    private bool[]? _taken;

    /// <summary>Whether some of the part is taken.</summary>
    public bool IsTaken(int start, int count) => _taken is not null && Array.IndexOf(_taken, true, start, count) >= 0;

    /// <summary>Takes the part unless some of it is taken.</summary>
    public bool Take(int start, int count)
    {
        if (IsTaken(start, count))
            return false;
        _taken ??= new bool[length];
        for (var at = start; at < start + count; at++)
            _taken[at] = true;
        return true;
    }
}
