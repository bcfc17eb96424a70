using ClaudeCostAnalyzers.Rules;

namespace ClaudeCostAnalyzers.Tests.Docs;

/// <summary>The examples on the pages of the deadline rules do what the pages say.</summary>
public sealed class DeadlinePageTests
{
    [Fact]
    public async Task Calls_without_a_deadline_fire_and_calls_with_one_are_quiet()
    {
        await VerifyAsync(Mark(Code("CCA2001", "Example that fires"), "CCA2001",
            "client.Messages.Create(parameters)", "client.Messages.Create(parameters, CancellationToken.None)", "chat.CompleteChatAsync(\"Summarize the news.\")",
            "client.Messages.Create(parameters, never.Token)", "client.Messages.CreateStreaming(parameters)"));
        await VerifyAsync(Code("CCA2001", "Example that is quiet"));
    }

    [Fact]
    public async Task Tokens_that_are_not_passed_on_fire()
    {
        await VerifyMemberAsync(Mark(Code("CCA2002", "Example that fires"), "CCA2002", "chat.GetResponseAsync(question)", "chat.GetStreamingResponseAsync(question)", "chat.GetResponseAsync(text)"));
        await VerifyMemberAsync(Code("CCA2002", "Example that is quiet"));
    }

    private static string Code(string id, string section)
    {
        var code = RulePages.Code(RulePages.Section(id, section));
        Assert.NotNull(code);
        return code;
    }

    private static string Mark(string code, string id, params string[] calls)
    {
        foreach (var call in calls)
        {
            var at = code.IndexOf(call, StringComparison.Ordinal);
            Assert.True(at >= 0 && (at < 5 || code[at - 1] != ':'), call);
            code = code.Insert(at + call.Length, "|}").Insert(at, $"{{|{id}:");
        }

        return code;
    }

    private static Task VerifyAsync(string code) => CSharpAnalyzerVerifier<DeadlineAnalyzer>.VerifyAnalyzerAsync($$"""
        using Anthropic;
        using Anthropic.Models.Messages;
        using ClaudeCost;
        using OpenAI.Chat;

        class Example(IAnthropicClient client, ChatClient chat)
        {
            async Task Run(MessageCreateParams parameters)
            {
        {{code}}
            }
        }
        """);

    private static Task VerifyMemberAsync(string member) => CSharpAnalyzerVerifier<DeadlineAnalyzer>.VerifyAnalyzerAsync($$"""
        using Microsoft.Extensions.AI;

        class Example(IChatClient chat, string[] questions, System.Timers.Timer timer, CancellationToken lifetime)
        {
        {{member}}
        }
        """);
}
