using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;
using ClaudeCost;
using Polly;
using Polly.RateLimit;

namespace ClaudeCostAnalyzers.Benchmarks.Runtime;

/// <summary>To reserve a call and settle it, in one scope and in six around each other, beside what limits the rate of calls elsewhere.</summary>
[MemoryDiagnoser]
public class ReserveBenchmarks
{
    private static readonly Amounts s_worst = new(1, 40_000_000, 9_000, 4_000, 5_000);
    private static readonly Amounts s_actual = new(1, 4_000, 9, 4, 5);

    private readonly AccountChain one = Nested(1);
    private readonly AccountChain six = Nested(6);
    private readonly AccountChain sixTimed = Nested(6, TimeSpan.FromDays(1));
    private readonly RateLimitPolicy policy = Policy.RateLimit(10_000_000, TimeSpan.FromSeconds(1), int.MaxValue);
    private readonly ConcurrencyLimiter concurrency = new(new() { PermitLimit = 8, QueueLimit = 0 });
    private readonly TokenBucketRateLimiter bucket = new(new()
    {
        TokenLimit = int.MaxValue, TokensPerPeriod = int.MaxValue, ReplenishmentPeriod = TimeSpan.FromMilliseconds(1), AutoReplenishment = true, QueueLimit = 0,
    });

    [Benchmark(Baseline = true)]
    public bool OneScope() => ReserveAndSettle(one);

    [Benchmark]
    public bool SixScopes() => ReserveAndSettle(six);

    [Benchmark]
    public bool SixScopesWithTimeout() => ReserveAndSettle(sixTimed);

    [Benchmark]
    public int PollyRateLimit() => policy.Execute(static () => 1);

    [Benchmark]
    public bool RateLimitingConcurrency()
    {
        using var lease = concurrency.AttemptAcquire();
        return lease.IsAcquired;
    }

    [Benchmark]
    public bool RateLimitingTokenBucket()
    {
        using var lease = bucket.AttemptAcquire();
        return lease.IsAcquired;
    }

    private static bool ReserveAndSettle(in AccountChain chain)
    {
        var ticket = CallGate.Reserve(chain, s_worst, null);
        return chain.Settle(ticket, s_worst, s_actual, suspect: false);
    }

    // Begun on a flow of its own, so that they are not around what is measured afterwards.
    private static AccountChain Nested(int depth, TimeSpan? timeout = null) => Task.Run(() =>
    {
        for (var i = 0; i < depth; i++)
            BudgetScope.Begin(new Budget { MaxCalls = long.MaxValue / 2, MaxCostUsd = Money.MaxUsd / 2, Timeout = timeout });
        return new AccountChain(BudgetScope.Current!.Account);
    }).Result;
}
