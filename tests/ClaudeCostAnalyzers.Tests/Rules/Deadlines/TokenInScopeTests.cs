using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.DeadlineAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules.Deadlines;

/// <summary>CCA2002: a token that is in scope and not passed on.</summary>
public sealed class TokenInScopeTests
{
    private const string Head = """
        #pragma warning disable OPENAI001, SCME0001
        using Anthropic;
        using Anthropic.Helpers.Beta;
        using Anthropic.Models.Messages;
        using Microsoft.Extensions.AI;
        using OpenAI.Chat;
        using Polly;
        using System.ClientModel;
        using System.Runtime.CompilerServices;
        using ChatMessage = OpenAI.Chat.ChatMessage;

        """;

    private static Task InClass(string members) => Verify.VerifyAnalyzerAsync(Head + """
        namespace Microsoft.AspNetCore.Http { public class HttpContext { public CancellationToken RequestAborted => default; } }
        namespace Microsoft.AspNetCore.Mvc { public class ControllerBase { public Microsoft.AspNetCore.Http.HttpContext HttpContext => null!; } }
        namespace Grpc.Core { public class ServerCallContext { public CancellationToken CancellationToken => default; } }
        namespace MassTransit { public interface PipeContext { CancellationToken CancellationToken { get; } } public interface ConsumeContext : PipeContext; public interface ConsumeContext<T> : ConsumeContext; }
        """ + "\npartial class C(IAnthropicClient claude, ChatClient gpt, IChatClient chat, HttpClient http) {\n" + members + "\n}");

    [Theory]
    // Parameters.
    [InlineData("Task M(MessageCreateParams p, CancellationToken ct) => {|CCA2002:claude.Messages.Create(p)|};")]
    [InlineData("async Task M(CancellationToken ct = default) { await {|CCA2002:chat.GetResponseAsync(\"a\")|}; }")]
    [InlineData("async Task M(CancellationToken? ct) { await {|CCA2002:chat.GetResponseAsync(\"a\")|}; }")]
    [InlineData("void M(CancellationToken ct) { {|CCA2002:gpt.CompleteChat(\"a\", \"b\")|}; }")]
    [InlineData("Task M(List<ChatMessage> m, CancellationToken ct) => {|CCA2002:gpt.CompleteChatAsync(m, new ChatCompletionOptions())|};")]
    [InlineData("Task M(CancellationToken ct) => {|CCA2002:gpt.CompleteChatAsync(BinaryContent.Create(BinaryData.FromString(\"{}\")))|};")]
    [InlineData("Task M(HttpContent c, CancellationToken ct) => {|CCA2002:http.PostAsync(\"https://api.openai.com/v1/chat/completions\", c)|};")]
    [InlineData("async IAsyncEnumerable<string> M([EnumeratorCancellation] CancellationToken ct) { await foreach (var u in {|CCA2002:chat.GetStreamingResponseAsync(\"a\")|}) yield return u.Text; }")]
    [InlineData("IAsyncEnumerable<ChatResponseUpdate> M(CancellationToken ct) => {|CCA2002:chat.GetStreamingResponseAsync(\"a\")|};")]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var t in {|CCA2002:claude.Beta.Messages.ToolRunner(null!, [])|}) { } }")]
    [InlineData("Task M(Anthropic.Models.Messages.Batches.BatchCreateParams p, CancellationToken ct) => {|CCA2002:claude.Messages.Batches.Create(p)|};")]
    // The token only ends the wait: the paid request goes on.
    [InlineData("Task M(MessageCreateParams p, CancellationToken ct) => {|CCA2002:claude.Messages.Create(p)|}.WaitAsync(ct);")]
    // Locals, fields, properties.
    [InlineData("async Task M() { var ct = Make(); await {|CCA2002:chat.GetResponseAsync(\"a\")|}; } CancellationToken Make() => default;")]
    [InlineData("async Task M() { using var source = new CancellationTokenSource(1000); await {|CCA2002:chat.GetResponseAsync(\"a\")|}; }")]
    [InlineData("async Task M(CancellationToken ct) { using var source = CancellationTokenSource.CreateLinkedTokenSource(ct); await {|CCA2002:chat.GetResponseAsync(\"a\")|}; }")]
    [InlineData("readonly CancellationToken ct; public C(CancellationToken ct) : this(null!, null!, null!, null!) => this.ct = ct; Task M() => {|CCA2002:chat.GetResponseAsync(\"a\")|};")]
    [InlineData("protected CancellationToken Stopping { get; set; } Task M() => {|CCA2002:chat.GetResponseAsync(\"a\")|};")]
    // Objects of frameworks.
    [InlineData("Task M(Microsoft.AspNetCore.Http.HttpContext context) => {|CCA2002:chat.GetResponseAsync(\"a\")|};")]
    [InlineData("class Ask(IChatClient chat) : Microsoft.AspNetCore.Mvc.ControllerBase { public Task Post() => {|CCA2002:chat.GetResponseAsync(\"a\")|}; }")]
    [InlineData("Task M(Grpc.Core.ServerCallContext context) => {|CCA2002:chat.GetResponseAsync(\"a\")|};")]
    [InlineData("Task M(MassTransit.ConsumeContext<string> context) => {|CCA2002:chat.GetResponseAsync(\"a\")|};")]
    // Primary constructors, records, structs.
    [InlineData("class Inner(IChatClient chat, CancellationToken stopping) { Task M() => {|CCA2002:chat.GetResponseAsync(\"a\")|}; }")]
    // Lambdas and local functions.
    [InlineData("Task M(string[] xs, CancellationToken ct) => Task.WhenAll(xs.Select(x => {|CCA2002:chat.GetResponseAsync(x)|}));")]
    [InlineData("async Task M(string[] xs, CancellationToken ct) { await Parallel.ForEachAsync(xs, ct, async (x, token) => await {|CCA2002:chat.GetResponseAsync(x)|}); }")]
    [InlineData("async Task M(string[] xs) { await Parallel.ForEachAsync(xs, async (x, token) => await {|CCA2002:chat.GetResponseAsync(x)|}); }")]
    [InlineData("async Task M(ResiliencePipeline pipeline, ResilienceContext context) { await pipeline.ExecuteAsync(async given => await {|CCA2002:chat.GetResponseAsync(\"a\")|}, context); }")]
    [InlineData("record struct Request(string Text, CancellationToken Cancelled); async Task M(Request request) => await {|CCA2002:chat.GetResponseAsync(request.Text)|};")]
    [InlineData("class MessageEventArgs : EventArgs { public CancellationToken CancellationToken { get; init; } } async Task M(MessageEventArgs args) => await {|CCA2002:chat.GetResponseAsync(\"a\")|};")]
    [InlineData("async Task M(ResiliencePipeline pipeline) { await pipeline.ExecuteAsync(async token => await {|CCA2002:chat.GetResponseAsync(\"a\")|}); }")]
    [InlineData("async Task M(CancellationToken ct) { await Ask(); Task Ask() => {|CCA2002:chat.GetResponseAsync(\"a\")|}; }")]
    [InlineData("void M(List<string> xs, CancellationToken ct) { xs.ForEach(x => {|CCA2002:gpt.CompleteChat(x)|}); }")]
    [InlineData("async Task M(CancellationToken ct) { Func<Task> ask = () => {|CCA2002:chat.GetResponseAsync(\"a\")|}; await ask(); }")]
    [InlineData("async Task M(CancellationToken ct) { try { } catch (Exception) { await {|CCA2002:chat.GetResponseAsync(\"a\")|}; } }")]
    // Decorators.
    [InlineData("class Logging(IChatClient inner) : DelegatingChatClient(inner) { public override Task<ChatResponse> GetResponseAsync(IEnumerable<Microsoft.Extensions.AI.ChatMessage> m, ChatOptions? o = null, CancellationToken cancellationToken = default) => {|CCA2002:base.GetResponseAsync(m, o)|}; }")]
    public Task A_token_in_scope_is_to_be_passed_on(string members) => InClass(members);

    [Theory]
    [InlineData("Task M(MessageCreateParams p, CancellationToken ct) => claude.Messages.Create(p, ct);")]
    [InlineData("Task M(MessageCreateParams p, CancellationToken ct) => claude.Messages.Create(cancellationToken: ct, parameters: p);")]
    [InlineData("Task M(MessageCreateParams p, CancellationToken? ct) => claude.Messages.Create(p, ct ?? CancellationToken.None);")]
    [InlineData("async Task M(CancellationToken ct) { await foreach (var u in chat.GetStreamingResponseAsync(\"a\").WithCancellation(ct)) { } }")]
    [InlineData("async Task M(CancellationToken ct) { using var both = CancellationTokenSource.CreateLinkedTokenSource(ct); both.CancelAfter(100); await chat.GetResponseAsync(\"a\", null, both.Token); }")]
    [InlineData("Task M(string[] xs, CancellationToken ct) => Task.WhenAll(xs.Select(x => chat.GetResponseAsync(x, cancellationToken: ct)));")]
    [InlineData("Task M(CancellationToken ct) => chat.GetResponseAsync(\"a\", cancellationToken: Other(ct)); CancellationToken Other(CancellationToken t) => t;")]
    // A decision, and then a call without a deadline.
    [InlineData("Task M(MessageCreateParams p, CancellationToken ct) => {|CCA2001:claude.Messages.Create(p, CancellationToken.None)|};")]
    [InlineData("Task M(MessageCreateParams p, CancellationToken ct) => {|CCA2001:claude.Messages.Create(p, default)|};")]
    public Task A_token_that_is_passed_on_is_silent(string members) => InClass(members);

    [Theory]
    // Cannot be captured, is not assigned, or comes later.
    [InlineData("Task M(string[] xs, CancellationToken ct) => Task.WhenAll(xs.Select(static x => {|CCA2001:new Anthropic.AnthropicClient().Messages.Create(null!)|}));")]
    [InlineData("async Task M(CancellationToken ct) { await Ask(chat); static Task Ask(IChatClient chat) => {|CCA2001:chat.GetResponseAsync(\"a\")|}; }")]
    [InlineData("void M(out CancellationToken ct) { ct = default; {|CCA2001:gpt.CompleteChat(\"a\")|}; }")]
    [InlineData("async Task M() { await {|CCA2001:chat.GetResponseAsync(\"a\")|}; var ct = Make(); } CancellationToken Make() => default;")]
    [InlineData("CancellationToken own; static Task M(IChatClient chat) => {|CCA2001:chat.GetResponseAsync(\"a\")|};")]
    [InlineData("async Task M(CancellationToken _) { await {|CCA2001:chat.GetResponseAsync(\"a\")|}; }")]
    // Never fires.
    [InlineData("async Task M() { var none = CancellationToken.None; await {|CCA2001:chat.GetResponseAsync(\"a\")|}; }")]
    [InlineData("static readonly CancellationToken none = default; async Task M() { await {|CCA2001:chat.GetResponseAsync(\"a\")|}; }")]
    // Belongs to other work: a spinner, a registration, a handler, work that outlives its starter.
    [InlineData("async Task M() { using var spinner = new CancellationTokenSource(); var spin = Spin(spinner.Token); await {|CCA2001:chat.GetResponseAsync(\"a\")|}; spinner.Cancel(); await spin; } Task Spin(CancellationToken t) => Task.Delay(1, t);")]
    [InlineData("async Task M() { using var first = new CancellationTokenSource(1000); await chat.GetResponseAsync(\"a\", null, first.Token); await {|CCA2001:chat.GetResponseAsync(\"a\")|}; }")]
    [InlineData("void M(System.Timers.Timer timer, CancellationToken ct) { timer.Elapsed += async (_, _) => await {|CCA2001:chat.GetResponseAsync(\"a\")|}; }")]
    [InlineData("void Map(string path, Func<Task> handler) { } void M(CancellationToken ct) { Map(\"/\", async () => await {|CCA2001:chat.GetResponseAsync(\"a\")|}); }")]
    [InlineData("void Map(string path, Func<string, CancellationToken, Task> handler) { } void M(CancellationToken ct) { Map(\"/\", async (x, token) => await {|CCA2002:chat.GetResponseAsync(x)|}); }")]
    [InlineData("Task? running; Task StartAsync(CancellationToken ct) { running = Task.Run(() => {|CCA2001:chat.GetResponseAsync(\"a\")|}); return Task.CompletedTask; }")]
    [InlineData("void M(CancellationToken ct) { _ = Task.Run(() => {|CCA2001:chat.GetResponseAsync(\"a\")|}); }")]
    // Has fired already.
    [InlineData("async Task M(CancellationToken ct) { try { } catch (OperationCanceledException) { await {|CCA2001:chat.GetResponseAsync(\"a\")|}; } }")]
    [InlineData("async Task M(CancellationToken ct) { try { } finally { await {|CCA2001:chat.GetResponseAsync(\"a\")|}; } }")]
    public Task A_token_that_is_not_for_this_call_is_none(string members) => InClass(members);

    [Fact]
    public Task A_call_that_takes_no_token_is_asked_for_a_deadline() => Verify.VerifyAnalyzerAsync(Head + """
        class C { async Task M(OpenAI.Images.ImageClient images, CancellationToken ct) { await {|#0:images.GenerateImageVariationAsync("a.png")|}; } }
        """, Verify.Diagnostic("CCA2001").WithLocation(0).WithArguments("ImageClient.GenerateImageVariationAsync", "no cancellation token",
            "by default the client waits up to 100 seconds for each attempt", "it takes no token, so begin a budget scope with a timeout"));

    [Theory]
    [InlineData("async Task M(CancellationToken outer) { var inner = outer; await {|#0:chat.GetResponseAsync(\"a\")|}; }", "inner")]
    [InlineData("async Task M(string[] xs, CancellationToken outer) { await Parallel.ForEachAsync(xs, async (x, token) => await {|#0:chat.GetResponseAsync(x)|}); }", "token")]
    [InlineData("async Task M(CancellationToken ct) { using var source = CancellationTokenSource.CreateLinkedTokenSource(ct); await {|#0:chat.GetResponseAsync(\"a\")|}; }", "source.Token")]
    [InlineData("CancellationToken field = new(true); async Task M(CancellationToken @event) { await {|#0:chat.GetResponseAsync(\"a\")|}; }", "@event")]
    [InlineData("async Task M(CancellationToken? ct) { await {|#0:chat.GetResponseAsync(\"a\")|}; }", "ct.GetValueOrDefault()")]
    public async Task The_nearest_token_is_named(string member, string token) => await Verify.VerifyAnalyzerAsync(
        Head + "class C(IChatClient chat) { " + member + " }",
        Verify.Diagnostic("CCA2002").WithLocation(0).WithArguments(token, "IChatClient.GetResponseAsync"));
}
