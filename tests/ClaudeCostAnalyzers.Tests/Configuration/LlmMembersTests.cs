using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.BoundAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Configuration;

/// <summary>A member that the configuration names is an LLM call to the rules, also where no known SDK is referenced.</summary>
public sealed class LlmMembersTests
{
    [Theory]
    [InlineData("Shop.Gateway.AskAsync")]
    [InlineData("M:Shop.Gateway.AskAsync(System.String)")]
    [InlineData("Shop.Other.Ask|Shop.Gateway.AskAsync")]
    public Task A_configured_member_spends(string members) => Test(
        members, "await {|CCA1001:gateway.AskAsync(\"x\")|};").RunAsync();

    [Theory]
    [InlineData("Shop.Gateway.TellAsync")]
    [InlineData("M:Shop.Gateway.AskAsync(System.Int32)")]
    [InlineData("")]
    public Task Another_member_does_not(string members) => Test(members, "await gateway.AskAsync(\"x\");").RunAsync();

    private static Verify.Test Test(string members, string call)
    {
        var test = new Verify.Test
        {
            Packages = TestPackages.None,
            TestCode = $$"""
                namespace Shop
                {
                    public interface Gateway { Task<string> AskAsync(string question); }
                    class C
                    {
                        async Task Run(Gateway gateway)
                        {
                            while (true) { {{call}} }
                        }
                    }
                }
                """,
        };
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", $"root = true\n[*.cs]\ndotnet_code_quality.claude_cost.llm_members = {members}\n"));
        return test;
    }
}
