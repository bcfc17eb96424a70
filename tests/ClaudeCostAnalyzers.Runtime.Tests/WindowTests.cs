using ClaudeCost.Tests.Server;
using FsCheck;
using FsCheck.Fluent;

namespace ClaudeCost.Tests;

/// <summary>Budgets that renew over time: nothing is lost at a border, and nothing is allowed twice.</summary>
public sealed class WindowTests
{
    private static readonly Amounts OneCall = new(1, 0, 0, 0, 0);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_loop_is_held_to_its_hourly_limit_and_goes_on_in_the_next_hour()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 21, 12, 40, 0, TimeSpan.Zero));
        using var budget = BudgetScope.Begin(new Budget { Window = BudgetWindow.Hourly, MaxCalls = 2, MaxCostUsd = 20m, TimeProvider = clock });

        for (var hour = 1; hour <= 3; hour++)
        {
            await client.Messages.Create(Clients.Ask(), Stop);
            await client.Messages.Create(Clients.Ask(), Stop);
            var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
            Assert.Equal(2 * hour, server.Count);
            Assert.Equal(BudgetLimit.Calls, exception.Limit);
            Assert.Equal(new DateTimeOffset(2026, 11, 21, 12 + hour, 0, 0, TimeSpan.Zero), exception.RenewsAt);
            Assert.Contains($"renews at 2026-11-21 {12 + hour}:00:00 +00:00", exception.Message);
            Assert.Contains("(hourly)", exception.Message);

            // Closed until the next window, and not for good: what is cancelled cannot be undone.
            exception = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
            Assert.Contains("closed until it renews", exception.Message);
            Assert.Equal(0, budget.Remaining.Calls);
            Assert.Equal(0m, budget.Remaining.CostUsd);
            Assert.False(budget.Token.IsCancellationRequested);
            Assert.Equal(exception.RenewsAt, budget.Remaining.RenewsAt);
            clock.MoveTo(exception.RenewsAt!.Value);
            Assert.Equal(2, budget.Remaining.Calls);
        }

        // What the scope used is the sum over all windows.
        Assert.Equal(6, budget.Usage.Calls);
        Assert.Equal(6, budget.Usage.CallsDenied);
        Assert.Equal(server.BilledUsd, budget.Usage.CostUsd);
    }

    [Fact]
    public async Task A_call_belongs_to_the_window_in_which_it_was_sent()
    {
        var gate = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(new Answer { Gate = gate.Task });
        using var client = Clients.Anthropic(server);
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 21, 12, 59, 59, TimeSpan.Zero));
        using var budget = BudgetScope.Begin(new Budget { Window = BudgetWindow.Hourly, MaxCostUsd = 1m, TimeProvider = clock });
        var call = client.Messages.Create(Clients.Ask(), Stop);
        while (budget.Usage.CallsInFlight == 0)
        {
            await Task.Delay(5, Stop);
        }

        Assert.True(budget.Remaining.CostUsd < 1m);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(1m, budget.Remaining.CostUsd);
        gate.SetResult();
        await call;

        Assert.Equal(1m, budget.Remaining.CostUsd);
        Assert.Equal(server.BilledUsd, budget.Usage.CostUsd);
        Assert.Equal(0, budget.Usage.CallsInFlight);
    }

    [Fact]
    public async Task A_call_that_is_larger_than_the_limit_never_renews()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var budget = BudgetScope.Begin(new Budget { Window = BudgetWindow.Daily, MaxOutputTokens = 50 });

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(maxTokens: 51), Stop));

        Assert.Null(exception.RenewsAt);
        Assert.Contains("will not fit into another window", exception.Message);
    }

    [Fact]
    public void A_windowed_scope_that_has_ended_stays_closed()
    {
        var clock = new ManualClock();
        var budget = BudgetScope.Begin(new Budget { Window = BudgetWindow.Hourly, MaxCalls = 5, TimeProvider = clock });
        budget.Dispose();
        clock.Advance(TimeSpan.FromHours(2));

        Assert.True(budget.Token.IsCancellationRequested);
        Assert.Equal(0, budget.Remaining.Calls);
    }

    [Fact]
    public void A_clock_that_is_set_back_opens_no_window_twice()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 21, 13, 0, 5, TimeSpan.Zero));
        var books = new Books(OneCall, BudgetWindow.Hourly, clock);
        Reserve(books);
        clock.SetBack(TimeSpan.FromSeconds(10));
        Assert.False(CanReserve(books));
        clock.Advance(TimeSpan.FromMinutes(30));
        Assert.False(CanReserve(books));
        clock.Advance(TimeSpan.FromMinutes(31));
        Assert.True(CanReserve(books));
    }

    [Fact]
    public void What_a_rolling_window_counts_drops_out_after_24_hours_at_the_earliest()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 21, 12, 20, 0, TimeSpan.Zero));
        var books = new Books(new Amounts(3, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue), BudgetWindow.Rolling24Hours, clock);
        var account = new BudgetAccount(null, books);
        var first = clock.GetUtcNow();
        Settle(2);
        clock.Advance(TimeSpan.FromHours(5));
        Settle(1);

        // Room for one once the first two are out, for three once all are.
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 13, 0, 0, TimeSpan.Zero).Ticks, RenewsAt(2));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 18, 0, 0, TimeSpan.Zero).Ticks, RenewsAt(3));
        Assert.Equal(0, RenewsAt(4));
        clock.MoveTo(first.AddHours(24));
        Assert.Equal(0, account.Left().Calls);
        clock.MoveTo(first.AddHours(25));
        Assert.Equal(2, account.Left().Calls);
        clock.MoveTo(first.AddHours(40));
        Assert.Equal(3, account.Left().Calls);

        void Settle(int calls)
        {
            var need = new Amounts(calls, 0, 0, 0, 0);
            Assert.True(account.TryReserve(need, out var ticket, out _));
            new AccountChain(account).Settle(ticket, need, need, suspect: false);
        }

        long RenewsAt(int calls)
        {
            // Each from an account of its own, as a refusal closes it for the hour.
            Assert.False(new BudgetAccount(null, books).TryReserve(new Amounts(calls, 0, 0, 0, 0), out _, out var denial));
            return denial.RenewsAt;
        }
    }

    /// <summary>
    /// Whatever is reserved and settled in whatever order while time passes: what is sent within any window, by the tests' own
    /// account of it, stays within the limit; and what fits is not refused.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void No_window_ever_takes_more_than_its_limit(int kind)
    {
        const long Limit = 100;
        var window = new[] { BudgetWindow.Hourly, BudgetWindow.Daily.In(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")), BudgetWindow.Rolling24Hours }[kind];
        var steps =
            from minutes in Gen.Choose(0, kind == 0 ? 25 : 300)
            from amount in Gen.Choose(1, 60)
            from used in Gen.Choose(0, 60)
            from settle in Gen.Choose(0, 2)
            select (minutes, amount, used, settle);

        Prop.ForAll(steps.ArrayOf(120).ToArbitrary(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

        bool Holds((int Minutes, int Amount, int Used, int Settle)[] run)
        {
            var clock = new ManualClock(new DateTimeOffset(2026, 10, 24, 12, 7, 0, TimeSpan.Zero));
            var books = new Books(new Amounts(long.MaxValue, Limit, long.MaxValue, long.MaxValue, long.MaxValue), window, clock);
            var sent = new List<(DateTimeOffset At, long Amount)>();
            var open = new List<(int Index, long Ticket, long Held)>();
            var suspect = new List<(int Index, long Ticket, long Held)>();
            foreach (var (minutes, amount, used, settle) in run)
            {
                clock.Advance(TimeSpan.FromMinutes(minutes));

                // A new account each time: a refusal closes the account, and here it is the books that are looked at.
                var account = new BudgetAccount(null, books);
                var need = new Amounts(1, amount, 0, 0, 0);
                var fits = InWindow(clock.GetUtcNow()) + amount <= Limit;
                Assert.Equal(fits, account.TryReserve(need, out var ticket, out _));
                if (fits)
                {
                    open.Add((sent.Count, ticket, amount));
                    sent.Add((clock.GetUtcNow(), amount));
                }

                if (settle > 0 && open.Count > 0)
                {
                    var (index, its, held) = open[(amount + used) % open.Count];
                    open.RemoveAll(entry => entry.Index == index);
                    var actual = settle == 1 ? Math.Min(used, held) : held;
                    new AccountChain(account).Settle(its, new Amounts(1, held, 0, 0, 0), new Amounts(1, actual, 0, 0, 0), suspect: settle != 1);
                    sent[index] = (sent[index].At, actual);
                    if (settle != 1)
                    {
                        suspect.Add((index, its, held));
                    }
                }

                // As the results of a batch do, much later.
                if (used % 3 == 0 && suspect.Count > 0)
                {
                    var (index, its, held) = suspect[(amount + used) % suspect.Count];
                    suspect.RemoveAll(entry => entry.Index == index);
                    var actual = Math.Min(used, held);
                    new AccountChain(account).Correct(its, new Amounts(1, held, 0, 0, 0), new Amounts(1, actual, 0, 0, 0));
                    sent[index] = (sent[index].At, actual);
                }

                Assert.True(InWindow(clock.GetUtcNow()) <= Limit);
            }

            return true;

            long InWindow(DateTimeOffset now)
            {
                var (start, _) = window.Around(now.UtcTicks);
                var since = window.IsRolling ? start - TimeSpan.FromHours(24).Ticks : start;
                return sent.Where((call, index) => call.At.UtcTicks >= since || (window.IsRolling && open.Exists(entry => entry.Index == index))).Sum(call => call.Amount);
            }
        }
    }

    [Fact]
    public void Threads_that_cross_borders_together_lose_nothing()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero));
        var books = new Books(new Amounts(50, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue), BudgetWindow.Hourly, clock);
        var admitted = 0L;
        for (var hour = 0; hour < 24; hour++)
        {
            Parallel.For(0, 100, _ =>
            {
                var account = new BudgetAccount(null, books);
                if (account.TryReserve(OneCall, out var ticket, out var denial))
                {
                    Interlocked.Increment(ref admitted);
                    new AccountChain(account).Settle(ticket, OneCall, OneCall, suspect: false);
                }
            });
            Assert.Equal(50 * (hour + 1), admitted);
            clock.Advance(TimeSpan.FromHours(1));
        }
    }

    private static void Reserve(Books books) => Assert.True(CanReserve(books));

    private static bool CanReserve(Books books) => new BudgetAccount(null, books).TryReserve(OneCall, out _, out _);
}
