using System.Security.Cryptography;
using System.Text;
using ClaudeCostAnalyzers.Tool.Analysis;

namespace ClaudeCostAnalyzers.Tool.Reporting;

/// <summary>
/// Tells findings of two runs apart or alike although lines moved in between: the rule, the file, the code of the line
/// without its literals, and which of the equal ones it is.
/// </summary>
internal static class Fingerprints
{
    public const string Name = "claudeCost/v1";

    /// <summary>One fingerprint per finding, in the same order.</summary>
    public static IReadOnlyList<string> For(IReadOnlyList<Finding> findings, SarifPaths paths)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var fingerprints = new List<string>(findings.Count);
        foreach (var finding in findings)
        {
            // What is hashed holds no secret: excerpts leave literals out.
            var text = $"{finding.Id}\n{paths.For(finding.Spot.File).Uri}\n{finding.Spot.Excerpt}";
            var index = seen.GetValueOrDefault(text);
            seen[text] = index + 1;
            fingerprints.Add(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{text}\n{index}")))[..32]);
        }
        return fingerprints;
    }
}
