using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>Nesting, ending, outliving.</summary>
public sealed class ScopeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Outside_every_scope_there_is_none()
    {
        Assert.Null(BudgetScope.Current);
        using (var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 }))
        {
            Assert.Same(scope, BudgetScope.Current);
        }

        Assert.Null(BudgetScope.Current);
    }

    [Fact]
    public void A_scope_is_named_after_the_member_that_begins_it()
    {
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });
        Assert.Equal(nameof(A_scope_is_named_after_the_member_that_begins_it), scope.Name);
    }

    [Fact]
    public void A_budget_without_any_limit_is_refused()
    {
#pragma warning disable CCA4002 // What the rule says, the runtime says too.
        var exception = Assert.Throws<ArgumentException>(() => BudgetScope.Begin(new Budget()));
#pragma warning restore CCA4002
        Assert.Contains("MaxCostUsd", exception.Message);
        Assert.Throws<ArgumentNullException>(() => BudgetScope.Begin(null!));
        Assert.Null(BudgetScope.Current);
    }

    [Fact]
    public async Task A_call_is_charged_to_every_scope_around_it()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var outer = BudgetScope.Begin(new Budget { MaxCalls = 3 }, "outer");
        using (var inner = BudgetScope.Begin(new Budget { MaxCalls = 10 }, "inner"))
        {
            await client.Messages.Create(Clients.Ask(), Stop);
            Assert.Equal(1, inner.Usage.Calls);
            Assert.Equal(2, inner.Remaining.Calls);
        }

        await client.Messages.Create(Clients.Ask(), Stop);
        using (var second = BudgetScope.Begin(new Budget { MaxCalls = 10 }, "second"))
        {
            await client.Messages.Create(Clients.Ask(), Stop);
            var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
            Assert.Equal("outer", exception.ScopeName);

            // Charged to all or to none: the inner scope had room and yet took nothing.
            Assert.Equal(1, second.Usage.Calls);
            Assert.Equal(server.BilledUsd, outer.Usage.CostUsd);
            Assert.Equal(0, second.Remaining.Calls);
            Assert.True(await CancelledSoonAsync(second.Token));
        }

        Assert.Equal(3, server.Count);
    }

    [Fact]
    public async Task An_inner_limit_does_not_close_the_outer_scope()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var outer = BudgetScope.Begin(new Budget { MaxCalls = 10 });
        using (var inner = BudgetScope.Begin(new Budget { MaxCalls = 1 }))
        {
            await client.Messages.Create(Clients.Ask(), Stop);
            await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
            Assert.True(inner.Token.IsCancellationRequested);
        }

        Assert.False(outer.Token.IsCancellationRequested);
        await client.Messages.Create(Clients.Ask(), Stop);
        Assert.Equal(2, outer.Usage.Calls);
    }

    [Fact]
    public async Task A_scope_that_a_limit_closed_stays_closed()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { MaxOutputTokens = 1_000 });

        await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(maxTokens: 2_000), Stop));
        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(maxTokens: 10), Stop));

        Assert.Equal(BudgetLimit.OutputTokens, exception.Limit);
        Assert.Contains("closed", exception.Message);
        Assert.Equal(0, server.Count);
        Assert.Equal(0, scope.Remaining.OutputTokens);
    }

    [Fact]
    public async Task Work_that_outlives_its_scope_is_refused()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        var ended = new TaskCompletionSource();
        Task orphan;
        BudgetScope scope;
        using (scope = BudgetScope.Begin(new Budget { MaxCalls = 10 }, "short-lived"))
        {
            orphan = Task.Run(async () =>
            {
                await client.Messages.Create(Clients.Ask(), Stop);
                await ended.Task;
                await client.Messages.Create(Clients.Ask(), Stop);
            });
            while (scope.Usage.Calls == 0)
            {
                await Task.Delay(5, Stop);
            }
        }

        ended.SetResult();
        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => orphan);

        Assert.Equal(BudgetLimit.ScopeEnded, exception.Limit);
        Assert.Equal("short-lived", exception.ScopeName);
        Assert.Equal(1, server.Count);
        Assert.True(scope.Token.IsCancellationRequested);

        // The orphan's fate is not this flow's.
        Assert.Null(BudgetScope.Current);
        await client.Messages.Create(Clients.Ask(), Stop);
    }

    [Fact]
    public async Task Work_that_outlives_its_scope_may_begin_one_of_its_own()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        var ended = new TaskCompletionSource();
        Task orphan;
        using var outer = BudgetScope.Begin(new Budget { MaxCalls = 2 }, "outer");
        using (BudgetScope.Begin(new Budget { MaxCalls = 10 }, "ended"))
        using (BudgetScope.Begin(new Budget { MaxCalls = 10 }, "ended too"))
        {
            orphan = Task.Run(async () =>
            {
                await ended.Task;
                using var own = BudgetScope.Begin(new Budget { MaxCalls = 10 }, "own");
                await client.Messages.Create(Clients.Ask(), Stop);
                await client.Messages.Create(Clients.Ask(), Stop);

                // What has not ended still holds.
                var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
                Assert.Equal("outer", exception.ScopeName);
            });
        }

        ended.SetResult();
        await orphan;
        Assert.Equal(2, outer.Usage.Calls);
    }

    [Fact]
    public async Task Depth_counts_scopes_that_have_ended()
    {
        var depth = 0;
        var last = new TaskCompletionSource();
        Start();
        await last.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
        Assert.Equal(3, depth);

        // Each agent starts the next one and does not wait for it.
        void Start()
        {
            var ended = new TaskCompletionSource();
            try
            {
                using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1, MaxDepth = 3 }, "agent");
                depth++;
                _ = Task.Run(async () =>
                {
                    await ended.Task;
                    Start();
                });
            }
            catch (BudgetExceededException exception)
            {
                Assert.Equal(BudgetLimit.Depth, exception.Limit);
                last.SetResult();
            }

            ended.SetResult();
        }
    }

    [Fact]
    public async Task A_call_in_flight_when_its_scope_ends_is_settled_all_the_same()
    {
        var gate = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(new Answer { Gate = gate.Task });
        using var client = Clients.Anthropic(server);
        Task call;
        BudgetScope scope;
        using (scope = BudgetScope.Begin(new Budget { MaxCostUsd = 1m }))
        {
            call = client.Messages.Create(Clients.Ask(), Stop);
            while (scope.Usage.CallsInFlight == 0)
            {
                await Task.Delay(5, Stop);
            }
        }

        gate.SetResult();
        await call;
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
        Assert.Equal(0, scope.Usage.CallsInFlight);
    }

    [Fact]
    public async Task Ending_scopes_in_the_wrong_order_closes_the_nested_one_and_leaves_none_behind()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
#pragma warning disable CCA4001 // The order of the ends is what is tested.
        var outer = BudgetScope.Begin(new Budget { MaxCalls = 10 }, "outer");
#pragma warning restore CCA4001
        var inner = BudgetScope.Begin(new Budget { MaxCalls = 10 }, "inner");

        outer.Dispose();
        Assert.Same(inner, BudgetScope.Current);
        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
        Assert.Equal("outer", exception.ScopeName);
        Assert.True(await CancelledSoonAsync(inner.Token));

        inner.Dispose();
        inner.Dispose();
        Assert.Null(BudgetScope.Current);
    }

    [Fact]
    public async Task Flow_that_was_suppressed_is_free_of_the_scope()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });
        Task<int> free;
        using (ExecutionContext.SuppressFlow())
        {
            free = Task.Run(async () =>
            {
                await client.Messages.Create(Clients.Ask(), Stop);
                await client.Messages.Create(Clients.Ask(), Stop);
                return server.Count;
            });
        }

        Assert.Equal(2, await free);
        Assert.Equal(0, scope.Usage.Calls);
    }

    [Fact]
    public async Task The_refusal_holds_neither_key_nor_prompt()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 0.0001m });

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(prompt: "the-secret-prompt"), Stop));

        Assert.DoesNotContain("placeholder", exception.ToString());
        Assert.DoesNotContain("the-secret-prompt", exception.ToString());
        Assert.Equal(typeof(Exception), exception.GetType().BaseType);
    }

    private static async Task<bool> CancelledSoonAsync(CancellationToken token)
    {
        // The cancellation of an outer scope reaches the tokens of inner ones by way of the thread pool.
        for (var i = 0; i < 200 && !token.IsCancellationRequested; i++)
        {
            await Task.Delay(10, Stop);
        }

        return token.IsCancellationRequested;
    }
}
