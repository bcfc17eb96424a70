using System.Globalization;

namespace ClaudeCost.Ledger;

/// <summary>The names of a ledger's files: <c>ledger-20261121-093000-4711-1.jsonl</c>, by day, time of day, process and number.</summary>
internal static class LedgerFiles
{
    private const string Prefix = "ledger-";
    private const string Suffix = ".jsonl";
    private const string DayFormat = "yyyyMMdd";

    public static string Name(DateTimeOffset time, int process, int number) => FormattableString.Invariant(
        $"{Prefix}{time.UtcDateTime.ToString(DayFormat + "-HHmmss", CultureInfo.InvariantCulture)}-{process}-{number}{Suffix}");

    /// <summary>The files of a ledger, oldest first.</summary>
    public static IEnumerable<string> In(string folder) => Directory.EnumerateFiles(folder, Prefix + "*" + Suffix)
        .Where(static file => DayOf(file) is not null)
        .OrderBy(static file => Path.GetFileName(file).Substring(0, Prefix.Length + DayFormat.Length + 7), StringComparer.Ordinal)
        .ThenBy(static file => file.Length)
        .ThenBy(static file => file, StringComparer.Ordinal);

    /// <summary>The UTC day on which a file was begun; <see langword="null"/> if it is none of a ledger.</summary>
    public static DateTime? DayOf(string file)
    {
        var name = Path.GetFileName(file);
        return name.Length > Prefix.Length + DayFormat.Length + 7
            && name.StartsWith(Prefix, StringComparison.Ordinal)
            && DateTime.TryParseExact(name.Substring(Prefix.Length, DayFormat.Length), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day)
            ? day
            : null;
    }
}
