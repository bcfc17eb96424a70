using System.Collections.Concurrent;
using ClaudeCost.Ledger;
using ClaudeCost.Process;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests.Ledger;

/// <summary>Budgets whose windows begin with what the processes before this one have spent. They concern the whole process.</summary>
[Collection(nameof(ProcessWide))]
public sealed class LedgerResumeTests : IDisposable
{
    private static readonly FileLedgerOptions Resume = new() { ResumeBudgets = true };

    private readonly TestFolder folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        ProcessBudgets.Replace(null);
        SpentBefore.Forget();
        folder.Dispose();
    }

    [Fact]
    public async Task A_process_that_is_started_again_and_again_stops_at_the_limit_of_the_day()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        for (var run = 0; run < 4; run++)
        {
            var budget = NewProcess();
            using (BudgetLedger.Start(folder.Path, Resume))
            {
                Assert.Equal(run * 2, (int)budget.Account.Books.Counted.Calls.Spent);
                Assert.Equal(Money.FloorNano(server.BilledUsd), budget.Account.Books.Counted.NanoUsd.Spent);
                for (var call = 0; call < 2 && server.Count < 7; call++)
                {
                    await client.Messages.Create(Clients.Ask(), Stop);
                }

                if (run == 3)
                {
                    Assert.Equal("day", (await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop))).ScopeName);
                }
            }
        }

        Assert.Equal(7, server.Count);
    }

    [Fact]
    public async Task A_batch_counts_at_what_it_cost_once_its_results_are_read()
    {
        var provider = new BatchProvider();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var http = new HttpClient { BaseAddress = server.Address };
        for (var run = 0; run < 4; run++)
        {
            var budget = NewProcess(calls: 100);
            using (BudgetLedger.Start(folder.Path, Resume))
            {
                Assert.Equal(run, (int)budget.Account.Books.Counted.Calls.Spent);
                Assert.Equal(run < 3, budget.Account.Books.Counted.NanoUsd.Spent == Money.FloorNano(provider.BilledUsd));
                using var content = new StringContent("""{"requests":[{"custom_id":"a","params":{"model":"claude-haiku-4-5","max_tokens":1000,"messages":[{"role":"user","content":"Hi"}]}}]}""");
                using var sent = await http.PostAsync("v1/messages/batches", content, Stop);
                if (run < 2)
                {
                    await http.GetStringAsync($"v1/messages/batches/msgbatch_{run + 1}/results", Stop);
                }
            }
        }
    }

    [Fact]
    public async Task Without_the_option_windows_begin_anew()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        for (var run = 0; run < 2; run++)
        {
            var budget = NewProcess();
            using (BudgetLedger.Start(folder.Path))
            {
                await client.Messages.Create(Clients.Ask(), Stop);
                Assert.Equal(1, budget.Account.Books.Counted.Calls.Spent);
            }
        }
    }

    [Fact]
    public async Task A_threshold_that_was_reached_before_is_not_said_again_and_the_next_one_is()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        var told = new Told();
        for (var run = 0; run < 2; run++)
        {
            NewProcess(calls: 10);
            using var ledger = BudgetLedger.Start(folder.Path, Resume);
            using var alerts = BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [told], Forecast = false, StalePricesDays = null, SpikePercent = null, DormantKeyDays = null });
            for (var call = 0; call < (run == 0 ? 6 : 4); call++)
            {
                await client.Messages.Create(Clients.Ask(), Stop);
            }

            Assert.True(alerts.Flush(TimeSpan.FromSeconds(30)));
            Assert.Equal(run == 0 ? [50] : new[] { 50, 80, 95, 100 }, told.Percents);
            if (run == 1)
            {
                await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
            }
        }

        // A third process, in which nothing but a refusal happens: it was refused before.
        NewProcess(calls: 10);
        using (BudgetLedger.Start(folder.Path, Resume))
        using (var alerts = BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [told], Forecast = false, StalePricesDays = null, SpikePercent = null, DormantKeyDays = null }))
        {
            await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
            Assert.True(alerts.Flush(TimeSpan.FromSeconds(30)));
        }

        Assert.Equal([50, 80, 95, 100], told.Percents);
    }

    [Fact]
    public async Task Named_and_rolling_budgets_count_what_lies_in_their_windows()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 21, 12, 20, 0, TimeSpan.Zero));
        var name = "resumed " + Guid.NewGuid();
        var rolling = "rolling " + Guid.NewGuid();
        await WriteAsync(
            clock,
            Spent(clock, TimeSpan.FromMinutes(5), 1, 0.01m, [name, rolling]),

            // One that was turned away is a call as well; one that was not sent is none.
            Spent(clock, TimeSpan.FromMinutes(4), 1, 0m, [name]) with { Outcome = LedgerOutcome.Rejected, InputTokens = 0, OutputTokens = 0 },
            Spent(clock, TimeSpan.FromMinutes(4), 0, 0m, [name]) with { Outcome = LedgerOutcome.NotSent, InputTokens = 0, OutputTokens = 0 },
            Spent(clock, TimeSpan.FromMinutes(25), 2, 0.02m, [name, rolling]),
            Spent(clock, TimeSpan.FromHours(3), 4, 0.04m, [rolling]),
            Spent(clock, TimeSpan.FromHours(3.1), 8, 0.08m, [rolling, "somebody else's"]),
            Spent(clock, TimeSpan.FromHours(30), 16, 0.16m, [name, rolling]),
            Spent(clock, TimeSpan.FromDays(40), 32, 0.32m, [name, rolling]));
        SpentBefore.Forget();
        SpentBefore.Read(folder.Path, clock);

        // Of the hour that began at 12:00, two calls.
        using (var hourly = BudgetScope.Begin(new Budget { Name = name, Window = BudgetWindow.Hourly, MaxCalls = 10, MaxCostUsd = 1m, TimeProvider = clock }))
        {
            Assert.Equal(8, hourly.Remaining.Calls);
            Assert.Equal(0.99m, hourly.Remaining.CostUsd);
            Assert.Equal(2, hourly.Account.Books.CarriedOver.Calls);

            // What this process uses is not what others have used.
            Assert.Equal(0, hourly.Usage.Calls);
            clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(10, hourly.Remaining.Calls);
            clock.Advance(TimeSpan.FromHours(-1));
        }

        var at = new ManualClock(new DateTimeOffset(2026, 11, 21, 12, 20, 0, TimeSpan.Zero));
        using var last = BudgetScope.Begin(new Budget { Name = rolling, Window = BudgetWindow.Rolling24Hours, MaxCalls = 100, TimeProvider = at });
        Assert.Equal(100 - 15, last.Remaining.Calls);
        at.Advance(TimeSpan.FromHours(20));
        Assert.Equal(100 - 15, last.Remaining.Calls);
        at.Advance(TimeSpan.FromHours(3));
        Assert.Equal(100 - 3, last.Remaining.Calls);
        at.Advance(TimeSpan.FromHours(3));
        Assert.Equal(100, last.Remaining.Calls);
    }

    [Fact]
    public async Task A_refusal_that_was_said_is_not_said_again_though_something_is_left()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        var told = new Told();
        for (var run = 0; run < 3; run++)
        {
            // Of $5, a call that may cost $5.50 is refused; next to nothing of it is spent.
            NewProcess(calls: 100);
            using var ledger = BudgetLedger.Start(folder.Path, Resume);
            using var alerts = BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [told], Forecast = false, StalePricesDays = null, SpikePercent = null, DormantKeyDays = null });
            await client.Messages.Create(Clients.Ask(), Stop);
            await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(maxTokens: 1_000_000), Stop));

            Assert.True(alerts.Flush(TimeSpan.FromSeconds(30)));
            Assert.Equal([50, 80, 95, 100], told.PercentsOf(BudgetLimit.Cost));
        }
    }

    [Fact]
    public async Task Budgets_that_are_open_when_the_ledger_is_read_count_what_it_says_and_a_line_that_cannot_be_read_is_told()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 21, 12, 20, 0, TimeSpan.Zero));
        var name = "open " + Guid.NewGuid();
        await WriteAsync(clock, Spent(clock, TimeSpan.FromMinutes(5), 3, 0.01m, [name]));
        File.AppendAllText(Directory.GetFiles(folder.Path).Single(), "half a li\n");
        var said = new ConcurrentQueue<string>();
        void Hear(object? sender, BudgetWarningEventArgs warning) => said.Enqueue(warning.Message);
        SpentBefore.Forget();
        using var scope = BudgetScope.Begin(new Budget { Name = name, Window = BudgetWindow.Hourly, MaxCalls = 10, TimeProvider = clock });
        Assert.Equal(10, scope.Remaining.Calls);

        BudgetGuard.Warning += Hear;
        SpentBefore.Read(folder.Path, clock);
        BudgetGuard.Warning -= Hear;

        Assert.Equal(7, scope.Remaining.Calls);
        Assert.Single(said, message => message.StartsWith($"1 lines of the ledger in '{folder.Path}' cannot be read"));
    }

    [Fact]
    public void A_ledger_that_was_never_written_says_nothing()
    {
        SpentBefore.Forget();
        SpentBefore.Read(Path.Combine(folder.Path, "not there"), TimeProvider.System);
        using var scope = BudgetScope.Begin(new Budget { Name = "first " + Guid.NewGuid(), Window = BudgetWindow.Daily, MaxCalls = 3 });
        Assert.Equal(3, scope.Remaining.Calls);
    }

    [Fact]
    public void A_variable_of_the_environment_that_is_wrong_is_an_error_that_names_it()
    {
        Assert.Contains("CLAUDE_COST_LEDGER_RESUME", Assert.Throws<InvalidOperationException>(() => BudgetLedger.StartFromEnvironment(folder.Path, "perhaps")).Message);
        Assert.Contains("CLAUDE_COST_LEDGER to its folder", Assert.Throws<InvalidOperationException>(() => BudgetLedger.StartFromEnvironment(null, "1")).Message);
        BudgetLedger.StartFromEnvironment(folder.Path, "1")!.Dispose();
    }

    private static ProcessBudget NewProcess(long calls = 7)
    {
        SpentBefore.Forget();
        var budget = new ProcessBudget("day", "a test", new Books(new Budget { MaxCalls = calls, MaxCostUsd = 5m }.Limits, BudgetWindow.Monthly));
        ProcessBudgets.Replace(new ProcessBudgetSet { Always = [budget] });
        return budget;
    }

    private static LedgerEntry Spent(ManualClock clock, TimeSpan ago, long calls, decimal usd, string[] budgets) => new()
    {
        CallId = Guid.NewGuid().ToString("N"), Time = clock.GetUtcNow() - ago, Outcome = LedgerOutcome.Settled, Calls = calls, CostUsd = usd, InputTokens = 1, OutputTokens = 1, Budgets = budgets,
    };

    private async Task WriteAsync(ManualClock clock, params LedgerEntry[] entries)
    {
        using var ledger = new FileLedger(folder.Path, new FileLedgerOptions { TimeProvider = clock });
        await ledger.WriteAsync(entries, Stop);
    }

    private sealed class Told : IAlertSink
    {
        private readonly ConcurrentQueue<BudgetAlert> alerts = new();

        public string Name => "a test";

        public int[] Percents => PercentsOf(BudgetLimit.Calls);

        public int[] PercentsOf(BudgetLimit limit) =>
            [.. alerts.Where(alert => alert.Kind == BudgetAlertKind.Threshold && alert.Budget == "day" && alert.Limit == limit).Select(alert => alert.ThresholdPercent!.Value)];

        public Task SendAsync(BudgetAlert alert, CancellationToken cancellationToken)
        {
            alerts.Enqueue(alert);
            return Task.CompletedTask;
        }
    }
}
