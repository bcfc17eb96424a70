using ClaudeCostAnalyzers.Rules;

namespace ClaudeCostAnalyzers.Tests.Bounds;

/// <summary>
/// Small programs, one file for each row of the bound table and each verdict: what is marked must be reported just so,
/// and nothing else may be. <c>// FN: why</c> marks what is known to be missed.
/// </summary>
public sealed class CaseTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Bounds", "Cases");

    public static TheoryData<string> Cases()
    {
        var cases = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(s_folder, "*.cs").Order(StringComparer.Ordinal))
            cases.Add(Path.GetFileNameWithoutExtension(file));
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Case(string name)
    {
        var source = await File.ReadAllTextAsync(Path.Combine(s_folder, name + ".cs"), TestContext.Current.CancellationToken);
        await CSharpAnalyzerVerifier<BoundAnalyzer>.VerifyAnalyzerAsync(source);
    }
}
