using ClaudeCostAnalyzers.Rules;
using Microsoft.CodeAnalysis.CSharp;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.OutputCapAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules;

/// <summary>CCA2003 on the OpenAI client, which has no default cap.</summary>
public sealed class OutputCapAnalyzerTests
{
    private const string Head = """
        #pragma warning disable OPENAI001, SCME0001
        using OpenAI.Chat;
        using OpenAI.Responses;
        using OpenAI.Embeddings;

        """;

    [Theory]
    // Nothing said.
    [InlineData("Task M(ChatClient c, List<ChatMessage> m) => [|c.CompleteChatAsync(m)|];")]
    [InlineData("Task M(ChatClient c, List<ChatMessage> m, CancellationToken t) => [|c.CompleteChatAsync(m, cancellationToken: t)|];")]
    [InlineData("Task M(ChatClient c, List<ChatMessage> m) => [|c.CompleteChatAsync(m, null)|];")]
    [InlineData("Task M(ChatClient c, List<ChatMessage> m) => [|c.CompleteChatAsync(m, default(ChatCompletionOptions))|];")]
    [InlineData("Task M(ChatClient c, List<ChatMessage> m) => [|c.CompleteChatAsync(m, options: default)|];")]
    [InlineData("Task M(ChatClient c) => [|c.CompleteChatAsync(\"hello\")|];")]
    [InlineData("Task M(ChatClient c) => [|c.CompleteChatAsync(new UserChatMessage(\"a\"), new UserChatMessage(\"b\"))|];")]
    [InlineData("void M(ChatClient c) { var r = [|c.CompleteChat(\"hello\")|].Value; }")]
    [InlineData("async Task M(ChatClient? c) { if (c?{|CCA2003:.CompleteChatAsync(\"hello\")|} is { } t) await t; }")]
    [InlineData("async Task M(ChatClient c) { await foreach (var u in [|c.CompleteChatStreamingAsync(\"hello\")|]) { } }")]
    [InlineData("Task M(ResponsesClient c) => [|c.CreateResponseAsync(\"gpt-5\", \"hello\")|];")]
    [InlineData("Task M(ResponsesClient c) => [|c.CreateResponseAsync(new CreateResponseOptions { Model = \"gpt-5\" })|];")]
    // Said, without the cap.
    [InlineData("Task M(ChatClient c, List<ChatMessage> m) => [|c.CompleteChatAsync(m, new ChatCompletionOptions())|];")]
    [InlineData("Task M(ChatClient c, List<ChatMessage> m) => [|c.CompleteChatAsync(m, new())|];")]
    [InlineData("Task M(ChatClient c, List<ChatMessage> m) => [|c.CompleteChatAsync(options: new() { Temperature = 0.2f }, messages: m)|];")]
    [InlineData("Task M(ChatClient c, List<ChatMessage> m) => [|c.CompleteChatAsync(m, new ChatCompletionOptions { MaxOutputTokenCount = null })|];")]
    [InlineData("Task M(ChatClient c, List<ChatMessage> m) => [|c.CompleteChatAsync(m, new ChatCompletionOptions { MaxOutputTokenCount = default })|];")]
    [InlineData("Task M(ChatClient c, List<ChatMessage> m, ChatTool t) => [|c.CompleteChatAsync(m, new ChatCompletionOptions { Tools = { t } })|];")]
    [InlineData("Task M(ChatClient c, List<ChatMessage> m, bool b) => [|c.CompleteChatAsync(m, b ? new() : null)|];")]
    [InlineData("Task M(ChatClient c, List<ChatMessage> m) => [|c.CompleteChatAsync(m, (ChatCompletionOptions)new ChatCompletionOptions())|];")]
    public Task Options_without_a_cap_are_reported(string member) => Verify.VerifyAnalyzerAsync(Head + "class C { " + member + " }");

    [Theory]
    [InlineData("var o = new ChatCompletionOptions { Temperature = 0 }; [|c.CompleteChat(m, o)|];")]
    [InlineData("ChatCompletionOptions o = new(); o.Temperature = 0; o.Tools.Add(t); [|c.CompleteChat(m, o)|];")]
    [InlineData("ChatCompletionOptions o; o = new(); [|c.CompleteChat(m, o)|];")]
    [InlineData("var o = new ChatCompletionOptions { MaxOutputTokenCount = null }; o.MaxOutputTokenCount = null; [|c.CompleteChat(m, o)|];")]
    [InlineData("ChatCompletionOptions? o = null; [|c.CompleteChat(m, o)|];")]
    [InlineData("ChatCompletionOptions? o = null; if (b) o = new(); [|c.CompleteChat(m, o!)|];")]
    [InlineData("ChatCompletionOptions? o = null; if (o == null) o = new(); [|c.CompleteChat(m, (o))|];")]
    [InlineData("var o = new ChatCompletionOptions(); [|c.CompleteChat(m, o)|]; [|c.CompleteChat(m, o)|];")]
    [InlineData("var o = new ChatCompletionOptions(); while (b) { Action a = () => [|c.CompleteChat(m, o)|]; a(); }")]
    [InlineData("var o = new ChatCompletionOptions(); var p = b ? o : null; Console.WriteLine(o.MaxOutputTokenCount);", true)]
    [InlineData("{ var o = new ChatCompletionOptions(); [|c.CompleteChat(m, o)|]; } { var o = new ChatCompletionOptions { MaxOutputTokenCount = 9 }; c.CompleteChat(m, o); }")]
    public Task A_local_is_followed(string body, bool noCall = false)
    {
        Assert.Equal(noCall, !body.Contains("CompleteChat"));
        return Verify.VerifyAnalyzerAsync(Head + "class C { void M(ChatClient c, List<ChatMessage> m, ChatTool t, bool b) { " + body + " } }");
    }

    [Theory]
    [InlineData("var o = new ChatCompletionOptions { MaxOutputTokenCount = 100 }; c.CompleteChat(m, o);")]
    [InlineData("var o = new ChatCompletionOptions(); o.MaxOutputTokenCount = 100; c.CompleteChat(m, o);")]
    [InlineData("var o = new ChatCompletionOptions(); o.MaxOutputTokenCount ??= 100; c.CompleteChat(m, o);")]
    [InlineData("var o = new ChatCompletionOptions(); if (b) (o).MaxOutputTokenCount = n; c.CompleteChat(m, o);")]
    [InlineData("var o = new ChatCompletionOptions(); void Cap() => o!.MaxOutputTokenCount = 5; Cap(); c.CompleteChat(m, o);")]
    [InlineData("var o = new ChatCompletionOptions(); Configure(o); c.CompleteChat(m, o);")]
    [InlineData("var o = new ChatCompletionOptions(); var alias = o; alias.MaxOutputTokenCount = 5; c.CompleteChat(m, o);")]
    [InlineData("var o = new ChatCompletionOptions(); Field = o; c.CompleteChat(m, o);")]
    [InlineData("var o = new ChatCompletionOptions(); Make(out o); c.CompleteChat(m, o);")]
    [InlineData("var o = new ChatCompletionOptions(); o = Build(); c.CompleteChat(m, o);")]
    [InlineData("ref var o = ref Field; c.CompleteChat(m, o);")]
    [InlineData("var o = b ? new ChatCompletionOptions() : given; c.CompleteChat(m, o);")]
    [InlineData("c.CompleteChat(m, Field ?? new());")]
    [InlineData("c.CompleteChat(m, Build());")]
    [InlineData("c.CompleteChat(m, given);")]
    [InlineData("c.CompleteChat(m, given ?? new());")]
    [InlineData("c.CompleteChat(m, new ChatCompletionOptions { MaxOutputTokenCount = n });")]
    [InlineData("var o = new ChatCompletionOptions(); o.Patch.Set(\"$.max_tokens\"u8, 100); c.CompleteChat(m, o);")]
    [InlineData("foreach (var o in new[] { new ChatCompletionOptions() }) c.CompleteChat(m, o);")]
    [InlineData("if (Build() is { } o) c.CompleteChat(m, o);")]
    [InlineData("var o = new ChatCompletionOptions(); o.Capped(); c.CompleteChat(m, o);")]
    [InlineData("var o = new ChatCompletionOptions(); var list = new List<ChatCompletionOptions> { o }; c.CompleteChat(m, o);")]
    [InlineData("c.CompleteChat(System.ClientModel.BinaryContent.Create(BinaryData.FromString(\"{}\")), null);")]
    public Task A_cap_or_options_out_of_sight_are_silent(string body) => Verify.VerifyAnalyzerAsync(Head + $$"""
        static class Extensions { public static void Capped(this ChatCompletionOptions o) => o.MaxOutputTokenCount = 7; }
        class C
        {
            public ChatCompletionOptions Field = new();
            void Configure(ChatCompletionOptions o) => o.MaxOutputTokenCount = 7;
            void Make(out ChatCompletionOptions o) => o = new() { MaxOutputTokenCount = 7 };
            ChatCompletionOptions Build() => new() { MaxOutputTokenCount = 7 };
            void M(ChatClient c, List<ChatMessage> m, bool b, int? n, ChatCompletionOptions given) { {{body}} }
        }
        """);

    [Theory]
    [InlineData("private readonly ChatCompletionOptions o = new() { Temperature = 0 };", true)]
    [InlineData("static readonly ChatCompletionOptions o = new();", true)]
    [InlineData("private readonly ChatCompletionOptions o; public C() { o = new ChatCompletionOptions(); }", true)]
    [InlineData("private ChatCompletionOptions o { get; } = new();", true)]
    [InlineData("public ChatCompletionOptions o => new() { Temperature = 1 };", true)]
    [InlineData("public ChatCompletionOptions o { get { return new() { Temperature = 1 }; } }", true)]
    [InlineData("private readonly ChatCompletionOptions o = new() { MaxOutputTokenCount = 5 };", false)]
    [InlineData("private readonly ChatCompletionOptions o; public C() { this.o = new ChatCompletionOptions { MaxOutputTokenCount = 5 }; }", false)]
    [InlineData("private readonly ChatCompletionOptions o; public C(ChatCompletionOptions o) { this.o = o; }", false)]
    [InlineData("private readonly ChatCompletionOptions o = new(); public C(int n) { this.o.MaxOutputTokenCount = n; }", false)]
    [InlineData("private readonly ChatCompletionOptions o = new(); class Inner { void Set(C c) => c.o.MaxOutputTokenCount = 4; }", false)]
    [InlineData("private readonly ChatCompletionOptions o = new(); public ChatCompletionOptions Options => o;", false)]
    [InlineData("private ChatCompletionOptions o = null!;", false)]
    [InlineData("private ChatCompletionOptions? o;", false)]
    [InlineData("public ChatCompletionOptions o { get; } = new();", true)]
    [InlineData("public ChatCompletionOptions o { get; set; } = new();", false)]
    [InlineData("internal static readonly ChatCompletionOptions o = new();", true)]
    [InlineData("internal static readonly ChatCompletionOptions o = new(); static void Set() => C.o.MaxOutputTokenCount = 9;", false)]
    [InlineData("internal static ChatCompletionOptions o = new();", false)]
    [InlineData("public virtual ChatCompletionOptions o => new();", false)]
    [InlineData("public ChatCompletionOptions o => new() { MaxOutputTokenCount = 5 };", false)]
    public Task A_member_is_followed_while_nobody_else_can_reach_it(string member, bool reported) => Verify.VerifyAnalyzerAsync(Head + $$"""
        class C
        {
            {{member}}
            void M(ChatClient c, List<ChatMessage> m) => {{(reported ? "[|c.CompleteChat(m, o)|]" : "c.CompleteChat(m, o)")}};
        }
        """);

    [Fact]
    public async Task A_member_of_a_type_in_two_files_is_out_of_sight()
    {
        var test = new Verify.Test { TestCode = Head + "partial class C { ChatCompletionOptions o = new(); void M(ChatClient c, List<ChatMessage> m) => c.CompleteChat(m, o); }" };
        test.TestState.Sources.Add(Head + "partial class C { public C() => o.MaxOutputTokenCount = 5; }");
        await test.RunAsync();
    }

    [Fact]
    public Task Top_level_statements_are_followed() => Verify.VerifyAnalyzerAsync(Head + """
        var client = new ChatClient("gpt-5", Environment.GetEnvironmentVariable("OPENAI_API_KEY"));
        var options = new ChatCompletionOptions { Temperature = 0 };
        var capped = new ChatCompletionOptions();
        capped.MaxOutputTokenCount = 100;
        await [|client.CompleteChatAsync([new UserChatMessage("a")], options)|];
        await client.CompleteChatAsync([new UserChatMessage("a")], capped);
        """);

    [Fact]
    public async Task The_finding_names_the_call_and_tells_the_fix_where_to_look()
    {
        await Verify.VerifyAnalyzerAsync(Head + """
            class C { void M(ChatClient c, List<ChatMessage> m) { var o = {|#1:new ChatCompletionOptions()|}; {|#0:c.CompleteChat(m, o)|}; } }
            """, Verify.Diagnostic().WithLocation(0).WithLocation(1).WithArguments("ChatClient.CompleteChat", "MaxOutputTokenCount").WithOptions(DiagnosticOptions.None));
        var found = Assert.Single(await Analysis.RunAsync(new OutputCapAnalyzer(), Head + "class C { void M(ChatClient c, List<ChatMessage> m) => c.CompleteChat(m); }"));
        Assert.Equal(
            [("CapMember", "MaxOutputTokenCount"), ("OptionsParameter", "options"), ("OptionsType", "OpenAI.Chat.ChatCompletionOptions")],
            found.Properties.OrderBy(property => property.Key).Select(property => (property.Key, property.Value)));
        found = Assert.Single(await Analysis.RunAsync(new OutputCapAnalyzer(), Head + "class C { void M(ChatClient c) => c.CompleteChat(\"a\"); }"));
        Assert.Equal("", found.Properties["OptionsParameter"]);
    }

    [Theory]
    [InlineData("void Setup<T>(System.Linq.Expressions.Expression<Func<ChatClient, T>> call) { } void M(List<ChatMessage> m) => Setup(c => c.CompleteChat(m, null, default));")]
    [InlineData("Task M(EmbeddingClient c) => c.GenerateEmbeddingAsync(\"a\");")]
    [InlineData("Task M(OpenAI.Images.ImageClient c) => c.GenerateImageAsync(\"a\");")]
    [InlineData("Task M(Anthropic.AnthropicClient c, Anthropic.Models.Messages.MessageCreateParams p) => c.Messages.Create(p);")]
    [InlineData("class Mine { public void CompleteChat(string s) { } } void M(Mine c) => c.CompleteChat(\"a\");")]
    public Task What_has_no_cap_or_insists_on_one_is_silent(string member) => Verify.VerifyAnalyzerAsync(Head + "class C { " + member + " }");

    [Theory]
    [InlineData("class C { void M(ChatClient c) { c.CompleteChat(\"a\"")]
    [InlineData("class C { void M(ChatClient c) => c.CompleteChat(new Missing(), o); }")]
    [InlineData("class C { void M() => Unknown.CompleteChat(new ChatCompletionOptions { MaxOutputTokenCount = }); }")]
    [InlineData("class C { ChatCompletionOptions o = o; void M(ChatClient c, List<ChatMessage> m) { c.CompleteChat(m, o); var p = p; c.CompleteChat(m, p); } }")]
    public async Task Broken_source_does_not_crash(string source)
    {
        var diagnostics = await Analysis.RunAsync(new OutputCapAnalyzer(), Head + source);
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "AD0001");
    }

    [Fact]
    public async Task Every_call_of_a_long_body_is_judged()
    {
        var calls = string.Concat(Enumerable.Range(0, 1500).Select(i => $"var o{i} = new ChatCompletionOptions(); c.CompleteChat(m, o{i});\n"));
        var found = await Analysis.RunAsync(new OutputCapAnalyzer(), Head + "class C { void M(ChatClient c, List<ChatMessage> m) {" + calls + "} }");
        Assert.Equal(1500, found.Length);
    }
}
