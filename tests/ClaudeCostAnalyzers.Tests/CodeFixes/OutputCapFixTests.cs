using Microsoft.CodeAnalysis.CSharp;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.OutputCapAnalyzer, ClaudeCostAnalyzers.CodeFixes.OutputCapFix>;

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>The cap on output tokens, in options of every form and in calls without options, as the rule finds them with the real packages.</summary>
public sealed class OutputCapFixTests
{
    private static Task InMethod(string statements, string fixedStatements, LanguageVersion version = LanguageVersion.Latest, string usings = "using OpenAI.Chat;\n", string? fixedUsings = null) =>
        new Verify.Test
        {
            TestCode = Wrap(usings, statements),
            FixedCode = Wrap(fixedUsings ?? usings, fixedStatements),
            LanguageVersion = version,
            // With Anthropic's adapter in reach, a provider-neutral call may be capped already.
            Packages = TestPackages.OpenAI | TestPackages.ExtensionsAI,
        }.RunAsync();

    private static string Wrap(string usings, string statements) => $$"""
        using System.Threading;
        using System.Threading.Tasks;
        {{usings}}
        class C
        {
            static async Task M(OpenAI.Chat.ChatClient client, Microsoft.Extensions.AI.IChatClient any, OpenAI.Chat.ChatMessage[] messages, OpenAI.Chat.ChatMessage one, CancellationToken token)
            {
        {{string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "        " + line))}}
            }
        }
        """;

    [Theory]
    [InlineData("new ChatCompletionOptions()", "new ChatCompletionOptions { MaxOutputTokenCount = 1024 }")]
    [InlineData("new ChatCompletionOptions ( )", "new ChatCompletionOptions { MaxOutputTokenCount = 1024 }")]
    [InlineData("new ChatCompletionOptions(/* none */)", "new ChatCompletionOptions(/* none */) { MaxOutputTokenCount = 1024 }")]
    [InlineData("new()", "new() { MaxOutputTokenCount = 1024 }")]
    [InlineData("new ChatCompletionOptions { }", "new ChatCompletionOptions { MaxOutputTokenCount = 1024 }")]
    [InlineData("new() { Temperature = 0.2f }", "new() { Temperature = 0.2f, MaxOutputTokenCount = 1024 }")]
    [InlineData("new() { Temperature = 0.2f, }", "new() { Temperature = 0.2f, MaxOutputTokenCount = 1024, }")]
    [InlineData("new() { MaxOutputTokenCount = null, Temperature = 0.2f }", "new() { MaxOutputTokenCount = 1024, Temperature = 0.2f }")]
    [InlineData("new()\n{\n    Temperature = 0.2f, // cool\n}", "new()\n{\n    Temperature = 0.2f, // cool\n    MaxOutputTokenCount = 1024,\n}")]
    [InlineData("new()\n{\n    Temperature = 0.2f // cool\n}", "new()\n{\n    Temperature = 0.2f, // cool\n    MaxOutputTokenCount = 1024\n}")]
    [InlineData("new()\n{\n    Temperature = 0.2f }", "new()\n{\n    Temperature = 0.2f,\n    MaxOutputTokenCount = 1024 }")]
    [InlineData("new()\n{\n    // Nothing yet.\n}", "new()\n{ MaxOutputTokenCount = 1024\n    // Nothing yet.\n}")]
    public async Task The_cap_goes_where_the_options_are_made(string options, string fixedOptions)
    {
        await InMethod($"await {{|CCA2003:client.CompleteChatAsync(messages, {options}, token)|}};", $"await client.CompleteChatAsync(messages, {fixedOptions}, token);");
        await InMethod(
            $"ChatCompletionOptions options = {options};\nawait {{|CCA2003:client.CompleteChatAsync(messages, options)|}};\nawait {{|CCA2003:client.CompleteChatAsync(messages, options)|}};",
            $"ChatCompletionOptions options = {fixedOptions};\nawait client.CompleteChatAsync(messages, options);\nawait client.CompleteChatAsync(messages, options);");
    }

    [Theory]
    [InlineData("(messages, null, token)", "(messages, NEW, token)")]
    [InlineData("(messages, default, token)", "(messages, NEW, token)")]
    [InlineData("(messages, default(ChatCompletionOptions), token)", "(messages, NEW, token)")]
    [InlineData("(options: null, messages: messages)", "(options: NEW, messages: messages)")]
    [InlineData("(messages, cancellationToken: token)", "(messages, options: NEW, cancellationToken: token)")]
    [InlineData("(messages)", "(messages, options: NEW)")]
    [InlineData("(new System.Collections.Generic.List<ChatMessage>())", "(new System.Collections.Generic.List<ChatMessage>(), options: NEW)")]
    [InlineData("(one)", "([one], options: NEW)")]
    [InlineData("([one])", "([one], options: NEW)")]
    [InlineData("([one, .. messages])", "([one, .. messages], options: NEW)")]
    [InlineData("(\"Hello\")", "([\"Hello\"], options: NEW)")]
    [InlineData("(one, new UserChatMessage(\"Hello\"))", "([one, new UserChatMessage(\"Hello\")], options: NEW)")]
    [InlineData("(\n    one, // first\n    \"Hello\")", "(\n    [one, // first\n    \"Hello\"], options: NEW)")]
    [InlineData("()", "([], options: NEW)")]
    public Task A_call_without_options_gets_some(string arguments, string fixedArguments) => InMethod(
        $"await {{|CCA2003:client.CompleteChatAsync{arguments}|}};",
        $"await client.CompleteChatAsync{fixedArguments.Replace("NEW", "new ChatCompletionOptions { MaxOutputTokenCount = 1024 }")};");

    [Fact]
    public Task Before_collection_expressions_the_messages_become_an_array() => InMethod(
        "await {|CCA2003:client.CompleteChatAsync(one, \"Hello\")|};\nawait {|CCA2003:client.CompleteChatAsync()|};",
        "await client.CompleteChatAsync(new ChatMessage[] { one, \"Hello\" }, options: new ChatCompletionOptions { MaxOutputTokenCount = 1024 });\n"
            + "await client.CompleteChatAsync(new ChatMessage[] { }, options: new ChatCompletionOptions { MaxOutputTokenCount = 1024 });",
        LanguageVersion.CSharp11);

    [Fact]
    public Task An_extension_method_and_the_using_directive() => InMethod(
        "await {|CCA2003:Microsoft.Extensions.AI.ChatClientExtensions.GetResponseAsync(any, \"Hello\")|};\nawait {|CCA2003:any.GetResponseAsync([])|};",
        "await Microsoft.Extensions.AI.ChatClientExtensions.GetResponseAsync(any, \"Hello\", options: new ChatOptions { MaxOutputTokens = 1024 });\nawait any.GetResponseAsync([], options: new ChatOptions { MaxOutputTokens = 1024 });",
        usings: "using System.IO;\n", fixedUsings: "using System.IO;\nusing Microsoft.Extensions.AI;\n");

    [Fact]
    public Task A_type_that_cannot_be_imported_without_harm_is_written_in_full() => InMethod(
        "ChatMessage? mine = null;\nawait {|CCA2003:any.GetResponseAsync([])|};",
        "ChatMessage? mine = null;\nawait any.GetResponseAsync([], options: new global::Microsoft.Extensions.AI.ChatOptions { MaxOutputTokens = 1024 });");

    [Fact]
    public Task Calls_within_calls_are_fixed_together() => InMethod(
        "{|CCA2003:client.CompleteChat({|CCA2003:client.CompleteChat(one)|}.Value.Content[0].Text)|};",
        "client.CompleteChat([client.CompleteChat([one], options: new ChatCompletionOptions { MaxOutputTokenCount = 1024 }).Value.Content[0].Text], options: new ChatCompletionOptions { MaxOutputTokenCount = 1024 });");

    [Theory]
    [InlineData("dotnet_code_quality.CCA2003.max_output_tokens = 300\ndotnet_code_quality.claude_cost.max_output_tokens = 400", "300")]
    [InlineData("dotnet_code_quality.claude_cost.max_output_tokens = 400", "400")]
    [InlineData("dotnet_code_quality.CCA2003.max_output_tokens = lots", "1024")]
    [InlineData("dotnet_code_quality.CCA2004.max_output_tokens = 500", "500")]
    [InlineData("dotnet_code_quality.CCA2003.max_output_tokens = 0", "1024")]
    public Task The_number_comes_from_the_editorconfig(string config, string number) => new Verify.Test
    {
        TestCode = Wrap("using OpenAI.Chat;\n", "{|CCA2003:client.CompleteChat(messages)|};"),
        FixedCode = Wrap("using OpenAI.Chat;\n", $"client.CompleteChat(messages, options: new ChatCompletionOptions {{ MaxOutputTokenCount = {number} }});"),
        TestState = { AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\n" + config) } },
        CodeActionVerifier = action => Assert.Equal($"Set MaxOutputTokenCount to {number}", action.Title),
        CodeActionEquivalenceKey = "ClaudeCost.SetOutputCap",
    }.RunAsync();

    [Fact]
    public async Task Options_that_are_not_made_in_sight_are_left_alone()
    {
        const string Statements = "ChatCompletionOptions? none = null;\n{|CCA2003:client.CompleteChat(messages, none)|};";
        await InMethod(Statements, Statements);
    }

    [Theory]
    [InlineData("{|CCA2003:client.CompleteChat(messages, new ChatCompletionOptions { )|};", "client.CompleteChat(messages, new ChatCompletionOptions { MaxOutputTokenCount = 1024 );")]
    [InlineData("{|CCA2003:client.CompleteChat(messages)|}", "client.CompleteChat(messages, options: new ChatCompletionOptions { MaxOutputTokenCount = 1024 })")]
    [InlineData("{|CCA2003:client.CompleteChat(messages, null|}; missing", "client.CompleteChat(messages, new ChatCompletionOptions { MaxOutputTokenCount = 1024 }; missing")]
    public Task Broken_code_does_not_break_the_fix(string statements, string fixedStatements) => new Verify.Test
    {
        TestCode = Wrap("using OpenAI.Chat;\n", statements),
        FixedCode = Wrap("using OpenAI.Chat;\n", fixedStatements),
        CompilerDiagnostics = CompilerDiagnostics.None,
    }.RunAsync();
}
