using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Tests.CodeFixes.LoopCallAnalyzer, ClaudeCostAnalyzers.CodeFixes.BudgetScopeFix>;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>The budget scope as an edit of a file: members of each kind, using directives, names, layout and configuration.</summary>
public sealed class BudgetScopeFileTests
{
    private const string Begin = "BudgetScope.Begin(new Budget { MaxCalls = 50, MaxCostUsd = 5m, Timeout = TimeSpan.FromMinutes(10) })";

    private static Task VerifyFile(string source, string fixedSource, Action<Verify.Test>? configure = null)
    {
        var test = new Verify.Test
        {
            TestCode = source,
            FixedCode = fixedSource.Replace("BEGIN", Begin),
            Packages = TestPackages.Runtime,
        };
        configure?.Invoke(test);
        return test.RunAsync();
    }

    private static Action<Verify.Test> Config(params string[] lines) => test =>
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\n" + string.Join("\n", lines)));

    [Fact]
    public Task Top_level_statements() => VerifyFile(
        """
        // Copyright: somebody.

        // Ask for ever.
        while (true)
            await {|CCA1001:Ask()|};

        static Task Ask() => Task.CompletedTask;
        """,
        """
        // Copyright: somebody.

        using ClaudeCost;

        using var budget = BEGIN;
        // Ask for ever.
        while (true)
            await Ask();

        static Task Ask() => Task.CompletedTask;
        """);

    [Fact]
    public Task Top_level_statements_with_usings_and_a_goto_cycle() => VerifyFile(
        """
        using System.Text;

        var text = new StringBuilder();
        again: text.Append(await {|CCA1001:Ask()|});
        if (text.Length < 9) goto again;
        if (text.Length > 5)
            while (true) await {|CCA1001:Ask()|};

        static Task<int> Ask() => Task.FromResult(1);
        """,
        """
        using System.Text;
        using ClaudeCost;

        var text = new StringBuilder();
        using var budget = BEGIN;
        again: text.Append(await Ask());
        if (text.Length < 9) goto again;
        if (text.Length > 5)
            while (true) await Ask();

        static Task<int> Ask() => Task.FromResult(1);
        """);

    [Fact]
    public Task A_file_that_is_one_loop() => VerifyFile(
        "while (true) {|CCA1001:Ask()|};\nstatic void Ask() { }",
        "using ClaudeCost;\n\nusing var budget = BEGIN;\nwhile (true) Ask();\nstatic void Ask() { }");

    [Fact]
    public Task Directives_at_the_head_of_a_file_stay_there() => VerifyFile(
        """
        #define PAID
        #nullable enable
        while (true) {|CCA1001:Ask()|};
        static void Ask() { }
        """,
        """
        #define PAID
        #nullable enable
        using ClaudeCost;

        using var budget = BEGIN;
        while (true) Ask();
        static void Ask() { }
        """);

    [Fact]
    public Task Members_of_each_kind() => VerifyFile(
        """
        /// <summary>All kinds.</summary>
        abstract class C
        {
            readonly Func<Task> field = async () => { while (true) await {|CCA1001:Ask()|}; };
            static Task<int> Ask() => Task.FromResult(1);
            C() { for (; ; ) {|CCA1001:Ask()|}; }
            int Property { get { while (true) {|CCA1001:Ask()|}; } }
            Task Arrow() => Task.Run(async () =>
            {
                while (true)
                    await {|CCA1001:Ask()|};
            });
            async IAsyncEnumerable<int> Stream()
            {
                var found = 0;
                do { found = await {|CCA1001:Ask()|}; } while (found < 5);
                yield return found;
            }
            void Local() { Inner(); void Inner() { do {|CCA1001:Ask()|}; while (true); } }
            public static C operator +(C left, C right) { while (true) {|CCA1001:Ask()|}; }
        }
        """,
        """
        using ClaudeCost;

        /// <summary>All kinds.</summary>
        abstract class C
        {
            readonly Func<Task> field = async () => { using var budget = BEGIN; while (true) await Ask(); };
            static Task<int> Ask() => Task.FromResult(1);
            C() { using var budget = BEGIN; for (; ; ) Ask(); }
            int Property { get { using var budget = BEGIN; while (true) Ask(); } }
            Task Arrow() => Task.Run(async () =>
            {
                using var budget = BEGIN;
                while (true)
                    await Ask();
            });
            async IAsyncEnumerable<int> Stream()
            {
                var found = 0;
                using var budget = BEGIN;
                do { found = await Ask(); } while (found < 5);
                yield return found;
            }
            void Local() { Inner(); void Inner() { using var budget = BEGIN; do Ask(); while (true); } }
            public static C operator +(C left, C right) { using var budget = BEGIN; while (true) Ask(); }
        }
        """);

    [Theory]
    // Sorted, System first.
    [InlineData("using System;\nusing Zebra;\n\n", "using System;\nusing ClaudeCost;\nusing Zebra;\n\n")]
    [InlineData("using System;\n\n", "using System;\nusing ClaudeCost;\n\n")]
    [InlineData("// Head.\n\nusing Zebra;\n\n", "// Head.\n\nusing ClaudeCost;\nusing Zebra;\n\n")]
    // There already.
    [InlineData("using ClaudeCost;\n\n", "using ClaudeCost;\n\n")]
    [InlineData("global using ClaudeCost;\n\n", "global using ClaudeCost;\n\n")]
    // Only kinds that come before or after.
    [InlineData("global using Zebra;\n\n", "global using Zebra;\nusing ClaudeCost;\n\n")]
    [InlineData("using static Zebra.Static;\n\n", "using ClaudeCost;\nusing static Zebra.Static;\n\n")]
    [InlineData("using Z = Zebra.Static;\n\n", "using ClaudeCost;\nusing Z = Zebra.Static;\n\n")]
    // Under a condition.
    [InlineData("using Zebra;\n#if NEVER\nusing Horse;\n#endif\nusing System.Text;\n\n", "using ClaudeCost;\nusing Zebra;\n#if NEVER\nusing Horse;\n#endif\nusing System.Text;\n\n")]
    [InlineData("#if !NEVER\nusing Zebra;\n#endif\n\n", "using ClaudeCost;\n#if !NEVER\nusing Zebra;\n#endif\n\n")]
    public Task Using_directives_are_added_in_their_place(string usings, string fixedUsings)
    {
        const string Class = "class C { void Ask() { } void M() { while (true) {|CCA1001:Ask()|}; } }";
        const string Fixed = "class C { void Ask() { } void M() { using var budget = BEGIN; while (true) Ask(); } }";
        return VerifyFile(usings + Class, fixedUsings + Fixed, test => test.SolutionTransforms.Add(AddDocument("namespace Zebra { public static class Static { } }")));
    }

    [Theory]
    [InlineData("namespace N\n{\n    using System.Text;\n\n", "}", "namespace N\n{\n    using System.Text;\n    using ClaudeCost;\n\n")]
    [InlineData("namespace N;\nusing System.Text;\n\n", "", "namespace N;\nusing System.Text;\nusing ClaudeCost;\n\n")]
    [InlineData("namespace N;\n\n", "", "using ClaudeCost;\n\nnamespace N;\n\n")]
    public Task Using_directives_in_a_namespace_get_company_there(string head, string tail, string fixedHead) => VerifyFile(
        head + "class C { void Ask() { } void M() { while (true) {|CCA1001:Ask()|}; } }" + tail,
        fixedHead + "class C { void Ask() { } void M() { using var budget = BEGIN; while (true) Ask(); } }" + tail);

    [Theory]
    [InlineData("class Budget { }", "", "new Budget()")]
    [InlineData("namespace Mine { class Budget { } }", "using Mine;\n\n", "new Budget()")]
    public Task Another_type_of_the_same_name_keeps_its_meaning(string other, string usings, string use) => VerifyFile(
        usings + "class C { void Ask() { } object M() { object o = " + use + "; while (true) {|CCA1001:Ask()|}; } }",
        usings + "class C { void Ask() { } object M() { object o = " + use + "; using var budget = global::ClaudeCost.BudgetScope.Begin(new global::ClaudeCost.Budget "
            + "{ MaxCalls = 50, MaxCostUsd = 5m, Timeout = TimeSpan.FromMinutes(10) }); while (true) Ask(); } }",
        test => test.SolutionTransforms.Add(AddDocument(other)));

    [Fact]
    public Task A_member_of_the_same_name_is_not_the_type() => VerifyFile(
        "class C { object Budget => this; void Ask() { } void M() { while (Budget != null) {|CCA1001:Ask()|}; } }",
        "using ClaudeCost;\n\nclass C { object Budget => this; void Ask() { } void M() { using var budget = BudgetScope.Begin(new global::ClaudeCost.Budget "
            + "{ MaxCalls = 50, MaxCostUsd = 5m, Timeout = TimeSpan.FromMinutes(10) }); while (Budget != null) Ask(); } }");

    [Fact]
    public Task Line_ends_and_tabs_are_the_files_own() => VerifyFile(
        "using System.Text;\r\n\r\nclass C\r\n{\r\n\tvoid Ask() { }\r\n\tvoid M(bool b)\r\n\t{\r\n\t\tif (b)\r\n\t\t\twhile (true) {|CCA1001:Ask()|};\r\n\t}\r\n}\r\n",
        "using System.Text;\r\nusing ClaudeCost;\r\n\r\nclass C\r\n{\r\n\tvoid Ask() { }\r\n\tvoid M(bool b)\r\n\t{\r\n\t\tif (b)\r\n\t\t{\r\n\t\t\tusing var budget = BEGIN;\r\n\t\t\twhile (true) Ask();\r\n\t\t}\r\n\t}\r\n}\r\n",
        test => test.CodeActionVerifier = action => Assert.Equal("Begin a budget scope before this loop", action.Title));

    [Fact]
    public async Task Line_ends_are_kept_to_the_letter()
    {
        var fix = await FixOnceAsync("class C {\r\n void Ask() { }\r\n void M() {\r\n  while (true) Ask();\r\n }\r\n}\r\n");
        Assert.Equal(fix.Count(c => c == '\n'), fix.Count(c => c == '\r'));
    }

    [Fact]
    public Task Braces_and_indentation_follow_the_configuration() => VerifyFile(
        "using ClaudeCost;\nclass C {\n  void Ask() { }\n  void M(bool b, int x) {\n    if (b)\n      while (true) {|CCA1001:Ask()|};\n    switch (x) {\n      case 1:\n        while (true) {|CCA1001:Ask()|};\n    }\n  }\n}\n",
        "using ClaudeCost;\nclass C {\n  void Ask() { }\n  void M(bool b, int x) {\n    if (b) {\n      using var budget = BEGIN;\n      while (true) Ask();\n    }\n    switch (x) {\n      case 1:\n        using (var budget1 = BEGIN) {\n          while (true) Ask();\n        }\n    }\n  }\n}\n",
        Config("indent_size = 2", "csharp_new_line_before_open_brace = none"));

    [Theory]
    [InlineData("7", "2.50", "90", "7", "2.50", "90")]
    [InlineData("007", ".5", "1.", "7", "0.5", "1")]
    [InlineData("0", "-1", "never", "50", "5", "10")]
    [InlineData("many", "1e9", "999999999999", "50", "5", "10")]
    public Task Limits_come_from_the_editorconfig(string calls, string cost, string minutes, string writtenCalls, string writtenCost, string writtenMinutes) => VerifyFile(
        "using ClaudeCost;\nclass C { void Ask() { } void M() { while (true) {|CCA1001:Ask()|}; } }",
        $"using ClaudeCost;\nclass C {{ void Ask() {{ }} void M() {{ using var budget = BudgetScope.Begin(new Budget {{ MaxCalls = {writtenCalls}, MaxCostUsd = {writtenCost}m, Timeout = TimeSpan.FromMinutes({writtenMinutes}) }}); while (true) Ask(); }} }}",
        Config($"dotnet_code_quality.claude_cost.budget_max_calls = {calls}", $"dotnet_code_quality.claude_cost.budget_max_cost_usd = {cost}", $"dotnet_code_quality.claude_cost.budget_timeout_minutes = {minutes}"));

    [Fact]
    public Task Old_files_get_both_usings() => VerifyFile(
        "class C { void Ask() { } void M() { while (true) {|CCA1001:Ask()|}; } }",
        "using System;\nusing ClaudeCost;\n\nclass C { void Ask() { } void M() { using (var budget = BEGIN) { while (true) Ask(); } } }",
        test =>
        {
            test.LanguageVersion = LanguageVersion.CSharp7_3;
            test.Packages = TestPackages.None;
            test.SolutionTransforms.Add(RuntimeStub.AddTo);
        });

    [Fact]
    public async Task The_title_says_which_label_a_goto_cycle_begins_with()
    {
        var test = new Verify.Test
        {
            TestCode = "class C { void Ask() { } void M() { again: {|CCA1001:Ask()|}; goto again; } }",
            FixedCode = "using ClaudeCost;\n\nclass C { void Ask() { } void M() { using var budget = BEGIN; again: Ask(); goto again; } }".Replace("BEGIN", Begin),
            Packages = TestPackages.Runtime,
            CodeActionEquivalenceKey = "ClaudeCost.BeginBudgetScope",
            CodeActionVerifier = action => Assert.Equal("Begin a budget scope before this label 'again'", action.Title),
        };
        await test.RunAsync();
    }

    [Fact]
    public Task Several_files_are_fixed_each_by_one_edit() => VerifyFile(
        "class C { void Ask() { } void M() { while (true) {|CCA1001:Ask()|}; } }",
        "using ClaudeCost;\n\nclass C { void Ask() { } void M() { using var budget = BEGIN; while (true) Ask(); } }",
        test =>
        {
            test.TestState.Sources.Add("class D { void Ask() { } void M() { while (true) { {|CCA1001:Ask()|}; {|CCA1001:Ask()|}; {|CCA1001:Ask()|}; } } }");
            test.FixedState.Sources.Add($"using ClaudeCost;\n\nclass D {{ void Ask() {{ }} void M() {{ using var budget = {Begin}; while (true) {{ Ask(); Ask(); Ask(); }} }} }}");
        });

    private static async Task<string> FixOnceAsync(string source)
    {
        var before = new Verify.Test { TestCode = source.Replace(" Ask();", " {|CCA1001:Ask()|};"), Packages = TestPackages.Runtime };
        string? text = null;
        before.FixedCode = "unused";
        before.CodeActionVerifier = action =>
        {
            var operation = action.GetOperationsAsync(default).GetAwaiter().GetResult().OfType<Microsoft.CodeAnalysis.CodeActions.ApplyChangesOperation>().Single();
            text = operation.ChangedSolution.Projects.Single().Documents.First(document => document.Name == "Test0.cs").GetTextAsync().GetAwaiter().GetResult().ToString();
        };
        await Assert.ThrowsAsync<Xunit.Sdk.FailException>(() => before.RunAsync());
        return text!;
    }

    private static Func<Solution, ProjectId, Solution> AddDocument(string source) => (solution, id) =>
        solution.AddDocument(DocumentId.CreateNewId(id), "Other.cs", source, filePath: "/0/Other.cs");
}
