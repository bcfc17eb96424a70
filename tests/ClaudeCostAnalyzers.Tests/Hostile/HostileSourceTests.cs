using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tests.Hostile;

/// <summary>
/// Source that nobody should write and somebody's generator does: every analyzer comes through it, without AD0001 and without
/// a stack overflow, in a time that is a small multiple of what the compiler itself needs.
/// </summary>
public sealed class HostileSourceTests(ITestOutputHelper output)
{
    private const string Head = """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using Microsoft.Extensions.AI;

        public class C
        {
            private readonly IChatClient chat = null!;
            private int state;
            private bool stop;

        """;

    public static TheoryData<string> Shapes() => [.. s_shapes.Keys];

    private static readonly Dictionary<string, Func<string>> s_shapes = new()
    {
        ["5,000 mutually recursive methods"] = () => Class(5000, i =>
            $"    async Task M{i}(int n) {{ while (!stop) {{ await chat.GetResponseAsync(\"x\"); await M{(i + 1) % 5000}(n); await M{(i * 7 + 3) % 5000}(n); if (n > {i}) break; }} }}\n"),
        ["5,000 local functions that call each other"] = () => Head + "    async Task M()\n    {\n        while (true) await L0();\n" + Repeat(5000, i =>
            $"        async Task L{i}() {{ if (stop) await L{(i + 1) % 5000}(); else await chat.GetResponseAsync(\"x\"); }}\n") + "    }\n}\n",
        ["a method of 20,000 lines"] = () => Method("while (true)\n{\n" + Repeat(5000, i =>
            $"    state += {i};\n    if (state == {i})\n        stop = !stop;\n    await Task.Delay(state);\n") + "    await chat.GetResponseAsync(\"x\");\n}\n"),
        ["2,000 loops in a row"] = () => Method(Repeat(2000, i => $"for (var i{i} = 0; i{i} < state; i{i} += {i % 2}) {{ await chat.GetResponseAsync(\"x\"); if (stop) continue; }}\n")),
        ["2,000 retries in a row"] = () => Method(Repeat(2000, _ => "while (true) { try { await chat.GetResponseAsync(\"x\"); break; } catch (Exception e) when (e.Message.Length > state) { await Task.Delay(1); } finally { state++; } }\n")),
        ["200 loops within each other"] = () => Method(Nested(200, i => $"while (state != {i})", "await chat.GetResponseAsync(\"x\"); if (stop) break; state++;")),
        ["100 handlers within each other"] = () => Method(Nested(100, _ => "while (true) try", "await chat.GetResponseAsync(\"x\");", " catch (Exception) { state++; }")),
        ["100 lambdas within each other"] = () => Method("Action a = " + Repeat(100, _ => "() => { while (!stop) { Action b = ").Replace("b", "b") + "() => chat.GetResponseAsync(\"x\")" + Repeat(100, i => "; } }") + ";\n"),
        ["a condition of 1,000 terms"] = () => Method("while (" + string.Join(" || ", Enumerable.Range(0, 1000).Select(i => $"state == {i}")) + ") await chat.GetResponseAsync(\"x\");\n"),
        ["an expression of 1,000 terms"] = () => Method("while (!stop) state = " + string.Join(" + ", Enumerable.Repeat("(await chat.GetResponseAsync(\"x\")).Text.Length", 1000)) + ";\n"),
        ["a chain of 500 calls"] = () => Method("while (true) await chat.GetResponseAsync(\"x\".ToString()" + Repeat(500, _ => ".Trim()") + ");\n"),
        ["a jump table of 1,000 labels"] = () => Method(Repeat(1000, i => $"L{i}: await chat.GetResponseAsync(\"x\"); if (state == {i}) goto L{(i * 31 + 7) % 1000};\n")),
        ["a switch of 1,000 sections that jump"] = () => Method("switch (state)\n{\n" + Repeat(1000, i => $"case {i}: await chat.GetResponseAsync(\"x\"); goto case {(i * 31 + 7) % 1000};\n") + "}\n"),
        ["a counter stepped in 1,000 branches"] = () => Method("var n = 0;\nwhile (n < 9)\n{\n    await chat.GetResponseAsync(\"x\");\n" + Repeat(1000, i => $"    if (state == {i}) n++;\n") + "}\n"),
        ["1,000 variables that depend on each other"] = () => Method("var v0 = \"\";\n" + Repeat(1000, i => $"var v{i + 1} = v{i};\n") + "while (v1000 != \"done\")\n{\n    v0 = (await chat.GetResponseAsync(v1000)).Text;\n"
            + Repeat(1000, i => $"    v{1000 - i} = v{999 - i};\n") + "}\n"),
        ["options handed on 1,000 times"] = () => Method("var o0 = new ChatOptions();\n" + Repeat(1000, i => $"var o{i + 1} = o{i};\n") + "while (true) await chat.GetResponseAsync(\"x\", o1000);\n"),
        ["2,000 retries that call each other"] = () => Class(2000, i =>
            $"    async Task M{i}() {{ for (var n = 0; n < 4; n++) {{ try {{ await M{(i + 1) % 2000}(); await chat.GetResponseAsync(\"x\"); return; }} catch (Exception) {{ }} }} }}\n"),
        ["one retry with 2,000 calls"] = () => Method("for (var n = 0; n < 4; n++)\n{\n    try\n    {\n" + Repeat(2000, _ => "        await chat.GetResponseAsync(\"x\");\n") + "        return;\n    }\n    catch (Exception) { }\n}\n"),
        ["one member that 2,000 call"] = () => Class(2000, i => $"    async Task M{i}() {{ while (!stop) await Ask(); }}\n") .TrimEnd().TrimEnd('}') + "    async Task Ask() { await chat.GetResponseAsync(\"x\"); }\n}\n",
        ["300 overloads"] = () => Class(300, i => $"    async Task M(A{i} a) {{ while (!stop) {{ await chat.GetResponseAsync(\"x\"); await M(new A{(i + 1) % 300}()); }} }}\n    class A{i} {{ }}\n"),
        ["2,000 budget scopes in a row"] = () => Method(Repeat(2000, _ => "using (ClaudeCost.BudgetScope.Begin(new ClaudeCost.Budget { MaxCalls = 5 })) { while (state != 3) await chat.GetResponseAsync(\"x\"); }\n")),
        ["1,500 timeouts and twice as many posts in one member"] = () => Method(Repeat(1500, i => $"var t{i} = new System.Threading.CancellationTokenSource(); t{i}.CancelAfter(9); var h{i} = new System.Net.Http.HttpClient {{ Timeout = TimeSpan.FromHours(9) }}; "
            + $"await h{i}.PostAsync(\"https://api.anthropic.com/v1/messages\", null, t{i}.Token); await h{i}.PostAsync(\"https://api.anthropic.com/v1/messages\", null);\n")),
        ["1,500 sources of tokens in scope of as many calls"] = () => Method(Repeat(1500, i => $"var t{i} = new System.Threading.CancellationTokenSource(); t{i}.CancelAfter(9); await chat.GetResponseAsync(\"x\");\n")),
        ["1,500 clients with an address and a path of their own"] = () => Class(1500, i => $"    private readonly System.Net.Http.HttpClient h{i} = new() {{ BaseAddress = new Uri(\"https://api.anthropic.com\") }};\n    private string u{i};\n    async Task M{i}() {{ u{i} = \"/v1/messages\"; await h{i}.PostAsync(u{i}, null); }}\n"),
        ["1,500 requests that are told later where to go"] = () => Method("var h = new System.Net.Http.HttpClient();\n" + Repeat(1500, i =>
            $"var r{i} = new System.Net.Http.HttpRequestMessage(); r{i}.RequestUri = new Uri(\"https://api.anthropic.com/v1/messages\"); r{i}.Method = System.Net.Http.HttpMethod.Post; await h.SendAsync(r{i});\n")),
        ["1,000 conversations that one loop adds to"] = () => Method(Repeat(1000, i => $"var talk{i} = new List<ChatMessage>();\n") + "while (!stop)\n{\n"
            + Repeat(1000, i => $"    talk{i}.Add(new ChatMessage(ChatRole.User, \"x\")); talk{i}.AddRange((await chat.GetResponseAsync(talk{i})).Messages);\n") + "}\n"),
        ["1,000 fan-outs in a row"] = () => Method("var all = new List<string>();\n" + Repeat(1000, _ => "await Task.WhenAll(System.Linq.Enumerable.Select(all, one => chat.GetResponseAsync(one)));\n")),
        ["a fan-out of 1,000 helpers"] = () => Class(1000, i => i == 0
            ? "    Task F(List<string> all) => Task.WhenAll(System.Linq.Enumerable.Select(all, one => H1(one)));\n    async Task H0(string s) => await chat.GetResponseAsync(s);\n"
            : $"    async Task H{i}(string s) {{ if (stop) await H{(i + 1) % 1000}(s); await H{i * 7 % 1000}(s); }}\n"),
        ["options that 1,000 helpers make and hand on"] = () => Class(1000, i => i == 0
            ? "    Task F() => chat.GetResponseAsync(\"x\", Make1());\n    ChatOptions Make0() => new ChatOptions();\n"
            : $"    ChatOptions Make{i}() => stop ? Make{(i + 1) % 1000}() : Make{i * 7 % 1000}();\n"),
        ["a cap through 1,000 helpers"] = () => Class(1000, i => i == 0
            ? "    void F(ChatOptions o) { Cap1(o, 90000); Cap500(o, 90000); }\n    void Cap0(ChatOptions o, int maxTokens) { o.MaxOutputTokens = maxTokens; }\n"
            : $"    void Cap{i}(ChatOptions o, int maxTokens) {{ Cap{(i + 1) % 1000}(o, maxTokens); Cap{i * 7 % 1000}(o, maxTokens); }}\n"),
        ["a concatenation of 2,000 pieces"] = () => Method("var s0 = \"sk-ant-\";\nvar s = " + string.Join(" + ", Enumerable.Range(0, 2000).Select(i => i % 3 == 0 ? "\"sk-\"" : i % 3 == 1 ? $"\"aB3{i}\"" : "s0")) + ";\n"),
        ["a list of 10,000 characters, bytes and texts"] = () => Method("var c = new char[] { " + string.Join(", ", Enumerable.Range(0, 10000).Select(i => $"'{(char)('a' + i * 7 % 26)}'")) + " };\nvar b = new byte[] { "
            + string.Join(", ", Enumerable.Range(0, 10000).Select(i => 48 + i * 31 % 70)) + " };\nvar t = string.Concat(" + string.Join(", ", Enumerable.Range(0, 10000).Select(i => $"\"k{i % 10}\"")) + ");\n"),
        ["10,000 texts that are run together"] = () => Method(Repeat(10000, i => $"Console.WriteLine(\"aB{i}cD{i * 7}eF{i * 31}gH\" + state + \"{i}\");\n")),
        ["2,000 deadlines in a row"] = () => Method(Repeat(2000, i => $"{{ using var t{i} = new System.Threading.CancellationTokenSource(9); await chat.GetResponseAsync(\"x\"); }}\n")),
        ["2,000 members with a deadline"] = () => Class(2000, i => $"    private readonly System.Threading.CancellationTokenSource c{i} = new(9);\n    async Task M{i}() {{ await chat.GetResponseAsync(\"x\"); await chat.GetResponseAsync(\"x\", null, c{i}.Token); }}\n"),
        ["one pipeline for 2,000 calls"] = () => "using Polly;\n" + Head + "    private readonly Polly.ResiliencePipeline pipe = new Polly.ResiliencePipelineBuilder().AddRetry(new Polly.Retry.RetryStrategyOptions { MaxRetryAttempts = 9 }).Build();\n"
            + Repeat(2000, i => $"    async Task M{i}() {{ await pipe.ExecuteAsync(async t => {{ await chat.GetResponseAsync(\"x\"); }}); }}\n") + "}\n",
        ["one pipeline with options in a field for 2,000 calls"] = () => "using Polly;\n" + Head + "    private static readonly Polly.Retry.RetryStrategyOptions options = new() { MaxRetryAttempts = int.MaxValue };\n"
            + "    private readonly Polly.ResiliencePipeline pipe = new Polly.ResiliencePipelineBuilder().AddRetry(options).Build();\n"
            + Repeat(2000, i => $"    async Task M{i}() {{ using var budget = ClaudeCost.BudgetScope.Begin(new ClaudeCost.Budget {{ MaxCalls = 5 }}); await pipe.ExecuteAsync(async t => {{ await chat.GetResponseAsync(\"x\"); }}); }}\n") + "}\n",
        ["a sum of sums of sums"] = () => Method("var v0 = 1;\n" + Repeat(40, i => $"var v{i + 1} = v{i} + v{i};\n") + Repeat(200, _ => "await chat.GetResponseAsync(\"x\", new ChatOptions { MaxOutputTokens = v40 });\n")),
        ["a string of 1 MB"] = () => Method("var s = \"" + new string('k', 1 << 20) + "\";\nwhile (s != null) await chat.GetResponseAsync(s);\n"),
    };

    private static readonly TimeSpan s_worthMention = TimeSpan.FromSeconds(0.5);

    private static readonly ImmutableArray<MetadataReference> s_references = [.. TestReferences.Of(TestPackages.All)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Analyzers_come_through(string shape)
    {
        var compilation = Compile(s_shapes[shape]());
        var clock = Stopwatch.StartNew();
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var compiled = clock.Elapsed;
        clock.Restart();
        var (found, crashes) = await AnalyzeAsync(compilation, default);
        output.WriteLine($"{shape}: compiled in {compiled.TotalSeconds:0.0} s, analyzed in {clock.Elapsed.TotalSeconds:0.0} s, {found.Length} findings");
        Assert.Empty(crashes);
        // Generous, since the machine that runs the tests may be busy with others of them; each takes at most eight seconds alone.
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1) + 10 * compiled, $"{shape} took {clock.Elapsed}; the compiler needed {compiled}.");
    }

    [Theory]
    [InlineData("while (true) { await chat.GetResponseAsync(")]
    [InlineData("for (;;await chat.GetResponseAsync(\"x\")")]
    [InlineData("while (true) { try { await chat.GetResponseAsync(\"x\") } catch { } } finally {")]
    [InlineData("again: goto; goto missing; await chat.GetResponseAsync(\"x\"); goto again;")]
    [InlineData("while (i++ < undefined) await chat.GetResponseAsync(\"x\");")]
    [InlineData("foreach (var x in ) await chat.GetResponseAsync(x, new ChatOptions { MaxOutputTokens = });")]
    [InlineData("while () { var s = \"sk-ant-api03-; await chat.GetResponseAsync(s); }")]
    [InlineData("switch (state) { case 0: await chat.GetResponseAsync(\"x\"); goto case; default: goto case 0 }")]
    [InlineData("do await chat.GetResponseAsync(\"x\") while")]
    [InlineData("async Task F() { while (true) await chat.GetResponseAsync(\"x\"); } } } } class C { void M() {")]
    [InlineData("Func<int> f = () => { while (true) chat.GetResponseAsync(\"x\"; };")]
    [InlineData("while (true) { await foreach (var u in chat.GetStreamingResponseAsync()) { yield return; } }")]
    public async Task Broken_code_comes_through(string statements)
    {
        // Each ending of the text as well: that is what an editor sees while somebody types.
        var whole = Method(statements);
        for (var end = whole.Length; end > Head.Length; end -= 19)
        {
            var (_, crashes) = await AnalyzeAsync(Compile(whole[..end]), default);
            Assert.Empty(crashes);
        }
    }

    [Fact]
    public async Task Types_that_inherit_in_a_circle_come_through()
    {
        var source = Head + "}\n" + Repeat(500, i => $"public class T{i} : T{(i + 1) % 500}, I{i} {{ IChatClient chat; public override async Task M() {{ while (true) {{ await base.M(); await chat.GetResponseAsync(\"x\"); }} }} }}\n"
            + $"public interface I{i} : I{(i + 1) % 500} {{ Task M(); }}\n");
        var (found, crashes) = await AnalyzeAsync(Compile(source), default);
        Assert.Empty(crashes);
        Assert.Contains(found, diagnostic => diagnostic.Id == "CCA1001");
    }

    [Fact]
    public async Task A_cancelled_analysis_ends_soon_and_is_no_crash()
    {
        var compilation = Compile(s_shapes["a jump table of 1,000 labels"]());
        compilation.GetDiagnostics();
        foreach (var after in new[] { 0, 1, 20, 100, 300 })
        {
            using var cancellation = new CancellationTokenSource(after);
            if (after == 0)
                await cancellation.CancelAsync();
            var clock = Stopwatch.StartNew();
            try
            {
                var (_, crashes) = await AnalyzeAsync(compilation, cancellation.Token);
                Assert.Empty(crashes);
            }
            catch (OperationCanceledException)
            {
                // What a cancelled analysis is.
            }

            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"Cancelled after {after} ms, ended after {clock.Elapsed}.");
        }
    }

    private async Task<(ImmutableArray<Diagnostic> Found, ImmutableArray<string> Crashes)> AnalyzeAsync(Compilation compilation, CancellationToken cancellationToken)
    {
        var crashes = ImmutableArray.CreateBuilder<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), (exception, analyzer, _) =>
            {
                lock (crashes)
                    crashes.Add($"{analyzer.GetType().Name}: {exception}");
            },
            concurrentAnalysis: true, logAnalyzerExecutionTime: true);
        var run = compilation.WithAnalyzers(Docs.RulePages.Analyzers, options);
        var found = await run.GetAnalyzerDiagnosticsAsync(cancellationToken);
        foreach (var analyzer in Docs.RulePages.Analyzers)
        {
            var time = (await run.GetAnalyzerTelemetryInfoAsync(analyzer, cancellationToken)).ExecutionTime;
            if (time > s_worthMention)
                output.WriteLine($"    {analyzer.GetType().Name}: {time.TotalSeconds:0.0} s");
        }

        crashes.AddRange(found.Where(diagnostic => diagnostic.Id == "AD0001").Select(diagnostic => diagnostic.ToString()));
        return (found, crashes.ToImmutable());
    }

    private static CSharpCompilation Compile(string source) => CSharpCompilation.Create(
        "Hostile", [CSharpSyntaxTree.ParseText(source, path: "/0/Hostile.cs")], s_references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Disable));

    private static string Class(int count, Func<int, string> member) => Head + Repeat(count, member) + "}\n";

    private static string Method(string body) => Head + "    public async Task M()\n    {\n" + body + "    }\n}\n";

    private static string Nested(int depth, Func<int, string> head, string innermost, string tail = "") =>
        Repeat(depth, i => head(i) + " {\n") + innermost + "\n" + Repeat(depth, _ => "}" + tail + "\n");

    private static string Repeat(int count, Func<int, string> part)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
            text.Append(part(i));
        return text.ToString();
    }
}
