using System.Collections.Concurrent;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests.Alerts;

/// <summary>When alerts are raised, and that each is raised once. They watch the whole process, so nothing may run beside them.</summary>
[Collection(nameof(ProcessWide))]
public sealed class AlertRuleTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly ManualClock clock = new(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_threshold_is_said_once_in_each_window()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        var told = new Told();
        using var alerts = BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [told], Forecast = false, StalePricesDays = null, TimeProvider = clock });
        using var budget = BudgetScope.Begin(new Budget { Window = BudgetWindow.Daily, MaxCalls = 20, MaxCostUsd = 9m, TimeProvider = clock }, "thresholds");

        for (var day = 0; day < 2; day++)
        {
            told.Clear();
            for (var i = 1; i <= 20; i++)
            {
                await client.Messages.Create(Clients.Ask(), Stop);
                Assert.True(alerts.Flush(Soon));
                int[] expected = i < 10 ? [] : i < 16 ? [50] : i < 19 ? [50, 80] : i < 20 ? [50, 80, 95] : [50, 80, 95, 100];
                Assert.Equal(expected, told.Of(BudgetAlertKind.Threshold).Select(alert => alert.ThresholdPercent!.Value));
            }

            await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
            Assert.True(alerts.Flush(Soon));
            Assert.Equal(4, told.All.Count);
            var last = told.All[3];
            Assert.Equal(("thresholds", BudgetLimit.Calls, 20m, 20m), (last.Budget, last.Limit, last.Spent, last.Maximum));
            Assert.Equal(new DateTimeOffset(2026, 11, 21 + day, 0, 0, 0, TimeSpan.Zero), last.WindowStart);
            Assert.Contains("has spent 20 calls of 20 calls: 100 % reached. It renews at 2026-11-2", last.Message);
            clock.Advance(TimeSpan.FromDays(1));
        }
    }

    [Fact]
    public async Task A_refusal_for_lack_of_room_is_the_end_of_a_budget()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 10, Output = 1 });
        using var client = Clients.Anthropic(server);
        var told = new Told();
        using var alerts = BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [told], Thresholds = [100], TimeProvider = clock, StalePricesDays = null });
        using (BudgetScope.Begin(new Budget { MaxCalls = 10 }, "around"))
        using (BudgetScope.Begin(new Budget { MaxCostUsd = 0.001m }, "too small"))
        {
            await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
            await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
        }

        Assert.True(alerts.Flush(Soon));
        var alert = Assert.Single(told.All);
        Assert.Equal(("too small", BudgetLimit.Cost, 100), (alert.Budget, alert.Limit, alert.ThresholdPercent));
        Assert.Contains("refused a call that did not fit", alert.Message);
    }

    [Fact]
    public async Task Parallel_calls_raise_each_threshold_once()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        var told = new Told();
        using var alerts = BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [told], StalePricesDays = null });
        using (BudgetScope.Begin(new Budget { MaxCalls = 60 }, "parallel"))
        {
            await Task.WhenAll(Enumerable.Range(0, 120).Select(async i =>
            {
                try
                {
                    await client.Messages.Create(Clients.Ask(prompt: $"{i}"), Stop);
                }
                catch (BudgetExceededException)
                {
                }
            }));
        }

        Assert.True(alerts.Flush(Soon));
        Assert.Equal([50, 80, 95, 100], told.All.Select(alert => alert.ThresholdPercent!.Value).Order());
    }

    [Fact]
    public async Task Exhaustion_is_forecast_once_in_a_window()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        var told = new Told();
        using var alerts = BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [told], Thresholds = [100], StalePricesDays = null, TimeProvider = clock });
        using var budget = BudgetScope.Begin(new Budget { Window = BudgetWindow.Daily, MaxCalls = 24, TimeProvider = clock }, "forecast");

        // One an hour is just enough for the day; at the beginning nothing can be said.
        await client.Messages.Create(Clients.Ask(), Stop);
        await client.Messages.Create(Clients.Ask(), Stop);
        await client.Messages.Create(Clients.Ask(), Stop);
        for (var hour = 3; hour <= 6; hour++)
        {
            clock.MoveTo(new DateTimeOffset(2026, 11, 21, hour, 30, 0, TimeSpan.Zero));
            await client.Messages.Create(Clients.Ask(), Stop);
        }

        Assert.True(alerts.Flush(Soon));
        var alert = Assert.Single(told.All);
        Assert.Equal((BudgetAlertKind.Forecast, "forecast", BudgetLimit.Calls, 4m), (alert.Kind, alert.Budget, alert.Limit, alert.Spent));
        Assert.Contains("exhausted at 2026-11-21 21:00 +00:00, before it renews at 2026-11-22 00:00 +00:00", alert.Message);

        clock.MoveTo(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        for (var i = 0; i < 12; i++)
        {
            await client.Messages.Create(Clients.Ask(), Stop);
        }

        Assert.True(alerts.Flush(Soon));
        Assert.Single(told.All);
        await client.Messages.Create(Clients.Ask(), Stop);
        Assert.True(alerts.Flush(Soon));
        Assert.Equal(2, told.All.Count);
    }

    [Fact]
    public async Task A_spike_stands_out_from_the_hours_before()
    {
        // $0.50, then $1.60, then $1.70 more in one hour.
        var output = 100_000;
        await using var server = await ModelServer.StartAsync(_ => new Answer { Input = 0, Output = Volatile.Read(ref output) });
        using var client = Clients.Anthropic(server);
        var told = new Told();
        using var alerts = BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [told], Thresholds = [100], StalePricesDays = null, TimeProvider = clock });
        using var budget = BudgetScope.Begin(new Budget { MaxCalls = 1_000 }, "spiky");
        var ask = Clients.Ask(maxTokens: 400_000);
        for (var hour = 0; hour < 5; hour++)
        {
            await client.Messages.Create(ask, Stop);
            clock.Advance(TimeSpan.FromHours(1));
        }

        Volatile.Write(ref output, 299_999);
        await client.Messages.Create(ask, Stop);
        Assert.True(alerts.Flush(Soon));
        Assert.Empty(told.All);
        Volatile.Write(ref output, 1);
        await client.Messages.Create(ask, Stop);
        await client.Messages.Create(ask, Stop);
        Assert.True(alerts.Flush(Soon));
        Assert.Equal(["(this process)", "spiky"], told.All.Select(alert => alert.Budget).Order(StringComparer.Ordinal));
        Assert.All(told.All, alert => Assert.Equal((BudgetAlertKind.Spike, 1.5m, 0.5m), (alert.Kind, alert.Spent, alert.Maximum)));
        Assert.Contains("the 5 hours before cost $0.50 each on average", told.All[0].Message);

        // The next hour is compared with one that is higher now.
        clock.Advance(TimeSpan.FromHours(1));
        Volatile.Write(ref output, 300_000);
        await client.Messages.Create(ask, Stop);
        Assert.True(alerts.Flush(Soon));
        Assert.Equal(2, told.All.Count);
    }

    [Fact]
    public async Task A_key_that_comes_back_is_reported_also_after_a_restart()
    {
        using var folder = new Ledger.TestFolder();
        var file = Path.Combine(folder.Path, "keys.json");
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        for (var run = 0; run < 3; run++)
        {
            var told = new Told();
            using var alerts = BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [told], DormantKeyDays = 30, KeyUseFile = file, StalePricesDays = null, SpikePercent = null, TimeProvider = clock });
            await client.Messages.Create(Clients.Ask(), Stop);
            await client.Messages.Create(Clients.Ask(), Stop);
            Assert.True(alerts.Flush(Soon));
            if (run < 2)
            {
                Assert.Empty(told.All);
            }
            else
            {
                var alert = Assert.Single(told.All);
                Assert.Equal((BudgetAlertKind.DormantKey, "lder"), (alert.Kind, alert.KeyEnd));
                Assert.Contains("ends in 'lder' is used again after 30 days", alert.Message);
            }

            clock.Advance(TimeSpan.FromDays(run == 0 ? 29 : 30));
        }

        Assert.DoesNotContain("placeholder", await File.ReadAllTextAsync(file, Stop));
        await File.WriteAllTextAsync(file, "no json", Stop);
        Assert.Contains(file, Assert.Throws<InvalidOperationException>(() => BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [new Told()], KeyUseFile = file })).Message);
    }

    [Fact]
    public async Task A_broken_bound_and_an_old_price_list_are_said_once()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 900_000 });
        using var client = Clients.Anthropic(server);
        var told = new Told();
        clock.MoveTo(new DateTimeOffset(2028, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var alerts = BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [told], SpikePercent = null, TimeProvider = clock });
        using var budget = BudgetScope.Begin(new Budget { MaxCalls = 1_000 }, "broken");
        await client.Messages.Create(Clients.Ask(), Stop);
        await client.Messages.Create(Clients.Ask(), Stop);
        Assert.True(alerts.Flush(Soon));
        Assert.Equal([BudgetAlertKind.BoundViolated, BudgetAlertKind.PricesStale], told.All.Select(alert => alert.Kind));
        Assert.Equal("claude-haiku-4-5", told.All[0].Model);
        clock.Advance(TimeSpan.FromDays(1));
        await client.Messages.Create(Clients.Ask(), Stop);
        Assert.True(alerts.Flush(Soon));
        Assert.Equal(3, told.All.Count);
    }

    [Fact]
    public void Wrong_options_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BudgetAlerts.Start(new BudgetAlertOptions()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BudgetAlertOptions { Thresholds = [0] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BudgetAlertOptions { SpikePercent = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BudgetAlertOptions { SpikeFloorUsd = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BudgetAlertOptions { DormantKeyDays = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BudgetAlertOptions { StalePricesDays = -1 });
        Assert.Throws<ArgumentException>(() => new WebhookAlertSink(new Uri("https://127.0.0.1"), "short"));
        Assert.Throws<ArgumentException>(() => new SlackAlertSink(new Uri("relative", UriKind.Relative)));
    }

    private sealed class Told : IAlertSink
    {
        private readonly ConcurrentQueue<BudgetAlert> all = new();

        public string Name => "test";

        public IReadOnlyList<BudgetAlert> All => [.. all];

        public IEnumerable<BudgetAlert> Of(BudgetAlertKind kind) => all.Where(alert => alert.Kind == kind);

        public void Clear() => all.Clear();

        public Task SendAsync(BudgetAlert alert, CancellationToken cancellationToken)
        {
            Assert.Null(BudgetScope.Current);
            all.Enqueue(alert);
            return Task.CompletedTask;
        }
    }
}
