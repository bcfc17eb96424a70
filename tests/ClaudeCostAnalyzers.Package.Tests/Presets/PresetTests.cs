using System.Reflection;
using System.Text.RegularExpressions;
using ClaudeCostAnalyzers.Rules;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Package.Tests.Presets;

/// <summary>Descriptors, preset files, the targets file, docs/presets.md and the README say the same.</summary>
public class PresetTests
{
    private static readonly string[] Modes = ["Default", "Strict", "Audit"];

    public static TheoryData<string> AllModes => [.. Modes];

    [Fact]
    public void There_are_rules_to_compare() => Assert.True(Descriptors().Count >= 7);

    [Theory]
    [MemberData(nameof(AllModes))]
    public void A_preset_names_every_rule_and_no_other(string mode) =>
        Assert.Equal(Descriptors().Keys.Order(), Preset(mode).Keys.Order());

    [Theory]
    [MemberData(nameof(AllModes))]
    public void A_preset_gives_the_documented_severities(string mode)
    {
        var documented = Documented().ToDictionary(row => row.Key, row => row.Value[Array.IndexOf(Modes, mode)]);
        Assert.Equal(documented.OrderBy(row => row.Key), Preset(mode).OrderBy(row => row.Key));
    }

    [Theory]
    [MemberData(nameof(AllModes))]
    public void A_preset_is_below_everything_that_a_project_says_itself(string mode)
    {
        var text = Repository.Read(PathOf(mode));
        Assert.Contains("\nis_global = true\n", text);
        Assert.Contains("\nglobal_level = -100\n", text);
    }

    [Fact]
    public void The_default_preset_is_what_the_rules_say_themselves() =>
        Assert.Equal(
            Descriptors().ToDictionary(rule => rule.Key, rule => InConfiguration(rule.Value)).OrderBy(row => row.Key),
            Preset("Default").OrderBy(row => row.Key));

    [Fact]
    public void Strict_is_never_quieter_than_default()
    {
        var strict = Preset("Strict");
        Assert.All(Preset("Default"), row => Assert.True(Loudness(strict[row.Key]) >= Loudness(row.Value), row.Key));
    }

    [Fact]
    public void Audit_reports_everything_and_fails_nothing() =>
        Assert.All(Preset("Audit"), row => Assert.Equal("suggestion", row.Value));

    [Fact]
    public void The_targets_raise_every_rule_in_ci()
    {
        var targets = Repository.Read("src/ClaudeCostAnalyzers.Package/build/ClaudeCostAnalyzers.targets");
        var ids = Regex.Match(targets, "<_ClaudeCostRuleIds>(.*)</_ClaudeCostRuleIds>").Groups[1].Value.Split(';');
        Assert.Equal(Descriptors().Keys.Order(), ids);
    }

    [Fact]
    public void The_readme_lists_every_rule_with_its_page_and_its_default()
    {
        var listed = Regex.Matches(Repository.Read("README.md"), @"^\| \[(CCA\d{4})\]\((docs/rules/\1\.md)\) \| [^|]+ \| (\w+) \|", RegexOptions.Multiline);
        Assert.Equal(Preset("Default").OrderBy(row => row.Key), listed.Select(row => KeyValuePair.Create(row.Groups[1].Value, row.Groups[3].Value)));
        Assert.All(listed, row => Assert.StartsWith($"# {row.Groups[1].Value}: ", Repository.Read(row.Groups[2].Value)));
    }

    [Fact]
    public void There_is_a_preset_file_for_every_mode_and_no_other() =>
        Assert.Equal(
            Modes.Select(mode => $"ClaudeCost.{mode}.globalconfig").Order(),
            Directory.GetFiles(Path.Combine(Repository.Root, "src/ClaudeCostAnalyzers.Package/presets")).Select(Path.GetFileName).Order());

    /// <summary>Every descriptor of the product by id, whichever type holds it.</summary>
    private static Dictionary<string, DiagnosticDescriptor> Descriptors() =>
        typeof(CostAnalyzer).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
            .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)
            .Distinct()
            .ToDictionary(descriptor => descriptor.Id);

    private static string PathOf(string mode) => $"src/ClaudeCostAnalyzers.Package/presets/ClaudeCost.{mode}.globalconfig";

    private static Dictionary<string, string> Preset(string mode) =>
        Regex.Matches(Repository.Read(PathOf(mode)), @"^dotnet_diagnostic\.(CCA\d{4})\.severity = (\w+)$", RegexOptions.Multiline)
            .ToDictionary(line => line.Groups[1].Value, line => line.Groups[2].Value);

    private static Dictionary<string, string[]> Documented() =>
        Regex.Matches(Repository.Read("docs/presets.md"), @"^\| (CCA\d{4}) \| (\w+) \| (\w+) \| (\w+) \|$", RegexOptions.Multiline)
            .ToDictionary(row => row.Groups[1].Value, row => new[] { row.Groups[2].Value, row.Groups[3].Value, row.Groups[4].Value });

    private static string InConfiguration(DiagnosticDescriptor rule) => !rule.IsEnabledByDefault ? "none" : rule.DefaultSeverity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Info => "suggestion",
        _ => "silent",
    };

    private static int Loudness(string severity) => Array.IndexOf(["none", "silent", "suggestion", "warning", "error"], severity);
}
