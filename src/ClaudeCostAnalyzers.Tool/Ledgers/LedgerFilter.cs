using System.Text.RegularExpressions;
using ClaudeCost;

namespace ClaudeCostAnalyzers.Tool.Ledgers;

/// <summary>Which entries of a ledger a report is about.</summary>
internal sealed record LedgerFilter
{
    /// <summary>Entries from this moment on; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Entries before this moment; null for all.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Values that all must be there.</summary>
    public IReadOnlyList<LedgerCondition> Where { get; init; } = [];

    public bool Takes(LedgerEntry entry) => !(entry.Time < Since) && !(entry.Time >= Until) && Where.All(condition => condition.Holds(entry));
}

/// <summary>A value that an entry must have.</summary>
/// <param name="dimension">What has the value.</param>
/// <param name="pattern">The value, in any letter case; <c>*</c> stands for any characters.</param>
internal sealed class LedgerCondition(LedgerDimension dimension, string pattern)
{
    private readonly Regex value = new(
        "^" + Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal) + @"\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);

    public bool Holds(LedgerEntry entry) => value.IsMatch(dimension.ValueOf(entry));
}
