using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClaudeCost.Configuration;
using ClaudeCost.Process;
using ClaudeCost.Tests.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClaudeCost.Tests.Alerts;

/// <summary>Where alerts go, over HTTP to this machine, and what happens when they do not arrive.</summary>
[Collection(nameof(ProcessWide))]
public sealed class AlertSinkTests : IDisposable
{
    private const string Secret = "a secret of this test";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        ConfiguredAlerts.Use(null);
        ProcessBudgets.Replace(null);
    }

    [Fact]
    public async Task A_webhook_gets_signed_json()
    {
        await using var receiver = await ModelServer.StartAsync(new Answer { Body = "" });
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var alerts = BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [new WebhookAlertSink(new Uri(receiver.Address, "hook?token=abc"), Secret)], Thresholds = [100], StalePricesDays = null });
        using (BudgetScope.Begin(new Budget { MaxCalls = 1 }, "hooked"))
        {
            await client.Messages.Create(Clients.Ask(), Stop);
        }

        Assert.True(alerts.Flush(Soon));
        var request = Assert.Single(receiver.Requests);
        Assert.Equal(("POST", "/hook?token=abc"), (request.Method, request.Path));
        Assert.Equal(("Threshold", "hooked", "Calls", 100, 1m, 1m), (
            request.Json.GetProperty("kind").GetString(),
            request.Json.GetProperty("budget").GetString(),
            request.Json.GetProperty("limit").GetString(),
            request.Json.GetProperty("threshold_percent").GetInt32(),
            request.Json.GetProperty("spent").GetDecimal(),
            request.Json.GetProperty("maximum").GetDecimal()));

        var signature = request.Headers["X-ClaudeCost-Signature"].Split(',');
        var time = signature[0]["t=".Length..];
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{time}.{request.Body}"));
        Assert.Equal("v1=" + Convert.ToHexStringLower(expected), signature[1]);
        Assert.InRange(long.Parse(time, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_channel_gets_text_without_links_or_mentions()
    {
        await using var receiver = await ModelServer.StartAsync(new Answer { Body = "ok" });
        var sink = new SlackAlertSink(receiver.Address);
        await sink.SendAsync(new BudgetAlert { Kind = BudgetAlertKind.Threshold, ThresholdPercent = 50, Message = "Budget '<!channel> & co' has spent half." }, Stop);
        Assert.Equal("""{"text":":warning: Budget \u0027\u0026lt;!channel\u0026gt; \u0026amp; co\u0027 has spent half."}""", receiver.Requests.Single().Body);
        Assert.Equal(":warning: Budget '&lt;!channel&gt; &amp; co' has spent half.", receiver.Requests.Single().Json.GetProperty("text").GetString());
        Assert.DoesNotContain(receiver.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), sink.Name);
    }

    [Fact]
    public async Task A_failed_delivery_is_reported_and_tried_again_and_no_call_waits()
    {
        var warnings = new ConcurrentQueue<BudgetWarningEventArgs>();
        void Listen(object? sender, BudgetWarningEventArgs warning) => warnings.Enqueue(warning);
        await using var failing = await ModelServer.StartAsync(request => request.Number == 1 ? new Answer { Status = 503 } : new Answer { Body = "" });
        await using var working = await ModelServer.StartAsync(new Answer { Body = "" });
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        BudgetGuard.Warning += Listen;
        try
        {
            using var alerts = BudgetAlerts.Start(new BudgetAlertOptions
            {
                Sinks = [new WebhookAlertSink(new Uri(failing.Address, "x?secret=1"), Secret), new WebhookAlertSink(working.Address, Secret)],
                Thresholds = [50, 100],
                StalePricesDays = null,
                FirstPause = TimeSpan.FromSeconds(3),
            });
            using (BudgetScope.Begin(new Budget { MaxCalls = 2 }, "undelivered"))
            {
                await client.Messages.Create(Clients.Ask(), Stop);
                await client.Messages.Create(Clients.Ask(), Stop);
            }

            // The pause is still ahead: the calls did not wait for it.
            Assert.True(failing.Count <= 1);
            Assert.True(alerts.Flush(Soon));
        }
        finally
        {
            BudgetGuard.Warning -= Listen;
        }

        // The one behind it did not wait for it.
        Assert.Equal([50, 100, 50], failing.Requests.Select(request => request.Json.GetProperty("threshold_percent").GetInt32()));
        Assert.Equal(failing.Requests[0].Json.GetProperty("id").GetString(), failing.Requests[2].Json.GetProperty("id").GetString());
        Assert.Equal(["DeliveryFailed", "Threshold", "Threshold"], working.Requests.Select(request => request.Json.GetProperty("kind").GetString()!).Order());
        var warning = Assert.Single(warnings, warning => warning.Kind == BudgetWarningKind.AlertFailed);
        Assert.Contains("status 503", warning.Message);
        Assert.DoesNotContain("secret=1", warning.Message);
    }

    [Fact]
    public async Task A_sink_that_never_answers_does_not_keep_the_end()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        using (BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [new Silent()], StalePricesDays = null }))
        using (BudgetScope.Begin(new Budget { MaxCalls = 1 }))
        {
            await client.Messages.Create(Clients.Ask(), Stop);
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task What_was_not_delivered_at_the_end_is_said_of_each_alert_with_the_reason()
    {
        await using var receiver = await ModelServer.StartAsync(new Answer { Status = 503, Body = "" });
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        var warnings = new ConcurrentQueue<string>();
        EventHandler<BudgetWarningEventArgs> hear = (_, warning) => warnings.Enqueue(warning.Message);
        BudgetGuard.Warning += hear;
        try
        {
            using (BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [new WebhookAlertSink(receiver.Address, Secret)], Thresholds = [50, 100], StalePricesDays = null }))
            {
                using var scope = BudgetScope.Begin(new Budget { MaxCalls = 2 }, "unheard");
                await client.Messages.Create(Clients.Ask(), Stop);
                await client.Messages.Create(Clients.Ask(), Stop);
            }
        }
        finally
        {
            BudgetGuard.Warning -= hear;
        }

        var undelivered = warnings.Where(warning => warning.Contains("before the end") && warning.Contains("unheard")).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(2, undelivered.Count);
        Assert.Contains("before the end (The answer was status 503.): Budget 'unheard' has spent 1 calls of 2 calls: 50 %", undelivered[0]);
        Assert.Contains("before the end (The answer was status 503.): Budget 'unheard' has spent 2 calls of 2 calls: 100 %", undelivered[1]);
    }

    [Fact]
    public async Task Configured_alerts_are_sent()
    {
        await using var receiver = await ModelServer.StartAsync(new Answer { Body = "" });
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        Add(
            ("ClaudeCost:Process:all:MaxCalls", "4"), ("ClaudeCost:Alerts:Thresholds:0", "50"), ("ClaudeCost:Alerts:Thresholds:1", "100"),
            ("ClaudeCost:Alerts:Webhook:Url", new Uri(receiver.Address, "w").ToString()), ("ClaudeCost:Alerts:Webhook:Secret", Secret),
            ("ClaudeCost:Alerts:Slack:Url", new Uri(receiver.Address, "s").ToString()), ("ClaudeCost:Alerts:SpikePercent", "20"), ("ClaudeCost:Alerts:StalePricesDays", "9000"));
        for (var i = 0; i < 4; i++)
        {
            await client.Messages.Create(Clients.Ask(), Stop);
        }

        ConfiguredAlerts.Use(null);
        Assert.Equal(["/s", "/s", "/w", "/w"], receiver.Requests.Select(request => request.Path).Order());
    }

    [Theory]
    [InlineData("ClaudeCost:Alerts:Thresholds:0", "101", "ClaudeCost:Alerts:Thresholds:0 is '101'")]
    [InlineData("ClaudeCost:Alerts:SpikePercent", "-1", "ClaudeCost:Alerts:SpikePercent is '-1'")]
    [InlineData("ClaudeCost:Alerts:Forecast", "perhaps", "ClaudeCost:Alerts:Forecast is 'perhaps'")]
    [InlineData("ClaudeCost:Alerts:Pager", "1", "ClaudeCost:Alerts:Pager is not known")]
    [InlineData("ClaudeCost:Alerts:Webhook:Url", "https://secret.example.com", "ClaudeCost:Alerts:Webhook: The secret of a webhook must have 16 characters")]
    [InlineData("ClaudeCost:Alerts:Slack:Url", "secret", "ClaudeCost:Alerts:Slack: Give it an Url")]
    public void What_is_wrong_is_said_with_its_path(string path, string value, string message)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Add((path, value)));
        Assert.Contains(message, exception.Message);
        Assert.DoesNotContain("secret.example", exception.Message);
    }

    private static void Add(params (string Path, string Value)[] values) => new ServiceCollection().AddClaudeCost(new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => new KeyValuePair<string, string?>(value.Path, value.Value)))
        .Build());

    private sealed class Silent : IAlertSink
    {
        public string Name => "silence";

        public async Task SendAsync(BudgetAlert alert, CancellationToken cancellationToken) => await Task.Delay(System.Threading.Timeout.Infinite, cancellationToken);
    }
}
