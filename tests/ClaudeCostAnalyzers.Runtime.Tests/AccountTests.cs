using FsCheck;
using FsCheck.Fluent;

namespace ClaudeCost.Tests;

/// <summary>The books: whatever happens in whatever order, no limit is passed and nothing is lost.</summary>
public sealed class AccountTests
{
    private const int Depth = 3;
    private const int Threads = 4;

    private static readonly Amounts Without = Amounts.Unlimited;

    [Fact]
    public void Parallel_reservations_and_settlements_never_pass_a_limit()
    {
        var amounts =
            from calls in Gen.Choose(0, 3)
            from nano in Gen.Choose(0, 1_000)
            from tokens in Gen.Choose(0, 500)
            from output in Gen.Choose(0, 100)
            select new Amounts(calls, nano, tokens, output, Math.Max(0, tokens - output));
        var limits =
            from calls in Gen.Choose(1, 200)
            from nano in Gen.Choose(1, 60_000)
            from tokens in Gen.Choose(1, 30_000)
            from output in Gen.Choose(1, 6_000)
            from input in Gen.Choose(1, 25_000)
            from open in Gen.Choose(0, 5)
            select new Amounts(
                open == 0 ? long.MaxValue : calls,
                open == 1 ? long.MaxValue : nano,
                open == 2 ? long.MaxValue : tokens,
                open == 3 ? long.MaxValue : output,
                open == 4 ? long.MaxValue : input);
        var steps =
            from need in amounts
            from level in Gen.Choose(0, Depth - 1)
            from outcome in Gen.Choose(0, 3)
            select (need, level, outcome);
        var runs =
            from chain in limits.ArrayOf(Depth)
            from work in steps.ArrayOf(150).ArrayOf(Threads)
            select (chain, work);

        Prop.ForAll(runs.ToArbitrary(), run => Holds(run.chain, run.work)).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    [Fact]
    public void Books_that_many_threads_keep_at_once_add_up()
    {
        var outer = new BudgetAccount(null, new Amounts(long.MaxValue, 4_000_000, long.MaxValue, long.MaxValue, long.MaxValue));
        var inner = new BudgetAccount[] { new(outer, Without), new(outer, Without) };
        var settled = 0L;
        var threads = Enumerable.Range(0, 4).Select(i => new Thread(() =>
        {
            var own = 0L;
            for (var turn = 0; turn < 300_000; turn++)
            {
                var need = new Amounts(1, 10, 10, 10, 0);
                long ticket = 0;
                if (new AccountChain(inner[i % 2]).TryReserveSimply(need) || inner[i % 2].TryReserve(need, out ticket, out _))
                {
                    var actual = new Amounts(1, turn % 7, turn % 7, 0, 0);
                    new AccountChain(inner[i % 2]).Settle(ticket, need, actual, suspect: false);
                    own += actual.NanoUsd;
                }
            }

            Interlocked.Add(ref settled, own);
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(Money.ToUsd(settled), outer.Usage().CostUsd);
        Assert.Equal(Money.ToUsd(settled), inner[0].Usage().CostUsd + inner[1].Usage().CostUsd);
        Assert.Equal(0m, outer.Usage().ReservedCostUsd);
        Assert.InRange(outer.Usage().CostUsd, 0.0025m, 0.004m);
    }

    [Fact]
    public void Calls_of_every_kind_at_once_keep_the_limit_that_they_share()
    {
        // One by the short way, one through a window, one with a budget of the process, and one that is suspect.
        const long Limit = 3_000;
        var outer = new BudgetAccount(null, new Amounts(long.MaxValue, Limit, long.MaxValue, long.MaxValue, long.MaxValue)) { ClosesWhenExceeded = false };
        var process = new BudgetAccount(null, new Books(Without, BudgetWindow.Daily)) { ClosesWhenExceeded = false };
        AccountChain[] chains =
        [
            new(new BudgetAccount(outer, Without)),
            new(new BudgetAccount(outer, new Books(Without, BudgetWindow.Hourly))),
            new(new BudgetAccount(outer, Without), [process]),
            new(outer),
        ];
        var kept = new long[chains.Length];
        var refused = 0;
        var most = 0m;
        var threads = Enumerable.Range(0, chains.Length).Select(i => new Thread(() =>
        {
            for (var turn = 0; turn < 100_000; turn++)
            {
                var need = new Amounts(1, 1_000, 10, 5, 5);
                long ticket = 0;
                if (!chains[i].TryReserveSimply(need) && chains[i].TryReserve(need, canWait: false, out ticket, out _) != Admission.Admitted)
                {
                    Interlocked.Increment(ref refused);
                    continue;
                }

                var usage = outer.Usage();
                var used = (usage.CostUsd + usage.ReservedCostUsd) * Money.NanoPerUsd;
                most = Math.Max(most, used);
                var actual = new Amounts(1, turn % 500 == 0 ? 1 : 0, 10, 5, 5);
                chains[i].Settle(ticket, need, actual, suspect: i == 3);
                kept[i] += actual.NanoUsd;
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.InRange(most, 1_000m, Limit);
        Assert.Equal(Money.ToUsd(kept.Sum()), outer.Usage().CostUsd);
        Assert.Equal(Money.ToUsd(kept[3]), outer.Usage().SuspectCostUsd);
        Assert.Equal(Money.ToUsd(kept[2]), process.Usage().CostUsd);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Money.ToUsd(kept[i]), chains[i].Scope!.Usage().CostUsd);
            Assert.Equal(0, chains[i].Scope!.Usage().CallsInFlight);
        }

        Assert.Equal(0m, outer.Usage().ReservedCostUsd);
        Assert.Equal(0, outer.Usage().CallsInFlight);
        Assert.Equal(refused, outer.Usage().CallsDenied);
    }

    [Fact]
    public void A_refusal_further_out_leaves_nothing_further_in()
    {
        var outer = new BudgetAccount(null, new Amounts(1, 100, 100, 100, 100)) { ClosesWhenExceeded = false };
        var middle = new BudgetAccount(outer, new Books(Without, mostOpen: 3));
        var inner = new BudgetAccount(middle, new Amounts(5, 500, 500, 500, 500));
        Assert.True(inner.TryReserve(new Amounts(1, 60, 60, 30, 30), out _, out _));
        Amounts[] tooMuch = [new(1, 0, 0, 0, 0), new(0, 41, 0, 0, 0), new(0, 0, 41, 0, 0), new(0, 0, 0, 71, 0), new(0, 0, 0, 0, 71)];
        foreach (var need in tooMuch)
        {
            var chain = new AccountChain(inner);
            Assert.False(chain.TryReserveSimply(need));
            Assert.Equal(new Amounts(4, 440, 440, 470, 470), inner.Left());
            Assert.Equal(1, middle.Books.Open);
            Assert.Equal(1, inner.Books.Open);
        }

        Assert.True(new AccountChain(inner).TryReserveSimply(new Amounts(0, 40, 40, 70, 70)));
        Assert.True(new AccountChain(inner).TryReserveSimply(default));
        Assert.False(new AccountChain(inner).TryReserveSimply(default));
    }

    [Fact]
    public void A_settlement_above_its_reservation_is_booked_whole_and_told()
    {
        var account = new BudgetAccount(null, new Amounts(10, 100, long.MaxValue, long.MaxValue, long.MaxValue));
        var held = new Amounts(1, 60, 0, 0, 0);
        Assert.True(account.TryReserve(held, out var ticket, out _));

        Assert.False(new AccountChain(account).Settle(ticket, held, new Amounts(1, 150, 0, 0, 0), suspect: false));

        Assert.Equal(0.00000015m, account.Usage().CostUsd);
        Assert.Equal(0, account.Left().NanoUsd);
        Assert.False(account.TryReserve(new Amounts(1, 1, 0, 0, 0), out _, out var denial));
        Assert.Equal(BudgetLimit.Cost, denial.Limit);
    }

    [Fact]
    public void Sums_stop_at_the_largest_number_instead_of_turning_negative()
    {
        var account = new BudgetAccount(null, Amounts.Unlimited);
        var huge = new Amounts(1, long.MaxValue - 1, long.MaxValue - 1, long.MaxValue - 1, 0);
        Assert.True(account.TryReserve(huge, out var ticket, out _));
        Assert.False(account.TryReserve(huge, out _, out _));
        new AccountChain(account).Settle(ticket, huge, huge, suspect: true);
        new AccountChain(account).Settle(ticket, default, huge, suspect: true);

        Assert.Equal(long.MaxValue, account.Usage().Tokens);
        Assert.Equal(0, account.Left().Tokens);
    }

    [Fact]
    public void The_accounting_path_allocates_nothing()
    {
        BudgetAccount? account = null;
        for (var i = 0; i < 6; i++)
        {
            account = new BudgetAccount(account, new Amounts(long.MaxValue, 1_000_000_000_000, long.MaxValue, long.MaxValue, long.MaxValue));
        }

        var held = new Amounts(1, 1_000, 100, 10, 90);
        var actual = new Amounts(1, 10, 100, 10, 90);
        var chain = new AccountChain(account!);
        void Turn(int times)
        {
            for (var i = 0; i < times; i++)
            {
                var ticket = CallGate.Reserve(chain, held, null);
                chain.Settle(ticket, held, actual, suspect: (i & 1) == 0);
            }
        }

        Turn(1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Turn(100_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static bool Holds(Amounts[] limits, (Amounts Need, int Level, int Outcome)[][] work)
    {
        var chain = new BudgetAccount[Depth];
        for (var i = 0; i < Depth; i++)
        {
            chain[i] = new BudgetAccount(i == 0 ? null : chain[i - 1], limits[i]);
        }

        var admitted = new long[Depth];
        var spent = new long[Depth];
        var problem = "";
        var over = false;
        var watcher = new Thread(() =>
        {
            while (!Volatile.Read(ref over) && problem.Length == 0)
            {
                for (var i = 0; i < Depth; i++)
                {
                    var usage = chain[i].Usage();
                    problem = Within(usage.Calls, limits[i].Calls)
                        && Within((long)((usage.CostUsd + usage.ReservedCostUsd) * Money.NanoPerUsd), limits[i].NanoUsd)
                        && Within(usage.Tokens + usage.ReservedTokens, limits[i].Tokens)
                        && Within(usage.OutputTokens + usage.ReservedOutputTokens, limits[i].OutputTokens)
                        && Within(usage.InputTokens + usage.ReservedInputTokens, limits[i].InputTokens) ? problem : $"level {i}: {usage}";
                }
            }
        });
        watcher.Start();
        Parallel.ForEach(work, new ParallelOptions { MaxDegreeOfParallelism = Threads }, steps =>
        {
            foreach (var (need, level, outcome) in steps)
            {
                long ticket = 0;
                var denial = default(Denial);
                if (!new AccountChain(chain[level]).TryReserveSimply(need) && !chain[level].TryReserve(need, out ticket, out denial))
                {
                    Assert.NotNull(denial.Account);
                    continue;
                }

                // Nothing used, all of it, or about half.
                var actual = outcome switch
                {
                    0 => default,
                    1 => need,
                    _ => new Amounts(need.Calls, need.NanoUsd / 2, need.Tokens / 2, need.OutputTokens / 2, need.InputTokens / 2),
                };
                Assert.True(new AccountChain(chain[level]).Settle(ticket, need, actual, suspect: outcome == 1));
                for (var i = 0; i <= level; i++)
                {
                    Interlocked.Add(ref admitted[i], actual.Calls);
                    Interlocked.Add(ref spent[i], actual.NanoUsd);
                }
            }
        });
        Volatile.Write(ref over, true);
        watcher.Join();
        Assert.Equal("", problem);
        for (var i = 0; i < Depth; i++)
        {
            var usage = chain[i].Usage();
            Assert.Equal(admitted[i], usage.Calls);
            Assert.Equal(Money.ToUsd(spent[i]), usage.CostUsd);
            Assert.Equal(0, usage.CallsInFlight + usage.ReservedTokens + usage.ReservedOutputTokens);
            Assert.Equal(0m, usage.ReservedCostUsd);
        }

        return true;
    }

    private static bool Within(long amount, long limit) => amount >= 0 && amount <= limit;
}
