using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using ClaudeCost.Configuration;
using ClaudeCost.Tests.Ledger;
using ClaudeCost.Tests.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClaudeCost.Tests;

/// <summary>
/// Everything that the guard says - exceptions, warnings, traces, the ledger, metrics and activities - about calls that carry keys
/// in every way there is, searched for more of a key than its last four characters.
/// </summary>
[Collection(nameof(ProcessWide))]
public sealed class KeySecrecyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_the_guard_says_has_more_of_a_key_than_its_end()
    {
        var said = new ConcurrentQueue<string>();
        using var folder = new TestFolder();
        using var listener = new Listener(said);
        var keys = Enumerable.Range(1, 5).Select(Key).ToArray();
        await using var server = await ModelServer.StartAsync(request => request.Number % 2 == 0 ? Answer.Fail(500) : new Answer { ServedModel = "unknown-model" });
        using (var ledger = BudgetLedger.Start(folder.Path))
        {
            using var scope = BudgetScope.Begin(new Budget { MaxCalls = 8, MaxCostUsd = 100m }, "keys");
            using var http = new HttpClient(new BudgetHandler(new HttpClientHandler()));
            for (var i = 0; i < 4; i++)
            {
                await SendAsync(http, said, $"{server.Address}v1/messages", ("x-api-key", keys[0]));
                await SendAsync(http, said, $"{server.Address}v1/chat/completions", ("Authorization", "Bearer " + keys[1]));
                await SendAsync(http, said, $"{server.Address}openai/deployments/m/chat/completions?api-version=1", ("api-key", keys[2]));
                await SendAsync(http, said, $"{server.Address}v1beta/models/m:generateContent?key={keys[3]}", ("x-goog-api-key", keys[4]));
            }

            // Nobody listens there.
            await SendAsync(http, said, $"http://127.0.0.1:9/v1/messages?key={keys[3]}", ("x-api-key", keys[0]));
            Assert.Contains(said, text => text.Contains(nameof(BudgetExceededException), StringComparison.Ordinal));
            Assert.True(ledger.Flush(TimeSpan.FromSeconds(60)));
            said.Enqueue(scope.Usage.ToString()!);
        }

        foreach (var file in folder.Files)
        {
            said.Enqueue(File.ReadAllText(file));
        }

        // The end of a key is there, so that keys were seen.
        Assert.Contains(said, text => text.Contains($"\"key_end\":\"{keys[0][^4..]}\"", StringComparison.Ordinal));
        AssertSecret(said, keys);
    }

    [Theory]
    [InlineData("sk-ant-")]
    [InlineData("AIza")]
    [InlineData("")]
    public async Task A_key_in_the_place_of_a_model_is_not_repeated(string beginning)
    {
        var said = new ConcurrentQueue<string>();
        using var folder = new TestFolder();
        using var listener = new Listener(said);
        var key = beginning + Key(7)["sk-ant-api03-".Length..][..40];
        await using var server = await ModelServer.StartAsync();
        using (var ledger = BudgetLedger.Start(folder.Path))
        {
            using var http = new HttpClient();
            foreach (var budget in new[] { new Budget { MaxCostUsd = 0.01m }, new Budget { MaxCalls = 9 } })
            {
                using var scope = BudgetScope.Begin(budget, "swapped");
                await SendAsync(http, said, $"{server.Address}v1/chat/completions", ("Authorization", "Bearer gpt-4o-mini"), model: key);
                await SendAsync(http, said, $"{server.Address}openai/deployments/{key}/chat/completions", ("api-key", "gpt-4o-mini"), model: "no-such-model");
            }

            Assert.True(ledger.Flush(TimeSpan.FromSeconds(60)));
        }

        foreach (var file in folder.Files)
        {
            said.Enqueue(File.ReadAllText(file));
        }

        Assert.Contains(said, text => text.Contains($"ending in {key[^4..]}", StringComparison.Ordinal));
        AssertSecret(said, [key]);
    }

    [Fact]
    public async Task A_prompt_in_the_place_of_a_model_is_not_repeated()
    {
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 0.01m });
        var prompt = string.Concat(Enumerable.Repeat("Tell nobody. ", 30));
        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => http.PostAsync(
            "https://api.openai.com/v1/chat/completions", new StringContent($$"""{"model":"{{prompt}}","max_completion_tokens":10,"messages":[]}"""), Stop));
        Assert.DoesNotContain("nobody", exception.Message);
        Assert.Contains("a text of 390 characters", exception.Message);
    }

    [Theory]
    [InlineData("claude-haiku-4-5-20251001")]
    [InlineData("us.anthropic.claude-haiku-4-5-20251001-v1:0")]
    [InlineData("ft:gpt-4o-mini-2024-07-18:my-org:custom_suffix:abcdefgh")]
    [InlineData("1234567890123456789012345678901234567890")]
    public void A_model_is_not_taken_for_a_key(string model) => Assert.Equal(model, ClaudeCost.Usage.ModelNames.WithoutKey(model));

    [Fact]
    public void A_key_that_is_taken_for_its_end_in_the_configuration_is_not_repeated()
    {
        var key = Key(9);
        foreach (var value in new[] { ("MaxCalls", "many"), ("MaxCalls", "-1"), ("MaxTimes", "1"), ("Window", "Weekly"), ("TimeZone", "Nowhere"), ("OnExceeded", "Cry") })
        {
            var configuration = new ConfigurationBuilder()
                .AddInMemoryCollection([new($"ClaudeCost:Keys:{key}:{value.Item1}", value.Item2), new($"ClaudeCost:Keys:{key}:MaxCostUsd", "1")])
                .Build();
            var error = Assert.ThrowsAny<Exception>(() => new ServiceCollection().AddClaudeCost(configuration));
            Assert.Contains("the last four characters of a key", error.Message, StringComparison.Ordinal);
            AssertSecret([error.ToString()], [key]);
        }
    }

    private static void AssertSecret(IEnumerable<string> said, IEnumerable<string> keys)
    {
        const int Length = 6;
        foreach (var text in said)
        {
            foreach (var key in keys)
            {
                var body = key["sk-ant-api03-".Length..];
                for (var at = 0; at + Length <= body.Length; at++)
                {
                    Assert.False(text.Contains(body.Substring(at, Length), StringComparison.Ordinal), $"said: {text.Replace(body, "(the key)", StringComparison.Ordinal)}");
                }
            }
        }
    }

    private static async Task SendAsync(HttpClient http, ConcurrentQueue<string> said, string url, (string Name, string Value) header, string model = "no-such-model")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent($$"""{"model":"{{model}}","max_tokens":10,"messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        try
        {
            using var response = await http.SendAsync(request, Stop);
            await response.Content.ReadAsStringAsync(Stop);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            said.Enqueue(exception.ToString());
            foreach (var name in exception.Data.Keys)
            {
                said.Enqueue($"{name}: {exception.Data[name]}");
            }
        }
    }

    private static string Key(int seed)
    {
        var random = new Random(seed);
        return "sk-ant-" + "api03-" + new string([.. Enumerable.Range(0, 95).Select(_ => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"[random.Next(62)])]);
    }

    /// <summary>Hears what the guard says in every way; what .NET itself says of requests is not ours.</summary>
    private sealed class Listener : TraceListener
    {
        private readonly ConcurrentQueue<string> said;
        private readonly MeterListener meters = new();
        private readonly ActivityListener activities;

        public Listener(ConcurrentQueue<string> said)
        {
            this.said = said;
            Trace.Listeners.Add(this);
            BudgetGuard.Warning += OnWarning;
            meters.InstrumentPublished = (instrument, its) =>
            {
                if (instrument.Meter.Name.Contains("ClaudeCost", StringComparison.OrdinalIgnoreCase))
                {
                    its.EnableMeasurementEvents(instrument);
                }
            };
            meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Say(instrument, tags));
            meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Say(instrument, tags));
            meters.Start();
            activities = new ActivityListener
            {
                ShouldListenTo = source => source.Name.Contains("ClaudeCost", StringComparison.OrdinalIgnoreCase),
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity => said.Enqueue(activity.DisplayName + string.Join(";", activity.TagObjects)),
            };
            ActivitySource.AddActivityListener(activities);
        }

        public override void Write(string? message) => said.Enqueue(message ?? "");

        public override void WriteLine(string? message) => said.Enqueue(message ?? "");

        protected override void Dispose(bool disposing)
        {
            Trace.Listeners.Remove(this);
            BudgetGuard.Warning -= OnWarning;
            meters.Dispose();
            activities.Dispose();
            base.Dispose(disposing);
        }

        private void OnWarning(object? sender, BudgetWarningEventArgs warning) => said.Enqueue(warning.Message);

        private void Say(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) => said.Enqueue(instrument.Name + string.Join(";", tags.ToArray()));
    }
}
