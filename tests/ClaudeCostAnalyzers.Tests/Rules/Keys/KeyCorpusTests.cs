using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ClaudeCostAnalyzers.Catalog.Keys;
using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tests.Docs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tests.Rules.Keys;

/// <summary>How often the rules about keys in source are wrong; docs/rules/CCA3001.md publishes it.</summary>
public sealed class KeyCorpusTests(ITestOutputHelper output)
{
    private const string FolderVariable = "CCA_CORPUS";

    /// <summary>
    /// The repository, the commit that was measured, the different literals in its C# files, and the findings, which are all false:
    /// every one was looked at. Their source is theirs and not part of this repository; check the repositories out side by
    /// side in folders named owner+name, and name the folder around them in the variable, to measure again.
    /// </summary>
    public static TheoryData<string, string, int, int> Checkouts => new()
    {
        { "anthropics/anthropic-sdk-csharp", "0be2cd1e", 3681, 0 },
        { "openai/openai-dotnet", "b3b4bbbc", 5413, 0 },
        { "dotnet/extensions", "5862342c9a", 10819, 0 },
        { "microsoft/semantic-kernel", "b39d95a344", 11613, 0 },
        { "tghamm/Anthropic.SDK", "3b798b4", 905, 0 },
        { "betalgo/openai", "7c4859e", 1161, 0 },
        { "awaescher/OllamaSharp", "6ef00f4", 697, 0 },
        { "lofcz/LlmTornado", "40509fc1", 6971, 0 },
    };

    [Theory]
    [MemberData(nameof(Checkouts))]
    public async Task Literals_of_clients_and_their_tests_are_no_keys(string repository, string commit, int literals, int alarms)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable(FolderVariable) ?? "", repository.Replace('/', '+'));
        Assert.SkipUnless(Directory.Exists(folder), $"{FolderVariable} names no folder with {repository} at {commit}");

        var trees = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file)).ToList();
        var found = await FindAsync(trees);
        foreach (var finding in found)
            output.WriteLine($"{finding.Id} {Path.GetRelativePath(folder, finding.Location.SourceTree!.FilePath)}({finding.Location.GetLineSpan().StartLinePosition.Line + 1}): {finding.GetMessage(CultureInfo.InvariantCulture)}");
        Assert.Equal((literals, alarms), (trees.SelectMany(LiteralsOf).ToHashSet().Count, found.Count(finding => finding.Id != "CCA3004")));
    }

    [Fact]
    public void The_page_says_what_was_measured()
    {
        var says = Regex.Match(RulePages.Section("CCA3001", "What it finds"), @"\*\*([\d,]+) false alarms in ([\d,]+) literals\*\*");
        Assert.Equal((Checkouts.Sum(row => row.Data.Item4), Checkouts.Sum(row => row.Data.Item3)),
            (Number(says.Groups[1].Value), Number(says.Groups[2].Value)));
    }

    [Fact]
    public void Harmless_texts_have_the_shape_of_no_key()
    {
        var texts = HarmlessTexts.All().ToList();
        Assert.True(texts.Count > 5000, $"{texts.Count} texts");
        Assert.All(texts, text => Assert.Null(KeyShapes.Find(text)));
    }

    [Fact]
    public async Task Harmless_texts_are_silent_in_source_also_where_a_credential_is_expected()
    {
        var source = new StringBuilder("class C {\n");
        var at = 0;
        foreach (var text in HarmlessTexts.All())
            source.Append("string s").Append(at++).Append(" = ").Append(SymbolDisplay.FormatLiteral(text, quote: true)).Append(";\n");
        source.Append("void M() {\n");
        foreach (var text in HarmlessTexts.InPlaceOfKeys())
            source.Append("_ = new Anthropic.AnthropicClient { ApiKey = ").Append(SymbolDisplay.FormatLiteral(text, quote: true)).Append(" };\n");
        var found = await FindAsync([CSharpSyntaxTree.ParseText(source + "} }")]);
        Assert.Equal("", string.Join("\n", found.Select(finding => finding.Id + " " + finding.Location.SourceTree!.GetText().ToString(finding.Location.SourceSpan))));
    }

    /// <summary>
    /// A corpus that is there wherever the tests are built: the literals in the code of the clients and libraries that they
    /// reference, and the texts and examples of their documentation where it was restored beside them.
    /// </summary>
    [Fact]
    public async Task Literals_and_documentation_of_the_restored_clients_are_silent_in_source()
    {
        string[] packages = ["Anthropic", "OpenAI", "Microsoft.Extensions.AI.Abstractions", "Polly", "Polly.Core", "System.ClientModel"];
        var literals = packages.SelectMany(package => UserStrings.Of(Path.Combine(AppContext.BaseDirectory, package + ".dll"))).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(literals.Count > 5000, $"{literals.Count} literals");
        var texts = packages.SelectMany(UserStrings.OfDocumentation).Distinct(StringComparer.Ordinal).ToList();
        output.WriteLine($"{literals.Count} literals, {texts.Count} texts of documentation");

        var source = new StringBuilder("class C {\n");
        var at = 0;
        foreach (var text in literals.Concat(texts))
            source.Append("string s").Append(at++).Append(" = ").Append(SymbolDisplay.FormatLiteral(text, quote: true)).Append(";\n");
        // What documentation says stands in comments when it is copied.
        foreach (var text in texts)
            source.Append("// ").Append(text.ReplaceLineEndings(" ")).Append('\n');
        var found = await FindAsync([CSharpSyntaxTree.ParseText(source + "}")]);
        Assert.Equal("", string.Join("\n", found.Select(finding => finding.Id + " " + finding.Location.SourceTree!.GetText().ToString(finding.Location.SourceSpan))));
    }

    /// <summary>The findings, but for the one that shows that the rules ran.</summary>
    private static async Task<List<Diagnostic>> FindAsync(IEnumerable<SyntaxTree> trees)
    {
        var control = CSharpSyntaxTree.ParseText($"class ControlOfTheCorpus {{ string k = \"{TestKeys.Anthropic()}\"; void M(string openAiKey) => System.Console.WriteLine(openAiKey); }}");
        var found = await CSharpCompilation.Create("Corpus", [.. trees, control], TestReferences.Of(TestPackages.AllLlm), new(OutputKind.DynamicallyLinkedLibrary))
            .WithAnalyzers([new KeyInSourceAnalyzer(), new LiteralCredentialAnalyzer(), new KeyExposureAnalyzer()])
            .GetAnalyzerDiagnosticsAsync();
        Assert.Equal(["CCA3001", "CCA3004"], found.Where(finding => finding.Location.SourceTree == control).Select(finding => finding.Id).Order(StringComparer.Ordinal));
        return [.. found.Where(finding => finding.Location.SourceTree != control)];
    }

    private static IEnumerable<string> LiteralsOf(SyntaxTree tree) => tree.GetRoot().DescendantNodes()
        .Select(node => node switch
        {
            LiteralExpressionSyntax { Token.Value: string text } => text,
            InterpolatedStringTextSyntax part => part.TextToken.ValueText,
            _ => "",
        })
        .Where(text => text.Length > 0);

    private static int Number(string text) => int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
