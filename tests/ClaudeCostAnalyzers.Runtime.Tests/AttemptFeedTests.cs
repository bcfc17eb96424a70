using System.Collections.Concurrent;
using ClaudeCost.Attempts;
using ClaudeCost.Http;
using ClaudeCost.Pricing;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>What observers are told of attempts.</summary>
public sealed class AttemptFeedTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_attempt_of_a_call_is_told_once_with_what_it_held_and_cost()
    {
        await using var server = await ModelServer.StartAsync(request => request.Number == 1
            ? new Answer { Status = 429, Headers = new() { ["retry-after-ms"] = "1", ["request-id"] = "req_1" } }
            : new Answer { Input = 70, Output = 7, Headers = new() { ["request-id"] = "req_2" } });
        using var client = Clients.Anthropic(server, maxRetries: 2);
        using var observer = new Observer();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 2, MaxCostUsd = 1m }, "told");

        await client.Messages.Create(Clients.Ask(), Stop);
        await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));

        var told = observer.Of(scope);
        Assert.Equal([AttemptOutcome.Rejected, AttemptOutcome.Completed, AttemptOutcome.Denied], told.Select(attempt => attempt.Outcome));
        var (first, second, third) = (told[0], told[1], told[2]);
        Assert.Equal((429, "req_1", 1), (first.Status, first.RequestId, first.Attempt));
        Assert.Equal((200, "req_2", 2), (second.Status, second.RequestId, second.Attempt));
        Assert.Equal(first.CallId, second.CallId);
        Assert.NotEqual(first.CallId, third.CallId);
        Assert.Equal(0, first.Charged.NanoUsd);
        Assert.Equal(Money.ToUsd(second.Charged.NanoUsd), server.BilledUsd);
        Assert.True(second.Reservation.Amounts.NanoUsd >= second.Charged.NanoUsd);
        Assert.Equal(CostBound.Bounded(BoundStrength.Measured), second.Reservation.Bound);
        Assert.Equal(("claude-haiku-4-5", "claude-haiku-4-5"), (second.ModelAsked, second.ModelServed));
        Assert.Equal((70L, 7L), (second.Usage!.Input, second.Usage.Output));
        Assert.Equal("anthropic", second.Provider);
        Assert.Equal("chat", second.Operation);
        Assert.Equal("lder", second.KeyEnd);
        Assert.Equal(server.Address.Port, second.Address!.Port);
        Assert.Equal(PriceCatalog.Default.Version, second.PriceVersion);
        Assert.False(second.IsSuspect || second.BoundViolated);
        Assert.True(second.TimeToHeaders <= second.Duration);
        Assert.Equal(BudgetLimit.Calls, third.Refusal!.Limit);
        Assert.Null(third.Status);
        Assert.EndsWith("AttemptFeedTests.cs", second.Scope!.BegunAtFile);
    }

    [Fact]
    public async Task A_request_that_passes_handlers_and_guard_is_told_once()
    {
        await using var server = await ModelServer.StartAsync();
        using var http = new HttpClient(new BudgetHandler(new BudgetHandler(new SocketsHttpHandler())));
        using var observer = new Observer();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 5 }, "told once");

        using var reply = await http.PostAsync(
            new Uri(server.Address, "v1/messages"),
            new StringContent("""{"model":"claude-haiku-4-5","max_tokens":100,"messages":[{"role":"user","content":"Hi"}]}"""), Stop);
        await reply.Content.ReadAsStringAsync(Stop);

        Assert.Equal(AttemptOutcome.Completed, Assert.Single(observer.Of(scope)).Outcome);
    }

    [Fact]
    public async Task A_call_that_waited_began_when_it_left()
    {
        // Whoever resumes windows from a ledger counts it in the window of that time.
        await using var server = await ModelServer.StartAsync(new Answer { Delay = TimeSpan.FromMilliseconds(300) });
        using var http = new HttpClient(new BudgetHandler(new SocketsHttpHandler()));
        using var observer = new Observer();
        using var scope = BudgetScope.Begin(new Budget { MaxConcurrentCalls = 1, OnExceeded = OnExceeded.Wait }, "waited");

        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            using var reply = await http.PostAsync(
                new Uri(server.Address, "v1/messages"),
                new StringContent("""{"model":"claude-haiku-4-5","max_tokens":100,"messages":[{"role":"user","content":"Hi"}]}"""), Stop);
        }));

        var told = observer.Of(scope);
        Assert.Equal(3, told.Count);
        for (var i = 1; i < told.Count; i++)
        {
            Assert.True(told[i].StartedAt > told[i - 1].StartedAt + TimeSpan.FromMilliseconds(250), $"{told[i].StartedAt:O} after {told[i - 1].StartedAt:O}");
        }
    }

    [Fact]
    public async Task What_an_observer_throws_does_not_reach_the_call()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var observer = new Observer(throws: true);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 5 }, "thrown");

        await client.Messages.Create(Clients.Ask(), Stop);

        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
    }

    private sealed class Observer : IAttemptObserver, IDisposable
    {
        private readonly ConcurrentQueue<SettledAttempt> told = new();
        private readonly bool throws;

        public Observer(bool throws = false)
        {
            this.throws = throws;
            AttemptFeed.Add(this);
        }

        public List<SettledAttempt> Of(BudgetScope scope) => [.. told.Where(attempt => ReferenceEquals(attempt.Scope, scope))];

        public void Settled(SettledAttempt attempt)
        {
            told.Enqueue(attempt);
            if (throws)
            {
                throw new InvalidOperationException("an observer's own trouble");
            }
        }

        public void Corrected(SettledAttempt attempt)
        {
        }

        public void Withdrawn(SettledAttempt attempt)
        {
        }

        public void Dispose() => AttemptFeed.Remove(this);
    }
}
