using System.Net;
using System.Text;
using ClaudeCost.Tests.Server;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Responses;

namespace ClaudeCost.Tests;

/// <summary>What a reply says was used is what is charged.</summary>
public sealed partial class SettlementTests
{
    private static readonly Budget Plenty = new() { MaxCostUsd = 1_000m };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Anthropic_usage_is_exact(bool streamed)
    {
        await using var server = await ModelServer.StartAsync(new Answer
        {
            Input = 1_234,
            Output = 77,
            CacheRead = 5_000,
            CacheWrite5m = 300,
            CacheWrite1h = 200,
            WebSearches = 2,
        });
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(Plenty);

        await AskAnthropicAsync(client, streamed);

        AssertExact(server, scope);
        Assert.Equal(1_234 + 77 + 5_000 + 500, scope.Usage.Tokens);
        Assert.Equal(77, scope.Usage.OutputTokens);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenAI_chat_usage_is_exact(bool streamed)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 1_234, Output = 77, CacheRead = 512 });
        var client = Clients.Chat(server, "gpt-4o");
        using var scope = BudgetScope.Begin(Plenty);

        await AskChatAsync(client, streamed);

        AssertExact(server, scope);
        Assert.Equal(1_234 + 512 + 77, scope.Usage.Tokens);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenAI_responses_usage_is_exact(bool streamed)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 321, Output = 65, CacheRead = 128 });
        var client = Clients.OpenAi(server).GetResponsesClient();
        var options = new CreateResponseOptions("gpt-5.4", [ResponseItem.CreateUserMessageItem("Hi")]) { MaxOutputTokenCount = 100, StreamingEnabled = streamed };
        using var scope = BudgetScope.Begin(Plenty);

        if (streamed)
        {
            await foreach (var update in await client.CreateResponseStreamingAsync(options, Stop))
            {
                Assert.NotNull(update);
            }
        }
        else
        {
            await client.CreateResponseAsync(options, Stop);
        }

        AssertExact(server, scope);
    }

    [Fact]
    public async Task OpenAI_embeddings_usage_is_exact()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 50, Output = 0 });
        EmbeddingClient client = Clients.OpenAi(server).GetEmbeddingClient("text-embedding-3-small");
        using var scope = BudgetScope.Begin(Plenty);

        await client.GenerateEmbeddingAsync("Hi", cancellationToken: Stop);

        AssertExact(server, scope);
    }

    [Theory]
    [InlineData("gzip", false)]
    [InlineData("gzip", true)]
    [InlineData("br", false)]
    [InlineData("deflate", true)]
    public async Task Compressed_replies_are_exact_and_reach_the_caller_whole(string encoding, bool streamed)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Encoding = encoding, Input = 400, Output = 44 });
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All });
        using var scope = BudgetScope.Begin(Plenty);

        var body = $$"""{"model":"claude-haiku-4-5","max_tokens":100,"stream":{{(streamed ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}""";
        using var reply = await http.PostAsync(new Uri(server.Address, "v1/messages"), Json(body), Stop);
        var text = await reply.Content.ReadAsStringAsync(Stop);

        Assert.Contains("Hello", text);
        AssertExact(server, scope);
    }

    [Fact]
    public async Task Fees_of_tools_that_the_reply_does_not_list_stay_charged()
    {
        await using var server = await ModelServer.StartAsync();
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(Plenty);

        using var reply = await http.PostAsync(
            new Uri(server.Address, "v1/chat/completions"),
            Json("""{"model":"gpt-4o","max_tokens":100,"web_search_options":{},"messages":[{"role":"user","content":"Hi"}]}"""),
            Stop);

        Assert.Equal(server.BilledUsd + (10 * 0.05m), scope.Usage.CostUsd);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Fees_of_tools_are_charged_for_the_uses_that_a_response_lists(int uses)
    {
        var items = string.Concat(Enumerable.Repeat("""{"type":"web_search_call","id":"ws","status":"completed","action":{"type":"search","query":"x"}},""", uses));
        await using var server = await ModelServer.StartAsync(new Answer
        {
            Body = $$$"""{"id":"resp_1","object":"response","status":"completed","model":"gpt-5.4","output":[{{{items}}}{"type":"function_call","name":"f","arguments":"{}"}],"usage":{"input_tokens":100,"output_tokens":20} }""",
        });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(Plenty);

        using var reply = await http.PostAsync(
            new Uri(server.Address, "v1/responses"),
            Json("""{"model":"gpt-5.4","input":"Hi","max_output_tokens":100,"max_tool_calls":2,"tools":[{"type":"web_search"},{"type":"function","name":"f"}]}"""),
            Stop);
        await reply.Content.ReadAsStringAsync(Stop);

        Assert.Equal(server.BilledUsd + (uses * 0.05m), scope.Usage.CostUsd);
        Assert.Equal(0, scope.Usage.SuspectCalls);
    }

    [Fact]
    public async Task A_redirect_is_charged_once()
    {
        await using var server = await ModelServer.StartAsync(request => request.Path == "/old/v1/messages"
            ? new Answer { Status = 307, Headers = new() { ["Location"] = "/new/v1/messages" } }
            : new Answer());
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(Plenty);

        using var reply = await http.PostAsync(new Uri(server.Address, "old/v1/messages"), Json(SmallAnthropicRequest), Stop);

        Assert.True(reply.IsSuccessStatusCode);
        Assert.Equal(2, server.Count);
        Assert.Equal(1, scope.Usage.Calls);
        AssertExact(server, scope);
    }

    [Fact]
    public async Task A_model_without_a_price_is_charged_at_the_dearest_and_said_once()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(Plenty);
        var said = new List<string>();
        void Hear(object? sender, BudgetWarningEventArgs warning)
        {
            lock (said)
            {
                said.Add(warning.Message);
            }
        }

        BudgetGuard.Warning += Hear;
        try
        {
            await client.Messages.Create(Clients.Ask("claude-nobody-knows-1"), Stop);
            await client.Messages.Create(Clients.Ask("claude-nobody-knows-1"), Stop);
        }
        finally
        {
            BudgetGuard.Warning -= Hear;
        }

        AssertExact(server, scope);
        Assert.Single(said, message => message.Contains("claude-nobody-knows-1"));
    }

    [Fact]
    public async Task A_batch_is_charged_for_every_message_in_it()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Body = """{"id":"batch_1"}""" });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(Plenty);
        var item = """{"custom_id":"a","params":{"model":"claude-haiku-4-5","max_tokens":1000,"messages":[{"role":"user","content":"Hi"}]}}""";

        using var reply = await http.PostAsync(new Uri(server.Address, "v1/messages/batches"), Json($$"""{"requests":[{{item}},{{item}},{{item}}]}"""), Stop);

        Assert.Equal(3, scope.Usage.Calls);
        Assert.Equal(3_000, scope.Usage.OutputTokens);
        Assert.True(scope.Usage.CostUsd >= 3 * 0.5m * 1_000 * 5m / 1_000_000m);
        Assert.Equal(3, scope.Usage.SuspectCalls);
    }

    private const string SmallAnthropicRequest = """{"model":"claude-haiku-4-5","max_tokens":100,"messages":[{"role":"user","content":"Hi"}]}""";

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task AskAnthropicAsync(Anthropic.AnthropicClient client, bool streamed)
    {
        if (!streamed)
        {
            await client.Messages.Create(Clients.Ask(), Stop);
            return;
        }

        await foreach (var item in client.Messages.CreateStreaming(Clients.Ask(), Stop))
        {
            Assert.NotNull(item);
        }
    }

    private static async Task AskChatAsync(ChatClient client, bool streamed)
    {
        if (!streamed)
        {
            await client.CompleteChatAsync([new UserChatMessage("Hi")], Clients.Cap(), Stop);
            return;
        }

        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("Hi")], Clients.Cap(), Stop))
        {
            Assert.NotNull(update);
        }
    }

    private static async Task IgnoreAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception exception) when (exception is not BudgetExceededException)
        {
            // How the client reports the failure is its own affair.
        }
    }

    private static void AssertExact(ModelServer server, BudgetScope scope)
    {
        var usage = scope.Usage;
        Assert.Equal(server.BilledUsd, usage.CostUsd);
        Assert.Equal(0m, usage.ReservedCostUsd);
        Assert.Equal(0, usage.CallsInFlight);
        Assert.Equal(0, usage.SuspectCalls);
    }

    private static void AssertSuspect(ModelServer server, BudgetScope scope)
    {
        var usage = scope.Usage;
        Assert.True(usage.CostUsd >= server.BilledUsd, $"charged {usage.CostUsd}, billed {server.BilledUsd}");
        Assert.True(usage.CostUsd > 0);
        Assert.Equal(usage.CostUsd, usage.SuspectCostUsd);
        Assert.Equal(1, usage.SuspectCalls);
        Assert.Equal(0m, usage.ReservedCostUsd);
        Assert.Equal(0, usage.CallsInFlight);
    }
}
