using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tests.Docs;

namespace ClaudeCostAnalyzers.Tests.Rules.Conversations;

/// <summary>CCA1008: lists that only grow, and lists that somebody keeps short.</summary>
public sealed class GrowingConversationAnalyzerTests
{
    private static Task VerifyAsync(string members) => CSharpAnalyzerVerifier<GrowingConversationAnalyzer>.VerifyAnalyzerAsync($$"""
        using System.Collections.Immutable;
        using Anthropic;
        using Anthropic.Models.Messages;
        using ClaudeCost;
        using Microsoft.Extensions.AI;

        class C(IChatClient chat, IAnthropicClient client, OpenAI.Chat.ChatClient openai)
        {
            readonly List<ChatMessage> _history = [];
            ChatMessage User(string text) => new(ChatRole.User, text);
            Task<string> NextAsync() => Task.FromResult("x");
            void Shorten(List<ChatMessage> messages) { }
            void Look(List<ChatMessage> messages) { }
            {{members}}
        }
        """);

    [Fact]
    public Task Lists_that_only_grow_fire() => VerifyAsync("""
        async Task A() { var messages = new List<ChatMessage>(); while (true) { messages.Add(User("x")); var reply = await {|CCA1008:chat.GetResponseAsync(messages)|}; messages.AddRange(reply.Messages); } }
        async Task B() { while (true) { _history.Add(User(Console.ReadLine()!)); var reply = await {|CCA1008:chat.GetResponseAsync(_history)|}; this._history.AddMessages(reply); } }
        async Task C1(List<OpenAI.Chat.ChatMessage> messages) { while (true) { var reply = await {|CCA1008:openai.CompleteChatAsync(messages)|}; messages.Add(new OpenAI.Chat.AssistantChatMessage(reply.Value)); } }
        async Task D() { var messages = ImmutableList<ChatMessage>.Empty; while (true) { messages = messages.Add(User("x")); await {|CCA1008:chat.GetResponseAsync(messages)|}; } }
        async Task E() { ChatMessage[] messages = []; while (true) { messages = [.. messages, User("x")]; await {|CCA1008:chat.GetResponseAsync(messages)|}; } }
        async Task F() { var messages = new List<ChatMessage>(); while (true) { messages = messages.Append(User("x")).ToList(); await {|CCA1008:chat.GetResponseAsync(messages)|}; } }
        async Task G(List<MessageParam> messages, MessageParam next) { while (true) { messages.Add(next); await {|CCA1008:client.Messages.Create(new MessageCreateParams { MaxTokens = 5, Model = "m", Messages = messages })|}; } }
        async Task H(List<MessageParam> messages, MessageParam next) { while (true) { messages.Add(next); var request = new MessageCreateParams { MaxTokens = 5, Model = "m", Messages = messages }; await {|CCA1008:client.Messages.Create(request)|}; } }
        async Task InCondition(List<ChatMessage> messages) { for (; (await {|CCA1008:chat.GetResponseAsync(messages)|}).Text != "ok";) messages.Add(User("x")); }
        async Task I(string[] questions) { var messages = new List<ChatMessage>(); foreach (var q in questions) { messages.Add(User(q)); await {|CCA1008:chat.GetResponseAsync(messages)|}; } }
        async Task J() { var messages = new List<ChatMessage>(); for (var i = 0; i < 100; i++) { messages.Add(User("x")); await {|CCA1008:chat.GetResponseAsync(messages)|}; Console.WriteLine(messages.Count); } }
        async Task K() { var messages = new List<ChatMessage>(); while (true) { messages.Add(User("x")); while (true) { await foreach (var u in {|CCA1008:chat.GetStreamingResponseAsync(messages)|}) Console.Write(u); if (DateTime.Now.Hour > 3) break; } } }
        """);

    [Fact]
    public Task Texts_that_only_grow_fire() => VerifyAsync("""
        async Task A() { var all = ""; while (true) { all += Console.ReadLine()?.Trim(); var reply = await {|CCA1008:chat.GetResponseAsync(all)|}; all += reply.Text; } }
        async Task B(string all) { while (true) { var reply = await {|CCA1008:chat.GetResponseAsync($"{all}\nYou:")|}; all = $"{all}\n{reply.Text}"; } }
        async Task C1(string all) { while (true) { all = all + Console.ReadLine(); await {|CCA1008:chat.GetResponseAsync([new(ChatRole.System, "Be short."), new ChatMessage(ChatRole.User, all)])|}; } }
        async Task D() { var all = new System.Text.StringBuilder(); while (true) { all.AppendLine(Console.ReadLine()); var reply = await {|CCA1008:chat.GetResponseAsync("So far: " + all.ToString())|}; all.AppendLine(reply.Text); } }
        async Task E(string[] parts) { var all = ""; foreach (var part in parts) { all += part; await {|CCA1008:openai.CompleteChatAsync(new OpenAI.Chat.UserChatMessage(all))|}; } }
        """);

    [Fact]
    public Task Texts_that_do_not_grow_with_the_turns_are_quiet() => VerifyAsync("""
        async Task A() { while (true) { var all = "x"; all += Console.ReadLine(); await chat.GetResponseAsync(all); } }
        async Task B() { var sum = ""; while (true) sum = (await chat.GetResponseAsync(sum + Console.ReadLine())).Text; }
        async Task C1() { var all = ""; while (true) { var reply = await chat.GetResponseAsync(Console.ReadLine()!); all += reply.Text; } }
        async Task D() { var all = new System.Text.StringBuilder(); while (true) { all.Clear(); all.Append(Console.ReadLine()); await chat.GetResponseAsync(all.ToString()); } }
        async Task E() { var all = new System.Text.StringBuilder(); while (true) { all.Length = 0; all.Append(Console.ReadLine()); await chat.GetResponseAsync(all.ToString()); } }
        async Task F() { var all = ""; while (all.Length < 4000) { var reply = await chat.GetResponseAsync(all); all += reply.Text; } }
        async Task G() { var all = ""; while (true) { all += Console.ReadLine(); if (all.Length > 4000) all = all[^4000..]; await chat.GetResponseAsync(all); } }
        async Task H() { var all = ""; for (var i = 0; i < 3; i++) { all += Console.ReadLine(); await chat.GetResponseAsync(all); } }
        async Task I(string prompt) { var text = ""; while (true) { await foreach (var u in chat.GetStreamingResponseAsync(prompt)) text += u.Text; } }
        """);

    [Fact]
    public Task Lists_that_are_kept_short_are_quiet() => VerifyAsync("""
        async Task A(List<ChatMessage> messages) { while (true) { messages.Add(User("x")); await chat.GetResponseAsync(messages); messages.RemoveAt(0); } }
        async Task B(List<ChatMessage> messages) { while (true) { messages.Add(User("x")); await chat.GetResponseAsync(messages); if (Console.ReadLine() == "/new") messages.Clear(); } }
        async Task C1(List<ChatMessage> messages) { while (true) { messages.Add(User("x")); messages = messages.TakeLast(5).ToList(); await chat.GetResponseAsync(messages); } }
        async Task D(List<ChatMessage> messages) { while (true) { messages.Add(User("x")); Shorten(messages); await chat.GetResponseAsync(messages); } }
        async Task E(List<ChatMessage> messages) { while (true) { messages.Add(User("x")); Look(messages); await chat.GetResponseAsync(messages); } }
        async Task F(List<ChatMessage> messages) { while (messages.Count < 30) { messages.Add(User("x")); await chat.GetResponseAsync(messages); } }
        async Task G() { while (true) { var messages = new List<ChatMessage>(); messages.Add(User("x")); await chat.GetResponseAsync(messages); } }
        async Task H() { while (true) { TrimHistory(); _history.Add(User("x")); await chat.GetResponseAsync(_history); } }
        async Task I(List<ChatMessage> messages) { while (true) { messages.Add(User("x")); await chat.GetResponseAsync(messages.TakeLast(5)); } }
        async Task J(List<ChatMessage> messages) { while (true) { messages.Add(User("x")); var other = messages; other.Clear(); await chat.GetResponseAsync(messages); } }
        void TrimHistory() => _history.Clear();
        """);

    [Fact]
    public Task Few_turns_and_budgets_are_quiet() => VerifyAsync("""
        const int Turns = 8;
        async Task A(List<ChatMessage> messages) { for (var i = 0; i < 10; i++) { messages.Add(User("x")); await chat.GetResponseAsync(messages); } }
        async Task B(List<ChatMessage> messages) { var i = 0; while (true) { messages.Add(User("x")); await chat.GetResponseAsync(messages); if (++i >= Turns) break; } }
        async Task C1(List<ChatMessage> messages, int max) { for (var i = 0; i < max; i++) { messages.Add(User("x")); await chat.GetResponseAsync(messages); } }
        async Task D(List<ChatMessage> messages) { foreach (var q in new[] { "a", "b" }) { messages.Add(User(q)); await chat.GetResponseAsync(messages); } }
        async Task E(List<ChatMessage> messages) { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); while (true) { messages.Add(User("x")); await chat.GetResponseAsync(messages); } }
        [RequiresBudget] async Task F(List<ChatMessage> messages) { while (true) { messages.Add(User("x")); await chat.GetResponseAsync(messages); } }
        async Task EachTurn(List<ChatMessage> messages) { while (true) { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); messages.Add(User("x")); await {|CCA1008:chat.GetResponseAsync(messages)|}; } }
        """);

    [Fact]
    public Task What_does_not_grow_or_is_not_sent_is_quiet() => VerifyAsync("""
        async Task A(List<ChatMessage> messages) { while (true) { await chat.GetResponseAsync(messages); } }
        async Task B(List<ChatMessage> messages) { while (true) { messages.Add(User("x")); await chat.GetResponseAsync("x"); } }
        async Task C1(List<ChatMessage> messages) { messages.Add(User("x")); await chat.GetResponseAsync(messages); }
        async Task D(List<string> log) { while (true) { var reply = await chat.GetResponseAsync("x"); log.Add(reply.Text); } }
        // What a loop reads is asked for once.
        async Task E(List<ChatMessage> messages) { await foreach (var u in chat.GetStreamingResponseAsync(messages)) messages.Add(User(u.Text)); }
        async Task F() { foreach (var m in (await chat.GetResponseAsync(_history)).Messages) { _history.Add(m); } }
        async Task G(List<ChatMessage> messages) { for (var reply = await chat.GetResponseAsync(messages); ;) { messages.Add(User(reply.Text)); } }
        """);

    [Fact]
    public async Task Message_names_the_call_and_the_list()
    {
        var found = await Analysis.RunAsync(new GrowingConversationAnalyzer(), """
            using Microsoft.Extensions.AI;
            class C(IChatClient chat) { async Task M(List<ChatMessage> history, ChatMessage next) { while (true) { history.Add(next); await chat.GetResponseAsync(history); } } }
            """);
        Assert.Equal("'IChatClient.GetResponseAsync' sends all of 'history' on every turn of a loop that only adds to it, so the cost grows with the square of the turns; trim or summarise it, or cap the turns",
            Assert.Single(found).GetMessage());
    }

    [Theory]
    [InlineData("Example that fires", true)]
    [InlineData("Example that is quiet", false)]
    public Task Page_does_what_it_says(string section, bool fires)
    {
        var code = RulePages.Code(RulePages.Section("CCA1008", section))!;
        return VerifyAsync($"async Task M(List<ChatMessage> messages) {{ {(fires ? code.Replace("chat.GetResponseAsync(messages)", "{|CCA1008:chat.GetResponseAsync(messages)|}") : code)} }}");
    }
}
