using System.Globalization;

namespace ClaudeCost.Alerts;

/// <summary>The newest price of the list in use is old: prices may have risen since.</summary>
internal sealed class StalePricesRule(int days) : IAlertRule
{
    private const string Format = "yyyy-MM-dd";

    private readonly HashSet<string> said = new(StringComparer.Ordinal);

    public IEnumerable<BudgetAlert> Judge(AlertEvent happening)
    {
        // The version begins with the date of the newest price.
        var version = happening.Attempt.PriceVersion;
        if (version is null || version.Length < Format.Length || said.Contains(version)
            || !DateTime.TryParseExact(version.Substring(0, Format.Length), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var newest)
            || (happening.Now.UtcDateTime - newest).TotalDays < days)
        {
            yield break;
        }

        said.Add(version);
        yield return new BudgetAlert
        {
            Kind = BudgetAlertKind.PricesStale,
            Time = happening.Now,
            Message = FormattableString.Invariant($"The newest price of the list in use is of {newest:yyyy-MM-dd}, {(happening.Now.UtcDateTime - newest).TotalDays:N0} days ago. Update the package, or give the prices of today in a file."),
        };
    }
}
