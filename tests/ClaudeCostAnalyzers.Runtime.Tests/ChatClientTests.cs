using System.Runtime.CompilerServices;
using ClaudeCost.Tests.Server;
using Microsoft.Extensions.AI;

namespace ClaudeCost.Tests;

/// <summary>Chat clients: models in the process are charged by what they report, models behind HTTP by their requests, once.</summary>
public sealed class ChatClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_in_the_process_is_stopped_at_its_limits(bool streamed)
    {
        var model = new LocalModel();
        using var client = ((IChatClient)model).UseBudget();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 3, MaxCostUsd = 1m });

        for (var i = 0; i < 3; i++)
        {
            await AskAsync(client, streamed);
        }

        await Assert.ThrowsAsync<BudgetExceededException>(() => AskAsync(client, streamed));
        Assert.Equal(3, model.Calls);
        Assert.Equal(3, scope.Usage.Calls);
        Assert.Equal(3 * 100, scope.Usage.InputTokens);
        Assert.Equal(3 * 20, scope.Usage.OutputTokens);
        Assert.Equal(0, scope.Usage.SuspectCalls);

        // claude-haiku-4-5: $1 and $5 per million tokens.
        Assert.Equal(3 * 0.0002m, scope.Usage.CostUsd);
    }

    [Fact]
    public async Task A_free_model_takes_calls_and_tokens_and_no_dollars()
    {
        var name = "my-own-llama-" + Guid.NewGuid().ToString("N");
        using var client = ((IChatClient)new LocalModel { Name = name }).UseBudget(free: true);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 2, MaxCostUsd = 0.000001m });
        var warnings = new System.Collections.Concurrent.ConcurrentQueue<string>();
        EventHandler<BudgetWarningEventArgs> hear = (_, warning) => warnings.Enqueue(warning.Message);
        BudgetGuard.Warning += hear;
        await AskAsync(client, streamed: false);
        await AskAsync(client, streamed: true);
        BudgetGuard.Warning -= hear;

        // What costs nothing needs no price.
        Assert.DoesNotContain(warnings, warning => warning.Contains(name));

        Assert.Equal(0m, scope.Usage.CostUsd);
        Assert.Equal(240, scope.Usage.Tokens);
        await Assert.ThrowsAsync<BudgetExceededException>(() => AskAsync(client, streamed: false));
    }

    [Theory]
    [InlineData(-1_000_000, 20)]
    [InlineData(100, -1_000_000)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public async Task A_report_that_cannot_be_true_gives_nothing_back(long input, long output)
    {
        using var client = ((IChatClient)new LocalModel { Usage = new() { InputTokenCount = input, OutputTokenCount = output } }).UseBudget();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 10, MaxCostUsd = 1m });
        await client.GetResponseAsync("Hi", new ChatOptions { MaxOutputTokens = 500 }, Stop);
        Assert.Equal(1, scope.Usage.SuspectCalls);
        Assert.InRange(scope.Usage.CostUsd, 0.0025m, 0.1m);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_cap_that_is_none_is_none(int cap)
    {
        using var client = ((IChatClient)new LocalModel { NoUsage = true }).UseBudget();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 10 });
        await client.GetResponseAsync("Hi", new ChatOptions { MaxOutputTokens = cap }, Stop);
        Assert.Equal(64_000, scope.Usage.OutputTokens);
    }

    [Theory]
    [InlineData("no usage")]
    [InlineData("failure")]
    [InlineData("given up")]
    public async Task What_is_not_known_stays_charged(string outcome)
    {
        var model = new LocalModel { NoUsage = outcome == "no usage", Fails = outcome == "failure" };
        using var client = ((IChatClient)model).UseBudget();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 2 });
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync("Hi", new ChatOptions { MaxOutputTokens = 500 }, Stop))
            {
                Assert.NotNull(update);
                if (outcome == "given up")
                {
                    break;
                }
            }
        }
        catch (TimeZoneNotFoundException)
        {
            Assert.Equal("failure", outcome);
        }

        Assert.Equal(1, scope.Usage.SuspectCalls);
        Assert.Equal(500, scope.Usage.OutputTokens);
        Assert.Equal(0, scope.Usage.CallsInFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_behind_HTTP_is_charged_once(bool streamed)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 300, Output = 30 });
        using var anthropic = Clients.Anthropic(server);
        using var client = anthropic.AsIChatClient("claude-haiku-4-5").UseBudget();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 2, MaxCostUsd = 1m });
        await AskAsync(client, streamed);
        await AskAsync(client, streamed);

        Assert.Equal(2, scope.Usage.Calls);
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
        Assert.Equal(0, scope.Usage.SuspectCalls);
        Assert.Equal(0m, scope.Usage.ReservedCostUsd);
        await Assert.ThrowsAsync<BudgetExceededException>(() => AskAsync(client, streamed));
        Assert.Equal(2, server.Count);
    }

    [Fact]
    public async Task Calls_of_a_chat_client_wait_for_room()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Delay = TimeSpan.FromMilliseconds(5) });
        using var anthropic = Clients.Anthropic(server);
        using var client = anthropic.AsIChatClient("claude-haiku-4-5").UseBudget();
        using var scope = BudgetScope.Begin(new Budget { MaxConcurrentCalls = 3, OnExceeded = OnExceeded.Wait });

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => AskAsync(client, streamed: i % 2 == 0)));

        Assert.Equal(60, server.Count);
        Assert.Equal(0, scope.Usage.CallsDenied);
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
    }

    [Fact]
    public async Task The_time_of_the_scope_ends_a_model_that_hangs()
    {
        using var client = ((IChatClient)new LocalModel { Hangs = true }).UseBudget();
        var clock = new ManualClock();
        using var scope = BudgetScope.Begin(new Budget { Timeout = TimeSpan.FromMinutes(1), TimeProvider = clock });
        var calls = new[] { AskAsync(client, streamed: false), AskAsync(client, streamed: true) };
        clock.Advance(TimeSpan.FromMinutes(1));

        foreach (var call in calls)
        {
            Assert.Equal(BudgetLimit.Time, (await Assert.ThrowsAsync<BudgetExceededException>(() => call)).Limit);
        }
    }

    [Fact]
    public async Task Content_whose_size_is_not_known_takes_the_context_window()
    {
        using var client = ((IChatClient)new LocalModel()).UseBudget();
        using var scope = BudgetScope.Begin(new Budget { MaxInputTokens = 100_000 });
        var message = new ChatMessage(ChatRole.User, [new TextContent("What is this?"), new UriContent("https://example.org/a.png", "image/png")]);

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => client.GetResponseAsync([message], new ChatOptions { MaxOutputTokens = 10 }, Stop));
        Assert.Equal(200_000, exception.Needed);
        Assert.Contains("UriContent", exception.Message);
    }

    private static async Task AskAsync(IChatClient client, bool streamed)
    {
        var options = new ChatOptions { MaxOutputTokens = 100 };
        if (!streamed)
        {
            Assert.NotNull(await client.GetResponseAsync("Hi", options, Stop));
            return;
        }

        await foreach (var update in client.GetStreamingResponseAsync("Hi", options, Stop))
        {
            Assert.NotNull(update);
        }
    }

    private sealed class LocalModel : IChatClient
    {
        public string Name { get; init; } = "claude-haiku-4-5";

        public bool NoUsage { get; init; }

        public bool Fails { get; init; }

        public bool Hangs { get; init; }

        public int Calls { get; private set; }

        public UsageDetails Usage { get; init; } = new() { InputTokenCount = 100, OutputTokenCount = 20 };

        public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Calls++;
            await Task.Delay(Hangs ? Timeout.Infinite : 1, cancellationToken);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hello")) { Usage = NoUsage ? null : Usage };
        }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Calls++;
            yield return new ChatResponseUpdate(ChatRole.Assistant, "Hel");
            await Task.Delay(Hangs ? Timeout.Infinite : 1, cancellationToken);
            if (Fails)
            {
                throw new TimeZoneNotFoundException();
            }

            yield return new ChatResponseUpdate(ChatRole.Assistant, NoUsage ? [new TextContent("lo")] : [new TextContent("lo"), new UsageContent(Usage)]);
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("local", null, Name) : null;

        public void Dispose()
        {
        }
    }
}
