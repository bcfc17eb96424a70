using System.Globalization;
using System.Text.RegularExpressions;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>Orders the target frameworks of a project, the most modern first.</summary>
internal static partial class TargetFrameworks
{
    [GeneratedRegex(@"^(?<family>netcoreapp|netstandard|net)(?<version>\d+(\.\d+)*)(-(?<platform>.+))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Moniker { get; }

    public static IReadOnlyList<string> MostModernFirst(IEnumerable<string> frameworks) =>
        [.. frameworks.OrderByDescending(Rank).ThenBy(f => f, StringComparer.Ordinal)];

    private static (int Family, Version Version, int Neutral) Rank(string framework)
    {
        var match = Moniker.Match(framework);
        if (!match.Success)
            return (-1, new(0, 0), 0);
        var text = match.Groups["version"].Value;
        // .NET Framework is written without dots: net48, net472.
        var dotted = text.Contains('.', StringComparison.Ordinal) ? text : string.Join('.', text.Length > 1 ? text.Select(c => c.ToString(CultureInfo.InvariantCulture)) : [text, "0"]);
        if (!Version.TryParse(dotted, out var version))
            return (-1, new(0, 0), 0);
        var family = match.Groups["family"].Value.ToLowerInvariant() switch
        {
            "net" => version.Major >= 5 ? 3 : 0,
            "netcoreapp" => 2,
            _ => 1,
        };
        // Without a platform there is less that this machine may lack.
        return (family, version, match.Groups["platform"].Success ? 0 : 1);
    }
}
