using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>Budgets that runs of one job share by name.</summary>
public sealed class NamedBudgetTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_of_a_job_share_the_budget_of_their_name()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        var clock = new ManualClock();
        for (var hour = 1; hour <= 2; hour++)
        {
            await RunAsync(2);
            await RunAsync(1);
            var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => RunAsync(1));
            Assert.Equal("digest", exception.ScopeName);
            Assert.Equal(3 * hour, server.Count);
            clock.Advance(TimeSpan.FromHours(1));
        }

        async Task RunAsync(int calls)
        {
            using var scope = BudgetScope.Begin(new Budget { Name = "digest", Window = BudgetWindow.Hourly, MaxCalls = 3, TimeProvider = clock });
            for (var call = 0; call < calls; call++)
            {
                await client.Messages.Create(Clients.Ask(), Stop);
            }

            Assert.Equal(calls, scope.Usage.Calls);
        }
    }

    [Fact]
    public async Task A_run_that_was_refused_does_not_close_the_others()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        Budget Shared() => new() { Name = nameof(A_run_that_was_refused_does_not_close_the_others), Window = BudgetWindow.Daily, MaxOutputTokens = 1_000 };
        using (BudgetScope.Begin(Shared()))
        {
            await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(maxTokens: 2_000), Stop));
            await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(maxTokens: 10), Stop));
        }

        using var other = BudgetScope.Begin(Shared());
        await client.Messages.Create(Clients.Ask(maxTokens: 10), Stop);
        Assert.Equal(1, server.Count);
    }

    [Fact]
    public async Task A_budget_that_stands_twice_in_a_chain_is_charged_once()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        Budget Shared() => new() { Name = nameof(A_budget_that_stands_twice_in_a_chain_is_charged_once), Window = BudgetWindow.Daily, MaxCalls = 10, MaxCostUsd = 1m };
        using var outer = BudgetScope.Begin(Shared());
        using var middle = BudgetScope.Begin(new Budget { MaxCalls = 9 });
        using var inner = BudgetScope.Begin(Shared());

        await client.Messages.Create(Clients.Ask(), Stop);

        Assert.Equal(9, inner.Remaining.Calls!.Value + 1);
        Assert.Equal(1m - server.BilledUsd, outer.Remaining.CostUsd);
        Assert.Equal(server.BilledUsd, outer.Usage.CostUsd);
        Assert.Equal(server.BilledUsd, inner.Usage.CostUsd);
    }

    [Fact]
    public void Two_different_budgets_may_not_have_one_name()
    {
        const string Name = nameof(Two_different_budgets_may_not_have_one_name);
        using var scope = BudgetScope.Begin(new Budget { Name = Name, Window = BudgetWindow.Hourly, MaxCostUsd = 1m });

        foreach (var other in new[]
        {
            new Budget { Name = Name, Window = BudgetWindow.Hourly, MaxCostUsd = 2m },
            new Budget { Name = Name, Window = BudgetWindow.Daily, MaxCostUsd = 1m },
            new Budget { Name = Name, Window = BudgetWindow.Hourly, MaxCostUsd = 1m, MaxCalls = 7 },
        })
        {
            var exception = Assert.Throws<InvalidOperationException>(() => BudgetScope.Begin(other));
            Assert.Contains($"'{Name}'", exception.Message);
            Assert.Contains("$1.00, hourly", exception.Message);
            Assert.Same(scope, BudgetScope.Current);
        }

        // The time is that of each scope.
        BudgetScope.Begin(new Budget { Name = Name, Window = BudgetWindow.Hourly, MaxCostUsd = 1m, Timeout = TimeSpan.FromHours(1) }).Dispose();
    }

    [Fact]
    public void Without_a_window_a_name_only_names_the_scope()
    {
        using (var scope = BudgetScope.Begin(new Budget { Name = "report", MaxCalls = 1 }))
        {
            Assert.Equal("report", scope.Name);
        }

        using var other = BudgetScope.Begin(new Budget { Name = "report", MaxCalls = 2 }, "by hand");
        Assert.Equal("by hand", other.Name);
    }

    [Fact]
    public void A_window_without_anything_to_renew_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => BudgetScope.Begin(new Budget { Window = BudgetWindow.Hourly, Timeout = TimeSpan.FromHours(1) }));
        Assert.Contains("Budget.Window", exception.Message);
    }

    [Fact]
    public void Names_that_are_made_up_for_each_user_do_not_pile_up_for_ever_and_what_they_spent_is_kept_while_it_counts()
    {
        var clock = new ManualClock();
        Budget Of(int user) => new() { Name = $"user:{user}", Window = BudgetWindow.Daily, MaxCalls = 1, TimeProvider = clock };
        var spender = NamedBooks.Join(Of(-1));
        Assert.True(new BudgetAccount(null, spender).TryReserve(new Amounts(1, 0, 0, 0, 0), out _, out _));
        NamedBooks.Leave(spender);
        for (var user = 0; user < 5_000; user++)
        {
            NamedBooks.Leave(NamedBooks.Join(Of(user)));
        }

        Assert.True(NamedBooks.Count < 5_000);
        Assert.Same(spender, NamedBooks.Join(Of(-1)));
    }
}
