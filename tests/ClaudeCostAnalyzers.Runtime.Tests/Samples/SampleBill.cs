using System.Globalization;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests.Samples;

/// <summary>Holds a ledger against the bill of the model server.</summary>
internal static class SampleBill
{
    /// <summary>The server gives each reply the number of its request.</summary>
    public static Dictionary<string, string> IdOf(ReceivedRequest request) => new() { ["request-id"] = request.Number.ToString(CultureInfo.InvariantCulture), ["retry-after-ms"] = "1" };

    /// <summary>
    /// Asserts that every request is in the ledger once, that certain rows cost what the server billed, to the nano-dollar, and that each
    /// suspect row is explained and not below the bill of its request.
    /// </summary>
    public static void Check(ModelServer server, IReadOnlyList<LedgerEntry> entries)
    {
        var sent = entries.Where(entry => entry.Outcome is not LedgerOutcome.Denied and not LedgerOutcome.NotSent).ToList();
        Assert.Equal(server.Count, sent.Count);
        var answered = sent.Where(entry => entry.RequestId is not null).ToDictionary(entry => int.Parse(entry.RequestId!, CultureInfo.InvariantCulture));
        foreach (var (number, entry) in answered)
        {
            Assert.True(entry.IsSuspect ? entry.CostUsd >= server.BillOf(number) : entry.CostUsd == server.BillOf(number), $"Request {number} is billed {server.BillOf(number)} and charged {entry.CostUsd} ({entry.Outcome}).");
        }

        var unanswered = server.Requests.Where(request => !answered.ContainsKey(request.Number)).ToList();
        Assert.All(sent.Where(entry => entry.RequestId is null), entry => Assert.True(entry.IsSuspect));
        Assert.True(sent.Where(entry => entry.RequestId is null).Sum(entry => entry.CostUsd) >= unanswered.Sum(request => server.BillOf(request.Number)));

        var billOfSuspects = unanswered.Sum(request => server.BillOf(request.Number))
            + answered.Where(pair => pair.Value.IsSuspect).Sum(pair => server.BillOf(pair.Key));
        var sum = LedgerSummary.Of(entries);
        Assert.Equal(server.BilledUsd, sum.CostUsd - sum.SuspectUsd + billOfSuspects);
        Assert.InRange(server.BilledUsd, sum.CostUsd - sum.SuspectUsd, sum.CostUsd);
        Assert.Equal(0, sum.Lost);
        Assert.All(entries.Where(entry => entry.IsSuspect), entry => Assert.Contains("charged", entry.Explanation));
    }
}
