using System.Diagnostics;
using ClaudeCost.Tests.Server;
using OpenAI.Chat;

namespace ClaudeCost.Tests;

public sealed class TimeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_runaway_loop_stops_when_its_time_is_over()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Delay = TimeSpan.FromMilliseconds(20) });
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { Timeout = TimeSpan.FromSeconds(0.5) }, "half a second");
        var time = Stopwatch.StartNew();

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(async () =>
        {
            while (true)
            {
                await client.Messages.Create(Clients.Ask(), Stop);
            }
        });

        Assert.True(time.Elapsed.TotalSeconds > 0.4);
        Assert.Equal(BudgetLimit.Time, exception.Limit);
        Assert.Equal(0.5m, exception.Maximum);
        Assert.True(scope.Token.IsCancellationRequested);
        Assert.Equal(TimeSpan.Zero, scope.Remaining.Time);
        Assert.Equal(server.Count, scope.Usage.Calls);
    }

    [Fact]
    public void Time_is_that_of_the_provider()
    {
        var clock = new ManualClock();
        using var scope = BudgetScope.Begin(new Budget { Timeout = TimeSpan.FromHours(1), TimeProvider = clock });
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(TimeSpan.FromMinutes(1), scope.Remaining.Time);
        Assert.False(scope.Token.IsCancellationRequested);

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(scope.Token.IsCancellationRequested);
        Assert.Equal(TimeSpan.Zero, scope.Remaining.Time);
    }

    [Fact]
    public async Task A_time_longer_than_any_timer_is_kept()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        var clock = new ManualClock();
        using var scope = BudgetScope.Begin(new Budget { Timeout = TimeSpan.FromDays(90), TimeProvider = clock });
        await client.Messages.Create(Clients.Ask(), Stop);
        clock.Advance(TimeSpan.FromDays(91));

        await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
        Assert.Equal(1, server.Count);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_reply_that_stalls_ends_with_the_time_of_the_scope(bool anthropic, bool streamed)
    {
        // The Anthropic client's own time-out ends with the headers: such a body would hang for as long as the server likes.
        await using var server = await ModelServer.StartAsync(new Answer { Stall = TimeSpan.FromMinutes(10) });
        using var client = Clients.Anthropic(server, maxRetries: 2);
        var chat = Clients.Chat(server, maxRetries: 2);
        var clock = new ManualClock();
        using var scope = BudgetScope.Begin(new Budget { Timeout = TimeSpan.FromHours(1), TimeProvider = clock });
        var reading = ReadAsync(anthropic, streamed);
        while (server.Count == 0)
        {
            await Task.Delay(10, Stop);
        }

        clock.Advance(TimeSpan.FromHours(1));
        var exception = await Record.ExceptionAsync(() => reading);

        Assert.IsType<BudgetExceededException>(exception);
        Assert.Equal(1, server.Count);
        Assert.Equal(1, scope.Usage.SuspectCalls);
        Assert.True(scope.Usage.CostUsd >= server.BilledUsd);

        async Task ReadAsync(bool anthropic, bool streamed)
        {
            if (anthropic && streamed)
            {
                await foreach (var item in client.Messages.CreateStreaming(Clients.Ask(), Stop))
                {
                    Assert.NotNull(item);
                }
            }
            else if (anthropic)
            {
                await client.Messages.Create(Clients.Ask(), Stop);
            }
            else if (streamed)
            {
                await foreach (var update in chat.CompleteChatStreamingAsync([new UserChatMessage("Hi")], Clients.Cap(), Stop))
                {
                    Assert.NotNull(update);
                }
            }
            else
            {
                await chat.CompleteChatAsync([new UserChatMessage("Hi")], Clients.Cap(), Stop);
            }
        }
    }

    [Fact]
    public async Task An_outer_time_ends_a_reply_in_an_inner_scope()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Stall = TimeSpan.FromMinutes(10) });
        using var client = Clients.Anthropic(server);
        using var outer = BudgetScope.Begin(new Budget { Timeout = TimeSpan.FromSeconds(0.5) }, "outer");
        using var middle = BudgetScope.Begin(new Budget { Timeout = TimeSpan.FromHours(1) }, "middle");
        using var inner = BudgetScope.Begin(new Budget { MaxCalls = 5 }, "inner");

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));

        Assert.Equal("outer", exception.ScopeName);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_reads_without_a_token_is_stopped_as_well(bool synchronously)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Stall = TimeSpan.FromMinutes(10) });
        using var http = new HttpClient();
        var clock = new ManualClock();
        using var scope = BudgetScope.Begin(new Budget { Timeout = TimeSpan.FromHours(1), TimeProvider = clock });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "v1/messages"))
        {
            Content = new StringContent("""{"model":"claude-haiku-4-5","max_tokens":100,"stream":true,"messages":[{"role":"user","content":"Hi"}]}"""),
        };
        using var reply = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var body = await reply.Content.ReadAsStreamAsync(Stop);
        var reading = Task.Run(() => ReadAsync(body), Stop);
        await Task.Delay(50, Stop);
        Assert.False(reading.IsCompleted);

        clock.Advance(TimeSpan.FromHours(1));

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30), Stop));
        Assert.Equal(BudgetLimit.Time, exception.Limit);
        Assert.Equal((0, 1), (scope.Usage.CallsInFlight, scope.Usage.SuspectCalls));

        async Task ReadAsync(Stream stream)
        {
            var buffer = new byte[1_024];
            while ((synchronously ? stream.Read(buffer) : await stream.ReadAsync(buffer, CancellationToken.None)) > 0)
            {
            }
        }
    }

    [Fact]
    public async Task A_reply_that_is_still_arriving_when_its_scope_is_disposed_keeps_its_deadline()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Stall = TimeSpan.FromMinutes(10) });
        using var client = Clients.Anthropic(server);
        var clock = new ManualClock();
        using var scope = BudgetScope.Begin(new Budget { Timeout = TimeSpan.FromHours(1), TimeProvider = clock });
        await using var reading = client.Messages.CreateStreaming(Clients.Ask(), Stop).GetAsyncEnumerator(Stop);
        Assert.True(await reading.MoveNextAsync());

        scope.Dispose();
        Assert.Equal(1, scope.Usage.CallsInFlight);
        clock.Advance(TimeSpan.FromHours(1));

        var exception = await Record.ExceptionAsync(async () =>
        {
            while (await reading.MoveNextAsync())
            {
            }
        });
        Assert.Equal(BudgetLimit.Time, Assert.IsType<BudgetExceededException>(exception).Limit);
        Assert.Equal((0, 1), (scope.Usage.CallsInFlight, scope.Usage.SuspectCalls));
    }
}
