using Fix = ClaudeCostAnalyzers.Tests.Verifiers.CSharpCodeFixVerifier<ClaudeCostAnalyzers.Rules.SwallowingRetryAnalyzer, ClaudeCostAnalyzers.CodeFixes.RetryFilterFix>;
using Verify = ClaudeCostAnalyzers.Tests.Verifiers.CSharpAnalyzerVerifier<ClaudeCostAnalyzers.Rules.SwallowingRetryAnalyzer>;

namespace ClaudeCostAnalyzers.Tests.Rules.Budgets;

/// <summary>CCA4003 on retries of Polly, and its fix.</summary>
public sealed class SwallowingRetryAnalyzerTests
{
    private const string Scope = "using var budget = BudgetScope.Begin(new Budget { MaxCalls = 50 });";
    private const string Ask = "async token => await client.Messages.Create(parameters, token)";

    private static string InMethod(string statements) => $$"""
        using Anthropic;
        using Anthropic.Models.Messages;
        using ClaudeCost;
        using Polly;
        using Polly.Retry;

        class C(AnthropicClient client, MessageCreateParams parameters, ResiliencePipeline given)
        {
            static readonly ResiliencePipeline s_default = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build();
            static readonly ResiliencePipeline s_http = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>() }).Build();

            async Task M(RetryStrategyOptions options, CancellationToken cancel)
            {
                {{statements.Replace("SCOPE", Scope).Replace("ASK", Ask).Replace("RUN", "{|CCA4003:ExecuteAsync|}")}}
            }

            static ResiliencePipeline Build() { var builder = new ResiliencePipelineBuilder(); builder.AddRetry(new() { MaxRetryAttempts = 5 }); builder.AddTimeout(TimeSpan.FromSeconds(30)); return builder.Build(); }
            async Task AskAsync(CancellationToken token) => await client.Messages.Create(parameters, token);
            Task FreeAsync(CancellationToken token) => Task.CompletedTask;
        }
        """;

    [Theory]
    [InlineData("SCOPE await new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build().RUN(ASK, cancel);")]
    [InlineData("SCOPE var pipeline = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(9)).AddRetry(new() { MaxRetryAttempts = 9 }).Build(); await pipeline.RUN(ASK, cancel);")]
    [InlineData("SCOPE await s_default.RUN(ASK, cancel);")]
    [InlineData("SCOPE await Build().RUN(ASK, cancel);")]
    [InlineData("SCOPE await s_default.RUN(async token => { await AskAsync(token); }, cancel);")]
    [InlineData("SCOPE var o = new RetryStrategyOptions { MaxRetryAttempts = 4 }; await new ResiliencePipelineBuilder().AddRetry(o).Build().RUN(ASK, cancel);")]
    [InlineData("SCOPE await new ResiliencePipelineBuilder<Message>().AddRetry(new RetryStrategyOptions<Message>()).Build().RUN(ASK, cancel);")]
    [InlineData("SCOPE await new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { ShouldHandle = new PredicateBuilder().Handle<Exception>() }).Build().RUN(ASK, cancel);")]
    [InlineData("SCOPE await new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { ShouldHandle = new PredicateBuilder().Handle<HttpRequestException>().Handle<BudgetExceededException>() }).Build().RUN(ASK, cancel);")]
    [InlineData("SCOPE await Policy.Handle<Exception>().RetryAsync(3).RUN(ASK, cancel);")]
    [InlineData("SCOPE var policy = Policy.Handle<HttpRequestException>().Or<Exception>().WaitAndRetryAsync(3, i => TimeSpan.FromSeconds(i)); await policy.RUN(ASK, cancel);")]
    [InlineData("SCOPE await Policy.TimeoutAsync(9).WrapAsync(Policy.Handle<Exception>().RetryAsync(3)).RUN(ASK, cancel);")]
    public Task A_retry_of_every_exception_is_reported(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    // Handles something else.
    [InlineData("SCOPE await s_http.ExecuteAsync(ASK, cancel);")]
    [InlineData("SCOPE await Policy.Handle<HttpRequestException>().RetryAsync(3).ExecuteAsync(ASK, cancel);")]
    [InlineData("SCOPE await Policy.Handle<Exception>(e => e is not BudgetExceededException).RetryAsync(3).ExecuteAsync(ASK, cancel);")]
    [InlineData("SCOPE await Policy.HandleResult<Message>(m => m.Content.Count == 0).RetryAsync(3).ExecuteAsync(ASK, cancel);")]
    [InlineData("SCOPE await new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { ShouldHandle = args => new ValueTask<bool>(args.Outcome.Exception is IOException) }).Build().ExecuteAsync(ASK, cancel);")]
    [InlineData("SCOPE var o = new RetryStrategyOptions(); o.ShouldHandle = new PredicateBuilder().Handle<IOException>(); await new ResiliencePipelineBuilder().AddRetry(o).Build().ExecuteAsync(ASK, cancel);")]
    // No retry, or out of sight.
    [InlineData("SCOPE await new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromSeconds(9)).Build().ExecuteAsync(ASK, cancel);")]
    [InlineData("SCOPE await given.ExecuteAsync(ASK, cancel);")]
    [InlineData("SCOPE await new ResiliencePipelineBuilder().AddRetry(options).Build().ExecuteAsync(ASK, cancel);")]
    // No budget around it, or one for each attempt, or one that opens again; no model.
    [InlineData("await s_default.ExecuteAsync(ASK, cancel);")]
    [InlineData("await s_default.ExecuteAsync(async token => { SCOPE return await client.Messages.Create(parameters, token); }, cancel);")]
    [InlineData("using var budget = BudgetScope.Begin(new Budget { MaxCalls = 50, Window = BudgetWindow.Hourly }); await s_default.ExecuteAsync(ASK, cancel);")]
    [InlineData("SCOPE await s_default.ExecuteAsync(async token => await FreeAsync(token), cancel);")]
    public Task Others_are_silent(string statements) => Verify.VerifyAnalyzerAsync(InMethod(statements));

    [Theory]
    [InlineData("SCOPE await new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build().RUN(ASK, cancel);",
        "SCOPE await new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions() { ShouldHandle = new PredicateBuilder().Handle<Exception>(exception => exception is not (BudgetExceededException or OperationCanceledException)) }).Build().ExecuteAsync(ASK, cancel);")]
    [InlineData("SCOPE await new ResiliencePipelineBuilder<Message>().AddRetry(new() { MaxRetryAttempts = 2 }).Build().RUN(ASK, cancel);",
        "SCOPE await new ResiliencePipelineBuilder<Message>().AddRetry(new() { MaxRetryAttempts = 2, ShouldHandle = new global::Polly.PredicateBuilder<global::Anthropic.Models.Messages.Message>().Handle<Exception>(exception => exception is not (BudgetExceededException or OperationCanceledException)) }).Build().ExecuteAsync(ASK, cancel);")]
    [InlineData("SCOPE var policy = Policy.Handle<Exception>().RetryAsync(3); await policy.RUN(ASK, cancel); await policy.RUN(ASK, cancel);",
        "SCOPE var policy = Policy.Handle<Exception>(exception => exception is not BudgetExceededException).RetryAsync(3); await policy.ExecuteAsync(ASK, cancel); await policy.ExecuteAsync(ASK, cancel);")]
    public Task The_fix_lets_the_stop_pass(string statements, string fixedStatements) => Fix.VerifyCodeFixAsync(InMethod(statements), InMethod(fixedStatements));

    [Fact]
    public Task Ten_in_one_method()
    {
        const string Pipeline = "await new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions{0}).Build().{1}(ASK, cancel);\n        ";
        return Fix.VerifyCodeFixAsync(
            InMethod("SCOPE " + string.Concat(Enumerable.Repeat(Pipeline.Replace("{0}", " { MaxRetryAttempts = 2 }").Replace("{1}", "RUN"), 10))),
            InMethod("SCOPE " + string.Concat(Enumerable.Repeat(Pipeline.Replace("{0}", " { MaxRetryAttempts = 2, ShouldHandle = new PredicateBuilder().Handle<Exception>(exception => exception is not (BudgetExceededException or OperationCanceledException)) }").Replace("{1}", "ExecuteAsync"), 10))));
    }
}
