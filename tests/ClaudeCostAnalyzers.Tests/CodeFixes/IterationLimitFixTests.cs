using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.IterationLimitAnalyzer, ClaudeCostAnalyzers.CodeFixes.IterationLimitFix>;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

public sealed class IterationLimitFixTests
{
    private static string Wrap(string statements) => $$"""
        using Anthropic;
        using Anthropic.Helpers.Beta;
        using Anthropic.Models.Beta.Messages;

        class C(IAnthropicClient client)
        {
            async Task M(MessageCreateParams p, IBetaRunnableTool[] tools)
            {
                {{statements}}
            }
        }
        """;

    private static string Run(string arguments) => $"await client.Beta.Messages.ToolRunner({arguments}).RunUntilDoneAsync();";

    private static string Found(string arguments) => $"await client.Beta.Messages.{{|CCA1007:ToolRunner|}}({arguments}).RunUntilDoneAsync();";

    [Theory]
    [InlineData("p, tools", "p, tools, maxIterations: 50")]
    [InlineData("p, tools, maxIterations: null", "p, tools, maxIterations: 50")]
    [InlineData("p, tools, maxIterations: /* all */ int.MaxValue", "p, tools, maxIterations: /* all */ 50")]
    [InlineData("tools: tools, parameters: p", "tools: tools, parameters: p, maxIterations: 50")]
    public Task A_call_gets_the_limit(string arguments, string expected) => Verify.VerifyCodeFixAsync(Wrap(Found(arguments)), Wrap(Run(expected)));

    [Fact]
    public Task Ten_findings_in_one_method() => Verify.VerifyCodeFixAsync(
        Wrap(string.Join("\n        ", Enumerable.Repeat(Found("p, tools"), 10))), Wrap(string.Join("\n        ", Enumerable.Repeat(Run("p, tools, maxIterations: 50"), 10))));

    [Fact]
    public Task The_limit_is_the_configured_ceiling()
    {
        var test = new Verify.Test { TestCode = Wrap(Found("p, tools, 9")), FixedCode = Wrap(Run("p, tools, 8")) };
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\ndotnet_code_quality.CCA1007.max_iterations = 8\n"));
        return test.RunAsync();
    }
}
