using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.BoundAnalyzer, ClaudeCostAnalyzers.CodeFixes.IterationCapFix>;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>The rules and the fix together: what the fix writes is what makes the rules fall silent.</summary>
public sealed class IterationCapFixTests
{
    private const string Usings = "using Microsoft.Extensions.AI;\n\n";

    private const string Throw = "throw new InvalidOperationException(\"The loop would take more than 50 turns.\");";

    private static string Wrap(string head, string statements) => Usings + $$"""
        class C(IChatClient chat)
        {
            bool stop;

            {{head}}
            {
        {{string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
            }
        }
        """;

    private static Task InMethod(string statements, string fixedStatements, string head = "async Task M(int x, bool b)") =>
        Verify.VerifyCodeFixAsync(Wrap(head, statements), Wrap(head, fixedStatements.Replace("THROW", Throw)));

    [Theory]
    [InlineData("while (true) await {|CCA1001:chat.GetResponseAsync(\"x\")|};", "for (var turn = 0; turn < 50; turn++) await chat.GetResponseAsync(\"x\");")]
    [InlineData("for (;;) // for ever\n{\n    // ask\n    await {|CCA1001:chat.GetResponseAsync(\"x\")|};\n}", "for (var turn = 0; turn < 50; turn++) // for ever\n{\n    // ask\n    await chat.GetResponseAsync(\"x\");\n}")]
    [InlineData("var turn = 1;\nwhile (true)\n{\n    if ((await {|CCA1002:chat.GetResponseAsync(\"x\" + turn)|}).Text == \"done\")\n        break;\n}",
        "var turn = 1;\nfor (var turn1 = 0; turn1 < 50; turn1++)\n{\n    if ((await chat.GetResponseAsync(\"x\" + turn)).Text == \"done\")\n        break;\n}")]
    [InlineData("Func<Task> ask = async () =>\n{\n    while (true)\n        await {|CCA1001:chat.GetResponseAsync(\"x\")|};\n};\nawait ask();", "Func<Task> ask = async () =>\n{\n    for (var turn = 0; turn < 50; turn++)\n        await chat.GetResponseAsync(\"x\");\n};\nawait ask();")]
    public Task An_endless_loop_at_the_end_becomes_a_counted_one(string statements, string expected) => InMethod(statements, expected);

    [Theory]
    // What follows would take a loop that was cut short for one that is done.
    [InlineData("string text;\nwhile (true)\n{\n    text = (await {|CCA1002:chat.GetResponseAsync(\"x\")|}).Text;\n    if (text == \"done\") break;\n}\n\nConsole.WriteLine(text);",
        "string text;\nvar turns = 0;\nwhile (true)\n{\n    if (++turns > 50)\n        THROW\n    text = (await chat.GetResponseAsync(\"x\")).Text;\n    if (text == \"done\") break;\n}\n\nConsole.WriteLine(text);")]
    [InlineData("// Until it is good.\ndo\n{\n    stop = (await {|CCA1002:chat.GetResponseAsync(\"x\")|}).Text == \"good\";\n} while (!stop);",
        "var turns = 0;\n// Until it is good.\ndo\n{\n    if (++turns > 50)\n        THROW\n    stop = (await chat.GetResponseAsync(\"x\")).Text == \"good\";\n} while (!stop);")]
    [InlineData("while (!File.Exists(\"stop\")) await {|CCA1009:chat.GetResponseAsync(\"x\")|};",
        "var turns = 0;\nwhile (!File.Exists(\"stop\"))\n{\n    if (++turns > 50)\n        THROW\n    await chat.GetResponseAsync(\"x\");\n}")]
    [InlineData("if (b)\n    while (true)\n        await {|CCA1001:chat.GetResponseAsync(\"x\")|};",
        "if (b)\n{\n    var turns = 0;\n    while (true)\n    {\n        if (++turns > 50)\n            THROW\n        await chat.GetResponseAsync(\"x\");\n    }\n}")]
    [InlineData("switch (x)\n{\n    case 1:\n        while (true) { await {|CCA1001:chat.GetResponseAsync(\"x\")|}; }\n}",
        "switch (x)\n{\n    case 1:\n        var turns = 0;\n        while (true) { if (++turns > 50) throw new InvalidOperationException(\"The loop would take more than 50 turns.\"); await chat.GetResponseAsync(\"x\"); }\n}")]
    public Task Any_other_loop_throws_when_it_has_turned_enough(string statements, string expected) => InMethod(statements, expected);

    [Fact]
    public Task A_loop_that_returns_a_value_throws() => InMethod(
        "while (true)\n{\n    var text = (await {|CCA1002:chat.GetResponseAsync(\"x\")|}).Text;\n    if (text == \"done\")\n        return text;\n}",
        "var turns = 0;\nwhile (true)\n{\n    if (++turns > 50)\n        THROW\n    var text = (await chat.GetResponseAsync(\"x\")).Text;\n    if (text == \"done\")\n        return text;\n}",
        "async Task<string> M()");

    [Theory]
    [InlineData("while (true)\n{\n    try\n    {\n        await {|CCA1004:chat.GetResponseAsync(\"x\")|};\n        break;\n    }\n    catch (Exception)\n    {\n        // Wait a little.\n        await Task.Delay(9);\n    }\n}",
        "var attempts = 0;\nwhile (true)\n{\n    try\n    {\n        await chat.GetResponseAsync(\"x\");\n        break;\n    }\n    catch (Exception)\n    {\n        if (++attempts >= 3)\n            throw;\n        // Wait a little.\n        await Task.Delay(9);\n    }\n}")]
    [InlineData("while (true)\n{\n    try { await {|CCA1004:chat.GetResponseAsync(\"x\")|}; break; }\n    catch (HttpRequestException) { }\n    catch (TimeoutException) { continue; }\n    catch (FormatException) { return; }\n}",
        "var attempts = 0;\nwhile (true)\n{\n    try { await chat.GetResponseAsync(\"x\"); break; }\n    catch (HttpRequestException) { if (++attempts >= 3) throw; }\n    catch (TimeoutException) { if (++attempts >= 3) throw; continue; }\n    catch (FormatException) { return; }\n}")]
    public Task A_retry_throws_on_after_its_last_attempt(string statements, string expected) => InMethod(statements, expected);

    [Fact]
    public async Task The_numbers_come_from_the_configuration()
    {
        var test = new Verify.Test
        {
            TestCode = Wrap("async Task M()", "while (true) await {|CCA1001:chat.GetResponseAsync(\"x\")|};"),
            FixedCode = Wrap("async Task M()", "for (var turn = 0; turn < 7; turn++) await chat.GetResponseAsync(\"x\");"),
        };
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\ndotnet_code_quality.claude_cost.max_iterations = 7\n"));
        await test.RunAsync();
        test = new Verify.Test
        {
            TestCode = Wrap("async Task M()", "while (true)\n{\n    try { await {|CCA1004:chat.GetResponseAsync(\"x\")|}; break; }\n    catch (Exception) { }\n}"),
            FixedCode = Wrap("async Task M()", "var attempts = 0;\nwhile (true)\n{\n    try { await chat.GetResponseAsync(\"x\"); break; }\n    catch (Exception) { if (++attempts >= 2) throw; }\n}"),
        };
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\ndotnet_code_quality.claude_cost.max_retries = 1\n"));
        await test.RunAsync();
    }

    [Theory]
    [InlineData("again:\nawait {|CCA1001:chat.GetResponseAsync(\"x\")|};\ngoto again;")]
    [InlineData("again: while (b)\n{\n    await {|CCA1001:chat.GetResponseAsync(\"x\")|};\n    if (x > 3) goto again;\n}")]
    public Task Jumps_to_a_label_are_left_to_a_person(string statements) => Verify.VerifyCodeFixAsync(Wrap("async Task M(int x, bool b)", statements), Wrap("async Task M(int x, bool b)", statements));

    [Fact]
    public Task Ten_findings_in_one_method() => InMethod(
        string.Join("\n", Enumerable.Range(0, 10).Select(_ => "while (b)\n{\n    await {|CCA1001:chat.GetResponseAsync(\"x\")|};\n}")),
        string.Join("\n", Enumerable.Range(0, 10).Select(i => $"var turns{(i == 0 ? "" : i)} = 0;\nwhile (b)\n{{\n    if (++turns{(i == 0 ? "" : i)} > 50)\n        THROW\n    await chat.GetResponseAsync(\"x\");\n}}")));

    [Fact]
    public Task Two_calls_in_one_loop_have_one_cap() => InMethod(
        "while (true)\n{\n    await {|CCA1001:chat.GetResponseAsync(\"x\")|};\n    await {|CCA1001:chat.GetResponseAsync(\"y\")|};\n}",
        "for (var turn = 0; turn < 50; turn++)\n{\n    await chat.GetResponseAsync(\"x\");\n    await chat.GetResponseAsync(\"y\");\n}");

    [Fact]
    public Task Top_level_statements() => new Verify.Test
    {
        TestCode = Usings + "IChatClient chat = null!;\nwhile (true) await {|CCA1001:chat.GetResponseAsync(\"x\")|};\n\nvoid Local() { }\n",
        FixedCode = Usings + "IChatClient chat = null!;\nfor (var turn = 0; turn < 50; turn++) await chat.GetResponseAsync(\"x\");\n\nvoid Local() { }\n",
    }.RunAsync();

    [Fact]
    public Task An_async_iterator() => InMethod(
        "while (true)\n    yield return (await {|CCA1009:chat.GetResponseAsync(\"x\")|}).Text;",
        "var turns = 0;\nwhile (true)\n{\n    if (++turns > 50)\n        THROW\n    yield return (await chat.GetResponseAsync(\"x\")).Text;\n}",
        "async IAsyncEnumerable<string> M()");
}
