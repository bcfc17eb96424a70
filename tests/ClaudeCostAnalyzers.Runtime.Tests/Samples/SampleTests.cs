using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using ClaudeCost.Tests.Ledger;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests.Samples;

/// <summary>The samples under load: each is stopped exactly at its limit, and its ledger adds up to the server's bill.</summary>
[Collection(nameof(ProcessWide))]
public sealed class SampleTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_chat_gives_each_user_exactly_its_calls_of_a_day()
    {
        SkipAtTheBorder();
        using var folder = new TestFolder();
        await using var server = await ModelServer.StartAsync(Trouble);
        await using var program = SampleProgram.Start("ChatApi", server, folder.Path, "--urls=http://127.0.0.1:0");
        using var http = await ClientOf(program);

        var replies = await Task.WhenAll(Enumerable.Range(0, 240).Select(i => AskAsync(http, $"u{i % 6}")));
        Assert.Contains(HttpStatusCode.OK, replies);
        Assert.Contains(HttpStatusCode.TooManyRequests, replies);
        foreach (var user in Enumerable.Range(0, 6))
        {
            Assert.Equal(20, server.Requests.Count(request => request.Body.Contains($"from u{user}.", StringComparison.Ordinal)));
            Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(http, $"u{user}"));
        }

        Assert.Equal(120, server.Count);
        await program.StopAsync();

        var entries = folder.Read();
        SampleBill.Check(server, entries);
        Assert.Contains(entries, entry => entry.Outcome == LedgerOutcome.SuspectStatus);
        Assert.Contains(entries, entry => entry.Outcome == LedgerOutcome.SuspectNoUsage);
        Assert.Contains(entries, entry => entry.Outcome is LedgerOutcome.SuspectCut or LedgerOutcome.SuspectNoReply);
        Assert.Contains(entries, entry => entry.Outcome == LedgerOutcome.Denied && entry.DeniedBy == "user:u0" && entry.DeniedLimit == BudgetLimit.Calls);
        Assert.All(entries, entry => Assert.EndsWith("Chat.cs", entry.File));
        Assert.Equal(Enumerable.Range(0, 6).Select(user => $"user:u{user}"), entries.Select(entry => entry.Scopes.Single()).Distinct().Order());
    }

    [Fact]
    public async Task The_chat_gives_no_user_more_than_its_dollars_of_a_day()
    {
        SkipAtTheBorder();
        const decimal Limit = 0.02m;
        using var folder = new TestFolder();
        await using var server = await ModelServer.StartAsync(Trouble);
        await using var program = SampleProgram.Start(
            "ChatApi", server, folder.Path, "--urls=http://127.0.0.1:0", "--ClaudeCost:Users:*:MaxCalls=1000", $"--ClaudeCost:Users:*:MaxCostUsd={Limit}");
        using var http = await ClientOf(program);

        await Task.WhenAll(Enumerable.Range(0, 160).Select(i => AskAsync(http, $"u{i % 4}")));
        foreach (var user in Enumerable.Range(0, 4))
        {
            // Alone now: until the next call does not fit.
            for (var i = 0; i < 200 && await AskAsync(http, $"u{user}") != HttpStatusCode.TooManyRequests; i++)
            {
            }
        }

        await program.StopAsync();
        var entries = folder.Read();
        SampleBill.Check(server, entries);
        foreach (var ofUser in entries.GroupBy(entry => entry.Scopes.Single()))
        {
            var spent = ofUser.Sum(entry => entry.CostUsd);
            var last = ofUser.Last();
            Assert.Equal((LedgerOutcome.Denied, BudgetLimit.Cost), (last.Outcome, last.DeniedLimit));
            Assert.InRange(spent, Limit - last.ReservedUsd, Limit);
            var billed = server.Requests.Where(request => request.Body.Contains($"from {ofUser.Key["user:".Length..]}.", StringComparison.Ordinal)).Sum(request => server.BillOf(request.Number));
            Assert.InRange(billed, 0.000001m, spent);
        }
    }

    [Fact]
    public async Task The_worker_makes_exactly_the_calls_of_an_hour_and_waits_for_the_next()
    {
        SkipAtTheBorder();
        using var folder = new TestFolder();
        using var inbox = new TestFolder();
        for (var i = 0; i < 120; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(inbox.Path, $"{i:000}.txt"), $"Text {i}", Stop);
        }

        await using var server = await ModelServer.StartAsync(Trouble);
        await using var program = SampleProgram.Start("DigestWorker", server, folder.Path, $"--Inbox={inbox.Path}", "--CallsPerHour=50");
        await program.SaysAsync("The work goes on then.");
        await Task.Delay(1_500, Stop);
        Assert.Equal(50, server.Count);
        await program.StopAsync();

        var entries = folder.Read();
        SampleBill.Check(server, entries);
        Assert.Equal(50, server.Count);
        Assert.All(entries, entry => Assert.Equal(("digests", "digests"), (entry.Scopes.Single(), entry.Tags["job"])));
        Assert.Contains(entries, entry => entry.Outcome == LedgerOutcome.Denied);

        // What was paid for is there: a digest for each reply that came whole, with a final usage or without one.
        Assert.Contains(entries, entry => entry.Outcome is LedgerOutcome.SuspectCut or LedgerOutcome.SuspectNoReply);
        Assert.Equal(entries.Count(entry => entry is { Status: 200, Outcome: not LedgerOutcome.SuspectCut }), inbox.Files.Count(file => file.EndsWith(".digest", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_worker_that_is_killed_leaves_a_ledger_that_can_be_read()
    {
        using var folder = new TestFolder();
        using var inbox = new TestFolder();
        for (var i = 0; i < 100; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(inbox.Path, $"{i:000}.txt"), $"Text {i}", Stop);
        }

        await using var server = await ModelServer.StartAsync(request => Trouble(request) with { Delay = TimeSpan.FromMilliseconds(20) });
        await using (var program = SampleProgram.Start("DigestWorker", server, folder.Path, $"--Inbox={inbox.Path}", "--CallsPerHour=1000"))
        {
            Assert.True(SpinWait.SpinUntil(() => server.Count >= 60, TimeSpan.FromSeconds(120)), program.Output);
            await program.KillAsync();
        }

        var problems = new List<LedgerProblem>();
        var entries = LedgerReader.Read(folder.Path, problems).ToList();
        Assert.True(problems.Count <= 1);

        // At most what was in flight, eight calls at a time, and what had just ended is missing.
        Assert.InRange(entries.Count, server.Count - 30, server.Count);
        foreach (var entry in entries.Where(entry => entry.RequestId is not null && !entry.IsSuspect))
        {
            Assert.Equal(server.BillOf(int.Parse(entry.RequestId!, System.Globalization.CultureInfo.InvariantCulture)), entry.CostUsd);
        }
    }

    [Fact]
    public async Task The_agents_that_run_away_leave_a_ledger_of_what_their_model_saw()
    {
        using var folder = new TestFolder();
        await using var server = await ModelServer.StartAsync();
        await using var program = SampleProgram.Start("RunawayAgent", server, folder.Path, "--fake-model");
        await program.EndAsync();

        var entries = folder.Read();
        var seen = Regex.Matches(program.Output, "Requests that the model saw: ([0-9]+)").Sum(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(seen, entries.Count(entry => entry.Outcome != LedgerOutcome.Denied));
        Assert.Equal(0, server.Count);

        // The model that the sample plays bills 900 tokens of input and 250 of output for each reply; list prices of October 2026.
        foreach (var entry in entries.Where(entry => entry.Outcome != LedgerOutcome.Denied))
        {
            var bill = entry.Outcome == LedgerOutcome.Rejected ? 0m : entry.Model == "claude-sonnet-5-5" ? 0.0043m : 0.000215m;
            Assert.Equal((entry.Model, bill), (entry.Model, entry.CostUsd));
        }

        Assert.Contains(entries, entry => entry is { Outcome: LedgerOutcome.Denied, DeniedBy: "Researcher", DeniedLimit: BudgetLimit.Calls });
        Assert.Contains(entries, entry => entry is { Outcome: LedgerOutcome.Denied, DeniedBy: "PressOffice", DeniedLimit: BudgetLimit.Cost });
        Assert.DoesNotContain(entries, entry => entry.IsSuspect);
    }

    [Fact]
    public async Task The_agents_that_run_away_are_stopped_exactly_and_their_ledger_adds_up_to_the_bill_of_a_server_with_failures()
    {
        using var folder = new TestFolder();
        await using var server = await ModelServer.StartAsync(RunAway);
        await using var program = SampleProgram.Start("RunawayAgent", server, folder.Path);
        await program.EndAsync();

        var entries = folder.Read();
        SampleBill.Check(server, entries);
        var of = entries.ToLookup(entry => entry.Scopes.Single());

        // Attempts count, whether they came to something or not, and the agents' own retries with those of the SDK.
        Assert.Equal(12, of["Researcher"].Sum(entry => entry.Calls));
        Assert.Equal((LedgerOutcome.Denied, BudgetLimit.Calls), (of["Researcher"].Last().Outcome, of["Researcher"].Last().DeniedLimit));
        Assert.Equal(4, of["Translator"].Sum(entry => entry.Calls));
        Assert.Equal((LedgerOutcome.Denied, BudgetLimit.Calls), (of["Translator"].Last().Outcome, of["Translator"].Last().DeniedLimit));
        var refused = of["PressOffice"].Last();
        Assert.Equal((LedgerOutcome.Denied, BudgetLimit.Cost), (refused.Outcome, refused.DeniedLimit));
        Assert.InRange(of["PressOffice"].Sum(entry => entry.CostUsd), 0.05m - refused.ReservedUsd, 0.05m);
        Assert.Contains(entries, entry => entry.Outcome == LedgerOutcome.SuspectStatus);
        Assert.Contains(entries, entry => entry.Outcome == LedgerOutcome.Rejected);
        Assert.All(of["PressOffice"], entry => Assert.True(entry.CostUsd <= entry.ReservedUsd));
    }

    /// <summary>The unhelpful model of the sample, with failures in between that its client tries again.</summary>
    private static Answer RunAway(ReceivedRequest request)
    {
        var whole = new Answer { Input = 900, Output = 250, Headers = SampleBill.IdOf(request) };
        if (request.Body.Contains("Translate", StringComparison.Ordinal) || request.Number % 5 == 3)
        {
            return whole with { Status = 529 };
        }

        if (request.Number % 5 == 0)
        {
            return whole with { Status = 500, BilledAnyway = true };
        }

        var isTool = request.Json.TryGetProperty("tools", out _);
        var content = isTool ? """{"type":"tool_use","id":"toolu_1","name":"search","input":{"query":"x"}}""" : """{"type":"text","text":"Our product is good.\nGRADE: 6"}""";
        return whole with
        {
            Body = $$"""
                {"id":"msg_1","type":"message","role":"assistant","model":"{{request.Model}}","content":[{{content}}],"stop_reason":"{{(isTool ? "tool_use" : "end_turn")}}","stop_sequence":null,
                 "usage":{"input_tokens":{{whole.Input}},"output_tokens":{{whole.Output}}} }
                """,
        };
    }

    private static Answer Trouble(ReceivedRequest request)
    {
        var whole = new Answer { Input = 40 + (request.Number % 13), Output = 20 + (request.Number % 7), Headers = SampleBill.IdOf(request) };
        return (request.Number % 12) switch
        {
            3 => whole with { Status = 500, BilledAnyway = true },
            5 => whole with { CutBody = true },
            6 => whole with { Status = 529 },
            8 => whole with { LeaveUsageOut = true },
            10 => whole with { Status = 429 },
            _ => whole,
        };
    }

    private static async Task<HttpClient> ClientOf(SampleProgram program)
    {
        const string Listening = "Now listening on: ";
        var line = await program.SaysAsync(Listening);
        return new HttpClient { BaseAddress = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim()), Timeout = TimeSpan.FromMinutes(2) };
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient http, string user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "chat") { Content = JsonContent.Create(new { text = $"A message from {user}." }) };
        request.Headers.Add("X-User", user);
        using var reply = await http.SendAsync(request, Stop);
        return reply.StatusCode;
    }

    private static void SkipAtTheBorder() => Assert.SkipWhen(DateTime.UtcNow.Minute >= 57, "A new hour is about to begin, with budgets that are full again.");
}
