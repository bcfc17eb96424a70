using Microsoft.Extensions.AI; using Polly; using Polly.Retry; using ClaudeCost;
namespace Ho;
public static class RetryExt
{
    public static async Task<T> RetryUntilOk<T>(this Func<Task<T>> f) { while (true) { try { return await f(); } catch (HttpRequestException) { await Task.Delay(200); } } }
    public static async Task<T> Retry<T>(Func<Task<T>> f, int times) { for (var i = 1; ; i++) { try { return await f(); } catch (Exception) when (i < times) { await Task.Delay(200 * i); } } }
    public static async Task<T> Retry2<T>(Func<Task<T>> f, int retries = 3) { Exception? last = null; while (retries-- > 0) { try { return await f(); } catch (Exception e) { last = e; } } throw last!; }
    public static async Task<T> Until<T>(Func<Task<T>> f, Func<T, bool> ok) { T r; do r = await f(); while (!ok(r)); return r; }
    public static async Task<T> Until2<T>(Func<Task<T>> f, Func<T, bool> ok, int max = 5) { var r = await f(); for (var i = 0; i < max && !ok(r); i++) r = await f(); return r; }
    public static async Task Poll(Func<Task<bool>> done, TimeSpan every, CancellationToken ct) { while (!await done()) await Task.Delay(every, ct); }
    public static async Task<bool> Poll2(Func<Task<bool>> done, TimeSpan every, TimeSpan timeout) { var sw = System.Diagnostics.Stopwatch.StartNew(); while (sw.Elapsed < timeout) { if (await done()) return true; await Task.Delay(every); } return false; }
    public static Task<T> WithRetry<T>(this Task<T> t) => t;
    public static async Task Every(TimeSpan p, Func<Task> f, CancellationToken ct) { using var t = new PeriodicTimer(p); while (await t.WaitForNextTickAsync(ct)) await f(); }
    public static async Task<T> Measure<T>(Func<Task<T>> f) { var sw = System.Diagnostics.Stopwatch.StartNew(); try { return await f(); } finally { Console.WriteLine(sw.Elapsed); } }
}
public class A(IChatClient chat)
{
    Task<ChatResponse> Ask() => chat.GetResponseAsync("x");
    public Task M1() { Func<Task<ChatResponse>> f = () => chat.GetResponseAsync("x"); return {|CCA1004:f|}.RetryUntilOk(); }
    public Task M2() => RetryExt.Retry(() => chat.GetResponseAsync("x"), 3);
    public Task M3() => RetryExt.Retry2(Ask);
    public Task M4() => RetryExt.Until(() => {|CCA1002:chat.GetResponseAsync("x")|}, r => r.Text.Contains("DONE"));
    public Task M5() => RetryExt.Until2(Ask, r => r.Text.Contains("DONE"));
    public Task M6(CancellationToken ct) => RetryExt.Poll(async () => (await {|CCA1002:Ask()|}).Text == "yes", TimeSpan.FromSeconds(1), ct);
    public Task M7() => RetryExt.Poll2(async () => (await Ask()).Text == "yes", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    public Task M8() => chat.GetResponseAsync("x").WithRetry();
    public Task M9() => RetryExt.Measure(Ask);
    // the budget holds
    public async Task M12() { using var b = BudgetScope.Begin(new Budget { MaxCalls = 3 }); await RetryExt.Until(Ask, r => r.Text == "ok"); }
    // FN: a limit that is none is not followed into the helper
    public Task M13() => RetryExt.Retry(Ask, int.MaxValue);
    // the tool loop given as a lambda with a step
    public async Task M14() { await Loop(async m => { var r = await {|CCA1002:chat.GetResponseAsync(m)|}; m.AddRange(r.Messages); return r.FinishReason == ChatFinishReason.ToolCalls; }); }
    static async Task Loop(Func<List<ChatMessage>, Task<bool>> step) { var m = new List<ChatMessage>(); while (await step(m)) { } }
    public async Task M15() { await Loop2(async m => { var r = await chat.GetResponseAsync(m); m.AddRange(r.Messages); return r.FinishReason == ChatFinishReason.ToolCalls; }); }
    static async Task Loop2(Func<List<ChatMessage>, Task<bool>> step) { var m = new List<ChatMessage>(); var i = 0; while (await step(m) && ++i < 10) { } }
}
public class PollyUses(IChatClient chat)
{
    static readonly AsyncRetryPolicy Forever = Policy.Handle<HttpRequestException>().RetryForeverAsync();
    static readonly AsyncRetryPolicy Three = Policy.Handle<HttpRequestException>().WaitAndRetryAsync(3, i => TimeSpan.FromSeconds(i));
    readonly ResiliencePipeline _max = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = int.MaxValue, Delay = TimeSpan.FromSeconds(1) }).Build();
    readonly ResiliencePipeline _two = new ResiliencePipelineBuilder().AddRetry(new() { MaxRetryAttempts = 2 }).AddTimeout(TimeSpan.FromSeconds(30)).Build();
    public Task P1() => Forever.ExecuteAsync(() => {|CCA1004:chat.GetResponseAsync("x")|});
    public Task P2() => Three.ExecuteAsync(() => chat.GetResponseAsync("x"));
    public async Task P3() => await _max.ExecuteAsync(async ct => await {|CCA1004:chat.GetResponseAsync("x", cancellationToken: ct)|});
    public async Task P4() => await _two.ExecuteAsync(async ct => await chat.GetResponseAsync("x", cancellationToken: ct));
    public Task P5() => Policy.Handle<Exception>().WaitAndRetryForeverAsync(_ => TimeSpan.FromSeconds(1)).ExecuteAsync(() => {|CCA1004:chat.GetResponseAsync("x")|});
    // wrapped
    public Task P6() { var p = Policy.WrapAsync(Policy.TimeoutAsync(10), Policy.Handle<Exception>().RetryForeverAsync()); return p.ExecuteAsync(() => {|CCA1004:chat.GetResponseAsync("x")|}); }
    // forever on something else
    public Task P7() => Forever.ExecuteAsync(() => Task.CompletedTask);
    // sync
    public void P8() { var p = Policy.Handle<Exception>().RetryForever(); p.Execute(() => {|CCA1004:chat.GetResponseAsync("x")|}.Result); }
    // generic result policy
    public Task P9() => Policy<ChatResponse>.HandleResult(r => r.Text == "").RetryForeverAsync().ExecuteAsync(() => {|CCA1004:chat.GetResponseAsync("x")|});
    // options variable
    public async Task P10() { var o = new RetryStrategyOptions(); o.MaxRetryAttempts = int.MaxValue; var p = new ResiliencePipelineBuilder().AddRetry(o).Build(); await p.ExecuteAsync(async ct => { await {|CCA1004:chat.GetResponseAsync("x")|}; }); }
    public async Task P11(Polly.Registry.ResiliencePipelineProvider<string> reg) => await reg.GetPipeline("llm").ExecuteAsync(async ct => { await chat.GetResponseAsync("x"); });
}
