using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.UnbudgetedCallAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules.Budgets;

/// <summary>CCA4004, which is off unless somebody turns it on.</summary>
public sealed class UnbudgetedCallAnalyzerTests
{
    private const string Source = """
        using Anthropic;
        using Anthropic.Models.Messages;
        using ClaudeCost;

        class C(AnthropicClient client, MessageCreateParams parameters)
        {
            async Task Open() => await {|CCA4004:client.Messages.Create(parameters)|};

            async Task Scoped()
            {
                using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 });
                await client.Messages.Create(parameters);
                await Task.WhenAll(new[] { 1, 2 }.Select(_ => client.Messages.Create(parameters)));
            }

            async Task Late()
            {
                await {|CCA4004:client.Messages.Create(parameters)|};
                using (BudgetScope.Begin(new Budget { MaxCalls = 5 }))
                    await client.Messages.Create(parameters);
                await {|CCA4004:client.Messages.Create(parameters)|};
            }

            [RequiresBudget]
            async Task Duty() => await client.Messages.Create(parameters);

            [LlmCall]
            async Task Marked() => await client.Messages.Create(parameters);

            async Task Free() => await client.Messages.CountTokens(new() { Model = Model.ClaudeHaiku5_5, Messages = [] });
        }
        """;

    private static Verify.Test Test(string severity, string source)
    {
        var test = new Verify.Test { TestCode = source };
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", $"root = true\n[*.cs]\ndotnet_diagnostic.CCA4004.severity = {severity}\n"));
        return test;
    }

    [Fact]
    public Task Calls_outside_every_budget_are_reported_once_it_is_on() => Test("suggestion", Source).RunAsync();

    [Fact]
    public Task It_is_off_by_default() => new Verify.Test { TestCode = Source.Replace("{|CCA4004:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal) }.RunAsync();
}
