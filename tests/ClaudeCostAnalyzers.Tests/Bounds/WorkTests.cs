using System.Collections.Immutable;
using System.Text;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Flow;
using ClaudeCostAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tests.Bounds;

/// <summary>Work is counted here, never timed: what is not registered or not built costs nothing on any machine.</summary>
public sealed class WorkTests
{
    [Theory]
    [InlineData(TestPackages.None)]
    [InlineData(TestPackages.Runtime)]
    public async Task Nothing_is_registered_without_an_LLM_API(TestPackages packages)
    {
        var compilation = Compile("class C { void M() { while (true) System.Console.WriteLine(\"sk-ant-\"); } }", packages);
        foreach (var analyzer in Analyzers())
        {
            var counts = await CountsAsync(compilation, analyzer);
            Assert.Equal(1, counts.CompilationStartActionsCount);
            Assert.Equal(0, Registrations(counts));
        }
    }

    [Theory]
    [InlineData("https://api.anthropic.com/v1/messages", true)]
    [InlineData("https://models.example/chat/completions", true)]
    [InlineData("https://api.anthropic.com", false)]
    [InlineData("https://shop.example/orders", false)]
    public async Task Without_an_SDK_something_is_registered_where_the_text_names_an_endpoint(string url, bool expected)
    {
        // Beyond one chunk of the search, and across the border of two.
        for (var length = 16300; length < 16400; length += 33)
        {
            var compilation = Compile($"/*{new string('x', length)}*/ class C {{ string u = \"{url}\"; }}", TestPackages.None);
            Assert.Equal(expected, Registrations(await CountsAsync(compilation, new BoundAnalyzer())) > 0);
        }
    }

    [Fact]
    public async Task Something_is_registered_with_an_LLM_API()
    {
        Assert.NotEqual(0, Registrations(await CountsAsync(Compile("class C;", TestPackages.All), new BoundAnalyzer())));
    }

    [Theory]
    [InlineData("Anthropic", false)]
    [InlineData("Acme.Anthropic", true)]
    public async Task In_an_SDK_of_the_catalogue_no_calls_are_judged_and_keys_are_still_found(string assembly, bool expected)
    {
        var source = $$"""
            using Microsoft.Extensions.AI;
            namespace Anthropic { public class AnthropicClient { } }
            public class C(IChatClient chat)
            {
                public const string Key = "{{Rules.Keys.TestKeys.Anthropic()}}";
                public async System.Threading.Tasks.Task Run() { while (true) await chat.GetResponseAsync("x"); }
            }
            """;
        var found = await Compile(source, TestPackages.All).WithAssemblyName(assembly).WithAnalyzers([.. Analyzers()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected, found.Any(diagnostic => diagnostic.Id.StartsWith("CCA1", StringComparison.Ordinal)));
        Assert.Contains(found, diagnostic => diagnostic.Id == "CCA3001");
    }

    [Fact]
    public async Task Names_are_told_apart_by_what_the_text_says_of_them()
    {
        const string Source = """
            using System.Collections.Generic;
            using System.Threading;
            using System.Threading.Tasks;
            using Microsoft.Extensions.AI;
            public class Answers(IChatClient chat) : IAsyncEnumerable<string>
            {
                private readonly Task first = chat.GetResponseAsync("x");
                public async IAsyncEnumerator<string> GetAsyncEnumerator(CancellationToken stop = default) { yield return (await chat.GetResponseAsync("x")).Text; }
            }
            public class Box { public static implicit operator Box(int count) => new(); private Box() { } }
            public class D
            {
                private readonly List<int> numbers = new();
                public int Sum() { var sum = 0; foreach (var number in numbers) sum += number; return sum; }
                public Box Empty() => new Box();
                public Answers Ask(IChatClient chat) => new(chat);
                public async Task Read(IChatClient chat) { await foreach (var answer in Ask(chat)) { } }
            }
            """;
        var probe = new ContextProbe();
        await Compile(Source, TestPackages.All).WithAnalyzers([probe]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        var names = probe.Seen!.Calls.Names.Value;
        Assert.Equal(["Answers", "Ask", "GetAsyncEnumerator", "Read"], names.Reaching.Where(name => char.IsLetter(name[0]) && !name.EndsWith(')')).Order());
    }

    [Fact]
    public async Task Something_is_registered_where_a_member_is_marked()
    {
        Assert.NotEqual(0, Registrations(await CountsAsync(Compile("class C { [ClaudeCost.LlmCall] void M() { } }", TestPackages.Runtime), new BoundAnalyzer())));
        Assert.Equal(0, Registrations(await CountsAsync(Compile("class C { [LlmCall] void M() { } }", TestPackages.None), new BoundAnalyzer())));
    }

    [Fact]
    public async Task Bodies_that_cannot_go_round_or_cannot_spend_are_not_taken_apart()
    {
        var source = new StringBuilder("using Microsoft.Extensions.AI; class C(IChatClient chat) {");
        for (var i = 0; i < 200; i++)
        {
            source.Append($"async System.Threading.Tasks.Task Straight{i}() {{ await chat.GetResponseAsync(\"x\"); }}");
            source.Append($"void Silent{i}() {{ while (true) System.Console.WriteLine({i}); }}");
        }

        source.Append('}');
        var (_, work) = await RunAsync(Compile(source.ToString(), TestPackages.All), new BoundAnalyzer());
        Assert.Equal(0, work.Graphs);
    }

    [Fact]
    public async Task A_body_is_taken_apart_once()
    {
        var (diagnostics, work) = await RunAsync(
            Compile("using Microsoft.Extensions.AI; class C(IChatClient chat) { void M() { while (true) chat.GetResponseAsync(\"x\").Wait(); } }", TestPackages.All), new BoundAnalyzer());
        Assert.Equal(1, work.Graphs);
        Assert.Equal("CCA1001", Assert.Single(diagnostics).Id);
    }

    [Fact]
    public async Task A_helper_is_summarised_once_however_many_loops_call_it()
    {
        var source = new StringBuilder("using Microsoft.Extensions.AI; class C(IChatClient chat) { void Ask() => chat.GetResponseAsync(\"x\").Wait(); void Free() { }");
        for (var i = 0; i < 100; i++)
            source.Append($"void M{i}() {{ while (true) {{ Ask(); Free(); }} }}");
        source.Append('}');
        var (diagnostics, work) = await RunAsync(Compile(source.ToString(), TestPackages.All), new BoundAnalyzer());
        Assert.Equal(100, diagnostics.Length);
        Assert.Equal(1, work.Summaries);
    }

    [Fact]
    public async Task Analyzers_of_one_compilation_share_what_they_know()
    {
        const string Source = """
            using System.Linq;
            using System.Threading.Tasks;
            using Microsoft.Extensions.AI;
            public class C(IChatClient chat)
            {
                public Task Ask() => chat.GetResponseAsync("x");
                public async Task M()
                {
                    while (true) await Ask();
                }
                public Task N(System.Collections.Generic.List<string> prompts) => Task.WhenAll(prompts.Select(prompt => Ask()));
            }
            """;
        var (diagnostics, work) = await RunAsync(Compile(Source, TestPackages.All), Analyzers());
        Assert.Equal(["CCA1001", "CCA1006"], diagnostics.Select(diagnostic => diagnostic.Id).Where(id => id is "CCA1001" or "CCA1006").Order());
        Assert.Equal(1, work.NameIndexes);
        // Ask, M and N, as CCA4005 looks at each exported one, and the lambda in N.
        Assert.Equal(4, work.Summaries);
    }

    [Fact]
    public async Task Files_without_a_name_that_matters_are_not_read()
    {
        var trees = new List<SyntaxTree>
        {
            CSharpSyntaxTree.ParseText("using Microsoft.Extensions.AI; public class C(IChatClient chat) { public async System.Threading.Tasks.Task Ask() { while (true) await chat.GetResponseAsync(\"x\"); } }"),
            CSharpSyntaxTree.ParseText("public class D(C c) { public async System.Threading.Tasks.Task Work() { while (c != null) await c.Ask(); } }"),
        };
        for (var i = 0; i < 100; i++)
            trees.Add(CSharpSyntaxTree.ParseText($"public class Other{i} {{ public int Count(int n) {{ while (n > 9) n -= Help(n); return n; }} int Help(int n) => n; }}"));
        var compilation = Compile("", TestPackages.All).RemoveAllSyntaxTrees().AddSyntaxTrees(trees);
        var probe = new ContextProbe();
        var found = await compilation.WithAnalyzers([.. Analyzers(), probe]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, found.Count(diagnostic => diagnostic.Id.StartsWith("CCA100", StringComparison.Ordinal)));
        Assert.Equal(2, probe.Seen!.Calls.Names.Value.FilesRead);
    }

    [Theory]
    [InlineData(typeof(BoundAnalyzer))]
    [InlineData(typeof(KeyInSourceAnalyzer))]
    [InlineData(typeof(BudgetScopeAnalyzer))]
    public async Task No_rule_visits_every_node_or_body(Type analyzer)
    {
        var counts = await CountsAsync(Compile("class C;", TestPackages.All), (DiagnosticAnalyzer)Activator.CreateInstance(analyzer)!);
        Assert.Equal(0, counts.SyntaxNodeActionsCount + counts.OperationActionsCount + counts.OperationBlockActionsCount);
    }

    [Fact]
    public async Task Code_that_reaches_no_call_adds_no_work()
    {
        var small = await WorkOfAsync(reaching: 20, others: 50);
        var large = await WorkOfAsync(reaching: 20, others: 1500);
        Assert.True(small.Graphs > 0 && small.Summaries > 0 && small.Spent > 0);
        Assert.Equal(small.Graphs, large.Graphs);
        Assert.Equal(small.Summaries, large.Summaries);
        // Two threads may look at one member at the same time.
        Assert.InRange(large.Spent, 0, small.Spent + small.Spent / 2);
    }

    [Fact]
    public async Task Work_grows_with_the_members_that_reach_a_call_and_no_faster()
    {
        var some = await WorkOfAsync(reaching: 100, others: 10);
        var twice = await WorkOfAsync(reaching: 200, others: 10);
        Assert.InRange(twice.Graphs, some.Graphs, some.Graphs * 2.2);
        Assert.InRange(twice.Summaries, some.Summaries, some.Summaries * 2.2);
        Assert.InRange(twice.Spent, some.Spent, some.Spent * 3);
    }

    /// <summary>All analyzers on a class of which some members reach a call, in loops, retries, helpers and budgets, and others do not.</summary>
    private static async Task<WorkCounter> WorkOfAsync(int reaching, int others)
    {
        var source = new StringBuilder("using System; using System.Threading; using System.Threading.Tasks; using ClaudeCost; using Microsoft.Extensions.AI; public class C(IChatClient chat) {");
        for (var i = 0; i < reaching; i++)
        {
            source.Append($"async Task Ask{i}() => await chat.GetResponseAsync(\"x\", new ChatOptions {{ MaxOutputTokens = 9 }});");
            source.Append($"async Task Retry{i}() {{ for (var n = 0; n < 4; n++) {{ try {{ await Ask{i}(); return; }} catch (Exception) {{ await Task.Delay(n); }} }} }}");
            source.Append($"public async Task Work{i}() {{ using var b = BudgetScope.Begin(new Budget {{ MaxCalls = 9 }}); while (true) await Retry{i}(); }}");
            source.Append($"async Task<string> Down{i}(string s, int depth) => depth == 0 ? s : await Down{i}((await chat.GetResponseAsync(s)).Text, depth - 1);");
        }

        for (var i = 0; i < others; i++)
        {
            source.Append($"public int Other{i}(int n) {{ while (n > 0) {{ try {{ n -= Help{i}(n); }} catch (Exception) {{ n--; }} }} return n; }}");
            source.Append($"int Help{i}(int n) => n < 9 ? Help{i}(n + 1) : n / 2;");
        }

        var (_, work) = await RunAsync(Compile(source.Append('}').ToString(), TestPackages.All), Analyzers());
        return work;
    }

    private static CostAnalyzer[] Analyzers() =>
    [
        .. typeof(CostAnalyzer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CostAnalyzer)) && !type.IsAbstract)
            .Select(type => (CostAnalyzer)Activator.CreateInstance(type)!),
    ];

    private static CSharpCompilation Compile(string source, TestPackages packages) => CSharpCompilation.Create(
        "Test", [CSharpSyntaxTree.ParseText(source)], TestReferences.Of(packages),
        // Rules that are off unless somebody asks for them are asked for: the driver would not even start them.
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, specificDiagnosticOptions: Analyzers().SelectMany(analyzer => analyzer.SupportedDiagnostics)
            .Where(descriptor => !descriptor.IsEnabledByDefault).DistinctBy(descriptor => descriptor.Id).ToDictionary(descriptor => descriptor.Id, _ => ReportDiagnostic.Warn)));

    private static async Task<Microsoft.CodeAnalysis.Diagnostics.Telemetry.AnalyzerTelemetryInfo> CountsAsync(Compilation compilation, DiagnosticAnalyzer analyzer)
    {
        var run = compilation.WithAnalyzers([analyzer]);
        await run.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return await run.GetAnalyzerTelemetryInfoAsync(analyzer, TestContext.Current.CancellationToken);
    }

    private static int Registrations(Microsoft.CodeAnalysis.Diagnostics.Telemetry.AnalyzerTelemetryInfo counts) =>
        counts.SyntaxTreeActionsCount + counts.SemanticModelActionsCount + counts.SymbolActionsCount + counts.SyntaxNodeActionsCount + counts.CodeBlockActionsCount
        + counts.CodeBlockStartActionsCount + counts.OperationActionsCount + counts.OperationBlockActionsCount + counts.OperationBlockStartActionsCount
        + counts.CompilationActionsCount + counts.CompilationEndActionsCount + counts.AdditionalFileActionsCount + counts.SymbolStartActionsCount;

    private static async Task<(ImmutableArray<Diagnostic> Found, WorkCounter Work)> RunAsync(Compilation compilation, params DiagnosticAnalyzer[] analyzers)
    {
        var probe = new ContextProbe();
        var found = await compilation.WithAnalyzers([.. analyzers, probe]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return (found, probe.Seen!.Work);
    }
}
