using Microsoft.Extensions.AI;
using Polly;
using Polly.Registry;
using Polly.Retry;
using Polly.Timeout;

/// <summary>Policies and pipelines of Polly, wherever they are built.</summary>
class RetryPolly
{
    const int NoLimit = int.MaxValue;
    static readonly ResiliencePipeline<ChatResponse> s_typed = new ResiliencePipelineBuilder<ChatResponse>()
        .AddRetry(new RetryStrategyOptions<ChatResponse> { ShouldHandle = new PredicateBuilder<ChatResponse>().Handle<HttpRequestException>(), MaxRetryAttempts = int.MaxValue }).Build();
    static readonly RetryStrategyOptions s_options = new() { MaxRetryAttempts = NoLimit };

    private readonly IChatClient _chat;
    private readonly ResiliencePipeline _pipeline;
    private readonly ResiliencePipeline _capped;
    private readonly ResiliencePipeline _given;
    private readonly ResiliencePipelineProvider<string> _provider;
    private readonly AsyncRetryPolicy _policy;
    private readonly IAsyncPolicy _wrapped;

    public RetryPolly(IChatClient chat, ResiliencePipelineProvider<string> provider, ResiliencePipeline given)
    {
        _chat = chat;
        _provider = provider;
        _given = given;
        _pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = int.MaxValue, Delay = TimeSpan.FromSeconds(1) }).Build();
        _capped = new ResiliencePipelineBuilder().AddRetry(new() { MaxRetryAttempts = 4 }).Build();
        _policy = Policy.Handle<HttpRequestException>().RetryForeverAsync(e => Console.WriteLine(e));
        _wrapped = Policy.WrapAsync(Policy.TimeoutAsync(10), Policy.Handle<Exception>().WaitAndRetryForeverAsync(n => TimeSpan.FromSeconds(1)));
    }

    async Task Constructor(CancellationToken ct) => await _pipeline.ExecuteAsync(async token => await {|CCA1004:_chat.GetResponseAsync("x", cancellationToken: token)|}, ct);
    async Task Typed(CancellationToken ct) => await s_typed.ExecuteAsync(async token => await {|CCA1004:_chat.GetResponseAsync("x", cancellationToken: token)|}, ct);
    async Task Policy7() => await _policy.ExecuteAsync(() => {|CCA1004:_chat.GetResponseAsync("x")|});
    async Task Wrapped() => await _wrapped.ExecuteAsync(() => {|CCA1004:_chat.GetResponseAsync("x")|});
    async Task Joined() => await _policy.WrapAsync(Policy.TimeoutAsync(5)).ExecuteAsync(() => {|CCA1004:_chat.GetResponseAsync("x")|});
    async Task Helper(CancellationToken ct) => await Build().ExecuteAsync(async token => await {|CCA1004:_chat.GetResponseAsync("x", cancellationToken: token)|}, ct);
    async Task OtherClass(CancellationToken ct) => await Pipelines8.Shared.ExecuteAsync(async token => await {|CCA1004:_chat.GetResponseAsync("x", cancellationToken: token)|}, ct);
    async Task OptionsInField(CancellationToken ct) => await new ResiliencePipelineBuilder().AddRetry(s_options).Build().ExecuteAsync(async token => await {|CCA1004:_chat.GetResponseAsync("x", cancellationToken: token)|}, ct);
    async Task OptionsInLocal(CancellationToken ct)
    {
        var options = new RetryStrategyOptions();
        options.MaxRetryAttempts = int.MaxValue;
        var pipeline = new ResiliencePipelineBuilder().AddRetry(options).Build();
        await pipeline.ExecuteAsync(async token => await {|CCA1004:_chat.GetResponseAsync("x", cancellationToken: token)|}, ct);
    }

    async Task Statements(CancellationToken ct)
    {
        var builder = new ResiliencePipelineBuilder();
        builder.AddRetry(new RetryStrategyOptions { MaxRetryAttempts = int.MaxValue });
        builder.AddTimeout(TimeSpan.FromSeconds(5));
        var pipeline = builder.Build();
        await pipeline.ExecuteAsync(async token => await {|CCA1004:_chat.GetResponseAsync("x", cancellationToken: token)|}, ct);
    }

    async Task ThroughHelper() => await ResilientAsync(() => {|CCA1004:AskAsync()|});
    async Task WithOutcome(ResilienceContext context) => await _pipeline.ExecuteOutcomeAsync(async (c, state) => Outcome.FromResult(await {|CCA1004:_chat.GetResponseAsync(state)|}), context, "x");
    async Task Counted7() => await Policy.Handle<Exception>().RetryAsync(int.MaxValue).ExecuteAsync(() => {|CCA1004:_chat.GetResponseAsync("x")|});
    async Task CountedWait() => await Policy.Handle<Exception>().WaitAndRetryAsync(int.MaxValue, n => TimeSpan.FromSeconds(n)).ExecuteAsync(() => {|CCA1004:_chat.GetResponseAsync("x")|});
    void Synchronous() => Policy.Handle<Exception>().WaitAndRetryForever(n => TimeSpan.FromSeconds(1)).Execute(() => {|CCA1004:_chat.GetResponseAsync("x")|}.Result);
    async Task Result() => await Policy.HandleResult<ChatResponse>(r => r.Text == "").RetryForeverAsync().ExecuteAsync(() => {|CCA1004:_chat.GetResponseAsync("x")|});
    async Task Registered(CancellationToken ct) => await _provider.GetPipeline("forever").ExecuteAsync(async token => await {|CCA1004:_chat.GetResponseAsync("x", cancellationToken: token)|}, ct);

    // Bounded, unknown, or free.
    async Task Capped(CancellationToken ct) => await _capped.ExecuteAsync(async token => await _chat.GetResponseAsync("x", cancellationToken: token), ct);
    async Task RegisteredCapped(CancellationToken ct) => await _provider.GetPipeline("capped").ExecuteAsync(async token => await _chat.GetResponseAsync("x", cancellationToken: token), ct);
    async Task Given(CancellationToken ct) => await _given.ExecuteAsync(async token => await _chat.GetResponseAsync("x", cancellationToken: token), ct);
    async Task Default(CancellationToken ct) => await new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions()).Build().ExecuteAsync(async token => await _chat.GetResponseAsync("x", cancellationToken: token), ct);
    async Task Free(CancellationToken ct) => await _pipeline.ExecuteAsync(async token => await Task.Delay(1, token), ct);
    async Task OtherBuilder(CancellationToken ct)
    {
        var forever = new ResiliencePipelineBuilder().AddRetry(s_options);
        var builder = new ResiliencePipelineBuilder();
        builder.AddTimeout(TimeSpan.FromSeconds(5));
        await builder.Build().ExecuteAsync(async token => await _chat.GetResponseAsync("x", cancellationToken: token), ct);
        GC.KeepAlive(forever);
    }

    async Task OptionsCapped(CancellationToken ct)
    {
        var options = new RetryStrategyOptions();
        options.MaxRetryAttempts = 3;
        await new ResiliencePipelineBuilder().AddRetry(options).Build().ExecuteAsync(async token => await _chat.GetResponseAsync("x", cancellationToken: token), ct);
    }

    // One time for all attempts together: what is added first is outermost, and no attempt follows a token that has fired.
    async Task TimedAround(CancellationToken ct) => await new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromMinutes(2)).AddRetry(s_options).Build().ExecuteAsync(async token => await _chat.GetResponseAsync("x", cancellationToken: token), ct);
    async Task TimedStatements(CancellationToken ct)
    {
        var builder = new ResiliencePipelineBuilder();
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = TimeSpan.FromMinutes(2) });
        builder.AddRetry(new RetryStrategyOptions { MaxRetryAttempts = int.MaxValue });
        await builder.Build().ExecuteAsync(async token => await _chat.GetResponseAsync("x", cancellationToken: token), ct);
    }

    async Task TimedToken()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _pipeline.ExecuteAsync(async token => await _chat.GetResponseAsync("x", cancellationToken: token), source.Token);
    }

    async Task TimedTokenLater(CancellationToken ct)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(ct);
        source.CancelAfter(TimeSpan.FromMinutes(2));
        var stop = source.Token;
        await _pipeline.ExecuteAsync(async token => await _chat.GetResponseAsync("x", cancellationToken: token), stop);
    }

    // The timeout is one attempt's, has no end, or may not be there.
    async Task TimedWithin(CancellationToken ct) => await new ResiliencePipelineBuilder().AddRetry(s_options).AddTimeout(TimeSpan.FromMinutes(2)).Build().ExecuteAsync(async token => await {|CCA1004:_chat.GetResponseAsync("x", cancellationToken: token)|}, ct);
    async Task TimedNever(CancellationToken ct) => await new ResiliencePipelineBuilder().AddTimeout(Timeout.InfiniteTimeSpan).AddRetry(s_options).Build().ExecuteAsync(async token => await {|CCA1004:_chat.GetResponseAsync("x", cancellationToken: token)|}, ct);
    async Task TimedPerhaps(bool timed, CancellationToken ct)
    {
        var builder = new ResiliencePipelineBuilder();
        if (timed)
            builder.AddTimeout(TimeSpan.FromMinutes(2));
        builder.AddRetry(s_options);
        await builder.Build().ExecuteAsync(async token => await {|CCA1004:_chat.GetResponseAsync("x", cancellationToken: token)|}, ct);
    }

    async Task UntimedToken()
    {
        using var source = new CancellationTokenSource();
        await _pipeline.ExecuteAsync(async token => await {|CCA1004:_chat.GetResponseAsync("x", cancellationToken: token)|}, source.Token);
    }

    static ResiliencePipeline Build() => new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = int.MaxValue }).Build();
    Task<T> ResilientAsync<T>(Func<Task<T>> action) => _policy.ExecuteAsync(action);
    async Task<string> AskAsync() => (await _chat.GetResponseAsync("x")).Text;
}

static class Pipelines8
{
    public static ResiliencePipeline Shared { get; } = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = int.MaxValue }).Build();

    public static void Register(ResiliencePipelineRegistry<string> registry)
    {
        registry.TryAddBuilder("forever", (builder, context) => builder.AddRetry(new RetryStrategyOptions { MaxRetryAttempts = int.MaxValue }));
        registry.TryAddBuilder("capped", (builder, context) => builder.AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 3 }));
    }
}
