using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.BoundAnalyzer, ClaudeCostAnalyzers.CodeFixes.RecursionDepthFix>;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>A depth for members that call themselves through an LLM call.</summary>
public sealed class RecursionDepthFixTests
{
    private static string Wrap(string members) => $$"""
        using Microsoft.Extensions.AI;

        interface IAsk { Task AskAsync(string text); }

        class C(IChatClient chat)
        {
            protected IChatClient Chat { get; } = chat;

        {{string.Join("\n", members.Split('\n').Select(line => line.Length == 0 ? line : "    " + line))}}
        }
        """;

    private static Task Fixes(string members, string fixedMembers) => Verify.VerifyCodeFixAsync(Wrap(members), Wrap(fixedMembers));

    [Fact]
    public Task A_private_method() => Fixes(
        """
        public Task Start() => AskAsync("a");

        // Asks.
        private async Task AskAsync(string text, CancellationToken token = default)
        {
            var reply = await Chat.GetResponseAsync(text, cancellationToken: token);
            if (reply.Text.Length > 5)
                await {|CCA1003:AskAsync(reply.Text)|};
            else if (reply.Text == "x")
                await {|CCA1003:AskAsync(reply.Text, token)|};
        }
        """,
        """
        public Task Start() => AskAsync("a");

        // Asks.
        private async Task AskAsync(string text, CancellationToken token = default, int depth = 0)
        {
            if (depth >= 10)
                throw new InvalidOperationException("The recursion would go deeper than 10 levels.");
            var reply = await Chat.GetResponseAsync(text, cancellationToken: token);
            if (reply.Text.Length > 5)
                await AskAsync(reply.Text, depth: depth + 1);
            else if (reply.Text == "x")
                await AskAsync(reply.Text, token, depth + 1);
        }
        """);

    [Fact]
    public Task An_expression_of_several_lines_is_indented_with_its_block() => Fixes(
        """
        private async Task<string> Ask(string text) => (await Chat.GetResponseAsync(text)).Text switch
        {
            "x" => await {|CCA1003:Ask("x")|},
            "y" => string.Concat("as ",
                "it is"),
            var other => other,
        };

        private async Task<string> Below(string text) =>
            (await Chat.GetResponseAsync(text)).Text == "x"
                ? await {|CCA1003:Below("x")|}
                : "";
        """,
        """
        private async Task<string> Ask(string text, int depth = 0)
        {
            if (depth >= 10)
                throw new InvalidOperationException("The recursion would go deeper than 10 levels.");
            return (await Chat.GetResponseAsync(text)).Text switch
            {
                "x" => await Ask("x", depth + 1),
                "y" => string.Concat("as ",
                    "it is"),
                var other => other,
            };
        }

        private async Task<string> Below(string text, int depth = 0)
        {
            if (depth >= 10)
                throw new InvalidOperationException("The recursion would go deeper than 10 levels.");
            return (await Chat.GetResponseAsync(text)).Text == "x"
                ? await Below("x", depth + 1)
                : "";
        }
        """);

    [Fact]
    public Task A_local_function_and_an_expression() => Fixes(
        """
        public async Task Start(int depth)
        {
            await Ask("a");

            async Task<string> Ask(string text)
            {
                var reply = await Chat.GetResponseAsync(text);
                return reply.Text.EndsWith('.') ? reply.Text : await {|CCA1003:Ask(text: reply.Text)|};
            }
        }

        internal async Task<string> Again(string text) => (await Chat.GetResponseAsync(text)).Text is { Length: > 3 } more ? await {|CCA1003:Again(more)|} : text;
        """,
        """
        public async Task Start(int depth)
        {
            await Ask("a");

            async Task<string> Ask(string text, int depth1 = 0)
            {
                if (depth1 >= 10)
                    throw new InvalidOperationException("The recursion would go deeper than 10 levels.");
                var reply = await Chat.GetResponseAsync(text);
                return reply.Text.EndsWith('.') ? reply.Text : await Ask(text: reply.Text, depth1: depth1 + 1);
            }
        }

        internal async Task<string> Again(string text, int depth = 0)
        {
            if (depth >= 10)
                throw new InvalidOperationException("The recursion would go deeper than 10 levels.");
            return (await Chat.GetResponseAsync(text)).Text is { Length: > 3 } more ? await Again(more, depth + 1) : text;
        }
        """);

    [Fact]
    public Task A_recursion_that_may_end() => Fixes(
        "private async Task A(string t, object o) { await Chat.GetResponseAsync(t); if (o.GetHashCode() > 5) await {|CCA1009:A(t, new object())|}; }",
        "private async Task A(string t, object o, int depth = 0) { if (depth >= 10) throw new InvalidOperationException(\"The recursion would go deeper than 10 levels.\"); await Chat.GetResponseAsync(t); if (o.GetHashCode() > 5) await A(t, new object(), depth + 1); }");

    [Theory]
    // Others know the parameters.
    [InlineData("protected virtual async Task A(string t) { var r = await Chat.GetResponseAsync(t); if (r.Text.Length > 5) await {|CCA1003:A(r.Text)|}; }")]
    [InlineData("private async Task A(params string[] t) { var r = await Chat.GetResponseAsync(t[0]); if (r.Text.Length > 5) await {|CCA1003:A(r.Text)|}; }")]
    // A delegate has just these parameters.
    [InlineData("private async Task A(string t) { var r = await Chat.GetResponseAsync(t); if (r.Text.Length > 5) await {|CCA1003:A(r.Text)|}; }\nFunc<string, Task> F() => A;")]
    // Two members.
    [InlineData("private async Task A(string t) { var r = await Chat.GetResponseAsync(t); await {|CCA1003:B(r.Text)|}; }\nprivate async Task B(string t) { await A(t); }")]
    public Task Elsewhere_no_fix_is_offered(string members) => Fixes(members, members);

    [Fact]
    public Task Ten_findings_with_the_configured_depth()
    {
        static string Method(int i, string parameter, string guard, string argument, bool marked) =>
            $"private async Task A{i}(string t{parameter})\n    {{\n{guard}        var r = await Chat.GetResponseAsync(t);\n        if (r.Text.Length > {i})\n            await {(marked ? "{|CCA1003:" : "")}A{i}(r.Text{argument}){(marked ? "|}" : "")};\n    }}";
        var test = new Verify.Test
        {
            TestCode = Wrap("").TrimEnd('}', '\n') + "\n    " + string.Join("\n\n    ", Enumerable.Range(0, 10).Select(i => Method(i, "", "", "", marked: true))) + "\n}\n",
            FixedCode = Wrap("").TrimEnd('}', '\n') + "\n    " + string.Join("\n\n    ", Enumerable.Range(0, 10).Select(i => Method(i, ", int depth = 0",
                "        if (depth >= 3)\n            throw new InvalidOperationException(\"The recursion would go deeper than 3 levels.\");\n", ", depth + 1", marked: false))) + "\n}\n",
        };
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\ndotnet_code_quality.CCA1003.max_depth = 3\n"));
        return test.RunAsync();
    }
}
