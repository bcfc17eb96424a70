using System.Text;
using ClaudeCost.Process;
using ClaudeCost.Tests.Server;
using Microsoft.Extensions.AI;

namespace ClaudeCost.Tests;

/// <summary>Calls whose cost cannot be bounded by their request, where they are to be refused.</summary>
[Collection(nameof(ProcessWide))]
public sealed class UnboundedTests : IDisposable
{
    private const string Bounded = """{"model":"claude-haiku-4-5","max_tokens":10,"messages":[{"role":"user","content":"Hi"}]}""";
    private const string NoCap = """{"model":"claude-haiku-4-5","messages":[{"role":"user","content":"Hi"}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => ProcessBudgets.Replace(null);

    [Theory]
    [InlineData(NoCap, "sets no cap on output tokens")]
    [InlineData("""{"model":"claude-nobody-knows-2","max_tokens":10,"messages":[]}""", "has no known price")]
    [InlineData("""{"model":"claude-haiku-4-5","max_tokens":10,"messages":[],"tools":[{"type":"web_search_20250305","name":"w"}]}""", "without a cap on its uses")]
    [InlineData("""{"model":"claude-haiku-4-5","max_tokens":10,"messages":[],"container":"c"}""", "content that only the provider holds")]
    [InlineData("no json", "is not the JSON")]
    public async Task A_scope_refuses_them_before_they_leave_and_stays_open(string body, string reason)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Output = 1 });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 5, OnUnbounded = OnUnbounded.Refuse }, "strict");
        using var inner = BudgetScope.Begin(new Budget { MaxCalls = 5 }, "inner");

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => PostAsync(http, server, body));

        Assert.Equal(BudgetLimit.Unbounded, exception.Limit);
        Assert.Equal("strict", exception.ScopeName);
        Assert.Contains(reason, exception.Message);
        Assert.Equal(0, server.Count);
        Assert.Equal(1, scope.Usage.CallsDenied);

        await PostAsync(http, server, Bounded);
        Assert.Equal(1, server.Count);
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
    }

    [Fact]
    public async Task The_process_can_refuse_them_everywhere()
    {
        await using var server = await ModelServer.StartAsync();
        using var http = new HttpClient();
        ProcessBudgets.Replace(EnvironmentBudgets.Read(name => name == "CLAUDE_COST_UNBOUNDED" ? "deny" : null, ["CLAUDE_COST_UNBOUNDED"], TimeProvider.System));
        BudgetGuard.Start();

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => PostAsync(http, server, NoCap));
        Assert.Contains("CLAUDE_COST_UNBOUNDED", exception.Message);
        await PostAsync(http, server, Bounded);

        Assert.Equal(1, server.Count);
        Assert.Throws<InvalidOperationException>(() => EnvironmentBudgets.Read(name => name == "CLAUDE_COST_UNBOUNDED" ? "perhaps" : null, [], TimeProvider.System));
    }

    [Fact]
    public async Task The_process_refuses_them_of_a_chat_client_outside_every_scope()
    {
        ProcessBudgets.Replace(EnvironmentBudgets.Read(name => name == "CLAUDE_COST_UNBOUNDED" ? "deny" : null, ["CLAUDE_COST_UNBOUNDED"], TimeProvider.System));
        using var client = new LocalModel().UseBudget();

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => AskAsync(cap: null));
        Assert.Equal(BudgetLimit.Unbounded, exception.Limit);
        Assert.NotNull(await AskAsync(cap: 10));

        Task<ChatResponse> AskAsync(int? cap) => client.GetResponseAsync("Hi", new ChatOptions { ModelId = "claude-haiku-4-5", MaxOutputTokens = cap }, Stop);
    }

    [Fact]
    public async Task Otherwise_the_most_that_is_known_is_reserved()
    {
        await using var server = await ModelServer.StartAsync();
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(new Budget { MaxOutputTokens = 64_000 });

        await PostAsync(http, server, NoCap);

        Assert.Equal(1, server.Count);
    }

    [Fact]
    public async Task What_is_charged_by_rule_is_said_once()
    {
        var said = new System.Collections.Concurrent.ConcurrentQueue<string>();
        void Hear(object? sender, BudgetWarningEventArgs warning) => said.Enqueue($"{warning.Kind}: {warning.Message}");
        await using var server = await ModelServer.StartAsync(new Answer { Output = 1 });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 100m });
        BudgetGuard.Warning += Hear;
        try
        {
            for (var i = 0; i < 3; i++)
            {
                await PostAsync(http, server, """{"model":"claude-haiku-4-5-20991231","max_tokens":10,"messages":[],"container":"c"}""");
            }
        }
        finally
        {
            BudgetGuard.Warning -= Hear;
        }

        var one = Assert.Single(said, warning => warning.Contains("'claude-haiku-4-5-20991231'"));
        Assert.StartsWith("UnboundedRequest: ", one);
        Assert.Contains("content that only the provider holds (container). So the whole context window of 200,000 tokens was reserved.", one);
    }

    private static async Task PostAsync(HttpClient http, ModelServer server, string body)
    {
        using var reply = await http.PostAsync(new Uri(server.Address, "v1/messages"), new StringContent(body, Encoding.UTF8, "application/json"), Stop);
        await reply.Content.ReadAsStringAsync(Stop);
    }

    private sealed class LocalModel : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "Hello")) { Usage = new UsageDetails { InputTokenCount = 1, OutputTokenCount = 1 } });

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
