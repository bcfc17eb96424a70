using System.Net;
using System.Text;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests.Ledger;

/// <summary>What the ledger adds up to, beside the bill that the model server keeps.</summary>
public sealed class LedgerBillTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_adds_up_to_the_bill_to_the_nano_dollar_and_explains_the_rest()
    {
        using var folder = new TestFolder();
        await using var server = await ModelServer.StartAsync(Play);
        using var client = Clients.Anthropic(server, maxRetries: 2);
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(6) };
        using (var ledger = BudgetLedger.Start(folder.Path))
        {
            using (var scope = BudgetScope.Begin(new Budget { MaxCalls = 300, Tags = new Dictionary<string, string> { ["job"] = "bill" } }, "bill"))
            {
                await Task.WhenAll(Enumerable.Range(0, 400).Select(CallAsync));
                Assert.True(ledger.Flush(Soon));

                var all = folder.Read().Where(entry => entry.Scopes.Contains("bill")).ToList();
                var sent = all.Where(entry => entry.Outcome is not LedgerOutcome.Denied and not LedgerOutcome.NotSent).ToList();
                Assert.Equal(300, sent.Count);
                Assert.Equal(server.Count, sent.Count);
                Assert.Contains(all, entry => entry.Outcome == LedgerOutcome.Denied);
                Assert.All(all, entry => Assert.Equal("bill", entry.Tags["job"]));

                // Row by row, where the reply had an id.
                foreach (var entry in sent.Where(entry => entry.RequestId is not null))
                {
                    var bill = server.BillOf(int.Parse(entry.RequestId!, System.Globalization.CultureInfo.InvariantCulture));
                    Assert.True(entry.IsSuspect ? entry.CostUsd >= bill : entry.CostUsd == bill, $"{entry.Outcome}: {entry.CostUsd} for a bill of {bill}");
                }

                // In all: what is certain is the bill, but for the requests behind suspect rows.
                var certain = sent.Where(entry => !entry.IsSuspect).ToList();
                var certainNumbers = certain.Select(entry => int.Parse(entry.RequestId!, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
                var billOfSuspects = server.Requests.Where(request => !certainNumbers.Contains(request.Number)).Sum(request => server.BillOf(request.Number));
                var summary = LedgerSummary.Of(sent);
                Assert.Equal(server.BilledUsd, summary.CostUsd - summary.SuspectUsd + billOfSuspects);
                Assert.InRange(server.BilledUsd, summary.CostUsd - summary.SuspectUsd, summary.CostUsd);
                Assert.Equal(scope.Usage.CostUsd, summary.CostUsd);
                Assert.Equal(scope.Usage.SuspectCostUsd, summary.SuspectUsd);
                Assert.Equal(scope.Usage.SuspectCalls, summary.Suspects);

                // Every way to become suspect is among them, and each says why.
                Assert.Equal(
                    [LedgerOutcome.SuspectNoReply, LedgerOutcome.SuspectStatus, LedgerOutcome.SuspectCut, LedgerOutcome.SuspectNoUsage],
                    sent.Where(entry => entry.IsSuspect).Select(entry => entry.Outcome).Distinct().Order());
                Assert.All(sent, entry => Assert.EndsWith(".", entry.Explanation));
            }
        }

        async Task CallAsync(int i)
        {
            try
            {
                switch (i % 4)
                {
                    case 0:
                        await client.Messages.Create(Clients.Ask(prompt: $"Call {i}"), Stop);
                        break;
                    case 1:
                        await foreach (var item in client.Messages.CreateStreaming(Clients.Ask(prompt: $"Call {i}"), Stop))
                        {
                            Assert.NotNull(item);
                        }

                        break;
                    case 2:
                        await PostAsync("v1/messages", $$"""{"model":"claude-sonnet-4-6","max_tokens":80,"messages":[{"role":"user","content":"Call {{i}}","cache_control":{"type":"ephemeral","ttl":"1h"} }]}""");
                        break;
                    default:
                        await PostAsync("v1/chat/completions", $$"""{"model":"gpt-4o-mini","max_tokens":80,"stream":{{(i % 8 == 3 ? "true" : "false")}},"messages":[{"role":"user","content":"Call {{i}}"}]}""");
                        break;
                }
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                // Failures are what this is about; the server and the ledger both know of them.
            }
        }

        async Task PostAsync(string path, string body)
        {
            using var reply = await http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"), Stop);
            await reply.Content.ReadAsStringAsync(Stop);
        }

        static Answer Play(ReceivedRequest request)
        {
            var id = new Dictionary<string, string> { ["request-id"] = $"{request.Number}", ["retry-after-ms"] = "1" };
            var whole = new Answer { Input = 40 + (request.Number % 7), Output = 10 + (request.Number % 5), CacheWrite1h = request.Model == "claude-sonnet-4-6" ? 11 : 0, CacheRead = 3, Headers = id };
            var call = int.Parse(System.Text.RegularExpressions.Regex.Match(request.Body, "Call ([0-9]+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            return request.Headers.TryGetValue("x-stainless-retry-count", out var retries) && retries != "0" ? whole : (call / 4 % 9) switch
            {
                1 => whole with { Status = 429 },
                2 => whole with { Status = 500, BilledAnyway = true },
                3 => whole with { Status = 529 },
                4 => whole with { CutAfterDeltas = request.IsStream ? 1 : null, Abort = true, Stall = TimeSpan.FromMilliseconds(request.IsStream ? 300 : 0) },
                5 => whole with { CutAfterDeltas = request.IsStream ? 2 : null },
                6 => whole with { LeaveUsageOut = true },
                7 when call % 4 == 2 => whole with { Delay = TimeSpan.FromSeconds(60) },
                _ => whole,
            };
        }
    }

    [Fact]
    public async Task An_entry_says_all_but_prompt_reply_and_key()
    {
        using var folder = new TestFolder();
        await using var server = await ModelServer.StartAsync(request => request.Number switch
        {
            1 => new Answer { Status = 529, Headers = new() { ["request-id"] = "req_1", ["retry-after-ms"] = "1" } },
            _ => new Answer { Input = 70, Output = 7, CacheWrite5m = 5, CacheRead = 9, Text = "Secret reply", Headers = new() { ["request-id"] = "req_2" } },
        });
        using var client = Clients.Anthropic(server, maxRetries: 1);
        using var ledger = BudgetLedger.Start(folder.Path);
        using (BudgetScope.Begin(new Budget { MaxCalls = 10, Tags = new Dictionary<string, string> { ["team"] = "a", ["tenant"] = "t" } }, "outer"))
        using (BudgetScope.Begin(new Budget { MaxCalls = 2, Tags = new Dictionary<string, string> { ["team"] = "b" } }, "inner"))
        {
            await client.Messages.Create(Clients.Ask(prompt: "Secret prompt"), Stop);
            await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(prompt: "Secret prompt"), Stop));
        }

        Assert.True(ledger.Flush(Soon));
        var entries = folder.Read().Where(entry => entry.Scopes.SequenceEqual(["inner", "outer"])).ToList();
        Assert.Equal([LedgerOutcome.Rejected, LedgerOutcome.Settled, LedgerOutcome.Denied], entries.Select(entry => entry.Outcome));
        var (rejected, settled, denied) = (entries[0], entries[1], entries[2]);
        Assert.Equal((529, "req_1", 1, 0m, 1L), (rejected.Status, rejected.RequestId, rejected.Attempt, rejected.CostUsd, rejected.Calls));
        Assert.Equal((200, "req_2", 2, server.BilledUsd), (settled.Status, settled.RequestId, settled.Attempt, settled.CostUsd));
        Assert.Equal(rejected.CallId, settled.CallId);
        Assert.NotEqual(settled.CallId, denied.CallId);
        Assert.Equal(new LedgerUsage { InputTokens = 70, OutputTokens = 7, CacheReadTokens = 9, CacheWriteTokens = 5, CacheWrite5mTokens = 5, CacheWrite1hTokens = 0, WebSearches = 0 }, settled.Usage! with { Iterations = new LedgerUsage().Iterations, Fast = null, Regional = null });
        Assert.Equal(("claude-haiku-4-5", "claude-haiku-4-5", "anthropic", "chat"), (settled.Model, settled.ServedModel, settled.Provider, settled.Operation));
        Assert.Equal((84L, 7L, server.Address.Host, server.Address.Port), (settled.InputTokens, settled.OutputTokens, settled.Host, settled.Port));
        Assert.True(settled.ReservedUsd > settled.CostUsd);
        Assert.Equal(LedgerBound.Measured, settled.Bound);
        Assert.Equal(new Dictionary<string, string> { ["team"] = "b", ["tenant"] = "t" }, settled.Tags);
        Assert.EndsWith("LedgerBillTests.cs", settled.File);
        Assert.True(settled.Line > 0);
        Assert.Equal("lder", settled.KeyEnd);
        Assert.Equal(PriceCatalog.Default.Version, settled.PriceVersion);
        Assert.InRange(settled.Time, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
        Assert.InRange(settled.TimeToHeaders!.Value, TimeSpan.Zero, settled.Duration);
        Assert.Equal(("inner", BudgetLimit.Calls, 0L, 0m), (denied.DeniedBy, denied.DeniedLimit, denied.Calls, denied.CostUsd));

        var text = string.Concat(folder.Files.Select(ReadShared));
        Assert.DoesNotContain("Secret", text);
        Assert.DoesNotContain("placeholder", text);
    }

    [Fact]
    public async Task Calls_outside_scopes_are_in_it_and_so_is_what_never_left()
    {
        using var folder = new TestFolder();
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var ledger = BudgetLedger.Start(folder.Path);
        var model = "claude-outside-" + Guid.NewGuid().ToString("N");

        await client.Messages.Create(Clients.Ask(model: model), Stop);
        using (var nowhere = new HttpClient())
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => nowhere.PostAsync(
                new Uri("http://127.0.0.1:9/v1/messages"), new StringContent($$"""{"model":"{{model}}","max_tokens":5,"messages":[]}"""), Stop));
        }

        Assert.True(ledger.Flush(Soon));
        var entries = folder.Read().Where(entry => entry.Model == model).ToList();
        Assert.Equal([LedgerOutcome.Settled, LedgerOutcome.NotSent], entries.Select(entry => entry.Outcome));
        Assert.Equal((0, "", 0, server.BilledUsd), (entries[0].Scopes.Count, entries[0].File, entries[0].Line, entries[0].CostUsd));
        Assert.Equal(LedgerBound.ByRule, entries[0].Bound);
        Assert.Equal((0L, 0m), (entries[1].Calls, entries[1].CostUsd));
    }

    private static string ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return new StreamReader(stream).ReadToEnd();
    }
}
