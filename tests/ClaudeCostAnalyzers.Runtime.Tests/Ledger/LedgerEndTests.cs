using ClaudeCost.Attempts;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests.Ledger;

/// <summary>What the end of the process does with attempts in flight. It concerns all of them, so nothing may run beside.</summary>
[Collection(nameof(ProcessWide))]
public sealed class LedgerEndTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Attempts_in_flight_are_entered_as_suspect_once()
    {
        using var folder = new TestFolder();
        await using var server = await ModelServer.StartAsync(new Answer { Delay = TimeSpan.FromMilliseconds(800) });
        using var client = Clients.Anthropic(server);
        using (BudgetLedger.Start(folder.Path))
        using (var scope = BudgetScope.Begin(new Budget { MaxCalls = 5 }, "ending"))
        {
            var call = client.Messages.Create(Clients.Ask(), Stop);
            Assert.True(SpinWait.SpinUntil(() => server.Count == 1, TimeSpan.FromSeconds(30)));
            AttemptsInFlight.SettleAll();
            await call;
            await client.Messages.Create(Clients.Ask(), Stop);
            Assert.Equal(1, scope.Usage.SuspectCalls);
        }

        Assert.Equal([LedgerOutcome.SuspectNoReply, LedgerOutcome.Settled], folder.Read().Select(entry => entry.Outcome));
    }

    [Fact]
    public async Task An_attempt_that_was_in_flight_when_the_ledger_started_has_its_whole_duration()
    {
        using var folder = new TestFolder();
        await using var server = await ModelServer.StartAsync(new Answer { Delay = TimeSpan.FromMilliseconds(600) });
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 5 }, "before");
        var began = DateTimeOffset.UtcNow;
        var call = client.Messages.Create(Clients.Ask(), Stop);
        Assert.True(SpinWait.SpinUntil(() => server.Count == 1, TimeSpan.FromSeconds(30)));
        using (BudgetLedger.Start(folder.Path))
        {
            await call;
        }

        var entry = Assert.Single(folder.Read());
        Assert.Equal(LedgerOutcome.Settled, entry.Outcome);
        Assert.Equal(200, entry.Status);
        Assert.InRange(entry.Duration, TimeSpan.FromMilliseconds(500), DateTimeOffset.UtcNow - began + TimeSpan.FromMilliseconds(100));
        Assert.InRange(entry.Time, began - TimeSpan.FromMilliseconds(200), began + TimeSpan.FromMilliseconds(200));
    }
}
