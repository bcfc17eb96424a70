using System.Collections.Immutable;
using ClaudeCostAnalyzers.Baselines;
using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tests.Rules.Keys;
using ClaudeCostAnalyzers.Tests.Verifiers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tests.Baselines;

/// <summary>A finding is known wherever its code goes, and a new one is new.</summary>
public sealed class BaselineSuppressorTests
{
    private const string Known = """
        using Anthropic; using Anthropic.Models.Messages;
        namespace Shop;
        class Agent
        {
            public async System.Threading.Tasks.Task RunAsync(AnthropicClient client, MessageCreateParams first)
            {
                while (true)
                {
                    await client.Messages.Create(first);
                }
            }
        }
        """;

    [Fact]
    public async Task What_stands_in_the_baseline_is_suppressed()
    {
        var baseline = await WriteAsync(Known);
        Assert.Equal(["CCA1001"], await IdsAsync(Known, null));
        Assert.Empty(await IdsAsync(Known, baseline));
    }

    [Theory]
    [InlineData("class Agent\n", "class Other { }\n\n// moved down\nclass Agent\n")]
    [InlineData("Create(first)", "Create(first, System.Threading.CancellationToken.None)")]
    [InlineData("while (true)", "for (;;)")]
    [InlineData("MessageCreateParams first)", "MessageCreateParams one)")]
    public async Task It_moves_with_its_code(string from, string to) =>
        Assert.Empty(await IdsAsync(Replace(from, to).Replace("one)", "first)", StringComparison.Ordinal), await WriteAsync(Known), "Renamed.cs"));

    [Theory]
    [InlineData("await client.Messages.Create(first);", "await client.Messages.Create(first); await client.Messages.Create(first);")]
    [InlineData("await client.Messages.Create(first);", "await client.Messages.CountTokens(null!); await client.Messages.Create(first); await client.Messages.Create(first);")]
    public async Task One_more_of_the_same_is_new_and_the_later_one_is_reported(string from, string to)
    {
        var source = Replace(from, to);
        var open = await FindAsync(source, await WriteAsync(Known));
        var one = Assert.Single(open, finding => !finding.IsSuppressed);
        Assert.Equal(source.LastIndexOf("client.Messages.Create", StringComparison.Ordinal), one.Location.SourceSpan.Start);
    }

    [Theory]
    [InlineData("class Agent", "class Planner")]
    [InlineData("RunAsync(", "PlanAsync(")]
    [InlineData("namespace Shop", "namespace Store")]
    [InlineData("AnthropicClient client,", "AnthropicClient client, int n,")]
    public async Task The_same_code_in_another_member_is_new(string from, string to) =>
        Assert.Equal(["CCA1001"], await IdsAsync(Replace(from, to), await WriteAsync(Known)));

    [Fact]
    public async Task Another_assembly_s_entry_does_not_count() =>
        Assert.Equal(["CCA1001"], await IdsAsync(Known, await WriteAsync(Known, assembly: "Else")));

    [Theory]
    [InlineData("<<<<<<< HEAD")]
    [InlineData("CCA1001\t0\t0123456789abcdef\tA\tM\tF.cs")]
    [InlineData("CCA1001\t1\t0123\tA\tM\tF.cs")]
    [InlineData("CCA1001 1 0123456789abcdef A M F.cs")]
    public async Task A_line_that_cannot_be_read_is_named_and_the_others_hold(string line)
    {
        var baseline = line + "\n" + await WriteAsync(Known);
        Assert.Empty(await IdsAsync(Known, baseline));
        var problem = Assert.Single(await RunAsync([new BaselineAnalyzer()], Known, baseline, "Test0.cs"));
        Assert.Equal("CCA0003", problem.Id);
        Assert.Equal(0, problem.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public async Task A_file_of_a_later_version_is_refused_as_a_whole()
    {
        var baseline = (await WriteAsync(Known)).Replace("version\t1", "version\t2", StringComparison.Ordinal);
        Assert.Equal(["CCA1001"], await IdsAsync(Known, baseline));
        Assert.Contains("update", Assert.Single(await RunAsync([new BaselineAnalyzer()], Known, baseline, "Test0.cs")).GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_that_finds_something_in_code_can_be_in_a_baseline()
    {
        var suppressed = new BaselineSuppressor().SupportedSuppressions.Select(suppression => suppression.SuppressedDiagnosticId).Order(StringComparer.Ordinal);
        var rules = typeof(CostAnalyzer).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(CostAnalyzer).IsAssignableFrom(type))
            .SelectMany(type => ((CostAnalyzer)Activator.CreateInstance(type, nonPublic: true)!).SupportedDiagnostics)
            .Select(rule => rule.Id).Where(id => !id.StartsWith("CCA0", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(rules, suppressed);
    }

    [Fact]
    public async Task No_part_of_a_literal_is_hashed_so_that_a_key_is_not()
    {
        static string WithKey(string key) => $"class C {{ string Key = \"{key}\"; Anthropic.AnthropicClient? client; }}";
        var (one, other) = (TestKeys.Anthropic(seed: 1), TestKeys.Anthropic(seed: 2));
        var baseline = await WriteAsync(WithKey(one), new KeyInSourceAnalyzer());
        Assert.Equal(baseline, await WriteAsync(WithKey(other), new KeyInSourceAnalyzer()));
        Assert.Contains("CCA3001", baseline, StringComparison.Ordinal);
    }

    private static string Replace(string from, string to)
    {
        Assert.Contains(from, Known, StringComparison.Ordinal);
        return Known.Replace(from, to, StringComparison.Ordinal);
    }

    /// <summary>The baseline of this source, as the tool would write it.</summary>
    private static async Task<string> WriteAsync(string source, CostAnalyzer? rule = null, string assembly = "Test") => BaselineFile.Format(
        (await RunAsync([rule ?? new BoundAnalyzer()], source, null, "Test0.cs"))
            .Select(finding => FindingIdentity.Of(finding, assembly, [], CancellationToken.None))
            .GroupBy(identity => identity.Key)
            .Select(same => new BaselineEntry(same.Key, same.Count(), assembly, same.First().Member, "Test0.cs")));

    private static async Task<IEnumerable<string>> IdsAsync(string source, string? baseline, string path = "Test0.cs") =>
        (await FindAsync(source, baseline, path)).Where(finding => !finding.IsSuppressed).Select(finding => finding.Id);

    private static Task<ImmutableArray<Diagnostic>> FindAsync(string source, string? baseline, string path = "Test0.cs") =>
        RunAsync([new BoundAnalyzer(), new BaselineSuppressor()], source, baseline, path);

    private static async Task<ImmutableArray<Diagnostic>> RunAsync(ImmutableArray<DiagnosticAnalyzer> analyzers, string source, string? baseline, string path)
    {
        var compilation = CSharpCompilation.Create(
            "Test", [CSharpSyntaxTree.ParseText(source, path: path)], TestReferences.Of(TestPackages.AllLlm),
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var files = baseline is null ? ImmutableArray<AdditionalText>.Empty : [new Text("/repo/claude-cost.baseline", baseline)];
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(files), (exception, _, _) => Assert.Fail(exception.ToString()), concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true);
        return await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync();
    }

    private sealed class Text(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
