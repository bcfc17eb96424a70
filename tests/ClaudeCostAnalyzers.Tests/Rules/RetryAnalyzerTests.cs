using ClaudeCostAnalyzers.Rules;
using ClaudeCostAnalyzers.Tests.Catalog;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.RetryAnalyzer, ClaudeCostAnalyzers.CodeFixes.RetryFix>;

namespace ClaudeCostAnalyzers.Tests.Rules;

/// <summary>CCA2006: retries above the ceiling, and layers of retries that multiply.</summary>
public sealed class RetryAnalyzerTests
{
    private const string Head = """
        using Anthropic;
        using Anthropic.Models.Messages;
        using OpenAI;
        using OpenAI.Chat;
        using Polly;
        using Polly.Retry;
        using System.ClientModel.Primitives;

        """;

    [Theory]
    [InlineData("object M() => new AnthropicClient { MaxRetries = [|6|] };", 5)]
    [InlineData("object M(IAnthropicClient c) => c.WithOptions(o => o with { MaxRetries = [|10|] });", 5)]
    [InlineData("const int Many = 8; object M() => new AnthropicClient { MaxRetries = [|Many|] };", 5)]
    [InlineData("object M() => new OpenAIClientOptions { RetryPolicy = new ClientRetryPolicy([|10|]) };", 5)]
    [InlineData("object M() => new OpenAIClientOptions { RetryPolicy = new ClientRetryPolicy(maxRetries: [|int.MaxValue|]) };", 5)]
    public Task A_clients_retries_above_the_ceiling(string member, int ceiling)
    {
        var (start, end) = (member.IndexOf("[|", StringComparison.Ordinal), member.IndexOf("|]", StringComparison.Ordinal));
        return Verify.VerifyCodeFixAsync(Head + "class C { " + member + " }", Head + "class C { " + member[..start] + ceiling + member[(end + 2)..] + " }");
    }

    [Theory]
    [InlineData("object M() => new AnthropicClient { MaxRetries = 5 };")]
    [InlineData("object M(int n) => new AnthropicClient { MaxRetries = n };")]
    [InlineData("object M() => new OpenAIClientOptions { RetryPolicy = new ClientRetryPolicy(3) };")]
    [InlineData("object M() => new OpenAIClientOptions { RetryPolicy = ClientRetryPolicy.Default };")]
    // Without a cap: CCA1004.
    [InlineData("readonly ResiliencePipeline p = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = int.MaxValue }).Build(); async Task M(ChatClient c) => await p.ExecuteAsync(async t => await c.CompleteChatAsync(\"x\"));")]
    [InlineData("class Own { public int MaxRetries { get; set; } } object M() => new Own { MaxRetries = 50 };")]
    public Task Retries_within_the_ceiling_are_silent(string member) => Verify.VerifyAnalyzerAsync(Head + "class C { " + member + " }");

    private const string Call = "c.Messages.{|#0:Create|}(p)";

    [Theory]
    // Loops, with Anthropic's three attempts.
    [InlineData("for (var i = 0; i < 5; i++) { try { await CALL; return; } catch (Exception) { await Task.Delay(1); } }", "3 SDK attempts x 5 turns = 15")]
    [InlineData("for (var i = 1; i <= 4; i++) { try { await CALL; break; } catch (Exception) when (i < 4) { } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("for (var i = 0; ; i++) { try { await CALL; return; } catch (Exception) when (i < 4) { } }", "3 SDK attempts x 5 turns = 15")]
    [InlineData("for (var i = 0; i < 5; i++) try { await CALL; return; } catch (Exception) { await Task.Delay(1); }", "3 SDK attempts x 5 turns = 15")]
    [InlineData("for (var i = 1; ; i++) { try { await CALL; return; } catch (Exception) when (i < 4) { } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("var i = 0; while (true) { try { await CALL; return; } catch (Exception) when (++i < 4) { } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("var i = 0; while (true) { try { await CALL; return; } catch (Exception) { if (++i >= 4) throw; await Task.Delay(1); } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("var i = 0; while (true) { try { await CALL; return; } catch (Exception) { if (i == 4) throw; i++; } }", "3 SDK attempts x 5 turns = 15")]
    [InlineData("var i = 0; while (true) { i++; try { await CALL; return; } catch (Exception) when (i < 4) { } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("var i = 0; while (i < 4) { try { await CALL; return; } catch (Exception) { i++; } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("var i = 0; while (i++ < 4) { try { await CALL; return; } catch (Exception) { } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("var left = 4; while (left > 0) { try { await CALL; return; } catch (Exception) { left--; } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("var left = 4; while (left-- > 0) { try { await CALL; return; } catch (Exception) { } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("var i = 0; do { try { await CALL; return; } catch (Exception) { i += 1; } } while (i < 4);", "3 SDK attempts x 4 turns = 12")]
    [InlineData("foreach (var delay in new[] { 1, 2, 4, 8 }) { try { await CALL; return; } catch (Exception) { await Task.Delay(TimeSpan.FromSeconds(delay)); } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("int[] delays = [1, 2, 4, 8]; foreach (var delay in delays) { try { await CALL; return; } catch (Exception e) { Console.WriteLine($\"{e} {delay}\"); await Task.Delay(delay); } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("foreach (var _ in Enumerable.Range(0, 4)) { try { await CALL; return; } catch (Exception) { } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("const int Most = 4; for (var i = 0; i < Most; i++) { try { var r = await CALL; return; } catch (HttpRequestException) { } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("for (var j = 0; j < 2; j++) try { for (var i = 0; i < 2; i++) { try { await CALL; return; } catch (Exception) { } } return; } catch { }", "3 SDK attempts x 2 turns x 2 turns = 12")]
    // What is kept of a success that leaves is no conversation, nor is a list of this turn or of the failures.
    [InlineData("var kept = new List<Message>(); for (var i = 0; i < 4; i++) { try { var r = await CALL; if (r.Content.Count > 0) { kept.Add(r); break; } } catch (Exception) { } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("var seen = new List<Exception>(); for (var i = 0; i < 4; i++) { try { await CALL; return; } catch (Exception failed) { seen.Add(failed); } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("for (var i = 0; i < 4; i++) { try { var r = await CALL; var parts = new List<Message>(); parts.Add(r); if (parts.Count > 0) return; } catch (Exception) { } }", "3 SDK attempts x 4 turns = 12")]
    [InlineData("Message? last = null; var wait = TimeSpan.Zero; for (var i = 0; i < 4; i++) { await Task.Delay(wait); try { last = await CALL; if (last.Content.Count > 0) break; } catch (Exception) { } wait = TimeSpan.FromSeconds(9); }", "3 SDK attempts x 4 turns = 12")]
    // Pipelines.
    [InlineData("var q = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3 }).Build(); await q.ExecuteAsync(async t => await CALL);", "3 SDK attempts x 4 pipeline attempts = 12")]
    [InlineData("var b = new ResiliencePipelineBuilder(); b.AddRetry(new RetryStrategyOptions()); var q = b.Build(); await q.ExecuteAsync(async t => await CALL);", "3 SDK attempts x 4 pipeline attempts = 12")]
    [InlineData("await kept.ExecuteAsync(async t => await CALL);", "3 SDK attempts x 4 pipeline attempts = 12")]
    [InlineData("await Policy.Handle<Exception>().WaitAndRetryAsync(4, n => TimeSpan.FromSeconds(n)).ExecuteAsync(async () => await CALL);", "3 SDK attempts x 5 pipeline attempts = 15")]
    [InlineData("await Policy.Handle<Exception>().WaitAndRetryAsync(new[] { TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero }).ExecuteAsync(async () => await CALL);", "3 SDK attempts x 4 pipeline attempts = 12")]
    [InlineData("await Policy.Handle<Exception>().RetryAsync(3).WrapAsync(Policy.TimeoutAsync(9)).ExecuteAsync(async () => await CALL);", "3 SDK attempts x 4 pipeline attempts = 12")]
    [InlineData("for (var i = 0; i < 5; i++) { try { await kept.ExecuteAsync(async t => await CALL); return; } catch (Exception) { } }", "3 SDK attempts x 4 pipeline attempts x 5 turns = 60")]
    // Helpers that run what they are given.
    [InlineData("await Retry(() => CALL);", "3 SDK attempts x 4 turns = 12")]
    [InlineData("await Piped(() => CALL);", "3 SDK attempts x 4 pipeline attempts = 12")]
    public Task Layers_that_multiply(string body, string sum) => Verify.VerifyAnalyzerAsync(
        Program(body),
        Verify.Diagnostic().WithLocation(0).WithArguments($"'Messages.Create' may send many requests for one call: {sum} requests"));

    [Theory]
    [InlineData("await CALL;")]
    [InlineData("for (var i = 0; i < 3; i++) { try { await CALL; return; } catch (Exception) { } }")]
    // Work, not retries: success goes on.
    [InlineData("for (var i = 0; i < 50; i++) { try { await CALL; } catch (Exception) { } }")]
    [InlineData("for (var i = 0; i < 50; i++) await CALL;")]
    [InlineData("foreach (var x in new[] { 1, 2, 3, 4, 5, 6, 7, 8 }) { try { p = p with { MaxTokens = x }; await CALL; return; } catch (Exception) { } }")]
    // A conversation: it goes on because the model asks for more.
    [InlineData("for (var i = 0; i < 20; i++) { var r = await CALL; if (r.StopReason != StopReason.ToolUse) return; }")]
    [InlineData("var sent = new List<Message>(); for (var i = 0; i < 20; i++) { try { var r = await CALL; sent.Add(r); if (r.StopReason != StopReason.ToolUse) return; } catch (HttpRequestException) { await Task.Delay(1); continue; } }")]
    [InlineData("var sent = new List<Message>(); var i = 0; while (i++ < 20) { Message r; try { r = await CALL; } catch (HttpRequestException) { continue; } if (r.StopReason != StopReason.ToolUse) break; sent.Add(r); }")]
    [InlineData("Message? last = null; for (var i = 0; i < 20; i++) { if (last?.StopReason == StopReason.EndTurn) break; try { var r = await CALL; last = r; } catch (HttpRequestException) { await Task.Delay(1); } }")]
    // A handler that leaves.
    [InlineData("for (var i = 0; i < 20; i++) { try { await CALL; return; } catch (Exception) { throw; } }")]
    [InlineData("for (var i = 0; i < 20; i++) { try { await CALL; return; } catch (Exception) { return; } }")]
    // Numbers out of sight.
    [InlineData("for (var i = 0; i < n; i++) { try { await CALL; return; } catch (Exception) { } }")]
    [InlineData("var i = n; while (i < 9) { try { await CALL; return; } catch (Exception) { i++; } }")]
    [InlineData("await given.ExecuteAsync(async t => await CALL);")]
    [InlineData("await Policy.Handle<Exception>().RetryAsync(n).ExecuteAsync(async () => await CALL);")]
    [InlineData("await new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(9)).Build().ExecuteAsync(async t => await CALL);")]
    [InlineData("await Run(() => CALL);")]
    public Task Few_attempts_work_and_what_is_not_known_are_silent(string body) => Verify.VerifyAnalyzerAsync(Program(body.Replace("CALL", "c.Messages.Create(p)")));

    private static string Program(string body) => Head + $$"""
        class C
        {
            private readonly ResiliencePipeline kept;
            public C() { kept = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3 }).Build(); }
            async Task M(IAnthropicClient c, MessageCreateParams p, int n, ResiliencePipeline given)
            {
                {{body.Replace("CALL", Call)}}
            }
            static async Task<T> Retry<T>(Func<Task<T>> action)
            {
                for (var attempt = 1; ; attempt++)
                {
                    try { return await action(); }
                    catch (Exception) when (attempt < 4) { await Task.Delay(1); }
                }
            }
            async Task<T> Piped<T>(Func<Task<T>> action) => await kept.ExecuteAsync(async t => await action());
            static Task<T> Run<T>(Func<Task<T>> action) => action();
        }
        """;

    [Fact]
    public Task The_layers_of_callers_count_any_number_of_calls_away() => Verify.VerifyAnalyzerAsync(Head + """
        interface IAsk { Task<Message> AskAsync(MessageCreateParams p); }
        class Ask(IAnthropicClient c) : IAsk { public Task<Message> AskAsync(MessageCreateParams p) => c.Messages.{|#0:Create|}(p); }
        class Middle(IAsk ask) { public async Task<Message> GetAsync(MessageCreateParams p) => await ask.AskAsync(p); }
        class Outer(Middle middle)
        {
            private static readonly ResiliencePipeline s_pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3 }).Build();

            public async Task<Message?> RunAsync(MessageCreateParams p)
            {
                for (var turn = 0; turn < 5; turn++)
                {
                    try { return await s_pipeline.ExecuteAsync(async _ => await middle.GetAsync(p)); }
                    catch (Exception) { await Task.Delay(1); }
                }

                return null;
            }
        }
        """,
        Verify.Diagnostic().WithLocation(0).WithArguments("'Messages.Create' may send many requests for one call: 3 SDK attempts x 4 pipeline attempts x 5 turns = 60 requests"));

    [Theory]
    [InlineData("readonly AnthropicClient c = new() { MaxRetries = 0 };", 5, null)]
    [InlineData("readonly AnthropicClient c = new() { MaxRetries = 4 };", 3, "5 SDK attempts x 3 turns = 15")]
    [InlineData("readonly AnthropicClient c; public C(int n) { c = new() { MaxRetries = n }; }", 5, null)]
    [InlineData("readonly AnthropicClient c = new() { MaxRetries = 0 };", 8, "8 turns = 8")]
    public async Task What_the_client_is_told_counts(string client, int turns, string? sum)
    {
        var test = new Verify.Test
        {
            TestCode = Head + $$"""
                class C
                {
                    {{client}}
                    async Task M(MessageCreateParams p)
                    {
                        for (var i = 0; i < {{turns}}; i++) { try { await c.Messages.{|#0:Create|}(p); return; } catch (Exception) { } }
                    }
                }
                """,
        };
        if (sum is not null)
            test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0).WithArguments($"'Messages.Create' may send many requests for one call: {sum} requests"));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("AddHttpClient<Asker>().AddStandardResilienceHandler()", "4 handler attempts x 3 turns = 12")]
    [InlineData("AddHttpClient<Asker>().AddStandardResilienceHandler(o => o.Retry.MaxRetryAttempts = 4)", "5 handler attempts x 3 turns = 15")]
    [InlineData("ConfigureHttpClientDefaults(b => b.AddStandardResilienceHandler())", "4 handler attempts x 3 turns = 12")]
    [InlineData("AddHttpClient<Other>().AddStandardResilienceHandler()", null)]
    [InlineData("AddHttpClient<Asker>()", null)]
    [InlineData("ConfigureHttpClientDefaults(b => b.AddStandardResilienceHandler()); void N(Services s) => s.ConfigureHttpClientDefaults(b => b.AddStandardResilienceHandler())", "4 handler attempts x 3 turns = 12")]
    [InlineData("ConfigureHttpClientDefaults(b => b.AddStandardResilienceHandler()); void N(Services s) => s.AddHttpClient<Asker>().AddStandardResilienceHandler(o => o.Retry.MaxRetryAttempts = 1)", "8 handler attempts x 3 turns = 24")]
    [InlineData("ConfigureHttpClientDefaults(b => b.AddStandardResilienceHandler().AddStandardResilienceHandler())", "16 handler attempts x 3 turns = 48")]
    [InlineData("ToString(); void N() { var builder = Kernel.CreateBuilder(); builder.Services.ConfigureHttpClientDefaults(b => b.AddStandardResilienceHandler()); } int Z() => 0", null)]
    public async Task The_handlers_of_a_typed_client_count(string registration, string? sum)
    {
        var test = new Verify.Test
        {
            TestCode = Head + $$"""
                class RetryOptions { public int MaxRetryAttempts { get; set; } }
                class ResilienceOptions { public RetryOptions Retry { get; } = new(); }
                class HttpBuilder { public HttpBuilder AddStandardResilienceHandler(Action<ResilienceOptions>? configure = null) => this; }
                class Services { public HttpBuilder AddHttpClient<T>() => new(); public void ConfigureHttpClientDefaults(Action<HttpBuilder> configure) { } }
                interface IKernelBuilder { Services Services { get; } }
                static class Kernel { public static IKernelBuilder CreateBuilder() => throw null!; }
                class Other(HttpClient http) { public HttpClient Http => http; }
                class Asker(HttpClient http)
                {
                    public async Task<HttpResponseMessage?> AskAsync(HttpContent body)
                    {
                        for (var i = 0; i < 3; i++)
                        {
                            var response = await http.{|#0:PostAsync|}("https://api.openai.com/v1/chat/completions", body);
                            if (response.IsSuccessStatusCode)
                                return response;
                        }

                        return null;
                    }
                }
                class Startup { void M(Services s) => s.{{registration}}; }
                """,
        };
        if (sum is not null)
            test.ExpectedDiagnostics.Add(Verify.Diagnostic().WithLocation(0).WithArguments($"'HttpClient.PostAsync' may send many requests for one call: {sum} requests"));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task The_ceilings_come_from_the_editorconfig() => new Verify.Test
    {
        TestCode = Head + """
            class C
            {
                readonly AnthropicClient c = new() { MaxRetries = {|#0:3|} };
                async Task M(MessageCreateParams p)
                {
                    for (var i = 0; i < 2; i++) { try { await c.Messages.{|#1:Create|}(p); return; } catch (Exception) { } }
                }
            }
            """,
        FixedCode = Head + """
            class C
            {
                readonly AnthropicClient c = new() { MaxRetries = 1 };
                async Task M(MessageCreateParams p)
                {
                    for (var i = 0; i < 2; i++) { try { await c.Messages.Create(p); return; } catch (Exception) { } }
                }
            }
            """,
        ExpectedDiagnostics =
        {
            Verify.Diagnostic().WithLocation(0).WithArguments("AnthropicClient.MaxRetries' is 3 retries, above the ceiling of 1".Insert(0, "'")),
            Verify.Diagnostic().WithLocation(1).WithArguments("'Messages.Create' may send many requests for one call: 4 SDK attempts x 2 turns = 8 requests"),
        },
        TestState = { AnalyzerConfigFiles = { ("/.editorconfig", "root = true\n[*.cs]\ndotnet_code_quality.CCA2006.max_retries = 1\ndotnet_code_quality.claude_cost.max_requests_per_call = 4\n") } },
    }.RunAsync();

    [Fact]
    public Task Ten_clients_are_fixed_at_once() => Verify.VerifyCodeFixAsync(
        Head + "class C { void M() {\n" + string.Concat(Enumerable.Range(0, 10).Select(i => $"    var c{i} = new AnthropicClient {{ MaxRetries = [|{i + 10}|] /* {i} */ }};\n")) + "} }",
        Head + "class C { void M() {\n" + string.Concat(Enumerable.Range(0, 10).Select(i => $"    var c{i} = new AnthropicClient {{ MaxRetries = 5 /* {i} */ }};\n")) + "} }");

    [Fact]
    public async Task Mutual_callers_end()
    {
        var members = string.Concat(Enumerable.Range(0, 300).Select(i => $"Task A{i}() => A{(i + 1) % 300}(); "));
        var found = await Analysis.RunAsync(new RetryAnalyzer(), "class C { Anthropic.IAnthropicClient c; " + members + "Task X() { A0(); return c.Messages.Create(null!); } }");
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
    }

    [Theory]
    [InlineData("class C { async Task M(Anthropic.AnthropicClient c) { for (var i = 0; i < ; i++) { try { await c.Messages.Create( } catch { } } }")]
    [InlineData("class C { object M() => new Anthropic.AnthropicClient { MaxRetries = }; }")]
    [InlineData("class C { void M(Anthropic.AnthropicClient c) => Unknown.ExecuteAsync(() => c.Messages.Create(null!)); }")]
    public async Task Broken_source_does_not_crash(string source) =>
        Assert.DoesNotContain(await Analysis.RunAsync(new RetryAnalyzer(), source), diagnostic => diagnostic.Id == "AD0001");
}
