using Microsoft.CodeAnalysis.CSharp;
using static ClaudeCostAnalyzers.Tests.CodeFixes.BudgetScopeSource;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Tests.CodeFixes.LoopCallAnalyzer, ClaudeCostAnalyzers.CodeFixes.BudgetScopeFix>;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>The budget scope in every kind of body that a loop can stand in.</summary>
public sealed class BudgetScopeFixTests
{    [Theory]
    [InlineData("while (true) await {|CCA1001:Ask()|};")]
    [InlineData("while (true)\n{\n    await {|CCA1001:Ask()|};\n}")]
    [InlineData("do\n{\n    await {|CCA1001:Ask()|};\n} while (true);")]
    [InlineData("for (; ; )\n{\n    await {|CCA1001:Ask()|};\n}")]
    [InlineData("foreach (var i in new int[9])\n    await {|CCA1001:Ask()|};")]
    [InlineData("again:\nif (await {|CCA1001:Ask()|}) goto again;")]
    [InlineData("while (true) { try { await {|CCA1001:Ask()|}; } catch (Exception) { } }")]
    public Task Before_a_loop_of_each_form(string loop) => InMethod(loop, "using var budget = BEGIN;\n" + Clean(loop));

    [Fact]
    public Task Comments_stay_with_the_loop_and_blank_lines_before_it() => InMethod(
        """
        var n = 1; // one

        // Ask until it is good.
        /* really */
        while (n > 0) // forever
            await {|CCA1001:Ask()|}; // paid

        n++;
        """,
        """
        var n = 1; // one

        using var budget = BEGIN;
        // Ask until it is good.
        /* really */
        while (n > 0) // forever
            await Ask(); // paid

        n++;
        """);

    [Fact]
    public Task Below_directives() => InMethod(
        """
        var n = 1;
        #region Paid
        // Ask.
        while (n > 0)   await   {|CCA1001:Ask()|};
        #endregion
        """,
        """
        var n = 1;
        #region Paid
        using var budget = BEGIN;
        // Ask.
        while (n > 0)   await   Ask();
        #endregion
        """);

    [Fact]
    public Task Before_the_outermost_of_nested_loops_and_once() => InMethod(
        """
        while (true)
        {
            await {|CCA1001:Ask()|};
            while (b)
            {
                await {|CCA1002:Refine()|};
                await {|CCA1001:Ask()|};
            }
        }
        """,
        """
        using var budget = BEGIN;
        while (true)
        {
            await Ask();
            while (b)
            {
                await Refine();
                await Ask();
            }
        }
        """);

    [Fact]
    public Task The_body_of_an_if_gets_a_block() => InMethod(
        """
        if (b)
            // Ask.
            while (true)
                await {|CCA1001:Ask()|}; // paid
        else
            await Ask();
        """,
        """
        if (b)
        {
            using var budget = BEGIN;
            // Ask.
            while (true)
                await Ask(); // paid
        }
        else
            await Ask();
        """);

    [Fact]
    public Task The_body_of_an_else_on_the_same_line_gets_a_block() => InMethod(
        """
        if (b)
            await Ask();
        else while (true)
        {
            await {|CCA1001:Ask()|};
        }
        """,
        """
        if (b)
            await Ask();
        else
        {
            using var budget = BEGIN;
            while (true)
            {
                await Ask();
            }
        }
        """);

    [Fact]
    public Task Statements_under_a_using_without_braces_get_a_block() => InMethod(
        """
        using (new System.IO.StringReader(""))
        while (true)
            await {|CCA1001:Ask()|};
        """,
        """
        using (new System.IO.StringReader(""))
        {
            using var budget = BEGIN;
            while (true)
                await Ask();
        }
        """);

    [Fact]
    public Task Lambdas_and_local_functions_have_scopes_of_their_own() => InMethod(
        """
        Func<Task> one = async () => { while (true) await {|CCA1001:Ask()|}; };
        Func<Task> two = async delegate
        {
            while (true)
                await {|CCA1001:Ask()|};
        };
        while (b)
        {
            await {|CCA1001:Ask()|};
            await Local();
        }

        async Task Local()
        {
            for (; ; )
                await {|CCA1002:Refine()|};
        }
        """,
        """
        Func<Task> one = async () => { using var budget = BEGIN; while (true) await Ask(); };
        Func<Task> two = async delegate
        {
            using var budget1 = BEGIN;
            while (true)
                await Ask();
        };
        using var budget2 = BEGIN;
        while (b)
        {
            await Ask();
            await Local();
        }

        async Task Local()
        {
            using var budget3 = BEGIN;
            for (; ; )
                await Refine();
        }
        """);

    [Fact]
    public Task Names_in_use_are_not_taken() => InMethod(
        """
        var budget = 1;
        Action<int> f = budget1 => Console.WriteLine(budget1);
        while (true)
            await {|CCA1001:Ask()|};
        """,
        """
        var budget = 1;
        Action<int> f = budget1 => Console.WriteLine(budget1);
        using var budget2 = BEGIN;
        while (true)
            await Ask();
        """);

    [Fact]
    public Task Loops_that_follow_in_the_same_block_share_the_scope() => InMethod(
        string.Join("\n", Enumerable.Range(0, 10).Select(i => $"while (x > {i})\n    await {{|CCA1001:Ask()|}};")),
        "using var budget = BEGIN;\n" + string.Join("\n", Enumerable.Range(0, 10).Select(i => $"while (x > {i})\n    await Ask();")));

    [Fact]
    public Task Ten_findings_in_blocks_of_their_own_get_ten_scopes() => InMethod(
        string.Join("\n", Enumerable.Range(0, 10).Select(i => $"if (x > {i})\n{{\n    while (b)\n        await {{|CCA1001:Ask()|}};\n}}")),
        string.Join("\n", Enumerable.Range(0, 10).Select(i => $"if (x > {i})\n{{\n    using var budget{(i == 0 ? "" : i)} = BEGIN;\n    while (b)\n        await Ask();\n}}")));

    [Theory]
    [InlineData("while (true)\n    await {|CCA1001:Ask()|};", "using (var budget = BEGIN)\n{\n    while (true)\n        await Ask();\n}")]
    [InlineData("if (b) while (true)\n    await {|CCA1001:Ask()|};", "if (b) using (var budget = BEGIN) { while (true)\n    await Ask(); }")]
    [InlineData("again:\nif (await {|CCA1001:Ask()|}) goto again;", "using (var budget = BEGIN)\n{\n    again:\n    if (await Ask()) goto again;\n}")]
    public Task Before_csharp_8_the_scope_is_a_using_statement(string source, string fixedSource) => InMethod(source, fixedSource, LanguageVersion.CSharp7_3);

    [Theory]
    [InlineData("while (true) { await {|CCA1001:Ask()|};", "using var budget = BEGIN;\nwhile (true) { await Ask();")]
    [InlineData("while (true) {|CCA1001:Ask()|}", "using var budget = BEGIN;\nwhile (true) Ask()")]
    [InlineData("while (true await {|CCA1001:Ask()|};", "using var budget = BEGIN;\nwhile (true await Ask();")]
    [InlineData("if (b while (true) await {|CCA1001:Ask()|}; else", "if (b\n{\n    using var budget = BEGIN;\n    while (true) await Ask();\n} else")]
    [InlineData("case 1: while (true) {|CCA1001:Ask()|};", "case 1: using (var budget = BEGIN) { while (true) Ask(); }")]
    public async Task Broken_code_does_not_break_the_fix(string source, string fixedSource)
    {
        var test = Test(Wrap("", source), Wrap("using ClaudeCost;\n", fixedSource));
        test.CompilerDiagnostics = CompilerDiagnostics.None;
        await test.RunAsync();
    }

    [Fact]
    public Task The_real_runtime_can_be_written_in_an_older_language() => new Verify.Test
    {
        TestCode = Wrap("", "while (true) await {|CCA1001:Ask()|};"),
        FixedCode = Wrap("using ClaudeCost;\n", "using var budget = BEGIN;\nwhile (true) await Ask();").Replace("BEGIN", BudgetScopeSource.Begin),
        Packages = TestPackages.Runtime,
        LanguageVersion = LanguageVersion.CSharp8,
    }.RunAsync();

    [Fact]
    public Task A_cycle_that_yields_from_an_async_iterator_would_lose_its_scope()
    {
        const string Source = """
            class C
            {
                static Task<int> Ask() => Task.FromResult(1);
                async IAsyncEnumerable<int> Loop() { while (true) yield return await {|CCA1001:Ask()|}; }
                async IAsyncEnumerable<int> Jump() { again: yield return await {|CCA1001:Ask()|}; goto again; }
            }
            """;
        return InFile(Source, Source);
    }

    [Fact]
    public Task A_cycle_that_yields_from_an_iterator_keeps_its_scope() => InFile(
        "class C { int Ask() => 1; IEnumerable<int> Loop() { while (true) yield return {|CCA1001:Ask()|}; } }",
        "using ClaudeCost;\n\nclass C { int Ask() => 1; IEnumerable<int> Loop() { using var budget = BEGIN; while (true) yield return Ask(); } }");

    [Fact]
    public async Task Without_the_runtime_nothing_is_offered()
    {
        var source = Wrap("", "while (true) await {|CCA1001:Ask()|};");
        await new Verify.Test { TestCode = source, FixedCode = source, Packages = TestPackages.None }.RunAsync();
    }

    private static string Clean(string markup) => markup.Replace("{|CCA1001:", "").Replace("{|CCA1002:", "").Replace("|}", "");
}
