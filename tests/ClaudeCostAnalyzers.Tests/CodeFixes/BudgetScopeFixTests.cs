using Microsoft.CodeAnalysis.CSharp;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Tests.CodeFixes.LoopCallAnalyzer, ClaudeCostAnalyzers.CodeFixes.BudgetScopeFix>;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>The budget scope in every kind of body that a loop can stand in.</summary>
public sealed class BudgetScopeFixTests
{
    private const string Begin = "BudgetScope.Begin(new Budget { MaxCalls = 50, MaxCostUsd = 5m, Timeout = TimeSpan.FromMinutes(10) })";

    /// <summary>Tests a fix of statements in an asynchronous method of a class; <c>BEGIN</c> stands for the call that begins the scope.</summary>
    private static Task InMethod(string statements, string fixedStatements, LanguageVersion version = LanguageVersion.Latest) =>
        InFile(Wrap("", statements), Wrap(fixedStatements == statements ? "" : "using ClaudeCost;\n", fixedStatements), version);

    private static Task InFile(string source, string fixedSource, LanguageVersion version = LanguageVersion.Latest) =>
        Test(source, fixedSource, version).RunAsync();

    private static Verify.Test Test(string source, string fixedSource, LanguageVersion version = LanguageVersion.Latest) => new()
    {
        TestCode = source,
        FixedCode = fixedSource.Replace("BEGIN", Begin),
        LanguageVersion = version,
        Packages = version.MapSpecifiedToEffectiveVersion() < LanguageVersion.CSharp9 ? TestPackages.None : TestPackages.Runtime,
        SolutionTransforms = { (solution, id) => version.MapSpecifiedToEffectiveVersion() < LanguageVersion.CSharp9 ? RuntimeStub.AddTo(solution, id) : solution },
    };

    private static string Wrap(string usings, string statements) => $$"""
        using System;
        using System.Threading.Tasks;

        class C
        {
            static Task<bool> Ask() => Task.FromResult(true);
            static Task<bool> Refine() => Task.FromResult(true);

            async Task M(int x, bool b)
            {
        {{string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
            }
        }
        """.Replace("using System;\n", usings + "using System;\n").Replace("using ClaudeCost;\nusing System;\nusing System.Threading.Tasks;\n", "using System;\nusing System.Threading.Tasks;\nusing ClaudeCost;\n");

    [Theory]
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
    public Task Statements_under_a_lock_or_using_without_braces_get_a_block() => InMethod(
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
    public Task A_switch_section_gets_a_using_statement() => InMethod(
        """"
        switch (x)
        {
            case 1:
                // Ask.
                while (true)
                {
                    var s = """
                        raw
                        """ + @"
        verbatim";

                    await {|CCA1001:Ask()|};
                }
            case 2:
            {
                while (true) await {|CCA1001:Ask()|};
            }
            default:
                while (true) { await {|CCA1001:Ask()|}; }
                break;
        }
        """",
        """"
        switch (x)
        {
            case 1:
                using (var budget = BEGIN)
                {
                    // Ask.
                    while (true)
                    {
                        var s = """
                        raw
                        """ + @"
        verbatim";

                        await Ask();
                    }
                }
            case 2:
            {
                using var budget1 = BEGIN;
                while (true) await Ask();
            }
            default:
                using (var budget2 = BEGIN)
                {
                    while (true) { await Ask(); }
                }
                break;
        }
        """");

    [Fact]
    public Task A_goto_cycle_in_a_switch_section_is_wrapped_as_a_whole() => InMethod(
        """
        switch (x)
        {
            case 1:
            again:
                var ok = await {|CCA1001:Ask()|};
                if (!ok)
                    goto again;
                break;
        }
        """,
        """
        switch (x)
        {
            case 1:
                using (var budget = BEGIN)
                {
                again:
                    var ok = await Ask();
                    if (!ok)
                        goto again;
                }
                break;
        }
        """);

    [Fact]
    public Task A_goto_cycle_whose_variable_is_used_after_it_is_left_alone_in_a_switch_section()
    {
        const string Source =
            """
            switch (x)
            {
                case 1:
                again:
                    var ok = await {|CCA1001:Ask()|};
                    if (!ok)
                        goto again;
                    Console.WriteLine(ok);
                    break;
            }
            """;
        return InMethod(Source, Source);
    }

    [Fact]
    public Task A_jump_over_the_declaration_gives_a_using_statement() => InMethod(
        """
        if (b)
            goto done;
        while (x > 0)
            await {|CCA1001:Ask()|};
        done:
        Console.WriteLine();
        """,
        """
        if (b)
            goto done;
        using (var budget = BEGIN)
        {
            while (x > 0)
                await Ask();
        }
        done:
        Console.WriteLine();
        """);

    [Fact]
    public Task A_goto_cycle_that_is_entered_from_before_it_begins_its_scope_before_both() => InMethod(
        """
        if (b)
            goto again;
        x++;
        again:
        if (await {|CCA1001:Ask()|})
            goto again;
        """,
        """
        if (b)
            goto again;
        x++;
        again:
        if (await {|CCA1001:Ask()|})
            goto again;
        """);

    [Fact]
    public Task A_loop_that_a_label_stands_on_keeps_it() => InMethod(
        """
        outer:
        while (true)
        {
            if (b) goto outer;
            await {|CCA1001:Ask()|};
        }
        """,
        """
        using var budget = BEGIN;
        outer:
        while (true)
        {
            if (b) goto outer;
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
    public Task A_runtime_that_the_language_version_cannot_use_is_not_offered()
    {
        var source = Wrap("", "while (true) await {|CCA1001:Ask()|};");
        return new Verify.Test { TestCode = source, FixedCode = source, Packages = TestPackages.Runtime, LanguageVersion = LanguageVersion.CSharp8 }.RunAsync();
    }

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
