using ClaudeCost.Tests.Server;
using OpenAI.Chat;

namespace ClaudeCost.Tests;

public sealed class CallLimitTests
{
    [Fact]
    public async Task A_runaway_loop_over_the_Anthropic_client_stops_at_its_call_limit()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 7 }, "runaway");

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(async () =>
        {
            while (true)
            {
                await client.Messages.Create(Clients.Ask(), TestContext.Current.CancellationToken);
            }
        });

        Assert.Equal(7, server.Count);
        Assert.Equal(BudgetLimit.Calls, exception.Limit);
        Assert.Equal("runaway", exception.ScopeName);
        Assert.Contains("CallLimitTests.cs:", exception.Message);
        Assert.EndsWith("CallLimitTests.cs", exception.BegunAtFile);
        Assert.True(scope.Token.IsCancellationRequested);
        Assert.Equal(7, scope.Usage.Calls);
        Assert.Equal(0, scope.Remaining.Calls);
    }

    [Fact]
    public async Task A_runaway_loop_over_the_OpenAI_client_stops_at_its_call_limit()
    {
        await using var server = await ModelServer.StartAsync();
        var client = Clients.Chat(server);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 7 });

        await Assert.ThrowsAsync<BudgetExceededException>(async () =>
        {
            while (true)
            {
                await client.CompleteChatAsync([new UserChatMessage("Hi")], Clients.Cap());
            }
        });

        Assert.Equal(7, server.Count);
    }

    [Fact]
    public async Task Synchronous_calls_are_guarded_too()
    {
        await using var server = await ModelServer.StartAsync();
        var client = Clients.Chat(server);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 2 });

        void Runaway()
        {
            while (true)
            {
                client.CompleteChat([new UserChatMessage("Hi")], Clients.Cap());
            }
        }

        Assert.Throws<BudgetExceededException>(Runaway);

        Assert.Equal(2, server.Count);
        Assert.Equal(0, scope.Usage.SuspectCalls);
    }
}
