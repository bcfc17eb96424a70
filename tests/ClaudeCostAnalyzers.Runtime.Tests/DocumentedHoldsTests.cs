using System.Globalization;
using System.Text.RegularExpressions;
using ClaudeCost.Pricing;

namespace ClaudeCost.Tests;

/// <summary>The table of docs/budgets.md, held against what is really reserved.</summary>
public sealed class DocumentedHoldsTests
{
    [Fact]
    public void The_table_of_calls_at_a_time_is_true()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        var rows = Regex.Matches(File.ReadAllText(Path.Combine(root, "docs", "budgets.md")), @"^\| ([\d,]+) \| \$([\d.]+) \| (\d+) \|$", RegexOptions.Multiline);
        Assert.Equal(5, rows.Count);
        foreach (Match row in rows)
        {
            var cap = long.Parse(row.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
            var facts = new RequestFacts { Model = "claude-opus-4-6", AsciiBytes = 4_100, Messages = 1, MaxOutputTokens = cap, LooksLikeModelCall = true };
            var held = Money.ToUsd(WorstCase.Of(facts, PriceCatalog.Default, anthropic: true, embeddings: false).Amounts.NanoUsd);
            Assert.Equal((row.Groups[2].Value, row.Groups[3].Value), (held.ToString("0.000", CultureInfo.InvariantCulture), ((int)(10 / held)).ToString(CultureInfo.InvariantCulture)));
        }
    }
}
