using System.Diagnostics;
using System.Net;
using System.Text;
using ClaudeCost.Http;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>Requests that the guard cannot stop are at least not overlooked.</summary>
[Collection(nameof(ProcessWide))]
public sealed class UnseenRequestTests : IDisposable
{
    private readonly List<string> warnings = [];

    public UnseenRequestTests()
    {
        UnseenRequests.WatchAgain();
        BudgetGuard.SayAgain();
        BudgetGuard.Warning += Hear;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        BudgetGuard.Warning -= Hear;
        BudgetGuard.HandlersOnly = false;
        UnseenRequests.WatchAgain();
    }

    [Theory]
    [InlineData("no propagator")]
    [InlineData("of another maker")]
    public async Task A_client_that_hides_its_requests_is_charged_by_rule_and_named(string handler)
    {
        await using var server = await ModelServer.StartAsync();
        using var http = new HttpClient(handler == "no propagator" ? new SocketsHttpHandler { ActivityHeadersPropagator = null } : new Foreign());
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 1m });

        await PostAsync(http, server);

        Assert.Contains(warnings, warning => warning.Contains(server.Address.Authority + "/v1/chat/completions") && warning.Contains(nameof(BudgetHandler)));
        Assert.Equal(1, scope.Usage.CallsDenied);
        Assert.True(scope.Token.IsCancellationRequested);
    }

    /// <summary>As in every request that ASP.NET Core serves, and wherever a program is traced: then .NET does not ask the guard whether it wants an activity.</summary>
    [Theory]
    [InlineData(true, null)]
    [InlineData(false, ActivitySamplingResult.AllDataAndRecorded)]
    [InlineData(false, ActivitySamplingResult.PropagationData)]
    [InlineData(false, ActivitySamplingResult.None)]
    [InlineData(true, ActivitySamplingResult.AllDataAndRecorded)]
    [InlineData(true, ActivitySamplingResult.None)]
    public async Task A_request_with_an_activity_around_it_is_seen_and_charged_once(bool hasParent, ActivitySamplingResult? sampling)
    {
        using var listener = new ActivityListener { ShouldListenTo = _ => sampling is not null, Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling ?? default };
        ActivitySource.AddActivityListener(listener);
        using var parent = hasParent ? new Activity("parent").Start() : null;
        await using var server = await ModelServer.StartAsync();
        using var http = new HttpClient();

        // Outside every scope as well.
        await PostAsync(http, server);
        for (var i = 0; i < 3; i++)
        {
            using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1, MaxCostUsd = 1m });
            var billed = server.BilledUsd;
            await PostAsync(http, server);
            await Assert.ThrowsAsync<BudgetExceededException>(() => PostAsync(http, server));
            Assert.Equal((1, server.BilledUsd - billed, 0), (scope.Usage.Calls, scope.Usage.CostUsd, scope.Usage.SuspectCalls));
        }

        Assert.Empty(warnings);
        Assert.Equal(4, server.Count);
    }

    [Fact]
    public async Task A_key_in_the_place_of_a_deployment_is_not_repeated()
    {
        var key = "AIza" + new string('Q', 20) + "x7Lm2VbN9cT4w";
        await using var server = await ModelServer.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null });
        using (BudgetScope.Begin(new Budget { MaxCalls = 5 }))
        {
            using var reply = await http.PostAsync(new Uri(server.Address, $"openai/deployments/{key}/chat/completions"), new StringContent("{}"), Stop);
        }

        var exception = Assert.Throws<InvalidOperationException>(() => BudgetScope.Begin(new Budget { MaxCalls = 5 }));
        Assert.All(warnings.Append(exception.Message), said => Assert.DoesNotContain("QQQQQQ", said));
        Assert.Contains($"ending in {key[^4..]})/chat/completions", exception.Message);
    }

    [Fact]
    public async Task After_a_request_has_left_unseen_no_scope_begins_any_more()
    {
        await using var server = await ModelServer.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null });
        using (BudgetScope.Begin(new Budget { MaxCalls = 5 }))
        {
            await PostAsync(http, server);
        }

        var exception = Assert.Throws<InvalidOperationException>(() => BudgetScope.Begin(new Budget { MaxCalls = 5 }));
        Assert.Contains(server.Address.Authority + "/v1/chat/completions", exception.Message);
        Assert.Contains("ActivityHeadersPropagator is null", exception.Message);
        Assert.Contains(nameof(BudgetHandler), exception.Message);

        // Who has a handler everywhere, and says so, goes on.
        BudgetGuard.HandlersOnly = true;
        BudgetScope.Begin(new Budget { MaxCalls = 5 }).Dispose();
    }

    [Theory]
    [InlineData("of another maker")]
    [InlineData("outside every budget")]
    [InlineData("with a handler")]
    [InlineData("unreachable")]
    public async Task Only_what_is_proven_to_have_left_a_budget_unseen_ends_that(string shape)
    {
        await using var server = await ModelServer.StartAsync();
        using var hiding = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using var http = new HttpClient(shape switch { "of another maker" => new Foreign(), "with a handler" => new BudgetHandler(hiding), _ => hiding });
        using (shape == "outside every budget" ? null : BudgetScope.Begin(new Budget { MaxCalls = 5 }))
        {
            if (shape == "unreachable")
            {
                await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync("http://127.0.0.1:1/v1/chat/completions", new StringContent("{}"), Stop));
            }
            else
            {
                await PostAsync(http, server);
            }
        }

        BudgetScope.Begin(new Budget { MaxCalls = 5 }).Dispose();
    }

    [Fact]
    public async Task With_room_it_stays_charged_as_suspect()
    {
        await using var server = await ModelServer.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null });
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 5 });

        await PostAsync(http, server);

        Assert.Equal(1, scope.Usage.Calls);
        Assert.Equal(1, scope.Usage.SuspectCalls);
        Assert.True(scope.Usage.CostUsd > 1m);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("handler")]
    [InlineData("handler before a hiding one")]
    [InlineData("client in a client")]
    public async Task What_is_seen_is_charged_once_and_nobody_is_warned(string shape)
    {
        await using var server = await ModelServer.StartAsync();
        using var inner = new HttpClient();
        using var http = new HttpClient(shape switch
        {
            "plain" => new SocketsHttpHandler(),
            "handler" => new BudgetHandler(new SocketsHttpHandler()),
            "handler before a hiding one" => new BudgetHandler(new SocketsHttpHandler { ActivityHeadersPropagator = null }),
            _ => new Passing(inner),
        });
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 5 });

        await PostAsync(http, server);
        using (await http.GetAsync(new Uri(server.Address, "v1/chat/completions"), Stop))
        {
        }

        Assert.Equal(1, scope.Usage.Calls);
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
        Assert.DoesNotContain(warnings, warning => warning.Contains("left the process without being seen"));
    }

    private static async Task PostAsync(HttpClient http, ModelServer server)
    {
        using var reply = await http.PostAsync(
            new Uri(server.Address, "v1/chat/completions"),
            new StringContent("""{"model":"gpt-4o","max_tokens":100,"messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8, "application/json"), Stop);
        await reply.Content.ReadAsStringAsync(Stop);
    }

    private void Hear(object? sender, BudgetWarningEventArgs warning)
    {
        lock (warnings)
        {
            warnings.Add(warning.Message);
        }
    }

    private sealed class Foreign : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") });
    }

    private sealed class Passing(HttpClient inner) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
            return await inner.SendAsync(copy, cancellationToken);
        }
    }
}
