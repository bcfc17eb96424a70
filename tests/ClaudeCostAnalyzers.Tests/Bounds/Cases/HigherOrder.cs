using ClaudeCost;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;

class HigherOrder(IChatClient chat)
{
    static readonly AsyncRetryPolicy s_forever = Policy.Handle<HttpRequestException>().WaitAndRetryForeverAsync(n => TimeSpan.FromSeconds(n));
    static readonly ResiliencePipeline s_pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = int.MaxValue }).AddTimeout(TimeSpan.FromSeconds(10)).Build();
    static readonly ResiliencePipeline s_capped = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 5 }).Build();

    async Task RetryHelper() => await RetryForever(() => {|CCA1004:chat.GetResponseAsync("x")|});
    async Task RetryHelperBlock() { var r = await RetryForever(async () => { Console.WriteLine(); return await {|CCA1004:chat.GetResponseAsync("x")|}; }); }
    async Task UntilHelper() => await Until(() => {|CCA1002:chat.GetResponseAsync("x")|}, r => r.Text == "ok");
    async Task Loop() => await Helpers.Loop(() => {|CCA1001:chat.GetResponseAsync("x")|});
    async Task HandedOn() => await Outer(() => {|CCA1004:chat.GetResponseAsync("x")|});
    async Task MethodGroup() => await RetryForever({|CCA1004:AskAsync|});
    async Task ThroughHelper() => await RetryForever(() => {|CCA1004:AskAsync()|});
    async Task PollyForever() => await s_forever.ExecuteAsync(() => {|CCA1004:chat.GetResponseAsync("x")|});
    async Task PollyInline() => await Policy.Handle<Exception>().RetryForeverAsync().ExecuteAsync(() => {|CCA1004:chat.GetResponseAsync("x")|});
    async Task PollyLocal() { var policy = Policy.Handle<Exception>().RetryForeverAsync(); await policy.ExecuteAsync(async () => { await {|CCA1004:chat.GetResponseAsync("x")|}; }); }
    async Task PollyPipeline(CancellationToken ct) => await s_pipeline.ExecuteAsync(async token => await {|CCA1004:chat.GetResponseAsync("x", cancellationToken: token)|}, ct);

    // Bounded.
    async Task Counting() => await Retry(3, () => chat.GetResponseAsync("x"));
    async Task Capped(CancellationToken ct) => await s_capped.ExecuteAsync(async token => await chat.GetResponseAsync("x", cancellationToken: token), ct);
    async Task PollyCounts() => await Policy.Handle<Exception>().WaitAndRetryAsync(3, n => TimeSpan.FromSeconds(n)).ExecuteAsync(() => chat.GetResponseAsync("x"));
    async Task Free() => await RetryForever(() => Task.FromResult(1));
    async Task Scope() { using var budget = BudgetScope.Begin(new Budget { MaxCalls = 5 }); await RetryForever(() => chat.GetResponseAsync("x")); }
    [RequiresBudget] async Task Declared() => await RetryForever(() => chat.GetResponseAsync("x"));
    async Task Once() => await Helpers.Once(() => chat.GetResponseAsync("x"));

    async Task<string> AskAsync() => (await chat.GetResponseAsync("x")).Text;
    static async Task<T> RetryForever<T>(Func<Task<T>> action) { while (true) { try { return await action(); } catch (Exception) { await Task.Delay(1000); } } }
    static async Task<T> Retry<T>(int times, Func<Task<T>> action) { for (var i = 0; ; i++) { try { return await action(); } catch (Exception) when (i < times) { } } }
    static async Task<T> Until<T>(Func<Task<T>> action, Func<T, bool> done) { while (true) { var result = await action(); if (done(result)) return result; } }
    static Task<T> Outer<T>(Func<Task<T>> action) => RetryForever(action);
}

static class Helpers
{
    public static async Task Loop(Func<Task> action) { while (true) await action(); }
    public static async Task Once(Func<Task> action) => await action();
}
