using Microsoft.CodeAnalysis.CSharp;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.DeadlineAnalyzer, ClaudeCostAnalyzers.CodeFixes.DeadlineFix>;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>Tokens that are passed on, and deadlines that are added, as the rules find their need with the real packages.</summary>
public sealed class DeadlineFixTests
{
    private const string Head = """
        #pragma warning disable OPENAI001, SCME0001
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;
        using Anthropic;
        using Anthropic.Helpers.Beta;
        using Microsoft.Extensions.AI;
        using OpenAI.Chat;
        using System.ClientModel.Primitives;
        using BinaryContent = System.ClientModel.BinaryContent;
        using ChatMessage = OpenAI.Chat.ChatMessage;
        using MessageCreateParams = Anthropic.Models.Messages.MessageCreateParams;

        """;

    private static Verify.Test InClass(string members, string fixedMembers, string? key = null) => new()
    {
        TestCode = Head + Wrap(members),
        FixedCode = Head + Wrap(fixedMembers),
        ImplicitUsings = false,
        CodeActionEquivalenceKey = key,
    };

    private static string Wrap(string members) => "class C\n{\n    IAnthropicClient claude = null!; ChatClient gpt = null!; IChatClient chat = null!; HttpClient http = null!; MessageCreateParams p = null!; List<ChatMessage> m = null!;\n"
        + string.Join('\n', members.Split('\n').Select(line => line.Length == 0 ? line : "    " + line)) + "\n}\n";

    [Theory]
    [InlineData("claude.Messages.Create(p)", "claude.Messages.Create(p, ct)")]
    [InlineData("claude.Messages.Create(parameters: p)", "claude.Messages.Create(parameters: p, cancellationToken: ct)")]
    [InlineData("chat.GetResponseAsync(\"a\")", "chat.GetResponseAsync(\"a\", cancellationToken: ct)")]
    [InlineData("chat.GetResponseAsync(\"a\", new ChatOptions())", "chat.GetResponseAsync(\"a\", new ChatOptions(), ct)")]
    [InlineData("ChatClientExtensions.GetResponseAsync(chat, \"a\")", "ChatClientExtensions.GetResponseAsync(chat, \"a\", cancellationToken: ct)")]
    [InlineData("ChatClientExtensions.GetResponseAsync(chat, \"a\", null)", "ChatClientExtensions.GetResponseAsync(chat, \"a\", null, ct)")]
    [InlineData("gpt.CompleteChatAsync(m)", "gpt.CompleteChatAsync(m, cancellationToken: ct)")]
    [InlineData("gpt.CompleteChatAsync(m, null)", "gpt.CompleteChatAsync(m, null, ct)")]
    [InlineData("gpt.CompleteChatAsync(options: null, messages: m)", "gpt.CompleteChatAsync(options: null, messages: m, cancellationToken: ct)")]
    // Another overload takes the token.
    [InlineData("gpt.CompleteChatAsync(\"a\", \"b\")", "gpt.CompleteChatAsync([\"a\", \"b\"], cancellationToken: ct)")]
    [InlineData("gpt.CompleteChatAsync()", "gpt.CompleteChatAsync([], cancellationToken: ct)")]
    [InlineData("gpt.CompleteChatAsync(m.ToArray())", "gpt.CompleteChatAsync(m.ToArray(), cancellationToken: ct)")]
    [InlineData("http.PostAsync(\"https://api.openai.com/v1/chat/completions\", null)", "http.PostAsync(\"https://api.openai.com/v1/chat/completions\", null, ct)")]
    [InlineData("http.SendAsync(new HttpRequestMessage(HttpMethod.Post, \"https://api.openai.com/v1/chat/completions\"))", "http.SendAsync(new HttpRequestMessage(HttpMethod.Post, \"https://api.openai.com/v1/chat/completions\"), ct)")]
    // The options of the request take it.
    [InlineData("gpt.CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(\"{}\")))", "gpt.CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(\"{}\")), new RequestOptions { CancellationToken = ct })")]
    [InlineData("gpt.CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(\"{}\")), null)", "gpt.CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(\"{}\")), new RequestOptions { CancellationToken = ct })")]
    [InlineData("gpt.CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(\"{}\")), new RequestOptions { BufferResponse = true })", "gpt.CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(\"{}\")), new RequestOptions { BufferResponse = true, CancellationToken = ct })")]
    [InlineData("gpt.CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(\"{}\")), new RequestOptions())", "gpt.CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(\"{}\")), new RequestOptions() { CancellationToken = ct })")]
    // Layout and comments.
    [InlineData("claude.Messages.Create(p /* the question */)", "claude.Messages.Create(p, ct /* the question */)")]
    [InlineData("claude.Messages.Create(\n        p)", "claude.Messages.Create(\n        p,\n        ct)")]
    [InlineData("chat.GetResponseAsync(\n        \"a\", // the question\n        null)", "chat.GetResponseAsync(\n        \"a\", // the question\n        null,\n        ct)")]
    public async Task A_token_is_passed_in_the_way_that_compiles(string call, string fixedCall)
    {
        await InClass($"async Task M(CancellationToken ct)\n{{\n    await {{|CCA2002:{call}|}};\n}}", $"async Task M(CancellationToken ct)\n{{\n    await {fixedCall};\n}}").RunAsync();
        await InClass($"object M(CancellationToken ct) => {{|CCA2002:{call}|}};", $"object M(CancellationToken ct) => {fixedCall};").RunAsync();
    }

    [Theory]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var u in {|CCA2002:chat.GetStreamingResponseAsync(\"a\")|}) { } }",
        "async Task M(CancellationToken ct) { await foreach (var u in chat.GetStreamingResponseAsync(\"a\", cancellationToken: ct)) { } }")]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var u in {|CCA2002:claude.Beta.Messages.ToolRunner(null!, [])|}) { } }",
        "async Task M(CancellationToken ct) { await foreach (var u in claude.Beta.Messages.ToolRunner(null!, []).WithCancellation(ct)) { } }")]
    [InlineData("async Task M(CancellationToken ct) { var runner = claude.Beta.Messages.ToolRunner(null!, []); await foreach (var u in {|CCA2002:runner|}) { } }",
        "async Task M(CancellationToken ct) { var runner = claude.Beta.Messages.ToolRunner(null!, []); await foreach (var u in runner.WithCancellation(ct)) { } }")]
    [InlineData("async Task M(string[] xs) { await Parallel.ForEachAsync(xs, async (x, token) => await {|CCA2002:chat.GetResponseAsync(x)|}); }",
        "async Task M(string[] xs) { await Parallel.ForEachAsync(xs, async (x, token) => await chat.GetResponseAsync(x, cancellationToken: token)); }")]
    [InlineData("async Task M() { using var source = new CancellationTokenSource(1000); await {|CCA2002:chat.GetResponseAsync(\"a\")|}; }",
        "async Task M() { using var source = new CancellationTokenSource(1000); await chat.GetResponseAsync(\"a\", cancellationToken: source.Token); }")]
    [InlineData("async Task M(CancellationToken? ct) { await {|CCA2002:chat.GetResponseAsync(\"a\")|}; }",
        "async Task M(CancellationToken? ct) { await chat.GetResponseAsync(\"a\", cancellationToken: ct.GetValueOrDefault()); }")]
    [InlineData("async Task M(IChatClient? maybe, CancellationToken ct) { if (maybe?{|CCA2002:.GetResponseAsync(\"a\")|} is { } task) await task; }",
        "async Task M(IChatClient? maybe, CancellationToken ct) { if (maybe?.GetResponseAsync(\"a\", cancellationToken: ct) is { } task) await task; }")]
    public Task Streams_lambdas_and_sources(string member, string fixedMember) => InClass(member, fixedMember).RunAsync();

    [Theory]
    [InlineData("async Task M()\n{\n    // Ask.\n    var reply = await {|CCA2001:claude.Messages.Create(p)|};\n}",
        "async Task M()\n{\n    using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));\n    // Ask.\n    var reply = await claude.Messages.Create(p, deadline.Token);\n}")]
    [InlineData("async Task M()\n{\n    await {|CCA2001:claude.Messages.Create(p, default)|}.ConfigureAwait(false);\n}",
        "async Task M()\n{\n    using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));\n    await claude.Messages.Create(p, deadline.Token).ConfigureAwait(false);\n}")]
    [InlineData("void M()\n{\n    var reply = {|CCA2001:gpt.CompleteChat(m)|};\n}",
        "void M()\n{\n    using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));\n    var reply = gpt.CompleteChat(m, cancellationToken: deadline.Token);\n}")]
    [InlineData("async Task M() { await {|CCA2001:claude.Messages.Create(p)|}; }",
        "async Task M() { using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120)); await claude.Messages.Create(p, deadline.Token); }")]
    // A turn has a deadline of its own.
    [InlineData("async Task M()\n{\n    for (var i = 0; i < 3; i++)\n    {\n        await {|CCA2001:claude.Messages.Create(p)|};\n    }\n}",
        "async Task M()\n{\n    for (var i = 0; i < 3; i++)\n    {\n        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));\n        await claude.Messages.Create(p, deadline.Token);\n    }\n}")]
    // Streams.
    [InlineData("async IAsyncEnumerable<string> M()\n{\n    await foreach (var u in {|CCA2001:chat.GetStreamingResponseAsync(\"a\")|})\n        yield return u.Text;\n}",
        "async IAsyncEnumerable<string> M()\n{\n    using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));\n    await foreach (var u in chat.GetStreamingResponseAsync(\"a\", cancellationToken: deadline.Token))\n        yield return u.Text;\n}")]
    [InlineData("async Task M()\n{\n    await foreach (var u in {|CCA2001:claude.Messages.CreateStreaming(p)|}.WithCancellation(default)) { }\n}",
        "async Task M()\n{\n    using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));\n    await foreach (var u in claude.Messages.CreateStreaming(p).WithCancellation(deadline.Token)) { }\n}")]
    // Where no declaration can stand, or the task lives on: the token alone.
    [InlineData("Task M() => {|CCA2001:claude.Messages.Create(p)|};",
        "Task M() => claude.Messages.Create(p, new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token);")]
    [InlineData("async Task M() => await {|CCA2001:claude.Messages.Create(p)|};",
        "async Task M() => await claude.Messages.Create(p, new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token);")]
    [InlineData("Task M()\n{\n    return {|CCA2001:claude.Messages.Create(p)|};\n}",
        "Task M()\n{\n    return claude.Messages.Create(p, new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token);\n}")]
    [InlineData("async Task M(string[] xs)\n{\n    await Task.WhenAll(xs.Select(x => {|CCA2001:chat.GetResponseAsync(x)|}));\n}",
        "async Task M(string[] xs)\n{\n    await Task.WhenAll(xs.Select(x => chat.GetResponseAsync(x, cancellationToken: new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token)));\n}")]
    [InlineData("async Task M(bool b)\n{\n    if (b)\n        await {|CCA2001:claude.Messages.Create(p)|};\n}",
        "async Task M(bool b)\n{\n    if (b)\n        await claude.Messages.Create(p, new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token);\n}")]
    [InlineData("async Task M(int i)\n{\n    switch (i)\n    {\n        case 0:\n            await {|CCA2001:claude.Messages.Create(p)|};\n            break;\n    }\n}",
        "async Task M(int i)\n{\n    switch (i)\n    {\n        case 0:\n            await claude.Messages.Create(p, new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token);\n            break;\n    }\n}")]
    [InlineData("async Task M()\n{\n    while ((await {|CCA2001:claude.Messages.Create(p)|}).ID == \"\") { }\n}",
        "async Task M()\n{\n    while ((await claude.Messages.Create(p, new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token)).ID == \"\") { }\n}")]
    [InlineData("async Task M()\n{\n    again:\n    await {|CCA2001:claude.Messages.Create(p)|};\n    if (p is null) goto again;\n}",
        "async Task M()\n{\n    again:\n    await claude.Messages.Create(p, new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token);\n    if (p is null) goto again;\n}")]
    [InlineData("async Task M()\n{\n    var first = {|CCA2001:claude.Messages.Create(p)|};\n    await first;\n}",
        "async Task M()\n{\n    var first = claude.Messages.Create(p, new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token);\n    await first;\n}")]
    // A source without a time gets one.
    [InlineData("async Task M()\n{\n    using var source = new CancellationTokenSource();\n    await {|CCA2001:claude.Messages.Create(p, source.Token)|};\n    await {|CCA2001:claude.Messages.Create(p, source.Token)|};\n}",
        "async Task M()\n{\n    using var source = new CancellationTokenSource(TimeSpan.FromSeconds(120));\n    await claude.Messages.Create(p, source.Token);\n    await claude.Messages.Create(p, source.Token);\n}")]
    [InlineData("async Task M()\n{\n    using CancellationTokenSource source = new(Timeout.InfiniteTimeSpan); // for ever\n    await {|CCA2001:claude.Messages.Create(p, source.Token)|};\n}",
        "async Task M()\n{\n    using CancellationTokenSource source = new(TimeSpan.FromSeconds(120)); // for ever\n    await claude.Messages.Create(p, source.Token);\n}")]
    // The name is taken.
    [InlineData("int deadline;\nasync Task M()\n{\n    deadline = 1;\n    await {|CCA2001:claude.Messages.Create(p)|};\n}",
        "int deadline;\nasync Task M()\n{\n    deadline = 1;\n    using var deadline1 = new CancellationTokenSource(TimeSpan.FromSeconds(120));\n    await claude.Messages.Create(p, deadline1.Token);\n}")]
    public Task A_deadline_goes_where_it_lives_as_long_as_the_call(string member, string fixedMember) => InClass(member, fixedMember).RunAsync();

    [Fact]
    public Task Top_level_statements_and_a_missing_using() => new Verify.Test
    {
        TestCode = """
            using Anthropic;

            var client = new AnthropicClient();

            // The question.
            await {|CCA2001:client.Messages.Create(null!)|};
            """,
        FixedCode = """
            using System;
            using System.Threading;
            using Anthropic;

            var client = new AnthropicClient();

            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
            // The question.
            await client.Messages.Create(null!, deadline.Token);
            """,
        ImplicitUsings = false,
    }.RunAsync();

    [Fact]
    public Task Before_using_declarations_the_token_stands_alone() => new Verify.Test
    {
        TestCode = "using System;\nusing System.Threading;\nusing Anthropic;\nclass C { async System.Threading.Tasks.Task M(IAnthropicClient client) { await {|CCA2001:client.Messages.Create(null)|}; } }",
        FixedCode = "using System;\nusing System.Threading;\nusing Anthropic;\nclass C { async System.Threading.Tasks.Task M(IAnthropicClient client) { await client.Messages.Create(null, new CancellationTokenSource(TimeSpan.FromSeconds(120)).Token); } }",
        LanguageVersion = LanguageVersion.CSharp7_3,
    }.RunAsync();

    [Fact]
    public Task Two_calls_in_one_statement_share_a_deadline_if_they_are_fixed_together()
    {
        const string Declaration = "    using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));\n";
        var test = InClass(
            "async Task M()\n{\n    await Task.WhenAll({|CCA2001:claude.Messages.Create(p)|}, {|CCA2001:claude.Messages.Create(p)|});\n}",
            "async Task M()\n{\n" + Declaration + Declaration.Replace("deadline", "deadline1") + "    await Task.WhenAll(claude.Messages.Create(p, deadline.Token), claude.Messages.Create(p, deadline1.Token));\n}");
        test.BatchFixedCode = Head + Wrap("async Task M()\n{\n" + Declaration + "    await Task.WhenAll(claude.Messages.Create(p, deadline.Token), claude.Messages.Create(p, deadline.Token));\n}");
        return test.RunAsync();
    }

    [Fact]
    public Task Ten_findings_in_one_method()
    {
        var calls = Enumerable.Range(0, 10).ToList();
        return InClass(
            "async Task M()\n{\n" + string.Concat(calls.Select(i => $"    await {{|CCA2001:chat.GetResponseAsync(\"{i}\")|}};\n")) + "}",
            "async Task M()\n{\n" + string.Concat(calls.Select(i =>
                $"    using var deadline{(i == 0 ? "" : i)} = new CancellationTokenSource(TimeSpan.FromSeconds(120));\n    await chat.GetResponseAsync(\"{i}\", cancellationToken: deadline{(i == 0 ? "" : i)}.Token);\n")) + "}").RunAsync();
    }

    [Fact]
    public Task Ten_tokens_in_one_method()
    {
        var calls = Enumerable.Range(0, 10).ToList();
        return InClass(
            "async Task M(CancellationToken ct)\n{\n" + string.Concat(calls.Select(i => $"    await {{|CCA2002:gpt.CompleteChatAsync(\"{i}\")|}};\n")) + "}",
            "async Task M(CancellationToken ct)\n{\n" + string.Concat(calls.Select(i => $"    await gpt.CompleteChatAsync([\"{i}\"], cancellationToken: ct);\n")) + "}").RunAsync();
    }

    [Fact]
    public Task A_token_in_scope_is_linked_to_the_deadline() => InClass(
        "async Task M(CancellationToken ct)\n{\n    await {|CCA2002:claude.Messages.Create(p)|};\n}",
        "async Task M(CancellationToken ct)\n{\n    using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);\n    deadline.CancelAfter(TimeSpan.FromSeconds(120));\n    await claude.Messages.Create(p, deadline.Token);\n}",
        "ClaudeCost.AddDeadline").RunAsync();

    [Fact]
    public async Task The_seconds_come_from_the_configuration_and_the_title_says_so()
    {
        var titles = new List<string>();
        var test = InClass("async Task M() { await {|CCA2001:claude.Messages.Create(p)|}; }",
            "async Task M() { using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(45)); await claude.Messages.Create(p, deadline.Token); }");
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\ndotnet_code_quality.CCA2001.deadline_seconds = 45\n"));
        test.CodeActionVerifier = action => titles.Add(action.Title);
        await test.RunAsync();
        Assert.Equal("Add a deadline of 45 seconds", titles[0]);

        titles.Clear();
        test = InClass("Task M(CancellationToken ct) => {|CCA2002:claude.Messages.Create(p)|};", "Task M(CancellationToken ct) => claude.Messages.Create(p, ct);");
        test.CodeActionVerifier = action => titles.Add(action.Title);
        await test.RunAsync();
        Assert.Equal("Pass 'ct' on", titles[0]);
    }

    [Theory]
    [InlineData("async Task M(OpenAI.Images.ImageClient images) { await {|CCA2001:images.GenerateImageVariationAsync(\"a.png\")|}; }")]
    public Task Nothing_is_offered_where_no_overload_takes_a_token(string member) => InClass(member, member).RunAsync();
}
