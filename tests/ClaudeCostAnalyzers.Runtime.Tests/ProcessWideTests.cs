using System.Diagnostics;
using ClaudeCost.Http;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>What changes the whole process must not run beside other tests.</summary>
[CollectionDefinition(nameof(ProcessWide), DisableParallelization = true)]
public sealed class ProcessWide;

[Collection(nameof(ProcessWide))]
public sealed class ProcessWideTests
{
    private const string Switch = "System.Net.Http.EnableActivityPropagation";
    private const string Variable = "DOTNET_SYSTEM_NET_HTTP_ENABLEACTIVITYPROPAGATION";

    [Fact]
    public void A_process_that_switched_the_events_off_is_told_so()
    {
        AppContext.SetSwitch(Switch, false);
        try
        {
            var exception = Assert.Throws<InvalidOperationException>(() => BudgetScope.Begin(new Budget { MaxCalls = 1 }));
            Assert.Contains(Switch, exception.Message);
            Assert.Null(BudgetScope.Current);
        }
        finally
        {
            AppContext.SetSwitch(Switch, true);
        }

        BudgetScope.Begin(new Budget { MaxCalls = 1 }).Dispose();
    }

    [Fact]
    public async Task Where_every_client_has_a_handler_the_events_are_not_needed()
    {
        await using var server = await ModelServer.StartAsync();
        AppContext.SetSwitch(Switch, false);
        BudgetGuard.HandlersOnly = true;
        try
        {
            using var client = new Anthropic.AnthropicClient
            {
                ApiKey = "placeholder",
                BaseUrl = server.Address.ToString(),
                HttpClient = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }),
                Handlers = [new BudgetHandler()],
            };
            using var scope = BudgetScope.Begin(new Budget { MaxCalls = 2, OnExceeded = OnExceeded.Wait });
            await client.Messages.Create(Clients.Ask(), TestContext.Current.CancellationToken);
            await foreach (var item in client.Messages.CreateStreaming(Clients.Ask(), TestContext.Current.CancellationToken))
            {
                Assert.NotNull(item);
            }

            await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), TestContext.Current.CancellationToken));
            Assert.Equal(2, server.Count);
            Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
            Assert.Equal(0, scope.Usage.SuspectCalls);
        }
        finally
        {
            BudgetGuard.HandlersOnly = false;
            AppContext.SetSwitch(Switch, true);
        }
    }

    [Theory]
    [InlineData(null, "0")]
    [InlineData(null, "False")]
    [InlineData(false, null)]
    [InlineData(false, "1")]
    public void Every_way_to_switch_the_events_off_is_seen(bool? switchValue, string? variableValue)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Visibility.Check(isNetFramework: false, switchValue, variableValue));
        Assert.Contains(switchValue is null ? Variable : Switch, exception.Message);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(null, "1")]
    [InlineData(null, "true")]
    [InlineData(true, "0")]
    public void Otherwise_they_are_on(bool? switchValue, string? variableValue) => Visibility.Check(isNetFramework: false, switchValue, variableValue);

    [Fact]
    public void On_NET_Framework_a_scope_does_not_pretend_to_guard() =>
        Assert.Throws<PlatformNotSupportedException>(() => Visibility.Check(isNetFramework: true, switchValue: null, variableValue: null));

    [Theory]
    [InlineData(ActivitySamplingResult.None)]
    [InlineData(ActivitySamplingResult.AllDataAndRecorded)]
    public async Task Tracing_in_the_process_does_not_blind_the_guard(ActivitySamplingResult sampling)
    {
        using var listener = new ActivityListener { ShouldListenTo = _ => true, Sample = (ref ActivityCreationOptions<ActivityContext> _) => sampling };
        ActivitySource.AddActivityListener(listener);
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var activity = new Activity("parent").Start();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });

        await client.Messages.Create(Clients.Ask(), TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), TestContext.Current.CancellationToken));

        Assert.Equal(1, server.Count);
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
        Assert.Same(activity, Activity.Current);
    }

    [Fact]
    public async Task A_price_file_holds_from_the_next_request_on()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 1_000, Output = 0 });
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 1_000m });
        BudgetGuard.Prices = PriceCatalog.Load(new MemoryStream("""{"models":{"claude-haiku-4-5":{"input":7,"output":7}}}"""u8.ToArray()));
        try
        {
            await client.Messages.Create(Clients.Ask(), TestContext.Current.CancellationToken);
        }
        finally
        {
            BudgetGuard.Prices = PriceCatalog.Default;
        }

        Assert.Equal(0.007m, scope.Usage.CostUsd);
    }

    [Fact]
    public void Prices_can_be_replaced()
    {
        Assert.Same(PriceCatalog.Default, BudgetGuard.Prices);
        Assert.Throws<ArgumentNullException>(() => BudgetGuard.Prices = null!);
    }
}
