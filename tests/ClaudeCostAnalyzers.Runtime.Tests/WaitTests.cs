using System.Net.Http.Json;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary><see cref="OnExceeded.Wait"/>: first come, first served, given up when asked to, and never stuck.</summary>
public sealed class WaitTests
{
    private static readonly Amounts OneCall = new(1, 10, 0, 0, 0);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_wait_for_a_place_and_all_are_served()
    {
        var running = 0;
        var most = 0;
        await using var server = await ModelServer.StartAsync();
        using var client = new HttpClient(new BudgetHandler(new Counter(new SocketsHttpHandler(), change =>
        {
            var now = Interlocked.Add(ref running, change);
            for (var seen = most; now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = most)
            {
            }
        })));
        using var scope = BudgetScope.Begin(new Budget { MaxConcurrentCalls = 4, OnExceeded = OnExceeded.Wait });

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => PostAsync(client, server)));

        Assert.Equal(100, server.Count);
        Assert.InRange(most, 1, 4);
        Assert.Equal(0, scope.Usage.CallsDenied);
        Assert.Equal(0, scope.Usage.CallsInFlight);
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
    }

    [Fact]
    public async Task A_budget_that_admits_few_worst_cases_at_a_time_serves_many_calls_one_after_another()
    {
        // A worst case is about forty times what a call costs.
        await using var server = await ModelServer.StartAsync(new Answer { Input = 100, Output = 20 });
        using var client = new HttpClient(new BudgetHandler(new SocketsHttpHandler()));
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 0.03m, OnExceeded = OnExceeded.Wait });

        var calls = await Task.WhenAll(Enumerable.Range(0, 300).Select(async _ =>
        {
            try
            {
                await PostAsync(client, server, maxTokens: 1_000);
                return true;
            }
            catch (BudgetExceededException)
            {
                return false;
            }
        }));

        Assert.Equal(server.Count, calls.Count(served => served));
        Assert.Equal(server.BilledUsd, scope.Usage.CostUsd);
        Assert.True(server.BilledUsd <= 0.03m);
        Assert.True(server.Count > 20);

        // In the end no room can come any more: the scope closes, and the rest is refused instead of waiting for ever.
        Assert.Equal(server.Count < 300, scope.Token.IsCancellationRequested);
        Assert.True(300 == server.Count || scope.Remaining.CostUsd == 0m);
    }

    [Fact]
    public async Task First_come_first_served()
    {
        var account = new BudgetAccount(null, new Books(Amounts.Unlimited, mostOpen: 1)) { Waits = true };
        var chain = new AccountChain(account);
        Assert.Equal(Admission.Admitted, chain.TryReserve(OneCall, canWait: true, out var first, out _));
        var order = new List<int>();
        var waiting = Enumerable.Range(0, 20).Select(number => WaitAsync(number)).ToArray();
        chain.Settle(first, OneCall, OneCall, suspect: false);
        await Task.WhenAll(waiting);

        Assert.Equal(Enumerable.Range(0, 20), order);

        async Task WaitAsync(int number)
        {
            var ticket = await CallGate.ReserveAsync(chain, OneCall, null, Stop);
            order.Add(number);
            chain.Settle(ticket, OneCall, OneCall, suspect: false);
        }
    }

    [Fact]
    public async Task A_small_call_does_not_pass_a_large_one_that_came_before_but_passes_those_of_other_budgets()
    {
        var account = new BudgetAccount(null, new Amounts(long.MaxValue, 100, long.MaxValue, long.MaxValue, long.MaxValue)) { Waits = true };
        var other = new AccountChain(new BudgetAccount(null, new Amounts(long.MaxValue, 100, long.MaxValue, long.MaxValue, long.MaxValue)) { Waits = true });
        var chain = new AccountChain(account);
        var held = new Amounts(1, 60, 0, 0, 0);
        Assert.Equal(Admission.Admitted, chain.TryReserve(held, canWait: true, out var first, out _));
        var large = CallGate.ReserveAsync(chain, new Amounts(1, 90, 0, 0, 0), null, Stop).AsTask();
        var small = CallGate.ReserveAsync(chain, new Amounts(1, 10, 0, 0, 0), null, Stop).AsTask();
        Assert.True(CallGate.ReserveAsync(other, held, null, Stop).IsCompletedSuccessfully || WaitingLine.Count >= 2);
        await Task.Delay(50, Stop);
        Assert.False(small.IsCompleted);

        chain.Settle(first, held, new Amounts(1, 1, 0, 0, 0), suspect: false);

        var ticket = await large;
        Assert.False(small.IsCompleted);
        chain.Settle(ticket, new Amounts(1, 90, 0, 0, 0), new Amounts(1, 1, 0, 0, 0), suspect: false);
        await small;
    }

    [Fact]
    public async Task A_wait_can_be_given_up_and_holds_nothing()
    {
        var account = new BudgetAccount(null, new Books(Amounts.Unlimited, mostOpen: 1)) { Waits = true };
        var chain = new AccountChain(account);
        Assert.Equal(Admission.Admitted, chain.TryReserve(OneCall, canWait: true, out var first, out _));
        using var cancel = new CancellationTokenSource();
        var given = CallGate.ReserveAsync(chain, OneCall, null, cancel.Token).AsTask();
        var patient = CallGate.ReserveAsync(chain, OneCall, null, Stop).AsTask();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.Equal(1, account.Usage().CallsInFlight);
        Assert.False(patient.IsCompleted);
        chain.Settle(first, OneCall, OneCall, suspect: false);
        await patient;
        Assert.Equal(1, account.Usage().CallsInFlight);
    }

    [Fact]
    public async Task The_end_of_the_scope_ends_the_wait()
    {
        var gate = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(new Answer { Gate = gate.Task });
        using var client = new HttpClient(new BudgetHandler(new SocketsHttpHandler()));
        Task first, second;
        using (var scope = BudgetScope.Begin(new Budget { MaxConcurrentCalls = 1, OnExceeded = OnExceeded.Wait }))
        {
            first = PostAsync(client, server);
            second = PostAsync(client, server);
        }

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => second);
        Assert.Equal(BudgetLimit.ScopeEnded, exception.Limit);
        gate.SetResult();
        await first;
        Assert.Equal(1, server.Count);
    }

    [Fact]
    public async Task The_time_of_the_scope_ends_the_wait()
    {
        var gate = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(new Answer { Gate = gate.Task });
        using var client = new HttpClient(new BudgetHandler(new SocketsHttpHandler()));
        var clock = new ManualClock();
        using var scope = BudgetScope.Begin(new Budget { MaxConcurrentCalls = 1, OnExceeded = OnExceeded.Wait, Timeout = TimeSpan.FromHours(1), TimeProvider = clock });
        var first = PostAsync(client, server);
        var second = PostAsync(client, server);
        clock.Advance(TimeSpan.FromHours(1));

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => second);
        Assert.Equal(BudgetLimit.Time, exception.Limit);
        gate.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => first);
    }

    [Fact]
    public async Task A_call_waits_for_the_next_window()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = new HttpClient(new BudgetHandler(new SocketsHttpHandler()));
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 21, 12, 50, 0, TimeSpan.Zero));
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 2, Window = BudgetWindow.Hourly, OnExceeded = OnExceeded.Wait, TimeProvider = clock });

        var calls = Enumerable.Range(0, 5).Select(_ => PostAsync(client, server)).ToArray();
        await Task.WhenAll(calls[0], calls[1]);
        clock.Advance(TimeSpan.FromMinutes(9));
        await Task.Delay(100, Stop);
        Assert.Equal(2, server.Count);
        clock.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(calls[2], calls[3]);
        await Task.Delay(100, Stop);
        Assert.Equal(4, server.Count);
        Assert.False(calls[4].IsCompleted);
        clock.Advance(TimeSpan.FromHours(1));
        await calls[4];
        Assert.Equal(5, server.Count);
    }

    [Fact]
    public async Task A_call_for_which_no_room_can_come_is_refused_at_once()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = new HttpClient(new BudgetHandler(new SocketsHttpHandler()));
        using var windowed = BudgetScope.Begin(new Budget { MaxOutputTokens = 50, Window = BudgetWindow.Daily, OnExceeded = OnExceeded.Wait });

        await Assert.ThrowsAsync<BudgetExceededException>(() => PostAsync(client, server, maxTokens: 51));
        await PostAsync(client, server, maxTokens: 50);
        Assert.Equal(1, server.Count);

        // Without a window: what is spent does not come back, so the scope closes.
        using var scope = BudgetScope.Begin(new Budget { MaxOutputTokens = 40, OnExceeded = OnExceeded.Wait });
        await PostAsync(client, server, maxTokens: 30);
        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => PostAsync(client, server, maxTokens: 30));
        Assert.Null(exception.RenewsAt);
        Assert.True(scope.Token.IsCancellationRequested);
        Assert.Equal(2, server.Count);
    }

    [Fact]
    public async Task A_client_without_a_handler_is_refused_with_the_remedy_and_the_scope_stays_open()
    {
        var gate = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(new Answer { Gate = gate.Task });
        using var client = Clients.Anthropic(server);
        using var scope = BudgetScope.Begin(new Budget { MaxConcurrentCalls = 1, OnExceeded = OnExceeded.Wait });
        var first = client.Messages.Create(Clients.Ask(), Stop);
        while (scope.Usage.CallsInFlight < 1)
        {
            await Task.Delay(5, Stop);
        }

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
        Assert.Contains(nameof(BudgetHandler), exception.Message);
        gate.SetResult();
        await first;
        await client.Messages.Create(Clients.Ask(), Stop);
        Assert.Equal(2, server.Count);
    }

    [Fact]
    public async Task Whatever_waits_in_nested_and_shared_budgets_comes_to_its_end()
    {
        var shared = new Books(new Amounts(long.MaxValue, 100, long.MaxValue, long.MaxValue, long.MaxValue), mostOpen: 3);
        var outer = new BudgetAccount(null, shared, new Owner()) { Waits = true };
        var chains = Enumerable.Range(0, 4)
            .Select(i => new AccountChain(new BudgetAccount(i % 2 == 0 ? outer : null, new Books(Amounts.Unlimited, mostOpen: 1 + i), new Owner()) { Waits = true }))
            .ToArray();
        var spent = 0L;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => Task.Run(async () =>
        {
            using var cancel = new CancellationTokenSource();
            if (i % 5 == 0)
            {
                cancel.CancelAfter(i % 40);
            }

            var chain = chains[i % 4];
            var need = new Amounts(1, 30, 0, 0, 0);
            try
            {
                var ticket = await CallGate.ReserveAsync(chain, need, null, cancel.Token);
                await Task.Yield();
                var inner = i % 8 == 0 ? 1 : 0;
                Interlocked.Add(ref spent, i % 4 is 0 or 2 ? inner : 0);
                chain.Settle(ticket, need, new Amounts(1, inner, 0, 0, 0), suspect: false);
                return 1;
            }
            catch (OperationCanceledException)
            {
                return 2;
            }
            catch (BudgetExceededException)
            {
                return 3;
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60), Stop);

        Assert.Equal(2_000, outcomes.Length);
        Assert.Contains(1, outcomes);
        Assert.Equal(0, shared.Open);
        Assert.Equal(spent, shared.Counted.NanoUsd.Spent);
        Assert.Equal(0, shared.Counted.NanoUsd.Reserved);
        Assert.True(spent <= 100);
    }

    private static async Task PostAsync(HttpClient client, ModelServer server, int maxTokens = 100)
    {
        using var response = await client.PostAsJsonAsync(
            new Uri(server.Address, "v1/messages"),
            new { model = "claude-haiku-4-5", max_tokens = maxTokens, messages = new[] { new { role = "user", content = "Hi" } } },
            Stop);
        await response.Content.ReadAsByteArrayAsync(Stop);
    }

    private sealed class Owner : IBudgetOwner
    {
        public string Name => "test";

        public string Description => "Budget 'test'";

        public string BegunAtFile => "";

        public int BegunAtLine => 0;

        public TimeSpan? Timeout => null;

        public void Closed()
        {
        }
    }

    private sealed class Counter(HttpMessageHandler inner, Action<int> change) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            change(1);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                change(-1);
            }
        }
    }
}
