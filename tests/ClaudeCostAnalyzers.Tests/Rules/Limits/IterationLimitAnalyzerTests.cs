using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Rules.Limits;
using ClaudeCostAnalyzers.Tests.Docs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Tests.Rules.Limits;

/// <summary>CCA1007: each kind of limit, left out, as good as none, and set.</summary>
public sealed class IterationLimitAnalyzerTests
{
    private static Task VerifyAsync(string members, string config = "", string parameters = "")
    {
        var test = new CSharpAnalyzerVerifier<IterationLimitAnalyzer>.Test
        {
            TestCode = $$"""
                using Anthropic;
                using Anthropic.Helpers.Beta;
                using Anthropic.Models.Beta.Deployments;
                using Anthropic.Models.Beta.Messages;
                using Anthropic.Models.Beta.Sessions;
                using ClaudeCost;
                using Microsoft.Agents.AI;
                using Microsoft.Agents.AI.Workflows;
                using Microsoft.Extensions.AI;
                using Microsoft.SemanticKernel.Agents.Chat;
                using Microsoft.SemanticKernel.Agents.Magentic;

                class C(IAnthropicClient client, IChatClient chat, AIAgent agent{{parameters}})
                {
                    {{members}}
                }
                """,
        };
        test.TestState.Sources.Add(AgentStubs.Source);
        test.TestState.AdditionalReferences.Add(AgentStubs.CompiledReference);
        if (config.Length > 0)
            test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\n" + config));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("p, tools")]
    [InlineData("p, tools, maxIterations: null")]
    [InlineData("p, tools, true, null")]
    [InlineData("p, tools, default(int?)")]
    [InlineData("p, tools, 1000")]
    [InlineData("p, tools, int.MaxValue")]
    [InlineData("p, tools, p is null ? 10 : null")]
    [InlineData("p, tools, maxIterations: tools.Length switch { 0 => 1, _ => 500 }")]
    public Task Tool_runner_without_a_limit(string arguments) =>
        VerifyAsync($"async Task M(MessageCreateParams p, IBetaRunnableTool[] tools) {{ await client.Beta.Messages.{{|CCA1007:ToolRunner|}}({arguments}).RunUntilDoneAsync(); }}");

    [Theory]
    [InlineData("p, tools, 10")]
    [InlineData("p, tools, maxIterations: 50")]
    [InlineData("p, tools, limit")]
    [InlineData("p, tools, Limit")]
    [InlineData("p, tools, tools.Length > 3 ? 10 : 5")]
    public Task Tool_runner_with_a_limit(string arguments) =>
        VerifyAsync($"const int Limit = 20; async Task M(MessageCreateParams p, IBetaRunnableTool[] tools, int? limit) {{ await client.Beta.Messages.ToolRunner({arguments}).RunUntilDoneAsync(); }}");

    [Fact]
    public Task Tool_runner_of_a_thread() => VerifyAsync("""
        async Task M(BetaMessageThread thread, IBetaRunnableTool[] tools) { await thread.{|CCA1007:ToolRunner|}(tools).RunUntilDoneAsync(); }
        async Task N(BetaMessageThread thread, IBetaRunnableTool[] tools) { await thread.ToolRunner(tools, 5).RunUntilDoneAsync(); }
        """);

    [Fact]
    public Task Tool_runner_in_a_budget() => VerifyAsync("""
        async Task Around(MessageCreateParams p, IBetaRunnableTool[] tools) { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); await client.Beta.Messages.ToolRunner(p, tools).RunUntilDoneAsync(); }
        async Task After(MessageCreateParams p, IBetaRunnableTool[] tools) { var runner = client.Beta.Messages.ToolRunner(p, tools); using (BudgetScope.Begin(new Budget { MaxCalls = 5 })) { await runner.RunUntilDoneAsync(); } }
        async Task InLambda(MessageCreateParams p, IBetaRunnableTool[] tools) { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); await Task.Run(async () => await client.Beta.Messages.ToolRunner(p, tools).RunUntilDoneAsync()); }
        [RequiresBudget] async Task Duty(MessageCreateParams p, IBetaRunnableTool[] tools) { await client.Beta.Messages.ToolRunner(p, tools).RunUntilDoneAsync(); }
        async Task Over(MessageCreateParams p, IBetaRunnableTool[] tools) { using (BudgetScope.Begin(new Budget { MaxCalls = 5 })) { } await client.Beta.Messages.{|CCA1007:ToolRunner|}(p, tools).RunUntilDoneAsync(); }
        """);

    [Fact]
    public Task Tool_runner_counted_by_its_consumer() => VerifyAsync("""
        async Task Counted(MessageCreateParams p, IBetaRunnableTool[] tools) { var n = 0; var runner = client.Beta.Messages.ToolRunner(p, tools); await foreach (var m in runner) { if (++n > 10) break; } }
        async Task NotCounted(MessageCreateParams p, IBetaRunnableTool[] tools) { await foreach (var m in client.Beta.Messages.{|CCA1007:ToolRunner|}(p, tools)) { Console.WriteLine(m); } }
        """);

    [Fact]
    public Task Iterations_of_a_chat_client() => VerifyAsync("""
        object A() => new FunctionInvokingChatClient(chat) { {|CCA1007:MaximumIterationsPerRequest = int.MaxValue|} };
        object B() => new FunctionInvokingChatClient(chat) { MaximumIterationsPerRequest = 10 };
        object C1() => new FunctionInvokingChatClient(chat);
        object D() => new ChatClientBuilder(chat).UseFunctionInvocation(c => {|CCA1007:c.MaximumIterationsPerRequest = 200|}).Build();
        void E(FunctionInvokingChatClient c, int limit) { c.MaximumIterationsPerRequest = limit; }
        object F() => new FailoverChatClient(chat) { {|CCA1007:MaximumAttemptsPerRequest = 1_000|} };
        object G() => new FailoverChatClient(chat) { MaximumAttemptsPerRequest = null };
        void Budgeted(FunctionInvokingChatClient c) { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); c.MaximumIterationsPerRequest = 500; }
        """);

    [Fact]
    public Task Group_chats_of_semantic_kernel() => VerifyAsync("""
        object A() => {|CCA1007:new Microsoft.SemanticKernel.Agents.Orchestration.GroupChat.RoundRobinGroupChatManager|}();
        object B() => new Microsoft.SemanticKernel.Agents.Orchestration.GroupChat.RoundRobinGroupChatManager { MaximumInvocationCount = 5 };
        object C1() => {|CCA1007:new StandardMagenticManager|}(chat);
        object D() => new StandardMagenticManager(chat) { {|CCA1007:MaximumInvocationCount = int.MaxValue|} };
        StandardMagenticManager E() => {|CCA1007:new|}(chat);
        object F(int rounds) => new StandardMagenticManager(chat) { MaximumInvocationCount = rounds };
        object G() => new RegexTerminationStrategy { {|CCA1007:MaximumIterations = 500|} };
        object H() => new RegexTerminationStrategy();
        object Own() => new OwnManager();
        class OwnManager : MagenticManager { }
        """);

    [Fact]
    public Task Agent_framework() => VerifyAsync("""
        object A() => new MagenticWorkflowBuilder(agent).AddParticipants(agent).{|CCA1007:WithMaxRounds|}(null).Build();
        object B() => new MagenticWorkflowBuilder(agent).WithMaxRounds(10).Build();
        object C1() => {|CCA1007:new MagenticWorkflowBuilder|}(agent).AddParticipants(agent).Build();
        object D() { var builder = {|CCA1007:new MagenticWorkflowBuilder|}(agent); builder.AddParticipants(agent); return builder.Build(); }
        MagenticWorkflowBuilder Unfinished() => new MagenticWorkflowBuilder(agent).AddParticipants(agent);
        object E(int? rounds) { var builder = new MagenticWorkflowBuilder(agent); builder.WithMaxRounds(rounds); return builder.Build(); }
        object F() => new LoopAgentOptions { MaxIterations = null };
        object G() => new LoopAgentOptions { {|CCA1007:MaxIterations = 5000|} };
        object H() => new Microsoft.Agents.AI.Workflows.RoundRobinGroupChatManager { {|CCA1007:MaximumIterationCount = 100|} };
        """);

    [Fact]
    public Task Managed_sessions() => VerifyAsync("""
        object A() => {|CCA1007:new SessionCreateParams|} { Agent = "a", EnvironmentID = "e" };
        object B() => new SessionCreateParams { Agent = "a", EnvironmentID = "e", {|CCA1007:Budget = null|} };
        object C1(SessionCreateParams other) => new SessionCreateParams(other);
        object D(Func<SessionCreateParams, SessionCreateParams> limit) { var p = new SessionCreateParams { Agent = "a", EnvironmentID = "e" }; return p with { Budget = limit(p).Budget }; }
        object E(SessionCreateParams other) => new SessionCreateParams { Agent = "a", EnvironmentID = "e", Budget = other.Budget };
        object Budgeted() { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); return {|CCA1007:new SessionCreateParams|} { Agent = "a", EnvironmentID = "e" }; }
        """);

    [Fact]
    public Task Ceiling_is_configured() => VerifyAsync("""
        object A() => new FunctionInvokingChatClient(chat) { {|CCA1007:MaximumIterationsPerRequest = 20|} };
        object B() => new FunctionInvokingChatClient(chat) { MaximumIterationsPerRequest = 10 };
        """, "dotnet_code_quality.CCA1007.max_iterations = 10");

    [Fact]
    public async Task Message_says_what_and_how()
    {
        var found = await Analysis.RunAsync(new IterationLimitAnalyzer(), """
            using Anthropic;
            using Anthropic.Helpers.Beta;
            using Anthropic.Models.Beta.Messages;
            class C(IAnthropicClient client) { object M(MessageCreateParams p, IBetaRunnableTool[] tools) => client.Beta.Messages.ToolRunner(p, tools, 70); }
            """);
        Assert.Equal("'ToolRunner' is called with a limit of 70, above the ceiling of 50, and the model decides how many paid turns there are; pass 'maxIterations' or begin a budget scope before it",
            Assert.Single(found).GetMessage());
    }

    /// <summary>Each row names a member that is declared, in the stubs at least.</summary>
    [Fact]
    public void Rows_name_members()
    {
        var compilation = CSharpCompilation.Create("Stubs", [CSharpSyntaxTree.ParseText(AgentStubs.Source), CSharpSyntaxTree.ParseText(AgentStubs.Compiled)], TestReferences.Of(TestPackages.All));
        Assert.NotEmpty(IterationLimits.Rows);
        Assert.All(IterationLimits.Rows, row => Assert.NotEmpty(compilation.GetTypeByMetadataName(row.Id[2..row.Id.LastIndexOf('.')])!.GetMembers(row.Name)));
    }

    [Theory]
    [InlineData("Example that fires", true)]
    [InlineData("Example that is quiet", false)]
    public Task Page_does_what_it_says(string section, bool fires)
    {
        var code = RulePages.Code(RulePages.Section("CCA1007", section))!;
        return VerifyAsync($"async Task M(MessageCreateParams parameters, IBetaRunnableTool[] tools) {{ {(fires ? code.Replace("ToolRunner(", "{|CCA1007:ToolRunner|}(") : code)} }}");
    }
}
