using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Tests.Docs;

/// <summary>What a rule says of itself in code, in its page and in the release notes is the same.</summary>
public sealed partial class DescriptorTests
{
    private static readonly string[] s_sections = ["What it finds", "Why it costs money", "Example that fires", "Example that is quiet", "How to fix", "Configuration"];

    [GeneratedRegex(@"^CCA\d{4}$")]
    private static partial Regex Id { get; }

    public static TheoryData<string> Ids() => [.. RulePages.Descriptors.Select(descriptor => descriptor.Id)];

    [Fact]
    public void The_loop_rules_are_among_the_rules() =>
        Assert.Superset(new HashSet<string> { "CCA1001", "CCA1002", "CCA1003", "CCA1004", "CCA1005", "CCA1009" }, RulePages.Descriptors.Select(descriptor => descriptor.Id).ToHashSet());

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_descriptor_is_complete(string id)
    {
        var descriptor = Find(id);
        Assert.Matches(Id, id);
        Assert.EndsWith($"/docs/rules/{id}.md", descriptor.HelpLinkUri);
        Assert.NotEmpty(descriptor.Title.ToString());
        Assert.NotEmpty(descriptor.Description.ToString());
        Assert.False(descriptor.Title.ToString().EndsWith('.'));
        Assert.False(descriptor.MessageFormat.ToString().EndsWith('.'));
        // One rule asks for something that not every code base wants.
        Assert.Equal(id != "CCA4004", descriptor.IsEnabledByDefault);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_page_says_what_it_says(string id)
    {
        var descriptor = Find(id);
        Assert.True(File.Exists(RulePages.PathOf(id)), $"docs/rules/{id}.md is missing.");
        var lines = RulePages.Lines(id);
        Assert.Equal($"# {id}: {descriptor.Title}", lines[0]);
        Assert.Contains($"| Category | {descriptor.Category} |", lines);
        Assert.Contains($"| Severity | {descriptor.DefaultSeverity} |", lines);
        Assert.Equal(s_sections, lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]));
        Assert.All(s_sections, section => Assert.NotEmpty(RulePages.Section(id, section).Trim()));
        Assert.Contains($"dotnet_diagnostic.{id}.severity", RulePages.Section(id, "Configuration"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_page_says_whether_there_is_a_fix(string id) =>
        Assert.Contains(RulePages.Lines(id), line => line.StartsWith(RulePages.FixableIds.Contains(id) ? "| Code fix | Yes" : "| Code fix | No", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_release_is_tracked(string id)
    {
        var descriptor = Find(id);
        var rows = new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" }
            .SelectMany(file => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Docs", file)))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells[0] == id).ToList();
        var row = Assert.Single(rows);
        Assert.Equal([descriptor.Category, descriptor.IsEnabledByDefault ? descriptor.DefaultSeverity.ToString() : "Disabled"], row[1..3]);
    }

    [Fact]
    public void Every_fix_is_for_a_rule_that_exists() => Assert.Subset(
        typeof(ClaudeCostAnalyzers.Rules.Descriptors).GetFields().Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>().Select(descriptor => descriptor.Id).ToHashSet(),
        RulePages.FixableIds.ToHashSet());

    private static DiagnosticDescriptor Find(string id) => RulePages.Descriptors.Single(descriptor => descriptor.Id == id);
}
