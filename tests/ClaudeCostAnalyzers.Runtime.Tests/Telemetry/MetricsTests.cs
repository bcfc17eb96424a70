using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ClaudeCost.Attempts;
using ClaudeCost.Telemetry;
using ClaudeCost.Tests.Server;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ClaudeCost.Tests.Telemetry;

/// <summary>What listeners to the meter <c>ClaudeCost</c> are told. They listen to the whole process, so nothing may run beside them.</summary>
[Collection(nameof(ProcessWide))]
public sealed class MetricsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_metric_adds_up_to_the_bill()
    {
        await using var server = await ModelServer.StartAsync(request => request.Number switch
        {
            1 => new Answer { Status = 429, Headers = new() { ["retry-after-ms"] = "1" } },
            2 => new Answer { Input = 70, Output = 7, CacheRead = 30, ServedModel = "claude-haiku-4-5-20251001" },
            _ => new Answer { Status = 500, BilledAnyway = true, Headers = new() { ["x-should-retry"] = "false" } },
        });
        using var client = Clients.Anthropic(server, maxRetries: 1);
        using var heard = new Heard();
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 3, MaxCostUsd = 1m }, "metered");

        await client.Messages.Create(Clients.Ask(), Stop);
        await Assert.ThrowsAnyAsync<Exception>(() => client.Messages.Create(Clients.Ask(), Stop));
        await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));

        Assert.Equal([("input", 100d), ("output", 7d)], heard.Of("gen_ai.client.token.usage").Select(one => ((string)one.Tags["gen_ai.token.type"]!, one.Value)));
        var durations = heard.Of("gen_ai.client.operation.duration");
        Assert.Equal(["429", null, "500"], durations.Select(one => one.Tags.GetValueOrDefault("error.type")));
        Assert.All(durations, one => Assert.InRange(one.Value, 0.000001, 60));
        Assert.Equal(
            [("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", "anthropic"), ("gen_ai.request.model", "claude-haiku-4-5"), ("gen_ai.response.model", "claude-haiku-4-5-20251001"), ("server.address", "127.0.0.1"), ("server.port", server.Address.Port)],
            durations[1].Tags.Select(tag => (tag.Key, tag.Value!)).OrderBy(tag => tag.Key, StringComparer.Ordinal));

        Assert.Equal((double)scope.Usage.CostUsd, heard.Of("claude_cost.spend").Sum(one => one.Value), 12);
        Assert.Equal((double)scope.Usage.SuspectCostUsd, heard.Of("claude_cost.suspect").Sum(one => one.Value), 12);
        Assert.All(heard.Of("claude_cost.spend"), one => Assert.Equal("metered", one.Tags["claude_cost.scope"]));
        var denied = Assert.Single(heard.Of("claude_cost.denied"));
        Assert.Equal((1d, "metered", "Calls"), (denied.Value, denied.Tags["claude_cost.budget"], denied.Tags["claude_cost.limit"]));
        Assert.InRange(Assert.Single(heard.Of("claude_cost.bound_ratio")).Value, 0.0001, 1);

        heard.Collect();
        Assert.Equal(1 - (double)scope.Usage.CostUsd, LevelOf(heard, "claude_cost.remaining"), 9);
        Assert.Equal(0, LevelOf(heard, "claude_cost.reserved"));
        Assert.Equal(1, LevelOf(heard, "claude_cost.used_ratio"));
    }

    [Fact]
    public async Task What_the_results_of_a_batch_take_back_is_a_metric_of_its_own()
    {
        var provider = new BatchProvider();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var heard = new Heard();
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 1m }, "batched");
        using var content = new StringContent("""{"requests":[{"custom_id":"a","params":{"model":"claude-haiku-4-5","max_tokens":1000,"messages":[{"role":"user","content":"Hi"}]}}]}""");
        using var sent = await http.PostAsync("v1/messages/batches", content, Stop);
        Assert.Empty(heard.Of("claude_cost.corrected"));

        await http.GetStringAsync("v1/messages/batches/msgbatch_1/results", Stop);

        var taken = Assert.Single(heard.Of("claude_cost.corrected"));
        Assert.Equal("batched", taken.Tags["claude_cost.scope"]);
        Assert.Equal((double)provider.BilledUsd, heard.Of("claude_cost.spend").Sum(one => one.Value) - taken.Value, 12);
        Assert.Equal(0, heard.Of("claude_cost.suspect").Sum(one => one.Value) - (double)scope.Usage.CostUsd - taken.Value, 12);
        Assert.Equal([("input", 120d), ("output", 40d)], heard.Of("gen_ai.client.token.usage").Select(one => ((string)one.Tags["gen_ai.token.type"]!, one.Value)));
        Assert.Single(heard.Of("claude_cost.bound_ratio"));
    }

    [Fact]
    public async Task Budgets_by_name_are_measured_after_their_scopes_have_ended()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Delay = TimeSpan.FromMilliseconds(300) });
        using var client = Clients.Anthropic(server);
        using var heard = new Heard();
        var budget = new Budget { Name = "measured-by-name", Window = BudgetWindow.Daily, MaxCostUsd = 2m };
        using (var scope = BudgetScope.Begin(budget))
        {
            var call = client.Messages.Create(Clients.Ask(), Stop);
            Assert.True(SpinWait.SpinUntil(() => scope.Usage.CallsInFlight == 1, TimeSpan.FromSeconds(20)));
            heard.Collect();
            Assert.Equal((double)scope.Usage.ReservedCostUsd, LevelOf(heard, "claude_cost.reserved", "measured-by-name"), 9);
            await call;
        }

        heard.Collect();
        Assert.Equal(2 - (double)server.BilledUsd, LevelOf(heard, "claude_cost.remaining", "measured-by-name"), 9);
        Assert.Equal(0, LevelOf(heard, "claude_cost.reserved", "measured-by-name"));
    }

    [Fact]
    public async Task OpenTelemetry_collects_them()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 50, Output = 5 });
        using var client = Clients.Anthropic(server);
        var exported = new Exporter();
        using (var provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter("ClaudeCost")
            .AddView("gen_ai.client.token.usage", new ExplicitBucketHistogramConfiguration { Boundaries = [1, 4, 16, 64, 256, 1024] })
            .AddReader(new BaseExportingMetricReader(exported))
            .Build())
        {
            using var scope = BudgetScope.Begin(new Budget { MaxCalls = 3, MaxCostUsd = 1m }, "exported");
            await client.Messages.Create(Clients.Ask(), Stop);
            Assert.True(provider.ForceFlush());
        }

        string[] expected = ["claude_cost.bound_ratio", "claude_cost.remaining", "claude_cost.reserved", "claude_cost.spend", "claude_cost.used_ratio", "gen_ai.client.operation.duration", "gen_ai.client.token.usage"];
        Assert.Equal(expected, exported.Points.Select(point => point.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("{token}", exported.Points.First(point => point.Name == "gen_ai.client.token.usage").Unit);
        Assert.Equal("s", exported.Points.First(point => point.Name == "gen_ai.client.operation.duration").Unit);
        Assert.Equal((double)server.BilledUsd, exported.Points.First(point => point.Name == "claude_cost.spend").Sum, 12);
        Assert.Equal([50d, 5d], exported.Points.Where(point => point.Name == "gen_ai.client.token.usage").Select(point => point.Sum).Distinct().OrderDescending());
    }

    [Fact]
    public async Task Histograms_have_the_buckets_of_the_conventions_without_a_view()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 50, Output = 5 });
        using var client = Clients.Anthropic(server);
        var exported = new Exporter();
        using (var provider = Sdk.CreateMeterProviderBuilder().AddMeter("ClaudeCost").AddReader(new BaseExportingMetricReader(exported)).Build())
        {
            using var scope = BudgetScope.Begin(new Budget { MaxCalls = 3, MaxCostUsd = 1m });
            await client.Messages.Create(Clients.Ask(), Stop);
            Assert.True(provider.ForceFlush());
        }

        Assert.Equal(Enumerable.Range(0, 14).Select(power => Math.Pow(4, power)), exported.Bounds["gen_ai.client.token.usage"]);
        Assert.Equal(Enumerable.Range(0, 14).Select(power => Math.Round(0.01 * Math.Pow(2, power), 2)), exported.Bounds["gen_ai.client.operation.duration"]);
        Assert.Contains(1d, exported.Bounds["claude_cost.bound_ratio"]);
        Assert.True(exported.Bounds["claude_cost.bound_ratio"][0] < 0.01);
    }

    [Theory]
    [InlineData("https://api.mistral.ai/v1/chat/completions", "mistral_ai")]
    [InlineData("https://generativelanguage.googleapis.com/v1beta/models/g:generateContent", "gcp.gemini")]
    [InlineData("https://us-central1-aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/google/models/g:generateContent", "gcp.vertex_ai")]
    [InlineData("https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse", "aws.bedrock")]
    [InlineData("https://gateway.example.com/model/m/converse", "aws.bedrock")]
    [InlineData("https://my.openai.azure.com/openai/deployments/d/chat/completions", "azure.ai.openai")]
    [InlineData("https://gateway.example.com/v1/messages", "anthropic")]
    public void Providers_have_the_names_of_the_conventions(string address, string name)
    {
        var uri = new Uri(address);
        Assert.Equal(name, Providers.Of(uri, Http.Endpoint.Match(HttpMethod.Post, uri, out _)!));
    }

    [Fact]
    public async Task Nobody_observes_while_nobody_listens()
    {
        Assert.False(AttemptFeed.IsObserved);
        using (new Heard())
        {
            Assert.True(AttemptFeed.IsObserved);
        }

        Assert.False(AttemptFeed.IsObserved);

        // Not even what the guard does in between allocates for it.
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });
        await client.Messages.Create(Clients.Ask(), Stop);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            Assert.False(AttemptFeed.IsObserved);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static double LevelOf(Heard heard, string name, string budget = "metered") => heard.Of(name).Last(one => (string)one.Tags["claude_cost.budget"]! == budget).Value;

    private sealed class Exporter : BaseExporter<Metric>
    {
        public List<(string Name, string Unit, double Sum)> Points { get; } = [];

        public Dictionary<string, List<double>> Bounds { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    if (metric.MetricType == MetricType.Histogram)
                    {
                        var bounds = Bounds[metric.Name] = [];
                        foreach (var bucket in point.GetHistogramBuckets())
                        {
                            bounds.Add(bucket.ExplicitBound);
                        }

                        // Above the last bound there is always one more.
                        bounds.RemoveAt(bounds.Count - 1);
                    }

                    var sum = metric.MetricType switch
                    {
                        // The average: where the build for .NET Standard is loaded beside, both measure.
                        MetricType.Histogram => point.GetHistogramSum() / point.GetHistogramCount(),
                        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
                        MetricType.DoubleSum => point.GetSumDouble(),
                        _ => double.NaN,
                    };
                    Points.Add((metric.Name, metric.Unit, sum));
                }
            }

            return ExportResult.Success;
        }
    }

    private sealed class Heard : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly ConcurrentQueue<(string Name, double Value, Dictionary<string, object?> Tags)> all = new();

        public Heard()
        {
            listener.InstrumentPublished = (instrument, listening) =>
            {
                // The build for .NET Standard may be loaded beside, with a meter of the same name.
                if (ReferenceEquals(instrument.Meter, GuardMetrics.Meter))
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
            listener.Start();
        }

        public List<(string Name, double Value, Dictionary<string, object?> Tags)> Of(string name) => [.. all.Where(one => one.Name == name)];

        public void Collect() => listener.RecordObservableInstruments();

        public void Dispose() => listener.Dispose();

        private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            all.Enqueue((instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => tag.Value)));
    }
}
