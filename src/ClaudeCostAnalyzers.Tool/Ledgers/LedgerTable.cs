using ClaudeCost;

namespace ClaudeCostAnalyzers.Tool.Ledgers;

/// <summary>The sums of a ledger's entries, one for each value of some dimensions together.</summary>
internal sealed class LedgerTable(IReadOnlyList<LedgerDimension> dimensions)
{
    private readonly Dictionary<string, LedgerRow> rows = new(StringComparer.Ordinal);

    public IReadOnlyList<LedgerDimension> Dimensions => dimensions;

    public void Add(LedgerEntry entry)
    {
        var values = dimensions.Select(dimension => dimension.ValueOf(entry)).ToArray();
        var key = string.Join('\0', values);
        rows[key] = rows.TryGetValue(key, out var row) ? row with { Sum = row.Sum.Plus(entry) } : new(values, new LedgerSummary().Plus(entry));
    }

    /// <summary>The dearest rows: the dearest first, or by time where the first dimension is one.</summary>
    /// <param name="most">The most rows.</param>
    /// <param name="rest">The rows that are left out.</param>
    public IReadOnlyList<LedgerRow> Rows(int most, out IReadOnlyList<LedgerRow> rest)
    {
        var dearest = rows.Values
            .OrderByDescending(row => row.Sum.CostUsd).ThenByDescending(row => row.Sum.Attempts).ThenBy(row => string.Join('\0', row.Values), StringComparer.Ordinal).ToList();
        rest = [.. dearest.Skip(most)];
        var shown = dearest.Take(most);
        return [.. dimensions[0].IsTime ? shown.OrderBy(row => row.Values[0], StringComparer.Ordinal) : shown];
    }
}

/// <summary>A row of a <see cref="LedgerTable"/>.</summary>
/// <param name="Values">One value for each dimension.</param>
/// <param name="Sum">What the entries with these values add up to.</param>
internal sealed record LedgerRow(IReadOnlyList<string> Values, LedgerSummary Sum);
