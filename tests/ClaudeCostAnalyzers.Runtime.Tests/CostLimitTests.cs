using ClaudeCost.Tests.Server;
using OpenAI.Chat;

namespace ClaudeCost.Tests;

public sealed class CostLimitTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_runaway_loop_stops_before_its_bill_passes_the_limit()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 1_000, Output = 500 });
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 0.10m });

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(async () =>
        {
            while (true)
            {
                await client.Messages.Create(Clients.Ask(maxTokens: 500), Stop);
            }
        });

        Assert.Equal(BudgetLimit.Cost, exception.Limit);
        Assert.Equal(0.10m, exception.Maximum);
        Assert.True(exception.Needed > exception.Left);
        Assert.InRange(server.BilledUsd, 0.08m, 0.10m);
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
        Assert.Equal(0m, scope.Usage.ReservedCostUsd);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_hundred_parallel_calls_never_exceed_the_limit(bool anthropic)
    {
        // Each answer uses all of the output that it was allowed, so that the reservation is not much more than the bill.
        await using var server = await ModelServer.StartAsync(new Answer { Input = 300, Output = 1_000, Delay = TimeSpan.FromMilliseconds(20) });
        using var client = Clients.Anthropic(server);
        var chat = Clients.Chat(server, "gpt-4o");
        const decimal Limit = 0.5m;
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = Limit });
        using var over = new CancellationTokenSource();
        var highest = 0m;
        var watch = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                var usage = scope.Usage;
                highest = Math.Max(highest, usage.CostUsd + usage.ReservedCostUsd);
                await Task.Yield();
            }
        });

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            try
            {
                await (anthropic
                    ? client.Messages.Create(Clients.Ask("claude-opus-4-6", maxTokens: 1_000), Stop)
                    : (Task)chat.CompleteChatAsync([new UserChatMessage("Hi")], Clients.Cap(1_000), Stop));
                return true;
            }
            catch (BudgetExceededException)
            {
                return false;
            }
        }));
        await over.CancelAsync();
        await watch;

        Assert.Equal(server.Count, outcomes.Count(succeeded => succeeded));
        Assert.InRange(server.Count, 5, 199);
        Assert.True(server.BilledUsd <= Limit, $"billed {server.BilledUsd}");
        Assert.True(highest <= Limit, $"booked {highest}");
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
        Assert.Equal(200, scope.Usage.Calls + scope.Usage.CallsDenied);
    }

    [Fact]
    public async Task A_budget_for_fifty_calls_lets_fifty_of_a_thousand_parallel_ones_out()
    {
        // Every call fails in an unclear way, so each stays charged at its reservation, which the first one shows.
        await using var server = await ModelServer.StartAsync(Answer.Fail(500));
        using var client = Clients.Anthropic(server);
        decimal one;
        using (var trial = BudgetScope.Begin(new Budget { MaxCostUsd = 100m }))
        {
            await Record.ExceptionAsync(() => client.Messages.Create(Clients.Ask(), Stop));
            one = trial.Usage.CostUsd;
        }

        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = one * 50 });
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(_ => Task.Run(async () => await Record.ExceptionAsync(() => client.Messages.Create(Clients.Ask(), Stop)))));

        Assert.Equal(950, outcomes.Count(outcome => outcome is BudgetExceededException));
        Assert.Equal(1 + 50, server.Count);
        Assert.Equal(one * 50, scope.Usage.CostUsd);
    }

    [Fact]
    public async Task Token_limits_count_input_and_output()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 1_000, Output = 50 });
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { MaxTokens = 20_000 });

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(async () =>
        {
            while (true)
            {
                await client.Messages.Create(Clients.Ask(), Stop);
            }
        });

        Assert.Equal(BudgetLimit.Tokens, exception.Limit);
        Assert.Equal(1_050 * server.Count, scope.Usage.Tokens);
        Assert.InRange(scope.Usage.Tokens, 15_000, 20_000);
    }

    [Fact]
    public async Task Output_token_limits_stop_where_the_next_cap_does_not_fit()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Output = 100 });
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { MaxOutputTokens = 1_000 });

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(async () =>
        {
            while (true)
            {
                await client.Messages.Create(Clients.Ask(maxTokens: 100), Stop);
            }
        });

        Assert.Equal(BudgetLimit.OutputTokens, exception.Limit);
        Assert.Equal(10, server.Count);
        Assert.Equal(1_000, scope.Usage.OutputTokens);
    }

    [Fact]
    public async Task A_request_without_a_cap_is_refused_with_the_reason()
    {
        await using var server = await ModelServer.StartAsync();
        var chat = Clients.Chat(server, "gpt-4o");
        using var scope = BudgetScope.Begin(new Budget { MaxOutputTokens = 1_000 });

#pragma warning disable CCA2003 // What the guard makes of a call without a cap is what is tested.
        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => chat.CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Stop));
#pragma warning restore CCA2003

        Assert.Equal(0, server.Count);
        Assert.Equal(16_384m, exception.Needed);
        Assert.Contains("sets no cap on output tokens", exception.Message);
    }
}
