using ClaudeCost.Process;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>Budgets that hold for the whole process, and the kill switch.</summary>
[Collection(nameof(ProcessWide))]
public sealed class ProcessBudgetTests : IDisposable
{
    private readonly ManualClock clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Wrong => new()
    {
        { "CLAUDE_COST_MAX_USD_PER_DAY", "lots" },
        { "CLAUDE_COST_MAX_USD_PER_DAY", "-5" },
        { "CLAUDE_COST_MAX_USD_PER_DAY", "0" },
        { "CLAUDE_COST_MAX_USD_PER_DAY", "$5" },
        { "CLAUDE_COST_MAX_USD_PER_DAY", "5,5" },
        { "CLAUDE_COST_MAX_CALLS_PER_HOUR", "1.5" },
        { "CLAUDE_COST_MAX_CALLS_PER_HOUR", "99999999999999999999999999999999" },
        { "CLAUDE_COST_MAX_USD_PER_WEEK", "5" },
        { "CLAUDE_COST_MAX_DOLLARS_PER_DAY", "5" },
        { "CLAUDE_COST_TIME_ZONE", "Europe/Nowhere" },
        { "CLAUDE_COST_OUTSIDE_SCOPES", "perhaps" },
        { "CLAUDE_COST_OUTSIDE_SCOPE", "deny" },
        { "CLAUDE_COST_USD_PER_DAY", "5" },
        { "CLAUDE_COST_STOPFILE", "/run/stop" },
        { "CLAUDE_COST_STOP_FILE", " " },
        { "claude_cost_max_usd_per_day", "5" },
        { "Claude_Cost_Stop_File", "/run/stop" },
    };

    public void Dispose()
    {
        ProcessBudgets.Replace(null);
        BudgetGuard.Resume();
        Environment.SetEnvironmentVariable(KillSwitch.Variable, null);
    }

    [Fact]
    public async Task A_limit_of_the_environment_holds_for_calls_with_and_without_a_scope()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        Use(("CLAUDE_COST_MAX_CALLS_PER_HOUR", "3"), ("CLAUDE_COST_MAX_USD_PER_DAY", "5"));

        await client.Messages.Create(Clients.Ask(), Stop);
        using (var scope = BudgetScope.Begin(new Budget { MaxCalls = 10 }))
        {
            await client.Messages.Create(Clients.Ask(), Stop);
            Assert.Equal(1, scope.Usage.Calls);
        }

        await client.Messages.Create(Clients.Ask(), Stop);
        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
        Assert.Equal("CLAUDE_COST_MAX_CALLS_PER_HOUR", exception.ScopeName);
        Assert.Contains("set by CLAUDE_COST_MAX_CALLS_PER_HOUR refused", exception.Message);
        Assert.NotNull(exception.RenewsAt);
        Assert.Equal(3, server.Count);

        clock.MoveTo(exception.RenewsAt.Value);
        await client.Messages.Create(Clients.Ask(), Stop);
        Assert.Equal(4, server.Count);
    }

    [Fact]
    public async Task One_call_too_large_does_not_stop_smaller_ones()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        Use(("CLAUDE_COST_MAX_OUTPUT_TOKENS_PER_24H", "1000"));

        await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(maxTokens: 2_000), Stop));
        await client.Messages.Create(Clients.Ask(maxTokens: 500), Stop);
        Assert.Equal(1, server.Count);
    }

    [Fact]
    public async Task A_thousand_calls_at_once_do_not_overshoot()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Delay = TimeSpan.FromMilliseconds(50) });
        using var client = Clients.Anthropic(server);
        Use(("CLAUDE_COST_MAX_CALLS_PER_DAY", "50"));

        var sent = await Task.WhenAll(Enumerable.Range(0, 300).Select(async _ =>
        {
            try
            {
                await client.Messages.Create(Clients.Ask(), Stop);
                return 1;
            }
            catch (BudgetExceededException)
            {
                return 0;
            }
        }));

        Assert.Equal(50, sent.Sum());
        Assert.Equal(50, server.Count);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_value_is_an_error_that_names_the_variable(string variable, string value)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Use((variable, value)));
        Assert.Contains(variable, exception.Message);
    }

    [Fact]
    public void Every_variable_can_be_set()
    {
        var set = EnvironmentBudgets.Read(name => name.StartsWith("CLAUDE_COST_MAX", StringComparison.Ordinal) ? "7" : null, EnvironmentBudgets.Variables, clock);
        Assert.Equal(20, set.Always.Count);
        Assert.Equal(EnvironmentBudgets.Variables.Order(), set.Always.Select(budget => budget.Name).Order());
    }

    [Fact]
    public void Windows_follow_the_time_zone_of_the_environment()
    {
        var set = Use(("CLAUDE_COST_MAX_USD_PER_DAY", "7"), ("CLAUDE_COST_TIME_ZONE", "Europe/Berlin"));
        Assert.Equal("daily (Europe/Berlin)", set.Always[0].Account.Books.Window!.ToString());
    }

    [Fact]
    public async Task Calls_outside_scopes_can_be_forbidden()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        Use(("CLAUDE_COST_OUTSIDE_SCOPES", "deny"));

        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
        Assert.Contains("begin a BudgetScope around the call", exception.Message);
        Assert.Contains("CLAUDE_COST_OUTSIDE_SCOPES", exception.Message);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 10 });
        await client.Messages.Create(Clients.Ask(), Stop);
        Assert.Equal(1, server.Count);
    }

    [Fact]
    public async Task Models_and_keys_have_budgets_of_their_own()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        ProcessBudgets.Replace(new ProcessBudgetSet
        {
            Models = new Dictionary<string, ProcessBudget> { ["*"] = Calls("rest", 2), ["claude-opus-*"] = Calls("opus", 1), ["claude-haiku-4-5"] = Calls("haiku", 2) },
            Keys = new Dictionary<string, ProcessBudget> { ["lder"] = Calls("key", 4) },
        });

        await client.Messages.Create(Clients.Ask(model: "claude-opus-4-6"), Stop);
        Assert.Equal("opus", (await RefusedAsync("claude-opus-4-5")).ScopeName);
        await client.Messages.Create(Clients.Ask(model: "claude-haiku-4-5-20251001"), Stop);
        await client.Messages.Create(Clients.Ask(), Stop);
        Assert.Equal("haiku", (await RefusedAsync("claude-haiku-4-5")).ScopeName);

        // The rest, together.
        await client.Messages.Create(Clients.Ask(model: "claude-sonnet-4-5"), Stop);
        Assert.Equal("key", (await RefusedAsync("claude-sonnet-4-6")).ScopeName);
        Assert.Equal(4, server.Count);
        Assert.Equal(1, ProcessBudgets.Current.Models["*"].Account.Usage().Calls);

        Task<BudgetExceededException> RefusedAsync(string model) => Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(model: model), Stop));
    }

    [Fact]
    public async Task A_call_is_charged_to_the_budgets_of_the_models_that_it_may_fall_back_to()
    {
        await using var server = await ModelServer.StartAsync();
        using var http = new HttpClient();
        var (opus, haiku, rest) = (Calls("opus", 1), Calls("haiku", 9), Calls("rest", 9));
        ProcessBudgets.Replace(new ProcessBudgetSet
        {
            Models = new Dictionary<string, ProcessBudget> { ["claude-opus-*"] = opus, ["claude-haiku-4-5"] = haiku, ["*"] = rest },
        });
        BudgetGuard.Start();

        await AskAsync("""[{"model":"claude-opus-4-6"},{"model":"claude-haiku-4-5"}]""");
        Assert.Equal((1, 1, 0), (opus.Account.Usage().Calls, haiku.Account.Usage().Calls, rest.Account.Usage().Calls));
        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => AskAsync("""[{"model":"claude-opus-4-5"}]"""));
        Assert.Equal("opus", exception.ScopeName);
        Assert.Equal("opus", (await Assert.ThrowsAsync<BudgetExceededException>(() => AskAsync("\"default\""))).ScopeName);
        await AskAsync("[]");
        Assert.Equal((1, 2, 0), (opus.Account.Usage().Calls, haiku.Account.Usage().Calls, rest.Account.Usage().Calls));

        async Task AskAsync(string fallbacks)
        {
            using var reply = await http.PostAsync(
                new Uri(server.Address, "v1/messages"),
                new StringContent($$"""{"model":"claude-haiku-4-5","max_tokens":10,"fallbacks":{{fallbacks}},"messages":[{"role":"user","content":"Hi"}]}"""),
                Stop);
        }
    }

    [Fact]
    public async Task A_feature_shares_its_budget_and_one_without_a_budget_is_an_error()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        ProcessBudgets.Replace(new ProcessBudgetSet
        {
            Features = new Dictionary<string, Budget> { ["proofread"] = new() { MaxCalls = 2, Window = BudgetWindow.Daily, TimeProvider = clock } },
            Users = new Dictionary<string, Budget> { ["*"] = new() { MaxCalls = 1, Window = BudgetWindow.Daily, TimeProvider = clock } },
        });

        await AskAsync("dora");
        Assert.Equal("user:dora", (await Assert.ThrowsAsync<BudgetExceededException>(() => AskAsync("dora"))).ScopeName);
        await AskAsync("emil");
        Assert.Equal("feature:proofread", (await Assert.ThrowsAsync<BudgetExceededException>(() => AskAsync("fritz"))).ScopeName);
        Assert.Equal(2, server.Count);
        var exception = Assert.Throws<InvalidOperationException>(() => BudgetScope.BeginFeature("translate"));
        Assert.Contains("ClaudeCost:Features:translate", exception.Message);

        async Task AskAsync(string user)
        {
            using var feature = BudgetScope.BeginFeature("proofread");
            using var scope = BudgetScope.BeginUser(user);
            Assert.EndsWith("ProcessBudgetTests.cs", ((IBudgetOwner)scope).BegunAtFile);
            await client.Messages.Create(Clients.Ask(), Stop);
        }
    }

    [Theory]
    [InlineData("code")]
    [InlineData("environment")]
    [InlineData("file")]
    public async Task The_kill_switch_stops_the_next_call_and_lets_it_go_again(string by)
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server, maxRetries: 2);
        var file = Path.Combine(Path.GetTempPath(), $"claude-cost-stop-{Environment.ProcessId}");
        ProcessBudgets.Replace(new ProcessBudgetSet { StopFiles = [file] });
        BudgetGuard.Start();
        await client.Messages.Create(Clients.Ask(), Stop);

        switch (by)
        {
            case "code":
                BudgetGuard.Stop("bill too high");
                break;
            case "environment":
                Environment.SetEnvironmentVariable(KillSwitch.Variable, "yes");
                break;
            default:
                await File.WriteAllTextAsync(file, "", Stop);
                break;
        }

        try
        {
            var exception = await RefusalAsync();
            Assert.Equal(nameof(BudgetLimit.Stopped), exception.GetType().GetProperty("Limit")!.GetValue(exception)!.ToString());
            Assert.Contains(by, exception.Message);
            using var scope = BudgetScope.Begin(new Budget { MaxCalls = 1 });
            await RefusalAsync();
            Assert.Equal(0, scope.Usage.Calls);
        }
        finally
        {
            BudgetGuard.Resume();
            Environment.SetEnvironmentVariable(KillSwitch.Variable, null);
            File.Delete(file);
        }

        await client.Messages.Create(Clients.Ask(), Stop);
        Assert.Equal(2, server.Count);

        // The .NET Standard build may be loaded in this process as well. It reads the same environment, and whichever of the two guards
        // is asked first refuses, with an exception type of its own.
        async Task<Exception> RefusalAsync()
        {
            var exception = await Record.ExceptionAsync(() => client.Messages.Create(Clients.Ask(), Stop));
            Assert.Equal(typeof(BudgetExceededException).FullName, exception?.GetType().FullName);
            return exception!;
        }
    }

    [Fact]
    public async Task A_call_that_waits_when_calls_are_stopped_is_not_sent()
    {
        var gate = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(new Answer { Gate = gate.Task });
        using var http = new HttpClient(new BudgetHandler(new SocketsHttpHandler()));
        using var scope = BudgetScope.Begin(new Budget { MaxConcurrentCalls = 1, OnExceeded = OnExceeded.Wait });
        var first = AskAsync();
        while (server.Count == 0)
        {
            await Task.Delay(5, Stop);
        }

        var second = AskAsync();
        BudgetGuard.Stop("enough");
        gate.SetResult();
        await first;
        var exception = await Assert.ThrowsAsync<BudgetExceededException>(() => second);
        Assert.Equal(BudgetLimit.Stopped, exception.Limit);
        Assert.Equal((1, 1, 0), (server.Count, scope.Usage.Calls, scope.Usage.CallsInFlight));

        BudgetGuard.Resume();
        await AskAsync();
        Assert.Equal(2, server.Count);

        async Task AskAsync()
        {
            using var reply = await http.PostAsync(
                new Uri(server.Address, "v1/messages"),
                new StringContent("""{"model":"claude-haiku-4-5","max_tokens":10,"messages":[{"role":"user","content":"Hi"}]}"""),
                Stop);
        }
    }

    [Fact]
    public void Variables_that_differ_by_case_alone_are_read_where_the_machine_reads_them()
    {
        // As on Windows.
        var set = EnvironmentBudgets.Read(
            name => name.Equals("claude_cost_max_usd_per_day", StringComparison.OrdinalIgnoreCase) ? "5" : null, ["claude_cost_max_usd_per_day", "CLAUDE_COSTS", "PATH"], clock);
        Assert.Single(set.Always);
    }

    [Fact]
    public void The_file_of_the_kill_switch_may_be_a_folder_and_stays_where_it_was_named()
    {
        var set = EnvironmentBudgets.Read(name => name == KillSwitch.FileVariable ? " stop-here " : null, [KillSwitch.FileVariable], clock);
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "stop-here"), Assert.Single(set.StopFiles));

        var folder = Directory.CreateTempSubdirectory("claude-cost-stop");
        ProcessBudgets.Replace(new ProcessBudgetSet { StopFiles = [folder.FullName] });
        Assert.True(KillSwitch.IsThrown);
        folder.Delete();
        Assert.False(KillSwitch.IsThrown);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("false")]
    [InlineData("")]
    public void A_plain_no_leaves_the_kill_switch_off(string value)
    {
        Environment.SetEnvironmentVariable(KillSwitch.Variable, value);
        Assert.False(KillSwitch.IsThrown);
    }

    private static ProcessBudget Calls(string name, long most) => new(name, "a test", new Books(Amounts.Unlimited with { Calls = most }));

    private ProcessBudgetSet Use(params (string Name, string Value)[] variables)
    {
        var set = EnvironmentBudgets.Read(
            name => variables.FirstOrDefault(variable => variable.Name == name).Value, variables.Select(variable => variable.Name), clock);
        ProcessBudgets.Replace(set);
        BudgetGuard.Start();
        return set;
    }
}
