using System.Globalization;
using ClaudeCostAnalyzers.Configuration;

namespace ClaudeCostAnalyzers.Tests.Configuration;

/// <summary>docs/configuration.md has every option, and no other.</summary>
public sealed class ConfigurationDocumentTests
{
    [Fact]
    public void The_table_is_the_code()
    {
        var documented = File.ReadLines(Path.Combine(Root(), "docs", "configuration.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Replace("\\|", "\0").Split('|').Select(cell => cell.Trim().Replace('\0', '|')).ToArray())
            .Select(cells => (cells[1].Trim('`'), cells[2], cells[4]));
        Assert.Equal(OptionKey.All.Select(option => (option.Name, option.Allowed, option.Rule ?? "")), documented);
    }

    [Fact]
    public void The_documented_default_is_the_one_in_force() => Assert.Contains(
        $"| {CostOptions.DefaultMaxOutputTokens.ToString(CultureInfo.InvariantCulture)} | CCA2003 |", File.ReadAllText(Path.Combine(Root(), "docs", "configuration.md")));

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ClaudeCostAnalyzers.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("The repository's root is not above " + AppContext.BaseDirectory);
    }
}
