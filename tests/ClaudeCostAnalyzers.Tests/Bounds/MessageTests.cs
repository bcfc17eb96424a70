using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.BoundAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Bounds;

/// <summary>A finding names this call and its way, in words and in places.</summary>
public sealed class MessageTests
{
    [Fact]
    public Task A_direct_call_is_named_as_the_code_names_it() => Verify.VerifyAnalyzerAsync("""
        using Anthropic;
        using Anthropic.Models.Messages;
        class C(IAnthropicClient client)
        {
            async Task M()
            {
                {|#1:while (true)
                {
                    await {|#0:client.Messages.Create(new MessageCreateParams { Model = "claude-haiku-5-5", MaxTokens = 10, Messages = [] })|};
                }|}
            }
        }
        """,
        Verify.Diagnostic("CCA1001").WithLocation(0).WithLocation(1).WithLocation(0).WithOptions(DiagnosticOptions.None)
            .WithMessage("'Messages.Create' is called in a loop that nothing bounds; begin a budget scope before the loop or cap its turns"));

    [Fact]
    public Task A_call_through_helpers_shows_every_step() => Verify.VerifyAnalyzerAsync("""
        using Microsoft.Extensions.AI;
        class C(IChatClient chat)
        {
            async Task M()
            {
                {|#1:while (true)
                    if (await {|#0:AskAsync("x")|} == "done")
                        return;|}
            }

            Task<string> AskAsync(string prompt) => {|#2:SendAsync(prompt)|};

            async Task<string> SendAsync(string prompt) => (await {|#3:chat.GetResponseAsync(prompt)|}).Text;
        }
        """,
        Verify.Diagnostic("CCA1002").WithLocation(0).WithLocation(1).WithLocation(0).WithLocation(2).WithLocation(3).WithOptions(DiagnosticOptions.None)
            .WithMessage("'AskAsync' reaches 'IChatClient.GetResponseAsync' in a loop that only the model's reply ends; begin a budget scope before the loop or cap its turns"));

    [Fact]
    public Task A_recursion_shows_the_way_round() => Verify.VerifyAnalyzerAsync("""
        using Microsoft.Extensions.AI;
        class C(IChatClient chat)
        {
            async Task PlanAsync(string task)
            {
                {|#1:var plan = await {|#4:chat.GetResponseAsync(task)|};|}
                if (plan.Text != "done")
                    await {|#0:ActAsync(plan.Text)|};
            }

            Task ActAsync(string step) => {|#2:PlanAsync(step)|};
        }
        """,
        Verify.Diagnostic("CCA1003").WithLocation(0).WithLocation(1).WithLocation(0).WithLocation(2).WithLocation(4).WithOptions(DiagnosticOptions.None)
            .WithMessage("'PlanAsync' reaches 'IChatClient.GetResponseAsync' in a recursion that nothing bounds (PlanAsync -> ActAsync -> PlanAsync); begin a budget scope where it is entered, or pass on a depth and test it"));
}
