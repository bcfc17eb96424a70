using System.ClientModel.Primitives;
using System.Text;
using Anthropic.Models.Messages;
using ClaudeCost.Tests.Server;
using OpenAI;
using OpenAI.Chat;

namespace ClaudeCost.Tests;

/// <summary>Whatever goes wrong between a client and its provider: the provider's own bill stays within the limit, at every moment.</summary>
[Collection(nameof(ProcessWide))]
public sealed class BillTests : IDisposable
{
    // The server answers retries at once, so that the SDKs do not wait.
    private static readonly Dictionary<string, string> AtOnce = new() { ["retry-after-ms"] = "1", ["retry-after"] = "0" };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => BudgetGuard.Prices = PriceCatalog.Default;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_thousand_parallel_calls_of_a_dime_on_five_dollars_are_exactly_fifty(bool sdk)
    {
        // The model costs nothing but its output, a tenth of a dollar for 1,000 tokens, and always uses all that it is allowed.
        BudgetGuard.Prices = PriceCatalog.Load(new MemoryStream("""{"models":{"dime":{"input":0,"output":100,"context_window":100000,"max_output_tokens":1000}}}"""u8.ToArray()));
        await using var server = await ModelServer.StartAsync(new Answer { Output = 1_000 });
        var chat = Clients.Chat(server, "dime");
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 5m });
        using var start = new ManualResetEventSlim();

        var calls = Enumerable.Range(0, 1_000).Select(_ => Task.Run(async () =>
        {
            start.Wait(Stop);
            return await Record.ExceptionAsync(() => sdk
                ? chat.CompleteChatAsync([new UserChatMessage("Hi")], Clients.Cap(1_000), Stop)
                : PostAsync(http, server, """{"model":"dime","max_tokens":1000,"messages":[{"role":"user","content":"Hi"}]}"""));
        })).ToArray();
        start.Set();
        var outcomes = await Task.WhenAll(calls);

        Assert.Equal(50, server.Count);
        Assert.Equal(5m, server.BilledUsd);
        Assert.Equal(5m, scope.Usage.CostUsd);
        Assert.Equal(950, outcomes.Count(outcome => outcome is BudgetExceededException));
        Assert.Equal(50, outcomes.Count(outcome => outcome is null));
    }

    [Theory]
    [InlineData(true, 429)]
    [InlineData(true, 500)]
    [InlineData(true, 529)]
    [InlineData(false, 429)]
    [InlineData(false, 500)]
    [InlineData(false, 503)]
    public async Task Retries_end_at_the_limit_however_many_the_client_would_make(bool anthropic, int status)
    {
        const decimal Limit = 0.04m;
        await using var server = await ModelServer.StartAsync(new Answer { Status = status, BilledAnyway = status is not 429 and not 529, Output = 100, Headers = AtOnce });
        using var client = Clients.Anthropic(server, maxRetries: 100);
        var chat = Impatient(server, TimeSpan.FromMinutes(5));
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = Limit, MaxCalls = 12 });

        var exception = await Record.ExceptionAsync(() => AskAsync(client, chat, anthropic, Stop));

        // The refusal itself is handed on, and not retried.
        Assert.IsType<BudgetExceededException>(exception);
        var after = server.Count;
        Assert.Equal(1, scope.Usage.CallsDenied);
        Assert.InRange(after, 2, 12);
        Assert.Equal(after, scope.Usage.Calls);
        Assert.True(server.BilledUsd <= Limit && server.BilledUsd <= scope.Usage.CostUsd, $"billed {server.BilledUsd}, charged {scope.Usage.CostUsd}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Time_outs_stay_charged_and_their_retries_end_at_the_limit(bool anthropic)
    {
        const decimal Limit = 0.04m;
        await using var server = await ModelServer.StartAsync(new Answer { Delay = TimeSpan.FromMinutes(10), Output = 100 });
        using var client = new Anthropic.AnthropicClient { ApiKey = "placeholder", BaseUrl = server.Address.ToString(), MaxRetries = 100, Timeout = TimeSpan.FromMilliseconds(50) };
        var chat = Impatient(server, TimeSpan.FromMilliseconds(50));
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = Limit, MaxCalls = 3 });

        var exception = await Record.ExceptionAsync(() => AskAsync(client, chat, anthropic, Stop));

        // The OpenAI client gathers its time-outs and hands on the last one with the refusal or the refusal alone.
        Assert.NotNull(exception);
        Assert.InRange(server.Count, 0, scope.Usage.Calls);
        Assert.InRange(scope.Usage.Calls, 1, 3);
        Assert.Equal(scope.Usage.Calls, scope.Usage.SuspectCalls);
        Assert.True(server.BilledUsd <= Limit && server.BilledUsd <= scope.Usage.CostUsd);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happens_in_nested_scopes_side_by_side_the_bill_stays_within_the_limit(int seed)
    {
        const decimal Limit = 0.6m;
        const decimal InnerLimit = 0.12m;
        var random = new Random(seed);
        var dice = new Lock();
        ModelServer? server = null;
        var highest = 0m;
        server = await ModelServer.StartAsync(request =>
        {
            int throwing;
            lock (dice)
            {
                // The bill of all requests before this one.
                highest = Math.Max(highest, server!.BilledUsd);
                throwing = random.Next(12);
            }

            var good = new Answer { Input = 50 + (request.Number % 700), Output = request.Number % 101, CacheRead = request.Number % 300 };
            return throwing switch
            {
                0 => Answer.Fail(429) with { Headers = AtOnce },
                1 => good with { Status = 500, BilledAnyway = true, Headers = AtOnce },
                2 => Answer.Fail(529) with { Headers = AtOnce },
                3 => good with { CutAfterDeltas = 1, Output = 100 },
                4 => good with { CutAfterDeltas = 1, Abort = true, Output = 100 },
                5 => good with { LeaveUsageOut = true, Output = 100 },
                6 => good with { Encoding = "gzip" },
                7 => good with { Delay = TimeSpan.FromMinutes(10), Output = 100 },
                8 => good with { Stall = TimeSpan.FromMinutes(10), Output = 100 },
                _ => good,
            };
        });
        await using var its = server;
        using var client = Clients.Anthropic(server, maxRetries: 2);
        var chat = Clients.Chat(server, "gpt-4o", maxRetries: 2);
        var orphans = new List<Task>();
        BudgetScope scope;
        using (scope = BudgetScope.Begin(new Budget { MaxCostUsd = Limit }, "outer"))
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(() => WorkAsync(worker))));
        }

        // Work that nobody awaited finds its scope closed.
        await Task.WhenAll(orphans);
        highest = Math.Max(highest, server.BilledUsd);
        Assert.True(server.Count > 30);
        Assert.True(highest <= Limit, $"billed {highest}");
        Assert.True(server.BilledUsd <= scope.Usage.CostUsd, $"billed {server.BilledUsd}, charged {scope.Usage.CostUsd}");
        Assert.True(scope.Usage.CostUsd <= Limit);
        Assert.Equal(0, scope.Usage.CallsInFlight);
        Assert.Equal(0m, scope.Usage.ReservedCostUsd);
        Assert.True(scope.Usage.SuspectCalls > 0);

        async Task WorkAsync(int worker)
        {
            using var inner = BudgetScope.Begin(new Budget { MaxCostUsd = InnerLimit }, "inner");
            for (var i = 0; i < 12; i++)
            {
                // Some are given up after a moment; the server may have billed them.
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
                patience.CancelAfter(TimeSpan.FromMilliseconds(250));
                var call = IgnoreAsync((worker + i) % 4, patience.Token);
                if (i % 6 == 5)
                {
                    var later = Task.Run(() => IgnoreAsync(0, Stop.IsCancellationRequested ? Stop : new CancellationTokenSource(TimeSpan.FromSeconds(1)).Token));
                    lock (orphans)
                    {
                        orphans.Add(later);
                    }
                }

                await call;
                Assert.True(inner.Usage.CostUsd + inner.Usage.ReservedCostUsd <= InnerLimit);
            }
        }

        async Task IgnoreAsync(int kind, CancellationToken patience)
        {
            try
            {
                switch (kind)
                {
                    case 0:
                        await client.Messages.Create(Clients.Ask(), patience);
                        break;
                    case 1:
                        await foreach (var item in client.Messages.CreateStreaming(Clients.Ask(), patience))
                        {
                            Assert.NotNull(item);
                        }

                        break;
                    case 2:
                        await chat.CompleteChatAsync([new UserChatMessage("Hi")], Clients.Cap(), patience);
                        break;
                    default:
                        await foreach (var update in chat.CompleteChatStreamingAsync([new UserChatMessage("Hi")], Clients.Cap(), patience))
                        {
                            break;
                        }

                        break;
                }
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                // How the clients report it is their affair.
            }
        }
    }

    [Theory]
    [InlineData("2026-10-24T20:10:00Z")]
    [InlineData("2026-03-28T20:10:00Z")]
    public async Task Six_hours_across_hours_a_midnight_and_a_change_of_the_clocks_keep_to_every_window(string start)
    {
        // Berlin: midnight after two to three hours, and clocks change at 01:00 UTC.
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var clock = new ManualClock(DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture));
        var byHour = new Dictionary<string, decimal>();
        var byDay = new Dictionary<string, decimal>();
        var one = ServerPrices.Usd("gpt-4o", new Answer { Input = 100, Output = 100 });
        await using var server = await ModelServer.StartAsync(_ =>
        {
            var local = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), berlin);
            var hour = clock.GetUtcNow().ToString("yyyy-MM-dd HH", System.Globalization.CultureInfo.InvariantCulture);
            var day = local.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            byHour[hour] = byHour.GetValueOrDefault(hour) + one;
            byDay[day] = byDay.GetValueOrDefault(day) + one;
            return new Answer { Input = 100, Output = 100 };
        });
        using var http = new HttpClient();
        using var daily = BudgetScope.Begin(new Budget { MaxCostUsd = 0.12m, Window = BudgetWindow.Daily.In(berlin), TimeProvider = clock }, "daily");
        using var hourly = BudgetScope.Begin(new Budget { MaxCostUsd = 0.05m, Window = BudgetWindow.Hourly, TimeProvider = clock }, "hourly");
        var refused = 0;
        for (var minute = 0; minute < 360; minute++)
        {
            try
            {
                await PostAsync(http, server, """{"model":"gpt-4o","max_tokens":100,"messages":[{"role":"user","content":"Hi"}]}""");
            }
            catch (BudgetExceededException exception)
            {
                refused++;
                Assert.True(exception.RenewsAt > clock.GetUtcNow());
            }

            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(2, byDay.Count);
        Assert.All(byDay, day => Assert.InRange(day.Value, 0.05m, 0.12m));
        Assert.InRange(byHour.Count, 4, 7);
        Assert.All(byHour, hour => Assert.InRange(hour.Value, 0m, 0.05m));
        Assert.Equal(server.BilledUsd, daily.Usage.CostUsd);
        Assert.Equal(360 - server.Count, refused);
        Assert.True(refused > 50);
    }

    private static ChatClient Impatient(ModelServer server, TimeSpan timeout) => new OpenAIClient(
        new System.ClientModel.ApiKeyCredential("placeholder"),
        new OpenAIClientOptions { Endpoint = new Uri(server.Address, "v1"), RetryPolicy = new ImpatientRetries(), NetworkTimeout = timeout }).GetChatClient("gpt-4o");

    private static Task AskAsync(Anthropic.AnthropicClient client, ChatClient chat, bool anthropic, CancellationToken cancellationToken) => anthropic
        ? client.Messages.Create(Clients.Ask(), cancellationToken)
        : chat.CompleteChatAsync([new UserChatMessage("Hi")], Clients.Cap(), cancellationToken);

    private static async Task PostAsync(HttpClient http, ModelServer server, string body)
    {
        using var reply = await http.PostAsync(new Uri(server.Address, "v1/chat/completions"), new StringContent(body, Encoding.UTF8, "application/json"), Stop);
        await reply.Content.ReadAsStringAsync(Stop);
    }

    private sealed class ImpatientRetries() : ClientRetryPolicy(100)
    {
        protected override TimeSpan GetNextDelay(PipelineMessage message, int tryCount) => TimeSpan.Zero;
    }
}
