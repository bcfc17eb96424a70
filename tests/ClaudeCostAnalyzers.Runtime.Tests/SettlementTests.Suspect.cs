using ClaudeCost.Tests.Server;
using OpenAI.Chat;

namespace ClaudeCost.Tests;

// Replies that do not say what was used, or not to their end.
public sealed partial class SettlementTests
{
    [Fact]
    public async Task A_reply_by_an_unknown_encoding_stays_charged_at_the_worst_case()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Headers = new() { ["Content-Encoding"] = "zstd" } });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(Plenty);

        using var reply = await http.PostAsync(new Uri(server.Address, "v1/messages"), Json(SmallAnthropicRequest), Stop);

        AssertSuspect(server, scope);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cut_Anthropic_stream_stays_charged(bool abort)
    {
        await using var server = await ModelServer.StartAsync(new Answer { CutAfterDeltas = 2, Abort = abort, Input = 200, Output = 100 });
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(Plenty);

        await IgnoreAsync(() => AskAnthropicAsync(client, streamed: true));

        AssertSuspect(server, scope);
        if (abort)
        {
            // A broken connection may take message_start with it.
            return;
        }

        // The input is known from message_start; of the output all that was allowed is charged.
        Assert.Equal(200 + 100, scope.Usage.Tokens);
        Assert.Equal(1.1m * ((200 * 1m) + (100 * 5m)) / 1_000_000m, scope.Usage.CostUsd);
    }

    [Fact]
    public async Task A_cut_stream_whose_beginning_has_a_count_that_is_none_is_charged_at_the_worst_case()
    {
        const string NoCount = """data: {"type":"message_start","message":{"model":"claude-haiku-4-5","usage":{"input_tokens":1,"cache_creation_input_tokens":5000000000,"output_tokens":1}}}""";
        await using var server = await ModelServer.StartAsync(request => new Answer { Body = (request.Number == 1 ? NoCount : ": nothing") + "\n\n" });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(Plenty);

        using var noCount = await http.PostAsync(new Uri(server.Address, "v1/messages"), Json(SmallAnthropicRequest), Stop);
        var charged = scope.Usage.CostUsd;
        using var nothing = await http.PostAsync(new Uri(server.Address, "v1/messages"), Json(SmallAnthropicRequest), Stop);

        Assert.Equal(2, scope.Usage.SuspectCalls);
        Assert.Equal(2 * charged, scope.Usage.CostUsd);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cut_OpenAI_stream_stays_charged(bool abort)
    {
        await using var server = await ModelServer.StartAsync(new Answer { CutAfterDeltas = 2, Abort = abort, Output = 100 });
        var client = Clients.Chat(server, "gpt-4o");
        using var scope = BudgetScope.Begin(Plenty);

        await IgnoreAsync(() => AskChatAsync(client, streamed: true));

        AssertSuspect(server, scope);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_enumeration_that_is_given_up_is_a_cut_stream(bool anthropic)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Deltas = 50, Output = 100, Stall = TimeSpan.FromMinutes(10) });
        using var client = Clients.Anthropic(server);
        var chat = Clients.Chat(server, "gpt-4o");
        using var scope = BudgetScope.Begin(Plenty);

        if (anthropic)
        {
            await foreach (var item in client.Messages.CreateStreaming(Clients.Ask(), Stop))
            {
                break;
            }
        }
        else
        {
            await foreach (var update in chat.CompleteChatStreamingAsync([new UserChatMessage("Hi")], Clients.Cap(), Stop))
            {
                break;
            }
        }

        AssertSuspect(server, scope);
    }

    [Fact]
    public async Task A_reply_that_is_forgotten_stays_charged()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Output = 100 });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(Plenty);

        await ForgetAsync();
        for (var i = 0; i < 100 && scope.Usage.CallsInFlight > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(20, Stop);
        }

        AssertSuspect(server, scope);

        async Task ForgetAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "v1/messages")) { Content = Json(SmallAnthropicRequest) };
            await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        }
    }

    [Fact]
    public async Task A_chat_stream_without_usage_stays_charged()
    {
        await using var server = await ModelServer.StartAsync(new Answer { LeaveUsageOut = true });
        var client = Clients.Chat(server, "gpt-4o");
        using var scope = BudgetScope.Begin(Plenty);

        await AskChatAsync(client, streamed: true);

        AssertSuspect(server, scope);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(413)]
    [InlineData(422)]
    [InlineData(429)]
    [InlineData(529)]
    public async Task What_is_turned_away_costs_nothing_but_counts_as_a_call(int status)
    {
        await using var server = await ModelServer.StartAsync(Answer.Fail(status));
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(Plenty);

        await IgnoreAsync(() => client.Messages.Create(Clients.Ask(), Stop));

        Assert.Equal(0m, scope.Usage.CostUsd);
        Assert.Equal(0m, scope.Usage.ReservedCostUsd);
        Assert.Equal(1, scope.Usage.Calls);
        Assert.Equal(0, scope.Usage.CallsInFlight);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(409)]
    [InlineData(424)]
    [InlineData(499)]
    public async Task What_fails_after_it_was_taken_on_stays_charged(int status)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Status = status, BilledAnyway = true, Output = 100 });
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(Plenty);

        await IgnoreAsync(() => client.Messages.Create(Clients.Ask(), Stop));

        AssertSuspect(server, scope);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_waits_stays_charged_once()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Delay = TimeSpan.FromMinutes(10), Output = 100 });
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(Plenty);
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var call = client.Messages.Create(Clients.Ask(), soon.Token);
        while (server.Count == 0)
        {
            await Task.Delay(10, Stop);
        }

        await soon.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        AssertSuspect(server, scope);
        Assert.Equal(1, scope.Usage.SuspectCalls);
    }

    [Fact]
    public async Task A_connection_that_is_refused_costs_nothing_and_counts_nothing()
    {
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(Plenty);

        await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync("http://127.0.0.1:1/v1/messages", Json(SmallAnthropicRequest), Stop));

        Assert.Equal(new BudgetUsage(), scope.Usage);
    }
}
