using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tests.Catalog;

namespace ClaudeCostAnalyzers.Tests.Bounds;

/// <summary>
/// Programs of SDKs that are not at hand as packages, and of none at all. The first line names the stubs that they are
/// compiled against: <c>// stubs: A, B</c>.
/// </summary>
public sealed class SdkCaseTests
{
    private const string Head = "// stubs:";

    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Bounds", "SdkCases");

    public static TheoryData<string> Cases() => [.. Directory.EnumerateFiles(s_folder, "*.cs").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Case(string name)
    {
        var source = await File.ReadAllTextAsync(Path.Combine(s_folder, name + ".cs"), TestContext.Current.CancellationToken);
        var first = source[..source.IndexOf('\n')].Trim();
        Assert.StartsWith(Head, first);
        var test = new CSharpAnalyzerVerifier<BoundAnalyzer>.Test { TestCode = source, Packages = TestPackages.ExtensionsAI | TestPackages.Runtime };
        foreach (var stub in first[Head.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            test.TestState.AdditionalReferences.Add(StubAssemblies.Reference(stub));
        if (first == Head)
            test.Packages = TestPackages.Runtime;
        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}
