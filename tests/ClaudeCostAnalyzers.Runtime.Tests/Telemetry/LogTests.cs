using System.Collections.Concurrent;
using ClaudeCost.Process;
using ClaudeCost.Tests.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClaudeCost.Tests.Telemetry;

/// <summary>What is logged, under ids that do not change.</summary>
[Collection(nameof(ProcessWide))]
public sealed class LogTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_are_logged_by_how_they_ended()
    {
        var lines = new Lines();
        using var loggers = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(lines));
        await using var server = await ModelServer.StartAsync(request => request.Number switch
        {
            1 => new Answer(),
            2 => new Answer { Status = 500, Headers = new() { ["x-should-retry"] = "false" } },
            _ => new Answer { Input = 900_000 },
        });
        using var client = Clients.Anthropic(server);
        using (loggers.LogClaudeCost())
        using (BudgetScope.Begin(new Budget { MaxCalls = 3 }, "logged"))
        {
            await client.Messages.Create(Clients.Ask(prompt: "Secret prompt"), Stop);
            await Assert.ThrowsAnyAsync<Exception>(() => client.Messages.Create(Clients.Ask(prompt: "Secret prompt"), Stop));
            await client.Messages.Create(Clients.Ask(prompt: "Secret prompt"), Stop);
            await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(prompt: "Secret prompt"), Stop));
        }

        await client.Messages.Create(Clients.Ask(), Stop);
        var all = lines.All.Where(line => line.Category == "ClaudeCost").ToList();
        Assert.Equal(
            [(1000, "CallSettled", LogLevel.Debug), (1001, "CallSuspect", LogLevel.Warning), (1003, "BoundViolated", LogLevel.Error), (1002, "CallDenied", LogLevel.Warning)],
            all.Select(line => (line.Id.Id, line.Id.Name!, line.Level)));
        Assert.All(all, line => Assert.Contains("claude-haiku-4-5 in scope logged", line.Text));
        Assert.All(all, line => Assert.DoesNotContain("Secret", line.Text));
        Assert.Contains("the worst case is charged", all[1].Text);
        Assert.Contains("refused by logged (Calls)", all[3].Text);
    }

    [Fact]
    public async Task A_batch_is_logged_when_it_is_sent_and_when_its_cost_is_known()
    {
        var lines = new Lines();
        using var loggers = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(lines));
        var provider = new BatchProvider();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var http = new HttpClient { BaseAddress = server.Address };
        using (loggers.LogClaudeCost())
        using (BudgetScope.Begin(new Budget { MaxCalls = 3 }, "logged"))
        {
            using var content = new StringContent("""{"requests":[{"custom_id":"a","params":{"model":"claude-haiku-4-5","max_tokens":1000,"messages":[{"role":"user","content":"Secret"}]}}]}""");
            using var sent = await http.PostAsync("v1/messages/batches", content, Stop);
            await http.GetStringAsync("v1/messages/batches/msgbatch_1/results", Stop);
        }

        var all = lines.All.Where(line => line.Category == "ClaudeCost").ToList();
        Assert.Equal([(1001, "CallSuspect", LogLevel.Warning), (1005, "BatchSettled", LogLevel.Information)], all.Select(line => (line.Id.Id, line.Id.Name!, line.Level)));
        Assert.Contains("msgbatch_1", all[1].Text);
        Assert.Contains(FormattableString.Invariant($"cost {provider.BilledUsd:0.00####}"), all[1].Text);
    }

    [Fact]
    public async Task A_host_logs_by_itself()
    {
        var lines = new Lines();
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        var services = new ServiceCollection();
        services.AddLogging(builder => builder.AddProvider(lines));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ClaudeCost:Users:*:MaxCalls", "1")]).Build();
        services.AddClaudeCost(configuration);
        services.AddClaudeCost(configuration);
        try
        {
            using var provider = services.BuildServiceProvider();
            var service = Assert.Single(provider.GetServices<IHostedService>());
            await service.StartAsync(Stop);
            using (BudgetScope.BeginUser("u"))
            {
                await client.Messages.Create(Clients.Ask(model: "claude-no-such-" + Guid.NewGuid().ToString("N")), Stop);
                await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
            }

            await service.StopAsync(Stop);
        }
        finally
        {
            ProcessBudgets.Replace(null);
        }

        Assert.Equal([1100, 1002], lines.All.Where(line => line.Category == "ClaudeCost").Select(line => line.Id.Id));
    }

    private sealed class Lines : ILoggerProvider
    {
        private readonly ConcurrentQueue<(string Category, LogLevel Level, EventId Id, string Text)> all = new();

        public IReadOnlyList<(string Category, LogLevel Level, EventId Id, string Text)> All => [.. all];

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, all);

        public void Dispose()
        {
        }

        private sealed class Logger(string category, ConcurrentQueue<(string Category, LogLevel Level, EventId Id, string Text)> all) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                all.Enqueue((category, logLevel, eventId, formatter(state, exception)));
        }
    }
}
