using ClaudeCostAnalyzers.Rules;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.DeadlineAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules.Deadlines;

/// <summary>CCA2001: calls that nothing ends, and what counts as a deadline.</summary>
public sealed class DeadlineAnalyzerTests
{
    private const string Head = """
        #pragma warning disable OPENAI001, SCME0001
        using Anthropic;
        using Anthropic.Helpers.Beta;
        using Anthropic.Models.Messages;
        using ClaudeCost;
        using Microsoft.Extensions.AI;
        using OpenAI;
        using OpenAI.Chat;
        using System.ClientModel;
        using System.ClientModel.Primitives;
        using System.Net.Http.Json;
        using System.Runtime.CompilerServices;
        using ChatMessage = OpenAI.Chat.ChatMessage;
        using ClientOptions = Anthropic.Core.ClientOptions;

        """;

    private static Task InClass(string members) => Verify.VerifyAnalyzerAsync(Head + "class C(IAnthropicClient claude, ChatClient gpt, IChatClient chat, HttpClient http) {\n" + members + "\n}");

    private static Task InMethod(string body) => InClass("async Task M(MessageCreateParams p, List<ChatMessage> m, TimeSpan time, bool b) {\n" + body + "\n}");

    [Theory]
    // No token at all.
    [InlineData("await {|CCA2001:claude.Messages.Create(p)|};")]
    [InlineData("await {|CCA2001:claude.Messages.Create(p)|}.ConfigureAwait(false);")]
    [InlineData("_ = {|CCA2001:gpt.CompleteChat(m)|};")]
    [InlineData("await {|CCA2001:gpt.CompleteChatAsync(\"a\")|};")]
    [InlineData("await {|CCA2001:chat.GetResponseAsync(\"a\")|};")]
    [InlineData("await foreach (var e in {|CCA2001:claude.Messages.CreateStreaming(p)|}) { }")]
    [InlineData("await foreach (var e in {|CCA2001:claude.Messages.CreateStreaming(p)|}.ConfigureAwait(false)) { }")]
    [InlineData("var stream = {|CCA2001:chat.GetStreamingResponseAsync(\"a\")|}; await foreach (var e in stream) { }")]
    [InlineData("await {|CCA2001:http.PostAsJsonAsync(\"https://api.openai.com/v1/chat/completions\", new { })|};")]
    [InlineData("await {|CCA2001:gpt.CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(\"{}\")), null)|};")]
    [InlineData("await {|CCA2001:gpt.CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(\"{}\")), new RequestOptions { BufferResponse = true })|};")]
    [InlineData("var replies = await Task.WhenAll(m.Select(x => {|CCA2001:chat.GetResponseAsync(\"a\")|}));")]
    [InlineData("await foreach (var turn in {|CCA2001:claude.Beta.Messages.ToolRunner(null!, [])|}) { }")]
    // A token that says that there is none.
    [InlineData("await {|CCA2001:claude.Messages.Create(p, default)|};")]
    [InlineData("await {|CCA2001:claude.Messages.Create(p, CancellationToken.None)|};")]
    [InlineData("await {|CCA2001:claude.Messages.Create(p, cancellationToken: default(CancellationToken))|};")]
    [InlineData("await {|CCA2001:claude.Messages.Create(p, new CancellationToken())|};")]
    [InlineData("await {|CCA2001:claude.Messages.Create(p, new CancellationToken(false))|};")]
    [InlineData("await {|CCA2001:claude.Messages.Create(p, b ? default : CancellationToken.None)|};")]
    [InlineData("var none = CancellationToken.None; await {|CCA2001:claude.Messages.Create(p, none)|};")]
    [InlineData("await foreach (var e in {|CCA2001:claude.Messages.CreateStreaming(p)|}.WithCancellation(default)) { }")]
    [InlineData("await {|CCA2001:gpt.CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(\"{}\")), new RequestOptions { CancellationToken = default })|};")]
    // A source that nothing fires.
    [InlineData("using var source = new CancellationTokenSource(); await {|CCA2001:claude.Messages.Create(p, source.Token)|};")]
    [InlineData("await {|CCA2001:claude.Messages.Create(p, new CancellationTokenSource().Token)|};")]
    [InlineData("using var source = new CancellationTokenSource(Timeout.InfiniteTimeSpan); await {|CCA2001:claude.Messages.Create(p, source.Token)|};")]
    [InlineData("using var source = new CancellationTokenSource(-1); await {|CCA2001:claude.Messages.Create(p, source.Token)|};")]
    [InlineData("using var one = new CancellationTokenSource(); using var two = CancellationTokenSource.CreateLinkedTokenSource(one.Token, default); var token = two.Token; await {|CCA2001:claude.Messages.Create(p, token)|};")]
    public Task Nothing_ends_the_call(string body) => InMethod(body);

    [Theory]
    [InlineData("using var source = new CancellationTokenSource(time); await claude.Messages.Create(p, source.Token);")]
    [InlineData("using var source = new CancellationTokenSource(30_000); await gpt.CompleteChatAsync(m, cancellationToken: source.Token);")]
    [InlineData("using var source = new CancellationTokenSource(); source.CancelAfter(time); await claude.Messages.Create(p, source.Token);")]
    [InlineData("using var source = new CancellationTokenSource(); Console.CancelKeyPress += (_, _) => source.Cancel(); await claude.Messages.Create(p, source.Token);")]
    [InlineData("var source = new CancellationTokenSource(); Keep(source); await claude.Messages.Create(p, source.Token);")]
    [InlineData("using var one = new CancellationTokenSource(time); using var two = CancellationTokenSource.CreateLinkedTokenSource(one.Token, default); await claude.Messages.Create(p, two.Token);")]
    [InlineData("await claude.Messages.Create(p, new CancellationTokenSource(time).Token);")]
    [InlineData("await claude.Messages.Create(p, Outside.Token);")]
    [InlineData("await claude.Messages.Create(p, Outside.Make());")]
    [InlineData("await claude.Messages.Create(p, b ? default : Outside.Token);")]
    [InlineData("CancellationToken? maybe = Outside.Token; await claude.Messages.Create(p, maybe ?? CancellationToken.None);")]
    [InlineData("CancellationToken token = default; if (b) token = Outside.Token; await claude.Messages.Create(p, token);")]
    [InlineData("await foreach (var e in claude.Messages.CreateStreaming(p).WithCancellation(Outside.Token)) { }")]
    [InlineData("await foreach (var e in claude.Messages.CreateStreaming(p).WithCancellation(Outside.Token).ConfigureAwait(false)) { }")]
    [InlineData("await foreach (var e in claude.Messages.CreateStreaming(p).ConfigureAwait(false).WithCancellation(Outside.Token)) { }")]
    [InlineData("var stream = claude.Messages.CreateStreaming(p); await foreach (var e in stream.WithCancellation(Outside.Token)) { }")]
    [InlineData("var reply = await chat.GetStreamingResponseAsync(\"a\").ToChatResponseAsync(Outside.Token);")]
    [InlineData("await foreach (var turn in claude.Beta.Messages.ToolRunner(null!, []).WithCancellation(Outside.Token)) { }")]
    [InlineData("await gpt.CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(\"{}\")), new RequestOptions { CancellationToken = Outside.Token });")]
    [InlineData("await gpt.CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(\"{}\")), Outside.Options());")]
    public Task A_token_that_may_fire_is_a_deadline_or_somebody_elses_affair(string body) => Verify.VerifyAnalyzerAsync(Head + $$"""
        static class Outside { public static CancellationToken Token => Make(); public static CancellationToken Make() => default; public static RequestOptions Options() => new(); }
        class C(IAnthropicClient claude, ChatClient gpt, IChatClient chat)
        {
            void Keep(CancellationTokenSource source) { }
            async Task M(MessageCreateParams p, List<ChatMessage> m, TimeSpan time, bool b) { {{body}} }
        }
        """);

    [Theory]
    [InlineData("await claude.Messages.Create(p).WaitAsync(time);")]
    [InlineData("await claude.Messages.Create(p).WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(false);")]
    [InlineData("var task = claude.Messages.Create(p); await task.WaitAsync(time);")]
    [InlineData("claude.Messages.Create(p).Wait(5000);")]
    [InlineData("var task = claude.Messages.Create(p); if (await Task.WhenAny(task, Task.Delay(time)) != task) return;")]
    [InlineData("await Task.WhenAny(claude.Messages.Create(p), Task.Delay(time));")]
    [InlineData("await Task.WhenAll(claude.Messages.Create(p), claude.Messages.Create(p)).WaitAsync(time);")]
    // Not a wait for a limited time.
    [InlineData("await {|CCA2001:claude.Messages.Create(p)|}.WaitAsync(Timeout.InfiniteTimeSpan);")]
    [InlineData("await {|CCA2001:claude.Messages.Create(p)|}.WaitAsync(CancellationToken.None);")]
    [InlineData("{|CCA2001:claude.Messages.Create(p)|}.Wait();")]
    [InlineData("await Task.WhenAll({|CCA2001:claude.Messages.Create(p)|}, {|CCA2001:claude.Messages.Create(p)|});")]
    public Task Waiting_for_a_limited_time_counts(string body) => InMethod(body);

    [Theory]
    [InlineData("using var budget = BudgetScope.Begin(new Budget { Timeout = time }); await claude.Messages.Create(p);")]
    [InlineData("using (BudgetScope.Begin(new Budget { MaxCalls = 1, Timeout = TimeSpan.FromMinutes(2) })) await claude.Messages.Create(p);")]
    [InlineData("var limits = new Budget { Timeout = time }; using var budget = BudgetScope.Begin(limits); await claude.Messages.Create(p);")]
    [InlineData("using var budget = BudgetScope.Begin(given); await claude.Messages.Create(p);")]
    [InlineData("using var outer = BudgetScope.Begin(new Budget { Timeout = time }); using var inner = BudgetScope.Begin(new Budget { MaxCalls = 1 }); await claude.Messages.Create(p);")]
    [InlineData("using var budget = BudgetScope.Begin(new Budget { Timeout = time }); while (b) { try { await claude.Messages.Create(p); } catch (Exception) { } }")]
    [InlineData("using var budget = BudgetScope.Begin(new Budget { Timeout = time }); await Task.WhenAll(new[] { 1 }.Select(async i => await claude.Messages.Create(p)));")]
    [InlineData("using var budget = BudgetScope.Begin(new Budget { MaxCalls = 1 }); await {|CCA2001:claude.Messages.Create(p)|};")]
    [InlineData("using var budget = BudgetScope.Begin(new Budget { MaxCalls = 1, Timeout = null }); await {|CCA2001:claude.Messages.Create(p)|};")]
    [InlineData("using (BudgetScope.Begin(new Budget { Timeout = time })) { } await {|CCA2001:claude.Messages.Create(p)|};")]
    [InlineData("if (b) { using var budget = BudgetScope.Begin(new Budget { Timeout = time }); } await {|CCA2001:claude.Messages.Create(p)|};")]
    public Task A_budget_counts_if_it_has_a_timeout(string body) => InClass("async Task M(MessageCreateParams p, TimeSpan time, bool b, Budget given) {\n" + body + "\n}");

    [Fact]
    public Task A_budget_around_every_call_of_the_member_counts() => Verify.VerifyAnalyzerAsync(Head + """
        class Agent(IAnthropicClient claude)
        {
            public Task<Message> AskAsync(MessageCreateParams p) => SendAsync(p);
            Task<Message> SendAsync(MessageCreateParams p) => claude.Messages.Create(p);
            public Task<Message> SometimesAsync(MessageCreateParams p) => {|CCA2001:claude.Messages.Create(p)|};
            public Task<Message> NeverCalledAsync(MessageCreateParams p) => {|CCA2001:claude.Messages.Create(p)|};
            [RequiresBudget] public Task<Message> OthersDutyAsync(MessageCreateParams p) => claude.Messages.Create(p);
            public Task<Message> RecursiveAsync(MessageCreateParams p, int n) => n > 0 ? RecursiveAsync(p, n - 1) : {|CCA2001:claude.Messages.Create(p)|};
        }
        interface IWork { Task RunAsync(MessageCreateParams p); }
        class Work(IAnthropicClient claude) : IWork { public Task RunAsync(MessageCreateParams p) => claude.Messages.Create(p); }
        class Program
        {
            static async Task Main()
            {
                var agent = new Agent(null!);
                IWork work = new Work(null!);
                using var budget = BudgetScope.Begin(new Budget { Timeout = TimeSpan.FromMinutes(1) });
                await agent.AskAsync(null!);
                await work.RunAsync(null!);
                await agent.SometimesAsync(null!);
                Console.WriteLine(nameof(agent.AskAsync));
            }
            static Task Other(Agent agent) => agent.SometimesAsync(null!);
        }
        """);

    [Theory]
    [InlineData("await claude.Messages.Create(p);", "new AnthropicClient { Timeout = TimeSpan.FromSeconds(30) }")]
    [InlineData("await claude.Messages.Create(p);", "new AnthropicClient(new ClientOptions { Timeout = time })")]
    [InlineData("await claude.Messages.Create(p);", "new AnthropicClient { HttpClient = new HttpClient { Timeout = time } }")]
    [InlineData("await claude.WithOptions(o => o with { Timeout = time }).Messages.Create(p);", "new AnthropicClient()")]
    [InlineData("await claude.Messages.WithOptions(o => o with { Timeout = time }).Create(p);", "new AnthropicClient()")]
    [InlineData("await claude.Beta.Messages.Create(null!);", "new AnthropicClient { Timeout = time }")]
    [InlineData("await claude.AsIChatClient(\"claude\").GetResponseAsync(\"a\");", "new AnthropicClient { Timeout = time }")]
    // It ends with the response headers: a stream goes on.
    [InlineData("await foreach (var e in {|CCA2001:claude.Messages.CreateStreaming(p)|}) { }", "new AnthropicClient { Timeout = time }")]
    [InlineData("await foreach (var e in {|CCA2001:claude.AsIChatClient(\"claude\").GetStreamingResponseAsync(\"a\")|}) { }", "new AnthropicClient { Timeout = time }")]
    // Switched off, or not set.
    [InlineData("await {|CCA2001:claude.Messages.Create(p)|};", "new AnthropicClient()")]
    [InlineData("await {|CCA2001:claude.Messages.Create(p)|};", "new AnthropicClient { Timeout = null }")]
    [InlineData("await {|CCA2001:claude.Messages.Create(p)|};", "new AnthropicClient { Timeout = Timeout.InfiniteTimeSpan }")]
    public async Task A_finite_timeout_of_the_client_counts_as_far_as_it_covers_the_reply(string body, string made)
    {
        await Verify.VerifyAnalyzerAsync(Head + $$"""class C { async Task M(MessageCreateParams p, TimeSpan time) { var claude = {{made}}; {{body}} } }""");
        if (!made.Contains("time"))
            await Verify.VerifyAnalyzerAsync(Head + $$"""class C { readonly AnthropicClient claude = {{made}}; async Task M(MessageCreateParams p, TimeSpan time) { {{body}} } }""");
        await Verify.VerifyAnalyzerAsync(Head + $$"""class C { readonly IAnthropicClient claude; C(TimeSpan time) { this.claude = {{made}}; } async Task M(MessageCreateParams p, TimeSpan time) { {{body}} } }""");
        await Verify.VerifyAnalyzerAsync(Head + $$"""class C { static AnthropicClient Make(TimeSpan time) => {{made}}; async Task M(MessageCreateParams p, TimeSpan time) { var claude = Make(time); {{body}} } }""");
    }

    [Theory]
    [InlineData("gpt.CompleteChat(m);", "new ChatClient(\"gpt\", new ApiKeyCredential(key), new OpenAIClientOptions { NetworkTimeout = time })")]
    [InlineData("gpt.CompleteChat(m);", "new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { NetworkTimeout = time }).GetChatClient(\"gpt\")")]
    [InlineData("await foreach (var u in gpt.CompleteChatStreamingAsync(m)) { }", "new ChatClient(\"gpt\", new ApiKeyCredential(key), options)")]
    [InlineData("gpt.CompleteChat(m);", "new ChatClient(\"gpt\", new ApiKeyCredential(key), new OpenAIClientOptions { Transport = new HttpClientPipelineTransport(new HttpClient { Timeout = time }) })")]
    [InlineData("{|CCA2001:gpt.CompleteChat(m)|};", "new ChatClient(\"gpt\", key)")]
    [InlineData("{|CCA2001:gpt.CompleteChat(m)|};", "new ChatClient(\"gpt\", new ApiKeyCredential(key), plain)")]
    [InlineData("{|CCA2001:gpt.CompleteChat(m)|};", "new OpenAIClient(key).GetChatClient(\"gpt\")")]
    public Task The_timeout_of_the_options_counts(string body, string made) => Verify.VerifyAnalyzerAsync(Head + $$"""
        class C
        {
            async Task M(List<ChatMessage> m, TimeSpan time, string key)
            {
                var options = new OpenAIClientOptions();
                options.NetworkTimeout = time;
                var plain = new OpenAIClientOptions();
                var gpt = {{made}};
                {{body}}
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public async Task A_client_from_elsewhere_may_be_the_one_that_has_a_timeout()
    {
        const string Program = Head + """
            class Program { static IAnthropicClient Make() => new AnthropicClient { Timeout = TimeSpan.FromSeconds(60) }; }
            """;
        var test = new Verify.Test { TestCode = Head + """
            class C(IAnthropicClient claude, ChatClient gpt)
            {
                Task M(MessageCreateParams p) => claude.Messages.Create(p);
                async Task S(MessageCreateParams p) { await foreach (var e in {|CCA2001:claude.Messages.CreateStreaming(p)|}) { } }
                Task O() => {|CCA2001:gpt.CompleteChatAsync("a")|};
                Task V(MessageCreateParams p) => {|CCA2001:new AnthropicClient().Messages.Create(p)|};
            }
            """ };
        test.TestState.Sources.Add(Program);
        await test.RunAsync();
    }

    [Theory]
    [InlineData("http.PostAsync(Url, content)", "new HttpClient { Timeout = TimeSpan.FromSeconds(20) }", true)]
    [InlineData("http.PostAsJsonAsync(Url, 1)", "new() { Timeout = TimeSpan.FromSeconds(20) }", true)]
    [InlineData("http.SendAsync(new HttpRequestMessage(HttpMethod.Post, Url), HttpCompletionOption.ResponseHeadersRead)", "new() { Timeout = TimeSpan.FromSeconds(20) }", false)]
    [InlineData("http.PostAsync(Url, content)", "new()", false)]
    [InlineData("http.PostAsync(Url, content)", "new() { Timeout = Timeout.InfiniteTimeSpan }", false)]
    public Task The_timeout_of_HttpClient_counts_unless_only_the_headers_are_read(string call, string made, bool quiet) => Verify.VerifyAnalyzerAsync(Head + $$"""
        class C
        {
            const string Url = "https://api.openai.com/v1/chat/completions";
            static readonly HttpClient http = {{made}};
            Task M(HttpContent content) => {{(quiet ? call : $"{{|CCA2001:{call}|}}")}};
        }
        """);

    [Fact]
    public Task A_timeout_of_one_request_is_that_request_s()
    {
        var test = new CSharpAnalyzerVerifier<DeadlineAnalyzer>.Test
        {
            TestCode = """
                class C(Claudia.Anthropic claudia)
                {
                    Task A(Claudia.MessageRequest m) => {|CCA2001:claudia.Messages.CreateAsync(m)|};
                    Task B(Claudia.MessageRequest m) => claudia.Messages.CreateAsync(m, new Claudia.RequestOptions { Timeout = System.TimeSpan.FromSeconds(60) });
                    Task D(Claudia.MessageRequest m) => new Claudia.Anthropic().Messages.CreateAsync(m, new() { Timeout = System.TimeSpan.FromSeconds(60) });
                }
                """,
        };
        test.TestState.AdditionalReferences.Add(Catalog.StubAssemblies.Reference("Claudia"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("given.ExecuteAsync(TOKEN).AsTask()", true)]
    [InlineData("s_timed.ExecuteAsync(TOKEN).AsTask()", true)]
    [InlineData("s_retries.ExecuteAsync(TOKEN, until).AsTask()", true)]
    [InlineData("given.ExecuteAsync(_ => s_retries.ExecuteAsync(TOKEN)).AsTask()", true)]
    [InlineData("s_retries.ExecuteAsync(TOKEN).AsTask()", false)]
    [InlineData("s_retries.ExecuteAsync(TOKEN, CancellationToken.None).AsTask()", false)]
    [InlineData("Policy.Handle<HttpRequestException>().RetryAsync(2).ExecuteAsync(async token => await CALL, default)", false)]
    [InlineData("Policy.Handle<HttpRequestException>().RetryAsync(2).ExecuteAsync(async token => await CALL, until)", true)]
    [InlineData("Run(async token => await CALL)", true)]
    public Task The_token_of_a_pipeline_fires_if_something_in_it_does(string run, bool quiet)
    {
        var call = quiet ? "chat.GetResponseAsync(\"a\", cancellationToken: token)" : "{|CCA2001:chat.GetResponseAsync(\"a\", cancellationToken: token)|}";
        return Verify.VerifyAnalyzerAsync("using Polly;\n" + Head + $$"""
            class C(IChatClient chat, ResiliencePipeline given)
            {
                static readonly ResiliencePipeline s_timed = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(9)).Build();
                static readonly ResiliencePipeline s_retries = new ResiliencePipelineBuilder().AddRetry(new Polly.Retry.RetryStrategyOptions()).Build();
                Task Run(Func<CancellationToken, Task<ChatResponse>> body) => body(default);
                Task M(CancellationToken until) => {{run.Replace("TOKEN", "async token => await CALL").Replace("CALL", call)}};
            }
            """);
    }

    [Theory]
    [InlineData("ResiliencePipeline pipeline", "", true)]
    [InlineData("", "var pipeline = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(9)).Build();", true)]
    [InlineData("", "var builder = new ResiliencePipelineBuilder(); builder.AddTimeout(TimeSpan.FromSeconds(9)); var pipeline = builder.Build();", true)]
    [InlineData("", "var pipeline = new ResiliencePipelineBuilder().AddRetry(new Polly.Retry.RetryStrategyOptions()).Build();", false)]
    [InlineData("", "var pipeline = ResiliencePipeline.Empty;", false)]
    public Task A_resilience_pipeline_with_a_timeout_counts(string parameter, string body, bool quiet) => Verify.VerifyAnalyzerAsync("using Polly;\n" + Head + $$"""
        class C(IAnthropicClient claude)
        {
            async Task M(MessageCreateParams p{{(parameter.Length > 0 ? ", " + parameter : "")}})
            {
                {{body}}
                await pipeline.ExecuteAsync(async _ => await {{(quiet ? "claude.Messages.Create(p)" : "{|CCA2001:claude.Messages.Create(p)|}")}});
            }
        }
        """);

    [Theory]
    // Handed on: whoever reads the stream may cancel it.
    [InlineData("IAsyncEnumerable<RawMessageStreamEvent> M(MessageCreateParams p) => claude.Messages.CreateStreaming(p);")]
    [InlineData("IAsyncEnumerable<RawMessageStreamEvent> M(MessageCreateParams p) { var s = claude.Messages.CreateStreaming(p); return s; }")]
    // A batch is paid for whoever waits.
    [InlineData("Task M(Anthropic.Models.Messages.Batches.BatchCreateParams p) => claude.Messages.Batches.Create(p);")]
    // Only described.
    [InlineData("void Setup<T>(System.Linq.Expressions.Expression<Func<IChatClient, T>> call) { } void M() => Setup(c => c.GetResponseAsync(\"a\", null, default));")]
    // Not an LLM call.
    [InlineData("Task M() => http.GetAsync(\"https://example.org\");")]
    [InlineData("Task M(Anthropic.Models.Messages.MessageCountTokensParams p) => claude.Messages.CountTokens(p);")]
    [InlineData("Task M() => http.PostAsync(\"http://localhost:11434/v1/chat/completions\", null);")]
    public Task What_waits_for_no_paid_reply_is_silent(string member) => InClass(member);

    [Fact]
    public Task Tests_are_silent() => Verify.VerifyAnalyzerAsync(Head + """
        namespace Xunit { class FactAttribute : Attribute; }
        class Tests { [Xunit.Fact] public Task T() => new AnthropicClient().Messages.Create(null!); }
        """);

    [Fact]
    public Task Top_level_statements() => Verify.VerifyAnalyzerAsync(Head + """
        var client = new AnthropicClient();
        var reply = await {|CCA2001:client.Messages.Create(null!)|};
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        reply = await client.Messages.Create(null!, source.Token);
        """);

    [Theory]
    [InlineData("claude.Messages.Create(p)", "Messages.Create", "no cancellation token", "by default the client waits up to 10 minutes for each attempt")]
    [InlineData("claude.Messages.Create(p, default)", "Messages.Create", "nothing ever cancels its token", "by default the client waits up to 10 minutes for each attempt")]
    [InlineData("gpt.CompleteChatAsync(\"a\")", "ChatClient.CompleteChatAsync", "no cancellation token", "by default the client waits up to 100 seconds for each attempt")]
    [InlineData("chat.GetResponseAsync(\"a\")", "IChatClient.GetResponseAsync", "no cancellation token", "how long it waits is up to the client")]
    [InlineData("claude.Messages.WithRawResponse.CreateStreaming(p)", "WithRawResponse.CreateStreaming", "no cancellation token", "the client's default of 10 minutes ends with the response headers")]
    [InlineData("http.PostAsync(\"https://api.openai.com/v1/chat/completions\", null)", "HttpClient.PostAsync", "no cancellation token", "by default the client waits up to 100 seconds for each attempt")]
    public Task The_message_says_how_long_the_default_is(string call, string words, string why, string wait) => Verify.VerifyAnalyzerAsync(
        Head + $$"""class C { async Task M(IAnthropicClient claude, ChatClient gpt, IChatClient chat, HttpClient http, MessageCreateParams p) { await {|#0:{{call}}|}; } }""",
        Verify.Diagnostic("CCA2001").WithLocation(0).WithArguments(words, why, wait, "pass a token that a time cancels, or begin a budget scope with a timeout"));
}
