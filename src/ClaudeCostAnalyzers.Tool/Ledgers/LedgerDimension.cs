using System.Globalization;
using ClaudeCost;
using ClaudeCost.Ledger;

namespace ClaudeCostAnalyzers.Tool.Ledgers;

/// <summary>What entries of a ledger can be told apart by: a property with one value for each entry.</summary>
/// <param name="Name">As in the command line.</param>
/// <param name="ValueOf">The value as people read it; where the entry has none, words in parentheses that say so.</param>
/// <param name="IsTime">Whether the values are times, which are shown in their order.</param>
internal sealed record LedgerDimension(string Name, Func<LedgerEntry, string> ValueOf, bool IsTime = false)
{
    private const string TagPrefix = "tag:";
    private const string Unknown = "(not known)";
    private const string NoScope = "(outside scopes)";

    private static readonly LedgerDimension[] Known =
    [
        At("month", "yyyy-MM"),
        At("day", "yyyy-MM-dd"),
        At("hour", "yyyy-MM-dd HH':00'"),
        new("model", entry => entry.ServedModel ?? entry.Model ?? Unknown),
        new("provider", entry => entry.Provider ?? Unknown),
        new("operation", entry => entry.Operation is "" ? Unknown : entry.Operation),
        new("host", entry => entry.Host ?? Unknown),
        new("scope", entry => entry.Scopes is [var innermost, ..] ? innermost : NoScope),
        new("place", entry => entry.File is "" ? NoScope : string.Create(CultureInfo.InvariantCulture, $"{entry.File}:{entry.Line}")),
        new("key", entry => entry.KeyEnd is { } end ? "..." + end : "(no key)"),
        new("outcome", entry => LedgerJson.NameOf(entry.Outcome)),
        new("status", entry => entry.Status?.ToString(CultureInfo.InvariantCulture) ?? "(no reply)"),
        new("call", entry => entry.CallId is "" ? Unknown : entry.CallId),
        new("trace", entry => entry.TraceId ?? "(no trace)"),
    ];

    /// <summary>The names, for help and errors.</summary>
    public static string Names => string.Join(", ", Known.Select(dimension => dimension.Name)) + $", {TagPrefix}NAME";

    /// <summary>The dimension of a name; null if there is none.</summary>
    public static LedgerDimension? Named(string name) => name.StartsWith(TagPrefix, StringComparison.OrdinalIgnoreCase) && name.Length > TagPrefix.Length
        ? Tag(name[TagPrefix.Length..])
        : Known.FirstOrDefault(dimension => dimension.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static LedgerDimension At(string name, string format) =>
        new(name, entry => entry.Time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture), IsTime: true);

    private static LedgerDimension Tag(string tag) => new(TagPrefix + tag, entry => entry.Tags.TryGetValue(tag, out var value) ? value : "(no such tag)");
}
