using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>Limits on calls at a time, attempts of one call, and depth.</summary>
public sealed class ConcurrencyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_too_many_at_a_time_is_refused_and_closes_nothing()
    {
        var gate = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(new Answer { Gate = gate.Task });
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { MaxConcurrentCalls = 2 });
        var calls = new[] { client.Messages.Create(Clients.Ask(), Stop), client.Messages.Create(Clients.Ask(), Stop) };
        while (scope.Usage.CallsInFlight < 2)
        {
            await Task.Delay(5, Stop);
        }

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
        Assert.Equal(BudgetLimit.Concurrency, exception.Limit);
        Assert.Equal(2, exception.Maximum);
        Assert.Equal(2, exception.Reserved);
        Assert.Contains("calls at a time: limit 2, in flight 2", exception.Message);
        gate.SetResult();
        await Task.WhenAll(calls);

        await client.Messages.Create(Clients.Ask(), Stop);
        Assert.Equal(3, server.Count);
        Assert.Equal(1, scope.Usage.CallsDenied);
        Assert.False(scope.Token.IsCancellationRequested);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_SDK_that_retries_is_stopped_after_the_attempts_that_a_call_is_allowed(bool anthropic)
    {
        await using var server = await ModelServer.StartAsync(Answer.Fail(500));
        using var client = Clients.Anthropic(server, maxRetries: 5);
        var chat = Clients.Chat(server, maxRetries: 5);
        using var scope = BudgetScope.Begin(new Budget { MaxAttemptsPerCall = 2 });

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(async () =>
        {
            if (anthropic)
            {
                await client.Messages.Create(Clients.Ask(), Stop);
            }
            else
            {
                await chat.CompleteChatAsync([new OpenAI.Chat.UserChatMessage("Hi")], Clients.Cap(), Stop);
            }
        });

        Assert.Equal(BudgetLimit.Attempts, exception.Limit);
        Assert.Equal(2, server.Count);
        Assert.Contains("attempts of this call: limit 2, failed 2", exception.Message);
        Assert.Equal(1, scope.Usage.CallsDenied);

        // Another call has attempts of its own.
        await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(prompt: "Something else"), Stop));
        Assert.Equal(4, server.Count);
    }

    [Fact]
    public async Task Attempts_are_counted_anew_after_a_success_and_equal_calls_that_succeed_are_free()
    {
        await using var server = await ModelServer.StartAsync(request => request.Number % 2 == 1 ? Answer.Fail(529) : new Answer());
        using var client = Clients.Anthropic(server, maxRetries: 1);
        using var scope = BudgetScope.Begin(new Budget { MaxAttemptsPerCall = 2 });

        for (var i = 0; i < 5; i++)
        {
            await client.Messages.Create(Clients.Ask(), Stop);
        }

        Assert.Equal(10, server.Count);
        Assert.Equal(0, scope.Usage.CallsDenied);
    }

    [Fact]
    public async Task A_limit_on_attempts_holds_in_scopes_inside_it()
    {
        await using var server = await ModelServer.StartAsync(Answer.Fail(503));
        using var client = Clients.Anthropic(server);
        using var outer = BudgetScope.Begin(new Budget { MaxAttemptsPerCall = 3 }, "outer");
        for (var i = 0; i < 6; i++)
        {
            using var inner = BudgetScope.Begin(new Budget { MaxCalls = 10 }, "inner");
            await Assert.ThrowsAnyAsync<Exception>(() => client.Messages.Create(Clients.Ask(), Stop));
        }

        Assert.Equal(3, server.Count);
    }

    [Fact]
    public void A_recursion_is_stopped_at_its_depth_before_another_scope_is_begun()
    {
        var deepest = 0;
        var exception = Assert.Throws<BudgetExceededException>(() => Agent(1));

        Assert.Equal(3, deepest);
        Assert.Equal(BudgetLimit.Depth, exception.Limit);
        Assert.Equal("Agent", exception.ScopeName);
        Assert.Equal(3, exception.Maximum);
        Assert.Null(BudgetScope.Current);

        void Agent(int depth)
        {
            using var scope = BudgetScope.Begin(new Budget { MaxDepth = 3, MaxCalls = 10 }, "Agent");
            deepest = depth;
            using var other = BudgetScope.Begin(new Budget { MaxCalls = 10, MaxDepth = 1 }, $"tool {depth}");
            Agent(depth + 1);
        }
    }

    [Fact]
    public void Input_tokens_are_a_limit_of_their_own()
    {
        using var scope = BudgetScope.Begin(new Budget { MaxInputTokens = 100 });
        var account = scope.Account;
        Assert.True(account.TryReserve(new Amounts(1, 0, 1_000, 950, 50), out _, out _));
        Assert.Equal(50, scope.Remaining.InputTokens);
        Assert.False(account.TryReserve(new Amounts(1, 0, 60, 0, 60), out _, out var denial));
        Assert.Equal(BudgetLimit.InputTokens, denial.Limit);
    }
}
