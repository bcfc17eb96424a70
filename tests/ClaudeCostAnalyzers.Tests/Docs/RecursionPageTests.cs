using ClaudeCostAnalyzers.Rules;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.BoundAnalyzer, ClaudeCostAnalyzers.CodeFixes.BudgetScopeFix>;

namespace ClaudeCostAnalyzers.Tests.Docs;

/// <summary>The examples of the recursion rule's page are whole members; they fire, are quiet, and are fixed as the page says.</summary>
public sealed class RecursionPageTests
{
    private static string Wrap(string usings, string member) => $$"""
        using Anthropic;
        using Anthropic.Models.Messages;{{usings}}

        class Example(IAnthropicClient client)
        {
        {{string.Join('\n', member.Split('\n').Select(line => line.Length == 0 ? line : "    " + line))}}
        }
        """;

    private static string Section(string name) => RulePages.Code(RulePages.Section("CCA1003", name))!.TrimEnd();

    private static string Marked => Section("Example that fires").Replace("return await AskAsync(parameters)", "return await {|CCA1003:AskAsync(parameters)|}");

    [Fact]
    public Task Fires() => CSharpAnalyzerVerifier<BoundAnalyzer>.VerifyAnalyzerAsync(Wrap("", Marked));

    [Fact]
    public Task Is_quiet() => CSharpAnalyzerVerifier<BoundAnalyzer>.VerifyAnalyzerAsync(Wrap("", Section("Example that is quiet")));

    [Fact]
    public Task Is_fixed_where_it_is_entered() => Verify.VerifyCodeFixAsync(
        Wrap("", Marked),
        Wrap("\nusing ClaudeCost;", Section("Example that fires").Replace("    try\n",
            "    using var budget = BudgetScope.Begin(new Budget { MaxCalls = 50, MaxCostUsd = 5m, Timeout = TimeSpan.FromMinutes(10) });\n    try\n")));
}
