using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tests.Verifiers;

namespace ClaudeCostAnalyzers.Tests.Bounds.Rewritten;

/// <summary>
/// Every case of <c>Bounds/Cases</c> again, each written otherwise in ways that do not change what it does: the same must be
/// reported. What people write differs in just these ways, so an engine that looks at the writing is found out.
/// </summary>
public sealed class RewrittenCaseTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Bounds", "Cases");

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var rewriting in Rewriting.All.Keys)
        {
            foreach (var file in Directory.EnumerateFiles(s_folder, "*.cs").Order(StringComparer.Ordinal))
                cases.Add(rewriting, Path.GetFileNameWithoutExtension(file));
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Case(string rewriting, string name)
    {
        var source = await File.ReadAllTextAsync(Path.Combine(s_folder, name + ".cs"), TestContext.Current.CancellationToken);
        await CSharpAnalyzerVerifier<BoundAnalyzer>.VerifyAnalyzerAsync(MarkedRewriter.Apply(source, Rewriting.All[rewriting]));
    }
}
