using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.BoundAnalyzer, ClaudeCostAnalyzers.CodeFixes.BudgetScopeFix>;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>The rules and the fix together: what the fix writes is what makes the rules fall silent.</summary>
public sealed class BudgetScopeOfRealRulesTests
{
    private const string Begin = "BudgetScope.Begin(new Budget { MaxCalls = 50, MaxCostUsd = 5m, Timeout = TimeSpan.FromMinutes(10) })";

    private const string Hourly = "BudgetScope.Begin(new Budget { Window = BudgetWindow.Hourly, MaxCalls = 50, MaxCostUsd = 5m })";

    private static Task InMethod(string statements, string fixedStatements) =>
        Verify.VerifyCodeFixAsync(Wrap("", statements), Wrap("using ClaudeCost;\n", fixedStatements.Replace("BEGIN", Begin).Replace("HOURLY", Hourly)));

    private static string Wrap(string usings, string statements) => $$"""
        {{usings}}using Microsoft.Extensions.AI;

        class C(IChatClient chat)
        {
            bool stop;

            async Task M(int x, bool b, CancellationToken token)
            {
        {{string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
            }
        }
        """;

    [Theory]
    [InlineData("while (true) await {|CCA1001:chat.GetResponseAsync(\"x\")|};")]
    [InlineData("string? text = null;\ndo\n{\n    text = (await {|CCA1002:chat.GetResponseAsync(\"x\")|}).Text;\n} while (text != \"good\");")]
    [InlineData("while (true)\n{\n    try { await {|CCA1004:chat.GetResponseAsync(\"x\")|}; break; }\n    catch (Exception) { await Task.Delay(9); }\n}")]
    [InlineData("while (!token.IsCancellationRequested)\n{\n    await {|CCA1005:chat.GetResponseAsync(\"x\")|};\n    await Task.Delay(9);\n}")]
    [InlineData("while (!File.Exists(\"stop\")) await {|CCA1009:chat.GetResponseAsync(\"x\")|};")]
    [InlineData("again:\nawait {|CCA1001:chat.GetResponseAsync(\"x\")|};\ngoto again;")]
    [InlineData("again: ;\nawait {|CCA1001:chat.GetResponseAsync(\"x\")|};\nx++;\ngoto again;")]
    [InlineData("again:\n{\n    await {|CCA1001:chat.GetResponseAsync(\"x\")|};\n    goto again;\n}")]
    [InlineData("again:\nif (b)\n{\n    await {|CCA1001:chat.GetResponseAsync(\"x\")|};\n    goto again;\n}\ngoto again;")]
    [InlineData("switch (x)\n{\n    case 0:\n        await {|CCA1001:chat.GetResponseAsync(\"x\")|};\n        goto case 1;\n    case 1:\n        goto case 0;\n}")]
    [InlineData("switch (x)\n{\n    case 0:\n        await {|CCA1001:chat.GetResponseAsync(\"x\")|};\n        goto case 0;\n}")]
    public Task The_scope_silences_each_rule(string statements)
    {
        // A text that is declared before its loop keeps its place.
        var isDeclared = statements.StartsWith("string", StringComparison.Ordinal);
        var clean = System.Text.RegularExpressions.Regex.Replace(statements, @"\{\|CCA\d+:|\|\}", "");
        return InMethod(statements, isDeclared ? clean.Replace("do\n", "using var budget = BEGIN;\ndo\n")
            : $"using var budget = {(statements.Contains("CCA1005", StringComparison.Ordinal) ? "HOURLY" : "BEGIN")};\n" + clean);
    }

    [Fact]
    public Task A_bounded_loop_around_an_unbounded_one_stays_outside() => InMethod(
        """
        for (var i = 0; i < 3; i++)
        {
            while (true)
                await {|CCA1001:chat.GetResponseAsync("x")|};
        }
        """,
        """
        for (var i = 0; i < 3; i++)
        {
            using var budget = BEGIN;
            while (true)
                await chat.GetResponseAsync("x");
        }
        """);

    [Fact]
    public Task Findings_of_several_rules_in_one_loop_get_one_scope() => InMethod(
        """
        while (!stop)
        {
            await Task.Delay(9);
            await {|CCA1005:chat.GetResponseAsync("x")|};
            while (true)
            {
                var reply = await {|CCA1002:chat.GetResponseAsync("x")|};
                if (reply.Text == "ok")
                    break;
            }
        }
        """,
        """
        using var budget = HOURLY;
        while (!stop)
        {
            await Task.Delay(9);
            await chat.GetResponseAsync("x");
            while (true)
            {
                var reply = await chat.GetResponseAsync("x");
                if (reply.Text == "ok")
                    break;
            }
        }
        """);

    [Fact]
    public Task Top_level_statements() => Verify.VerifyCodeFixAsync(
        """
        using Microsoft.Extensions.AI;

        IChatClient chat = null!;
        while (true)
            await {|CCA1001:chat.GetResponseAsync("x")|};
        """,
        $"""
        using ClaudeCost;
        using Microsoft.Extensions.AI;

        IChatClient chat = null!;
        using var budget = {Begin};
        while (true)
            await chat.GetResponseAsync("x");
        """);

    [Fact]
    public async Task A_loop_that_yields_from_an_async_iterator_is_left_to_its_consumer()
    {
        var source = """
            using Microsoft.Extensions.AI;

            class C(IChatClient chat)
            {
                async IAsyncEnumerable<string> M() { while (true) yield return (await {|CCA1009:chat.GetResponseAsync("x")|}).Text; }
            }
            """;
        await Verify.VerifyCodeFixAsync(source, source);
    }
}
