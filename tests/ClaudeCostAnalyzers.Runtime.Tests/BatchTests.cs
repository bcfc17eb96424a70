using System.IO.Compression;
using System.Net;
using System.Text;
using Anthropic;
using Anthropic.Models.Messages;
using Anthropic.Models.Messages.Batches;
using ClaudeCost.Tests.Ledger;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>A batch is charged at its worst case when it is sent, and at what it cost when its results are read.</summary>
public sealed class BatchTests
{
    private static readonly Budget Plenty = new() { MaxCostUsd = 1_000m };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_results_settle_it_to_the_nano_dollar()
    {
        var provider = new BatchProvider();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(Plenty);

        var batch = await client.Messages.Batches.Create(Of(4), Stop);
        var worst = scope.Usage.CostUsd;
        Assert.True(worst > provider.BilledUsd);
        Assert.Equal((4, 4, worst), (scope.Usage.Calls, scope.Usage.SuspectCalls, scope.Usage.SuspectCostUsd));

        await ReadAsync(client, batch.ID);
        AssertExact(provider, scope, calls: 4);
        Assert.Equal(40 + 999 + 7, scope.Usage.OutputTokens);
        Assert.Equal(120 + 10 + 700 + 300 + 55 + 410, scope.Usage.InputTokens);

        // Read again, and nothing is taken back twice.
        await ReadAsync(client, batch.ID);
        await client.Messages.Batches.Retrieve(batch.ID, cancellationToken: Stop);
        AssertExact(provider, scope, calls: 4);
    }

    [Fact]
    public async Task Handlers_see_the_results_as_well()
    {
        var provider = new BatchProvider();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var client = new AnthropicClient
        {
            ApiKey = "placeholder",
            BaseUrl = server.Address.ToString(),
            HttpClient = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }),
            Handlers = [new BudgetHandler()],
        };
        using var scope = BudgetScope.Begin(Plenty);

        var batch = await client.Messages.Batches.Create(Of(4), Stop);
        await ReadAsync(client, batch.ID);

        AssertExact(provider, scope, calls: 4);
    }

    [Theory]
    [InlineData("Hourly")]
    [InlineData("Rolling24Hours")]
    public async Task What_comes_back_comes_back_in_the_window_in_which_the_batch_was_sent(string kind)
    {
        var provider = new BatchProvider();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var client = Clients.Anthropic(server);
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 21, 12, 40, 0, TimeSpan.Zero));
        var window = kind == "Hourly" ? BudgetWindow.Hourly : BudgetWindow.Rolling24Hours;
        using var scope = BudgetScope.Begin(new Budget { Window = window, MaxCostUsd = 10m, TimeProvider = clock });

        var first = await client.Messages.Batches.Create(Of(4), Stop);
        var bill = provider.BilledUsd;
        await ReadAsync(client, first.ID);
        Assert.Equal(10m - bill, scope.Remaining.CostUsd);

        var second = await client.Messages.Batches.Create(Of(4), Stop);
        clock.Advance(TimeSpan.FromHours(2));
        var before = scope.Remaining.CostUsd;
        await ReadAsync(client, second.ID);

        // A window that is over takes nothing back into the next one; a rolling one still counts both.
        Assert.Equal(kind == "Hourly" ? 10m : 10m - (2 * bill), scope.Remaining.CostUsd);
        Assert.Equal(kind == "Hourly", before == scope.Remaining.CostUsd);
        Assert.Equal(provider.BilledUsd, scope.Usage.CostUsd);

        clock.Advance(TimeSpan.FromHours(30));
        var third = await client.Messages.Batches.Create(Of(4), Stop);
        clock.Advance(TimeSpan.FromHours(30));
        Assert.Equal(10m, scope.Remaining.CostUsd);
        await ReadAsync(client, third.ID);
        Assert.Equal(10m, scope.Remaining.CostUsd);
        AssertExact(provider, scope, calls: 12);
    }

    [Fact]
    public async Task Calls_that_wait_go_on_when_it_gives_room_back()
    {
        var provider = new BatchProvider();
        await using var server = await ModelServer.StartAsync(request => request.Path.Contains("batches") ? provider.Play(request) : new Answer());
        using var client = Clients.Anthropic(server);
        using var http = new HttpClient(new BudgetHandler(new SocketsHttpHandler())) { BaseAddress = server.Address };
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
        using var scope = BudgetScope.Begin(new Budget { MaxOutputTokens = 4_050, OnExceeded = OnExceeded.Wait, Window = BudgetWindow.Hourly, TimeProvider = clock });
        var batch = await client.Messages.Batches.Create(Of(4), Stop);

        var waiting = http.PostAsync("v1/messages", Json("""{"model":"claude-haiku-4-5","max_tokens":100,"messages":[{"role":"user","content":"Hi"}]}"""), Stop);
        await Task.Delay(100, Stop);
        Assert.False(waiting.IsCompleted);
        await ReadAsync(client, batch.ID);

        using var reply = await waiting;
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
    }

    [Fact]
    public async Task A_batch_of_which_nothing_was_done_costs_nothing()
    {
        var provider = new BatchProvider { CancelsAll = true, IsOver = false };
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(Plenty);
        var batch = await client.Messages.Batches.Create(Of(3), Stop);

        // As long as it is not over nobody knows.
        await client.Messages.Batches.Retrieve(batch.ID, cancellationToken: Stop);
        Assert.Equal(3, scope.Usage.SuspectCalls);

        provider.IsOver = true;
        await client.Messages.Batches.Retrieve(batch.ID, cancellationToken: Stop);
        Assert.Equal((3, 0, 0m, 0), (scope.Usage.Calls, scope.Usage.SuspectCalls, scope.Usage.CostUsd, scope.Usage.Tokens));
    }

    [Theory]
    [InlineData("half a line")]
    [InlineData("a line too few")]
    [InlineData("a line too many")]
    [InlineData("no usage")]
    [InlineData("nothing")]
    [InlineData("no JSON")]
    [InlineData("an unknown end")]
    public async Task Results_that_do_not_say_it_leave_it_at_its_worst_case(string fault)
    {
        var provider = new BatchProvider
        {
            Send = results => fault switch
            {
                "half a line" => results[..^30],
                "a line too few" => results[(results.IndexOf('\n') + 1)..],
                "a line too many" => results + results[..(results.IndexOf('\n') + 1)],
                "no usage" => results.Replace("\"output_tokens\":40", "\"output_tokens\":null"),
                "nothing" => "",
                "no JSON" => results.Replace("{\"custom_id\":\"2\"", "<\"custom_id\":\"2\""),
                _ => results.Replace("canceled", "delivered"),
            },
        };
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(Plenty);
        var batch = await client.Messages.Batches.Create(Of(4), Stop);
        var worst = scope.Usage.CostUsd;

        await http.GetStringAsync($"v1/messages/batches/{batch.ID}/results", Stop);
        Assert.Equal((worst, worst, 4), (scope.Usage.CostUsd, scope.Usage.SuspectCostUsd, scope.Usage.SuspectCalls));

        // Whoever reads good ones later is believed.
        provider.Send = results => results;
        await http.GetStringAsync($"v1/messages/batches/{batch.ID}/results", Stop);
        AssertExact(provider, scope, calls: 4);
    }

    [Fact]
    public async Task Results_that_are_given_up_half_way_leave_it_at_its_worst_case()
    {
        var provider = new BatchProvider();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(Plenty);
        var batch = await client.Messages.Batches.Create(Of(400), Stop);
        await foreach (var one in client.Messages.Batches.ResultsStreaming(batch.ID, cancellationToken: Stop))
        {
            Assert.NotNull(one);
            break;
        }

        Assert.Equal(400, scope.Usage.SuspectCalls);
        await ReadAsync(client, batch.ID);
        AssertExact(provider, scope, calls: 400);
    }

    [Fact]
    public async Task Compressed_results_are_read_too()
    {
        var provider = new BatchProvider();
        await using var server = await ModelServer.StartAsync(request => request.Path.EndsWith("/results", StringComparison.Ordinal)
            ? provider.Play(request) with { Encoding = "gzip" }
            : provider.Play(request));
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = server.Address };
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(Plenty);
        var batch = await client.Messages.Batches.Create(Of(40), Stop);

        var text = await http.GetStringAsync($"v1/messages/batches/{batch.ID}/results", Stop);

        Assert.Equal(40, text.Count(letter => letter == '\n'));
        AssertExact(provider, scope, calls: 40);
    }

    [Fact]
    public async Task A_batch_of_the_same_id_elsewhere_is_another_one()
    {
        var provider = new BatchProvider();
        await using var server = await ModelServer.StartAsync(provider.Play);
        var other = new BatchProvider { CancelsAll = true };
        await using var elsewhere = await ModelServer.StartAsync(other.Play);
        using var client = Clients.Anthropic(server);
        using var clientElsewhere = Clients.Anthropic(elsewhere);
        using var scope = BudgetScope.Begin(Plenty);
        var batch = await client.Messages.Batches.Create(Of(4), Stop);
        using (BudgetScope.Begin(Plenty))
        {
            Assert.Equal(batch.ID, (await clientElsewhere.Messages.Batches.Create(Of(4), Stop)).ID);
        }

        await ReadAsync(clientElsewhere, batch.ID);
        Assert.Equal(4, scope.Usage.SuspectCalls);
        await ReadAsync(client, batch.ID);
        Assert.Equal(0, scope.Usage.SuspectCalls);
        Assert.Equal(provider.BilledUsd, scope.Usage.CostUsd);
    }

    [Fact]
    public async Task The_ledger_has_what_it_cost_and_why_it_was_more_before()
    {
        using var folder = new TestFolder();
        var provider = new BatchProvider();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var client = Clients.Anthropic(server);
        using var ledger = BudgetLedger.Start(folder.Path);
        using var scope = BudgetScope.Begin(Plenty, "batches");
        var batch = await client.Messages.Batches.Create(Of(4), Stop);
        var left = await client.Messages.Batches.Create(Of(2), Stop);
        var billOfBoth = provider.BilledUsd;
        Assert.True(ledger.Flush(TimeSpan.FromSeconds(30)));
        Assert.All(Entries(), entry => Assert.Equal(LedgerOutcome.SuspectBatch, entry.Outcome));

        await ReadAsync(client, batch.ID);
        Assert.True(ledger.Flush(TimeSpan.FromSeconds(30)));

        var (read, unread) = (Entries().Single(entry => entry.BatchId == batch.ID), Entries().Single(entry => entry.BatchId == left.ID));
        Assert.Equal((LedgerOutcome.Settled, 4, 0.00m), (read.Outcome, read.Calls, read.IsSuspect ? 1m : 0m));
        Assert.Equal("claude-haiku-4-5", read.Model);
        Assert.Equal((40 + 999 + 7, 120 + 10 + 55, 300, 2), (read.Usage!.OutputTokens!.Value, read.Usage.InputTokens!.Value, read.Usage.CacheReadTokens!.Value, read.Usage.WebSearches!.Value));
        Assert.True(unread.IsSuspect);
        Assert.Contains(left.ID, unread.Explanation);
        var summary = LedgerSummary.Of(Entries());
        Assert.Equal((2, 6, 1), (summary.Attempts, summary.Calls, summary.Suspects));
        Assert.Equal((scope.Usage.CostUsd, scope.Usage.SuspectCostUsd), (summary.CostUsd, summary.SuspectUsd));

        // The lines of the file add up by themselves, and so does whoever keeps entries unpaired.
        var lines = folder.Files.SelectMany(File.ReadLines).Where(line => line.Contains("\"batches\"", StringComparison.Ordinal))
            .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(3, lines.Count(line => line.GetProperty("outcome").GetString() != "sent"));
        Assert.Equal(scope.Usage.CostUsd, lines.Sum(line => line.GetProperty("cost_nano_usd").GetInt64()) / 1_000_000_000m);

        await ReadAsync(client, left.ID);
        Assert.True(ledger.Flush(TimeSpan.FromSeconds(30)));
        Assert.Equal((billOfBoth, 0m, 0), (LedgerSummary.Of(Entries()).CostUsd, LedgerSummary.Of(Entries()).SuspectUsd, LedgerSummary.Of(Entries()).Suspects));

        List<LedgerEntry> Entries() => [.. folder.Read().Where(entry => entry.Scopes.Contains("batches"))];
    }

    [Fact]
    public void Entries_that_nobody_has_paired_add_up_as_well()
    {
        var sent = new LedgerEntry { Outcome = LedgerOutcome.SuspectBatch, Calls = 4, CostUsd = 2m, ReservedUsd = 2m, InputTokens = 900, OutputTokens = 400 };
        var known = sent with { Outcome = LedgerOutcome.Corrected, Calls = 0, CostUsd = -1.5m, InputTokens = -600, OutputTokens = -100 };

        var sum = LedgerSummary.Of([sent, known]);

        Assert.Equal((1, 4, 0.5m, 0m, 0), (sum.Attempts, sum.Calls, sum.CostUsd, sum.SuspectUsd, sum.Suspects));
        Assert.Equal((300, 300), (sum.InputTokens, sum.OutputTokens));
        Assert.False(known.IsSuspect);
    }

    [Fact]
    public async Task A_ledger_that_never_had_the_worst_case_does_not_take_it_back()
    {
        using var folder = new TestFolder();
        var provider = new BatchProvider();
        await using var server = await ModelServer.StartAsync(provider.Play);
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(Plenty, "late");
        var batch = await client.Messages.Batches.Create(Of(4), Stop);
        using var ledger = BudgetLedger.Start(folder.Path);

        await ReadAsync(client, batch.ID);
        Assert.True(ledger.Flush(TimeSpan.FromSeconds(30)));

        AssertExact(provider, scope, calls: 4);
        Assert.DoesNotContain(folder.Read(), entry => entry.Scopes.Contains("late"));
    }

    [Fact]
    public async Task OpenAI_tells_what_a_batch_used_in_the_object_that_stands_for_it()
    {
        var over = false;
        await using var server = await ModelServer.StartAsync(_ => new Answer
        {
            Input = 0,
            Output = 0,
            Body = $$$"""{"id":"batch_7","object":"batch","endpoint":"/v1/chat/completions","status":"{{{(over ? "completed" : "in_progress")}}}","model":"gpt-4o-2024-08-06","request_counts":{"total":50,"completed":{{{(over ? 48 : 0)}}},"failed":2},"usage":{"input_tokens":{{{(over ? 10_000 : 0)}}},"input_tokens_details":{"cached_tokens":{{{(over ? 500 : 0)}}}},"output_tokens":{{{(over ? 2_000 : 0)}}},"output_tokens_details":{"reasoning_tokens":0},"total_tokens":12000}}""",
        });
        using var http = new HttpClient { BaseAddress = server.Address };
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1_000_000 });

        using var sent = await http.PostAsync("v1/batches", Json("""{"input_file_id":"file_1","endpoint":"/v1/chat/completions","completion_window":"24h"}"""), Stop);
        Assert.Equal(100_000, scope.Usage.SuspectCalls);
        await http.GetStringAsync("v1/batches/batch_7", Stop);
        Assert.Equal(100_000, scope.Usage.SuspectCalls);

        over = true;
        await http.GetStringAsync("v1/batches/batch_7", Stop);
        Assert.Equal((50, 0), (scope.Usage.Calls, scope.Usage.SuspectCalls));
        Assert.Equal(((10_000 * 2.5m) + (2_000 * 10m)) / 2 / 1_000_000m, scope.Usage.CostUsd);
        Assert.Equal((10_000, 2_000), (scope.Usage.InputTokens, scope.Usage.OutputTokens));
    }

    private static BatchCreateParams Of(int calls) => new()
    {
        Requests = [.. Enumerable.Range(0, calls).Select(i => new Request
        {
            CustomID = i.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Params = new Params
            {
                Model = "claude-haiku-4-5",
                MaxTokens = 1_000,
                Messages = [new UserMessageParam("Call " + new string('x', 2_000))],
                Tools = [new WebSearchTool20250305 { MaxUses = 3 }],
            },
        })],
    };

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task ReadAsync(AnthropicClient client, string id)
    {
        await foreach (var one in client.Messages.Batches.ResultsStreaming(id, cancellationToken: Stop))
        {
            Assert.NotNull(one);
        }
    }

    private static void AssertExact(BatchProvider provider, BudgetScope scope, int calls)
    {
        Assert.Equal(provider.BilledUsd, scope.Usage.CostUsd);
        Assert.Equal((calls, 0, 0m, 0), (scope.Usage.Calls, scope.Usage.SuspectCalls, scope.Usage.SuspectCostUsd, scope.Usage.CallsInFlight));
    }

    [Fact]
    public void A_bill_names_the_model_that_did_all_of_the_work_or_none()
    {
        var bill = new Pricing.BatchBill(null, null, PriceCatalog.Default, usageNamesTools: true);
        Assert.Equal(["haiku", "haiku", null, null], new[] { "haiku", "haiku", "opus", "haiku" }.Select(model =>
        {
            bill.Add(new Usage.TokenUsage { Input = 1, Output = 1 }, model);
            return bill.Model;
        }));
    }
}
