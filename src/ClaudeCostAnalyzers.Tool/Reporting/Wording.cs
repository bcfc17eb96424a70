using System.Globalization;

namespace ClaudeCostAnalyzers.Tool.Reporting;

/// <summary>Numbers as people read them.</summary>
internal static class Wording
{
    /// <summary>1 finding, 2 findings.</summary>
    public static string Count(long number, string one, string? many = null) => $"{Number(number)} {(number == 1 ? one : many ?? one + "s")}";

    /// <summary>12,345</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
