namespace ClaudeCostAnalyzers.Tests.Oracle;

/// <summary>What a run of the oracle saw, in numbers.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int this[string what] => _counts.GetValueOrDefault(what);

    public void Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    public void Count(Batch.Result result)
    {
        Count("programs");
        Count(result.Rejected is not null ? "rejected by the compiler" : result.Rules.Count == 0 ? "not reported" : "reported");
        foreach (var rule in result.Rules.Distinct())
            Count(rule);
    }

    public override string ToString() => string.Join(", ", _counts.Select(entry => $"{entry.Key}: {entry.Value}"));
}
