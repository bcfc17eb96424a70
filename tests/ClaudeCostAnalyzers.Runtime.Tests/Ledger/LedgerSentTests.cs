using System.Text;
using ClaudeCost.Ledger;
using ClaudeCost.Tests.Samples;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests.Ledger;

/// <summary>Attempts whose end is never recorded are in the ledger all the same.</summary>
[Collection(nameof(ProcessWide))]
public sealed class LedgerSentTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_that_is_killed_leaves_a_record_of_every_call_that_was_in_flight()
    {
        using var folder = new TestFolder();
        using var inbox = new TestFolder();
        for (var i = 0; i < 60; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(inbox.Path, $"{i:000}.txt"), $"Text {i}", Stop);
        }

        // Twenty are answered; the others are billed and never answered, so that all that is in flight is theirs.
        await using var server = await ModelServer.StartAsync(request => new Answer
        {
            Input = 40, Output = 20, Headers = SampleBill.IdOf(request), Delay = request.Number <= 20 ? TimeSpan.Zero : TimeSpan.FromMinutes(10),
        });
        await using (var program = SampleProgram.Start("DigestWorker", server, folder.Path, $"--Inbox={inbox.Path}", "--CallsPerHour=1000"))
        {
            Assert.True(SpinWait.SpinUntil(() => server.Count > 20, TimeSpan.FromSeconds(120)), program.Output);
            var before = -1;
            while (before != server.Count)
            {
                // As many as the worker makes at a time, and long enough for the ledger to look.
                before = server.Count;
                await Task.Delay(1_500, Stop);
            }

            await program.KillAsync();
        }

        var problems = new List<LedgerProblem>();
        var entries = LedgerReader.Read(folder.Path, problems).ToList();
        Assert.Empty(problems);
        Assert.Equal(server.Count, entries.Count);
        var unsettled = entries.Where(entry => entry.Outcome == LedgerOutcome.Unsettled).ToList();
        Assert.Equal(server.Count - 20, unsettled.Count);
        Assert.NotEmpty(unsettled);
        Assert.All(unsettled, entry =>
        {
            Assert.True(entry.IsSuspect);
            Assert.Equal((1, "digests", entry.ReservedUsd, entry.ReservedOutputTokens), (entry.Calls, entry.Scopes.Single(), entry.CostUsd, entry.OutputTokens));
            Assert.Contains("not recorded", entry.Explanation);
        });

        // What the provider billed lies where the ledger says that it lies, crash or no crash.
        var sum = LedgerSummary.Of(entries);
        Assert.InRange(server.BilledUsd, sum.CostUsd - sum.SuspectUsd, sum.CostUsd);
        Assert.Equal(Enumerable.Range(1, 20).Sum(server.BillOf), sum.CostUsd - sum.SuspectUsd);
        Assert.Equal(unsettled.Count, sum.Suspects);
    }

    [Fact]
    public async Task A_call_that_lasts_is_recorded_twice_and_read_once()
    {
        using var folder = new TestFolder();
        var gate = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(new Answer { Gate = gate.Task });
        using var client = Clients.Anthropic(server);
        using var ledger = BudgetLedger.Start(folder.Path);
        using (BudgetScope.Begin(new Budget { MaxCalls = 5 }, "lasting"))
        {
            var call = client.Messages.Create(Clients.Ask(), Stop);
            Assert.True(SpinWait.SpinUntil(() => folder.Read().Count == 1, Soon));
            var open = Assert.Single(folder.Read());
            Assert.Equal((LedgerOutcome.Unsettled, open.ReservedUsd), (open.Outcome, open.CostUsd));
            gate.SetResult();
            await call;
        }

        Assert.True(ledger.Flush(Soon));
        var entry = Assert.Single(folder.Read());
        Assert.Equal((LedgerOutcome.Settled, server.BilledUsd), (entry.Outcome, entry.CostUsd));
        var lines = folder.Files.SelectMany(ReadShared).ToList();
        Assert.Equal(2, lines.Count);
        Assert.Contains("\"outcome\":\"sent\",\"calls\":0,\"cost_nano_usd\":0,", lines[0]);
    }

    [Fact]
    public async Task A_reservation_that_waits_and_is_taken_back_is_no_call()
    {
        using var folder = new TestFolder();
        await using var server = await ModelServer.StartAsync();
        using var ledger = BudgetLedger.Start(folder.Path);

        // A handler in between sends another request in the place of the first, after a while.
        using var http = new HttpClient(new BudgetHandler(new Rewriter(new BudgetHandler(new SocketsHttpHandler()))));
        using (BudgetScope.Begin(new Budget { MaxCalls = 5 }, "rewritten"))
        {
            using var reply = await http.PostAsync(
                new Uri(server.Address, "v1/messages"), new StringContent("""{"model":"claude-haiku-4-5","max_tokens":5,"messages":[]}""", Encoding.UTF8, "application/json"), Stop);
            await reply.Content.ReadAsStringAsync(Stop);
        }

        Assert.True(ledger.Flush(Soon));
        var entries = folder.Read();
        Assert.DoesNotContain(entries, entry => entry.Outcome == LedgerOutcome.Unsettled);
        Assert.Equal(server.BilledUsd, Assert.Single(entries, entry => entry.Outcome == LedgerOutcome.Settled).CostUsd);
        Assert.Equal(0m, entries.Where(entry => entry.Outcome == LedgerOutcome.NotSent).Sum(entry => entry.CostUsd));
    }

    [Fact]
    public void Ends_that_were_lost_in_detail_end_what_was_sent()
    {
        using var folder = new TestFolder();
        using (var ledger = new FileLedger(folder.Path))
        {
            LedgerEntry Row(string call, LedgerOutcome outcome) => new() { CallId = call, Outcome = outcome, ReservedUsd = 1m, ReservedCalls = 1, Time = DateTimeOffset.UtcNow };
            _ = ledger.WriteAsync(
            [
                Row("a", LedgerOutcome.Unsettled), Row("b", LedgerOutcome.Unsettled), Row("c", LedgerOutcome.Unsettled),
                Row("b", LedgerOutcome.Settled) with { CostUsd = 0.25m, Calls = 1 },
                new LedgerEntry { Outcome = LedgerOutcome.Lost, Calls = 1, CostUsd = 0.5m, Ended = ["c/1"] },
            ], Stop);
        }

        var entries = folder.Read();

        Assert.Equal([LedgerOutcome.Settled, LedgerOutcome.Lost, LedgerOutcome.Unsettled], entries.Select(entry => entry.Outcome));
        Assert.Equal("a", entries[2].CallId);
        Assert.Equal(1.75m, LedgerSummary.Of(entries).CostUsd);
    }

    private static IEnumerable<string> ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return new StreamReader(stream).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class Rewriter(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(400, cancellationToken);
            using var other = new HttpRequestMessage(HttpMethod.Post, request.RequestUri) { Content = new StringContent(await request.Content!.ReadAsStringAsync(cancellationToken), Encoding.UTF8, "application/json") };
            return await base.SendAsync(other, cancellationToken);
        }
    }
}
