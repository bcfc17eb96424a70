using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ClaudeCostAnalyzers.Tests.Oracle;

/// <summary>
/// Disagreements of the fixed runs that were shrunk once and found to be known differences: known.rows, one a line. To shrink
/// each of them again in every test run would take longer than all the rest. A row holds for just the text of the program and just the
/// call that it names; any other disagreement is shrunk as ever.
/// </summary>
internal static class KnownRows
{
    private static readonly Lazy<Dictionary<string, string>> s_rows = new(() => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Oracle", "known.rows"))
        .Where(line => line.Length > 0 && line[0] != '#').ToDictionary(line => line[..line.LastIndexOf(' ')], line => line[(line.LastIndexOf(' ') + 1)..]));

    /// <summary>The name of the known difference that the program was found to show, or null.</summary>
    public static string? Of(ulong seed, int number, OracleProgram program, Disagreement disagreement) => s_rows.Value.GetValueOrDefault(Key(seed, number, program, disagreement));

    /// <summary>The row to be added for one more.</summary>
    public static string Row(ulong seed, int number, OracleProgram program, Disagreement disagreement, string name) => $"{Key(seed, number, program, disagreement)} {name}";

    private static string Key(ulong seed, int number, OracleProgram program, Disagreement disagreement)
    {
        var text = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Writer.Judged(program, "P"))))[..12];
        return string.Create(CultureInfo.InvariantCulture, $"{seed} {number} {text} {disagreement.Difference} {disagreement.Site} {(disagreement.Rule.Length > 0 ? disagreement.Rule : "-")}");
    }
}
