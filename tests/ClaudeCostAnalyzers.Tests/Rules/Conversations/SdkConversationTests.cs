using ClaudeCostAnalyzers.Tests.Catalog;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.GrowingConversationAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules.Conversations;

/// <summary>CCA1008 on SDKs that are not at hand as packages: objects that keep the conversation, and requests whose constructors take it.</summary>
public sealed class SdkConversationTests
{
    [Theory]
    [InlineData("while (true) { await [|chat.SendMessage(await NextAsync())|]; }")]
    [InlineData("while (true) { await foreach (var part in [|chat.SendMessageStream(await NextAsync())|]) Console.Write(part.Text); }")]
    [InlineData("while (true) { var text = await NextAsync(); if (text.Length == 0) return; await [|chat.SendMessage(text)|]; Console.WriteLine(chat.ToString()); }")]
    [InlineData("while (true) { chat = model.StartChat(); await chat.SendMessage(await NextAsync()); }")]
    [InlineData("while (true) { await chat.SendMessage(await NextAsync()); Shorten(chat); }")]
    [InlineData("for (var i = 0; i < 5; i++) await chat.SendMessage(await NextAsync());")]
    [InlineData("while (true) { var own = model.StartChat(); await own.SendMessage(await NextAsync()); }")]
    [InlineData("while (true) await model.GenerateContent(await NextAsync());")]
    public Task Mscc(string body) => Run("using Mscc.GenerativeAI;\nusing Mscc.GenerativeAI.Types;\n", "GenerativeModel model, ChatSession chat", body, "Mscc.GenerativeAI");

    [Theory]
    [InlineData("while (true) { talk.AppendUserInput(await NextAsync()); await [|talk.GetResponseFromChatbotAsync()|]; }")]
    [InlineData("while (true) { talk.AppendUserInput(await NextAsync()); talk.RequestParameters.Messages.Clear(); await talk.GetResponseFromChatbotAsync(); }")]
    public Task Ok_go_do_it(string body) => Run("using OpenAI_API.Chat;\n", "Conversation talk", body, "OpenAI_API");

    [Theory]
    [InlineData("while (true) { messages.Add(new Message(Role.User, await NextAsync())); await [|chat.GetCompletionAsync(new ChatRequest(messages))|]; }")]
    [InlineData("while (true) { messages.Add(new Message(Role.User, await NextAsync())); var request = new ChatRequest(messages, maxTokens: 100); await [|chat.GetCompletionAsync(request)|]; }")]
    [InlineData("while (true) { messages.Add(new Message(Role.User, await NextAsync())); if (messages.Count > 20) messages.RemoveAt(0); await chat.GetCompletionAsync(new ChatRequest(messages)); }")]
    [InlineData("while (true) { messages.Add(new Message(Role.User, await NextAsync())); await chat.GetCompletionAsync(new ChatRequest(new[] { messages[^1] })); }")]
    public Task Rage_against_the_pixel(string body) => Run("using OpenAI;\nusing OpenAI.Chat;\n", "ChatEndpoint chat, List<Message> messages", body, "OpenAI-DotNet");

    private static Task Run(string head, string parameters, string body, string assembly)
    {
        var source = head + "class C { Task<string> NextAsync() => throw null!; void Shorten(object chat) { } async Task M(" + parameters + ") { " + body + " } }";
        var test = new Verify.Test { TestCode = source, Packages = TestPackages.ExtensionsAI };
        test.TestState.AdditionalReferences.Add(StubAssemblies.Reference(assembly));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
