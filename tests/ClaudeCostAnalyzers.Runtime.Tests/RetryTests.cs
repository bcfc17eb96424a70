using ClaudeCost.Tests.Server;
using OpenAI.Chat;

namespace ClaudeCost.Tests;

/// <summary>The retries that the SDKs make by themselves, and what they do with a refusal.</summary>
public sealed class RetryTests
{
    // Both SDKs obey it; without it the Anthropic client waits for seconds between attempts.
    private static readonly Dictionary<string, string> AtOnce = new() { ["retry-after-ms"] = "1", ["retry-after"] = "0" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(500)]
    [InlineData(529)]
    [InlineData(429)]
    public async Task Each_attempt_of_the_Anthropic_client_counts(int status)
    {
        await using var server = await ModelServer.StartAsync(request => request.Number < 3 ? new Answer { Status = status, Headers = AtOnce } : new Answer());
        using var client = Clients.Anthropic(server, maxRetries: 2);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 10 });

        await client.Messages.Create(Clients.Ask(), Stop);

        Assert.Equal(3, server.Count);
        Assert.Equal(3, scope.Usage.Calls);
        Assert.Equal(status == 500 ? 2 : 0, scope.Usage.SuspectCalls);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Each_attempt_of_the_OpenAI_client_counts(int status)
    {
        await using var server = await ModelServer.StartAsync(request => request.Number < 3 ? new Answer { Status = status, Headers = AtOnce } : new Answer());
        var client = Clients.Chat(server, maxRetries: 3);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 10 });

        await client.CompleteChatAsync([new UserChatMessage("Hi")], Clients.Cap(), Stop);

        Assert.Equal(3, server.Count);
        Assert.Equal(3, scope.Usage.Calls);
    }

    [Fact]
    public async Task The_Anthropic_client_hands_on_a_refusal_unwrapped_and_does_not_retry_it()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Status = 500, Headers = AtOnce });
        using var client = Clients.Anthropic(server, maxRetries: 5);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 2 });

        await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));

        Assert.Equal(2, server.Count);
        Assert.Equal(1, scope.Usage.CallsDenied);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_OpenAI_client_hands_on_a_refusal_unwrapped_and_does_not_retry_it(bool synchronously)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Status = 500, Headers = AtOnce });
        var client = Clients.Chat(server, maxRetries: 5);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 2 });

        await Assert.ThrowsAsync<BudgetExceededException>(async () =>
        {
            if (synchronously)
            {
                client.CompleteChat([new UserChatMessage("Hi")], Clients.Cap(), Stop);
            }

            await client.CompleteChatAsync([new UserChatMessage("Hi")], Clients.Cap(), Stop);
        });

        Assert.Equal(2, server.Count);
        Assert.Equal(1, scope.Usage.CallsDenied);
    }

    [Fact]
    public async Task A_refused_stream_throws_when_it_is_enumerated()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server, maxRetries: 3);
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 0.000001m });

        await Assert.ThrowsAsync<BudgetExceededException>(async () =>
        {
            await foreach (var item in client.Messages.CreateStreaming(Clients.Ask(), Stop))
            {
                Assert.Fail("nothing should come");
            }
        });

        Assert.Equal(0, server.Count);
    }

    [Fact]
    public async Task Retries_of_unclear_failures_cannot_spend_more_than_the_limit()
    {
        // The server bills every attempt that it says has failed.
        await using var server = await ModelServer.StartAsync(new Answer { Status = 500, BilledAnyway = true, Input = 2_000, Output = 100, Headers = AtOnce });
        using var client = Clients.Anthropic(server, maxRetries: 50);
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 0.05m });

        await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));

        Assert.True(server.Count > 3);
        Assert.True(server.BilledUsd <= 0.05m, $"billed {server.BilledUsd}");
    }
}
