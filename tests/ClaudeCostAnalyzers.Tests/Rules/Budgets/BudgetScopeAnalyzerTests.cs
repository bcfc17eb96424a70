using ClaudeCostAnalyzers.CodeFixes;
using ClaudeCostAnalyzers.Rules;
using Microsoft.CodeAnalysis.CSharp;
using Fix = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.BudgetScopeAnalyzer, ClaudeCostAnalyzers.CodeFixes.ScopeUsingFix>;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.BudgetScopeAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules.Budgets;

/// <summary>CCA4001 and its fix.</summary>
public sealed class BudgetScopeAnalyzerTests
{
    private const string Begin = "BudgetScope.Begin(new Budget { MaxCalls = 5 })";

    private static string InMethod(string statements) => $$"""
        using ClaudeCost;

        class C
        {
            BudgetScope? kept;

            void M(bool go, List<IDisposable> all)
            {
                {{statements.Replace("BEGIN", "{|CCA4001:" + Begin + "|}").Replace("QUIET", Begin)}}
            }

            void Use(BudgetScope scope) { }
            void Work() { }
        }
        """;

    [Theory]
    [InlineData("BEGIN;")]
    [InlineData("_ = BEGIN;")]
    [InlineData("var scope = BEGIN; Work();")]
    [InlineData("BudgetScope scope; scope = BEGIN; Work();")]
    [InlineData("var token = BEGIN.Token;")]
    [InlineData("var scope = BEGIN; Work(); scope.Dispose();")]
    [InlineData("var scope = BEGIN; Work(); scope?.Dispose();")]
    [InlineData("var scope = BEGIN; if (scope.Token.IsCancellationRequested) Work();")]
    [InlineData("var scope = BEGIN; try { Work(); scope.Dispose(); } finally { Work(); }")]
    [InlineData("Action act = () => { BEGIN; Work(); }; act();")]
    [InlineData("if (go) BEGIN;")]
    [InlineData("var scope = go ? BEGIN : null; Work();")]
    [InlineData("var scope = go switch { true => BEGIN, _ => null }; Work();")]
    public Task A_scope_that_does_not_end_for_sure_is_reported(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("using var scope = QUIET; Work();")]
    [InlineData("using (QUIET) Work();")]
    [InlineData("using (var scope = QUIET) { Work(); }")]
    [InlineData("BudgetScope scope; using (scope = QUIET) { Work(); }")]
    [InlineData("var scope = QUIET; scope.Dispose(); Work();")]
    [InlineData("var scope = QUIET; using (scope) Work();")]
    [InlineData("var scope = QUIET; try { Work(); } finally { scope.Dispose(); }")]
    [InlineData("BudgetScope? scope = null; try { scope = QUIET; Work(); } finally { scope?.Dispose(); }")]
    [InlineData("kept = QUIET;")]
    [InlineData("using var scope = go ? QUIET : null; Work();")]
    [InlineData("kept ??= QUIET;")]
    [InlineData("kept = go ? QUIET : null;")]
    [InlineData("Use(QUIET);")]
    [InlineData("var scope = QUIET; all.Add(scope);")]
    [InlineData("var scope = QUIET; Use(scope);")]
    [InlineData("var scope = QUIET; kept = scope;")]
    [InlineData("var scope = QUIET; Action end = () => scope.Dispose(); end();")]
    [InlineData("Func<BudgetScope> make = () => QUIET; using var scope = make();")]
    public Task A_scope_that_somebody_ends_is_not(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Fact]
    public Task One_that_is_returned_is_the_caller_s() => Verify.VerifyAnalyzerAsync($$"""
        using ClaudeCost;
        class C
        {
            BudgetScope One() => {{Begin}};
            BudgetScope Two() { var scope = {{Begin}}; return scope; }
        }
        """);

    [Theory]
    [InlineData("BEGIN;", "using var budget = QUIET;")]
    [InlineData("_ = BEGIN; // ends nowhere", "using var budget = QUIET; // ends nowhere")]
    [InlineData("var scope = BEGIN; Work();", "using var scope = QUIET; Work();")]
    [InlineData("BEGIN; BEGIN; var budget2 = 1; Work();", "using var budget = QUIET; using var budget1 = QUIET; var budget2 = 1; Work();")]
    [InlineData("var scope = BEGIN; Work(); scope.Dispose();", "using var scope = QUIET; Work();")]
    [InlineData("var scope = BEGIN; Work(); /* over */ scope.Dispose(); // here", "using var scope = QUIET; Work(); /* over */ scope.Dispose(); // here")]
    [InlineData("Action act = () => { BEGIN; Work(); }; act();", "Action act = () => { using var budget = QUIET; Work(); }; act();")]
    [InlineData("var scope = go ? BEGIN : null; Work();", "using var scope = go ? QUIET : null; Work();")]
    [InlineData("var scope = (go ? BEGIN : BEGIN); Work();", "using var scope = (go ? QUIET : QUIET); Work();")]
    [InlineData("_ = go switch { true => BEGIN, _ => throw new Exception() }; Work();", "using var budget = go switch { true => QUIET, _ => throw new Exception() }; Work();")]
    public Task It_is_begun_with_using(string statements, string @fixed) => Fix.VerifyCodeFixAsync(InMethod(statements), InMethod(@fixed));

    [Theory]
    [InlineData("if (go) BEGIN;")]
    [InlineData("var scope = go ? BEGIN : kept; Work();")]
    [InlineData("var scope = kept ?? BEGIN; Work();")]
    [InlineData("switch (go) { case true: BEGIN; break; }")]
    [InlineData("var scope = BEGIN; scope = null; Work();")]
    public Task Where_there_can_be_no_using_declaration_nothing_is_offered(string statements) => Fix.VerifyCodeFixAsync(InMethod(statements), InMethod(statements));

    [Fact]
    public Task Top_level_statements_are_fixed_too() => Fix.VerifyCodeFixAsync(
        $"using ClaudeCost;\n{{|CCA4001:{Begin}|}};\nConsole.WriteLine();\n", $"using ClaudeCost;\nusing var budget = {Begin};\nConsole.WriteLine();\n");

    [Fact]
    public Task Ten_in_one_method_are_fixed_at_once() => Fix.VerifyCodeFixAsync(
        InMethod(string.Concat(Enumerable.Range(0, 10).Select(i => $"var s{i} = BEGIN; "))),
        InMethod(string.Concat(Enumerable.Range(0, 10).Select(i => $"using var s{i} = QUIET; "))));
}
