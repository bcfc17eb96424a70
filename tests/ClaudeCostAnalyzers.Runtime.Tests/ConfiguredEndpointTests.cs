using System.Text;
using ClaudeCost.Http;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>
/// Addresses of which somebody says what answers there. That holds for the whole process, and a later test's server may get the port of
/// one that is gone, so each test takes back what it said.
/// </summary>
[Collection(nameof(ProcessWide))]
public sealed class ConfiguredEndpointTests : IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Endpoint.ForgetConfigured();

    [Theory]
    [InlineData("/ask/*/now", "ask/me/now", EndpointKind.OpenAiChat)]
    [InlineData("127.0.0.1/tell", "tell", EndpointKind.OpenAiChat)]
    [InlineData("http://127.0.0.1/gateway/say/", "gateway/say", EndpointKind.OpenAiChat)]
    public async Task An_address_is_what_it_was_said_to_be(string address, string path, EndpointKind kind)
    {
        await using var server = await ModelServer.StartAsync(new Answer
        {
            Body = """{"model":"gpt-4o","choices":[{"message":{"content":"Hi"}}],"usage":{"prompt_tokens":100,"completion_tokens":20} }""",
        });
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 10, MaxCostUsd = 1m });
        await PostAsync(http, new Uri(server.Address, path));
        Assert.Equal(0, scope.Usage.Calls);

        BudgetGuard.Recognize(address, kind);
        await PostAsync(http, new Uri(server.Address, path));
        await PostAsync(http, new Uri(server.Address, path + "/else"));

        Assert.Equal(1, scope.Usage.Calls);
        Assert.Equal(ServerPrices.Usd("gpt-4o", new Answer { Input = 100, Output = 20 }), scope.Usage.CostUsd);
        Assert.Equal(0, scope.Usage.SuspectCalls);
    }

    [Fact]
    public async Task A_free_model_takes_calls_and_tokens_and_no_dollars_and_what_is_none_takes_nothing()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 100, Output = 20 });
        await using var other = await ModelServer.StartAsync();
        using var http = new HttpClient();
        using (var before = BudgetScope.Begin(new Budget { MaxCalls = 10 }))
        {
            // What is remembered of the address must not outlive what is said of it.
            await PostAsync(http, new Uri(other.Address, "v1/chat/completions"));
            Assert.Equal(1, before.Usage.Calls);
        }

        BudgetGuard.Recognize(server.Address.Authority, EndpointKind.Free);
        BudgetGuard.Recognize(other.Address.Authority, EndpointKind.NotAModel);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 10, MaxCostUsd = 0.000001m, OnUnbounded = OnUnbounded.Refuse });

        await PostAsync(http, new Uri(server.Address, "v1/chat/completions"));
        await PostAsync(http, new Uri(other.Address, "v1/chat/completions"));

        Assert.Equal(1, scope.Usage.Calls);
        Assert.Equal(120, scope.Usage.Tokens);
        Assert.Equal(0m, scope.Usage.CostUsd);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("host:port/x")]
    [InlineData("*.example.com/x")]
    [InlineData("two words")]
    [InlineData("host/x?y=1")]
    public void What_is_no_address_is_refused(string address)
    {
        Assert.Throws<ArgumentException>(() => BudgetGuard.Recognize(address, EndpointKind.Free));
        Assert.Throws<ArgumentOutOfRangeException>(() => BudgetGuard.Recognize("host", (EndpointKind)99));
        var exception = Assert.Throws<InvalidOperationException>(() => ClaudeCost.Process.EnvironmentBudgets.Read(
            name => name == "CLAUDE_COST_ENDPOINTS" ? address + "=Free;x" : null, [], TimeProvider.System));
        Assert.Contains("CLAUDE_COST_ENDPOINTS", exception.Message);
    }

    [Theory]
    [InlineData("https://user:hidden@example.com/ask?key=hidden", "'https://example.com/ask'")]
    [InlineData("/ask?hidden", "'/ask'")]
    [InlineData("user:hidden@two words", "'two words'")]
    [InlineData("?hidden", "''")]
    public void A_refusal_repeats_neither_user_nor_query(string address, string shown)
    {
        var exception = Assert.Throws<ArgumentException>(() => BudgetGuard.Recognize(address, EndpointKind.Free));
        Assert.Contains(shown, exception.Message);
        Assert.DoesNotContain("hidden", exception.Message);
        foreach (var variable in new[] { "CLAUDE_COST_ENDPOINTS", "CLAUDE_COST_SURCHARGES" })
        {
            var refusal = Assert.Throws<InvalidOperationException>(() => ClaudeCost.Process.EnvironmentBudgets.Read(name => name == variable ? address : null, [], TimeProvider.System));
            Assert.DoesNotContain("hidden", refusal.Message);
        }
    }

    [Fact]
    public void The_same_address_said_again_takes_no_more_room()
    {
        BudgetGuard.Recognize("Host.example.com:81/ask", EndpointKind.OpenAiChat);
        BudgetGuard.Recognize("host.example.com/ask", EndpointKind.Gemini);
        for (var i = 0; i < 3; i++)
        {
            BudgetGuard.Recognize("https://host.example.com:81/Ask/", i % 2 == 0 ? EndpointKind.NotAModel : EndpointKind.Free);
        }

        Assert.Equal(2, Endpoint.ConfiguredCount);
        Assert.Null(Endpoint.Match(HttpMethod.Post, new Uri("http://host.example.com:81/ask"), out _));
        Assert.NotNull(Endpoint.Match(HttpMethod.Post, new Uri("http://host.example.com/ask"), out _));
    }

    [Fact]
    public async Task A_user_in_the_address_does_not_keep_it_from_being_recognised()
    {
        await using var server = await ModelServer.StartAsync();
        using var http = new HttpClient();
        BudgetGuard.Recognize($"http://me:word@{server.Address.Authority}/ask", EndpointKind.OpenAiChat);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 10 });
        await PostAsync(http, new Uri(server.Address, "/v1//ask/"));
        Assert.Equal(1, scope.Usage.Calls);
    }

    private static async Task PostAsync(HttpClient http, Uri address)
    {
        using var reply = await http.PostAsync(address, new StringContent("""{"model":"gpt-4o","max_tokens":100,"messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8, "application/json"), Stop);
        await reply.Content.ReadAsStringAsync(Stop);
    }
}
