using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.BudgetLimitAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules.Budgets;

/// <summary>CCA4002.</summary>
public sealed class BudgetLimitAnalyzerTests
{
    private static string InMethod(string statements) => $$"""
        using ClaudeCost;

        class C
        {
            const int Most = int.MaxValue;

            void M(int calls, Budget given, long? none)
            {
                {{statements}}
            }

            void Fill(Budget budget) => budget.MaxCalls = 3;
        }
        """;

    [Theory]
    [InlineData("{|CCA4002:new Budget()|}")]
    [InlineData("{|CCA4002:new Budget { }|}")]
    [InlineData("{|CCA4002:new Budget { Name = \"agent\" }|}")]
    [InlineData("{|CCA4002:new Budget { Name = \"agent\", MaxConcurrentCalls = null }|}")]
    [InlineData("{|CCA4002:new Budget { MaxCalls = null }|}")]
    [InlineData("{|CCA4002:new Budget { MaxCalls = int.MaxValue }|}")]
    [InlineData("{|CCA4002:new Budget { MaxCalls = Most, MaxCostUsd = 1_000_000m }|}")]
    [InlineData("{|CCA4002:new Budget { MaxTokens = long.MaxValue }|}")]
    [InlineData("{|CCA4002:new Budget { Timeout = TimeSpan.MaxValue }|}")]
    [InlineData("{|CCA4002:new Budget { Timeout = TimeSpan.FromDays(3650) }|}")]
    [InlineData("{|CCA4002:new() { MaxCostUsd = decimal.MaxValue }|}")]
    public async Task A_budget_that_holds_nothing_back_is_reported(string budget)
    {
        await Verify.VerifyAnalyzerAsync(InMethod($"using var scope = BudgetScope.Begin({budget});"));
        if (!budget.Contains("new()", StringComparison.Ordinal) || budget.Contains("new Budget()", StringComparison.Ordinal))
            await Verify.VerifyAnalyzerAsync(InMethod($"var budget = {budget}; using var scope = BudgetScope.Begin(budget);"));
    }

    [Theory]
    [InlineData("using var scope = BudgetScope.Begin(new Budget { MaxCalls = 50 });")]
    [InlineData("using var scope = BudgetScope.Begin(new Budget { MaxCalls = int.MaxValue, MaxCostUsd = 5m });")]
    [InlineData("using var scope = BudgetScope.Begin(new Budget { MaxCalls = calls });")]
    [InlineData("using var scope = BudgetScope.Begin(new Budget { MaxCalls = none });")]
    [InlineData("using var scope = BudgetScope.Begin(new Budget { Timeout = TimeSpan.FromDays(1) });")]
    [InlineData("using var scope = BudgetScope.Begin(new Budget { MaxConcurrentCalls = 4 });")]
    [InlineData("using var scope = BudgetScope.Begin(new Budget { MaxAttemptsPerCall = 2, OnExceeded = OnExceeded.Deny });")]
    [InlineData("using var scope = BudgetScope.Begin(given);")]
    [InlineData("using var scope = BudgetScope.Begin(given with { Name = \"x\" });")]
    [InlineData("var budget = new Budget(); budget.MaxCalls = 3; using var scope = BudgetScope.Begin(budget);")]
    [InlineData("var budget = new Budget(); Fill(budget); using var scope = BudgetScope.Begin(budget);")]
    [InlineData("var budget = new Budget();")]
    [InlineData("Fill(new Budget());")]
    public Task One_that_may_hold_something_back_is_not(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task A_field_that_scopes_are_begun_with() => Verify.VerifyAnalyzerAsync("""
        using ClaudeCost;

        class C
        {
            static readonly Budget s_all = {|CCA4002:new() { Name = "all" }|};
            static readonly Budget s_filled = new() { Name = "filled" };
            static readonly Budget s_limited = new() { MaxCalls = 5 };
            internal static readonly Budget Shared = new();

            void A() { using var scope = BudgetScope.Begin(s_all); }
            void B() { s_filled.MaxCalls = 3; using var scope = BudgetScope.Begin(s_filled); }
            void D() { using var scope = BudgetScope.Begin(s_limited); }
            void E() { using var scope = BudgetScope.Begin(Shared); }
        }
        """);
}
