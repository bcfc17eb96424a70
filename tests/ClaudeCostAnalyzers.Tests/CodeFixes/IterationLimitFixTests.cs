using ClaudeCostAnalyzers.Tests.Rules.Limits;
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
    [InlineData("p, tools, maxIterations: tools.Length > 1 ? 10 : null", "p, tools, maxIterations: tools.Length > 1 ? 10 : 50")]
    [InlineData("p, tools, tools.Length switch { 0 => 1, 1 => (500), _ => default }", "p, tools, tools.Length switch { 0 => 1, 1 => (50), _ => 50 }")]
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

    private static string Sessions(string expression, string usings = "") => $$"""
        using Anthropic.Models.Beta.Sessions;
        {{usings}}
        class C
        {
            object M() => {{expression}};
        }
        """;

    [Theory]
    [InlineData("{|CCA1007:new SessionCreateParams|} { Agent = \"a\", EnvironmentID = \"e\" }", "new SessionCreateParams { Agent = \"a\", EnvironmentID = \"e\", Budget = BUDGET }")]
    [InlineData("new SessionCreateParams { Agent = \"a\", EnvironmentID = \"e\", {|CCA1007:Budget = null|} }", "new SessionCreateParams { Agent = \"a\", EnvironmentID = \"e\", Budget = BUDGET }")]
    public Task A_session_gets_the_configured_budget(string creation, string expected)
    {
        var test = new Verify.Test
        {
            TestCode = Sessions(creation, "using Anthropic.Models.Beta;\n"),
            FixedCode = Sessions(expected.Replace("BUDGET", "new BetaManagedAgentsBudgetLimit { MaxListCost = new BetaMonetaryAmount { Amount = \"250\", Currency = \"USD\" } }"), "using Anthropic.Models.Beta;\n"),
        };
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\ndotnet_code_quality.claude_cost.budget_max_cost_usd = 2.50\n"));
        return test.RunAsync();
    }

    private static string Agents(string expression) => $$"""
        using Microsoft.Agents.AI;
        using Microsoft.Agents.AI.Workflows;
        using Microsoft.SemanticKernel.Agents.Magentic;

        class C(AIAgent agent, object chat)
        {
            object M() => {{expression}};
        }
        """;

    [Theory]
    [InlineData("{|CCA1007:new StandardMagenticManager|}(chat)", "new StandardMagenticManager(chat) { MaximumInvocationCount = 50 }")]
    [InlineData("new[] { {|CCA1007:new StandardMagenticManager|}(chat), {|CCA1007:new StandardMagenticManager|}(chat) { } }", "new[] { new StandardMagenticManager(chat) { MaximumInvocationCount = 50 }, new StandardMagenticManager(chat) { MaximumInvocationCount = 50 } }")]
    [InlineData("{|CCA1007:new MagenticWorkflowBuilder|}(agent).AddParticipants(agent).Build()", "new MagenticWorkflowBuilder(agent).WithMaxRounds(50).AddParticipants(agent).Build()")]
    public Task What_is_created_without_a_limit_gets_it(string creation, string expected)
    {
        var test = new Verify.Test { TestCode = Agents(creation), FixedCode = Agents(expected) };
        ReferenceAgents(test);
        return test.RunAsync();
    }

    private static void ReferenceAgents(Verify.Test test)
    {
        test.TestState.Sources.Add(("/Stubs.cs", AgentStubs.Source));
        test.FixedState.Sources.Add(("/Stubs.cs", AgentStubs.Source));
        test.TestState.AdditionalReferences.Add(AgentStubs.CompiledReference);
    }
}
