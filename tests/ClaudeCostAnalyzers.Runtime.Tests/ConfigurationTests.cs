using ClaudeCost.Configuration;
using ClaudeCost.Process;
using ClaudeCost.Tests.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClaudeCost.Tests;

/// <summary>Budgets by configuration: what is wrong is said with its path, and nothing that is wrong is ignored.</summary>
[Collection(nameof(ProcessWide))]
public sealed class ConfigurationTests : IDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "ClaudeCost:Process:daily:MaxCostUsd", "lots", "ClaudeCost:Process:daily:MaxCostUsd is 'lots'" },
        { "ClaudeCost:Process:daily:MaxCostUsd", "-1", "ClaudeCost:Process:daily:MaxCostUsd is '-1'; it must be from 0.000000001 to 9.2 billion US dollars" },
        { "ClaudeCost:Process:daily:MaxCostUsd", "99999999999", "ClaudeCost:Process:daily:MaxCostUsd is '99999999999'; it must be from 0.000000001 to 9.2 billion US dollars" },
        { "ClaudeCost:Models:claude-*-opus:MaxCalls", "1", "ClaudeCost:Models:claude-*-opus names no model" },
        { "ClaudeCost:Models:*opus:MaxCalls", "1", "ClaudeCost:Models:*opus names no model" },
        { "ClaudeCost:StopFile", "a\0b", "ClaudeCost:StopFile is 'a\0b'; give it the path of a file" },
        { "ClaudeCost:TimeZone:Name", "Europe/Berlin", "ClaudeCost:TimeZone is not a value" },
        { "ClaudeCost:Features:x:Tags", "team=search", "ClaudeCost:Features:x:Tags is no group of tags" },
        { "ClaudeCost:Features:x:Tags:team:name", "y", "ClaudeCost:Features:x:Tags:team is not a value" },
        { "ClaudeCost:Alerts:Webhook:Url", "https://ops.example.com/llm", "ClaudeCost:Alerts:Webhook: The secret of a webhook must have 16 characters at least." },
        { "ClaudeCost:Process:daily:MaxCalls", "0", "ClaudeCost:Process:daily:MaxCalls is '0'; it must be positive" },
        { "ClaudeCost:Process:daily:MaxCalls", "1.5", "ClaudeCost:Process:daily:MaxCalls is '1.5'" },
        { "ClaudeCost:Process:daily:MaxCost", "5", "ClaudeCost:Process:daily:MaxCost is not known; a budget that all scopes share has MaxCalls, MaxCostUsd" },
        { "ClaudeCost:Users:*:MaxCost", "5", "ClaudeCost:Users:*:MaxCost is not known; a budget has MaxCalls, MaxCostUsd" },
        { "ClaudeCost:Process:daily:Timeout", "00:10:00", "ClaudeCost:Process:daily:Timeout is not known" },
        { "ClaudeCost:Process:daily:Window", "Daily", "ClaudeCost:Process:daily limits nothing" },
        { "ClaudeCost:Users:*:Window", "Weekly", "ClaudeCost:Users:*:Window is 'Weekly'; give it one of Hourly, Daily, Monthly, Rolling24Hours" },
        { "ClaudeCost:Users:*:OnExceeded", "Explode", "ClaudeCost:Users:*:OnExceeded is 'Explode'" },
        { "ClaudeCost:Features:x:Timeout", "soon", "ClaudeCost:Features:x:Timeout is 'soon'" },
        { "ClaudeCost:OutsideScopes", "maybe", "ClaudeCost:OutsideScopes is 'maybe'" },
        { "ClaudeCost:Endpoints:0:Kind", "Llama", "ClaudeCost:Endpoints:0:Kind is 'Llama'; give it one of AnthropicMessages" },
        { "ClaudeCost:Endpoints:0:Kind", "Free", "ClaudeCost:Endpoints:0:Address: '' is no address of a model" },
        { "ClaudeCost:Surcharges:0:Address", "host", "ClaudeCost:Surcharges:0:Factor is ''; give it a factor like 1.1" },
        { "ClaudeCost:Surcharges:0:Factor", "1.1", "ClaudeCost:Surcharges:0:Address: '' is no address of a model" },
        { "ClaudeCost:AssumePriorityTier", "perhaps", "ClaudeCost:AssumePriorityTier is 'perhaps'; give it true or false" },
        { "ClaudeCost:Unbounded", "perhaps", "ClaudeCost:Unbounded is 'perhaps'; give it Deny or Allow" },
        { "ClaudeCost:Users:*:OnUnbounded", "Panic", "ClaudeCost:Users:*:OnUnbounded is 'Panic'" },
        { "ClaudeCost:TimeZone", "Europe/Nowhere", "ClaudeCost:TimeZone is 'Europe/Nowhere'" },
        { "ClaudeCost:Keys:whole-key-by-mistake:MaxCalls", "1", "ClaudeCost:Keys has an entry whose name is 20 characters long" },
        { "ClaudeCost:Featurs:x:MaxCalls", "1", "ClaudeCost:Featurs is not known" },
        { "ClaudeCost:Prices", "/no/such/file.json", "ClaudeCost:Prices" },
        { "ClaudeCost:Process", "20", "ClaudeCost:Process is a single value; give it budgets, each with a name" },
        { "ClaudeCost:Process:MaxCostUsd", "20", "ClaudeCost:Process:MaxCostUsd is a single value; a budget is an object with limits" },
        { "ClaudeCost:Keys", "whole-key-by-mistake", "ClaudeCost:Keys is a single value" },
        { "ClaudeCost:Users", "", "ClaudeCost:Users is empty" },
        { "ClaudeCost:Features:x:Timeout", "5", "ClaudeCost:Features:x:Timeout is '5'; give it a time like 00:10:00" },
        { "ClaudeCost:Features:x:Tags:", "y", "ClaudeCost:Features:x:Tags has a tag without a name" },
        { "ClaudeCost:Endpoints", "host=Free", "ClaudeCost:Endpoints is a single value" },
        { "ClaudeCost:Endpoints:0:Adress", "host", "ClaudeCost:Endpoints:0:Adress is not known; known are Address and Kind" },
        { "ClaudeCost:Surcharges:0:Faktor", "1.1", "ClaudeCost:Surcharges:0:Faktor is not known; known are Address and Factor" },
        { "ClaudeCost:Ledger", " ", "ClaudeCost:Ledger names no folder" },
        { "ClaudeCost:Ledger:KeepDays", "0", "ClaudeCost:Ledger:KeepDays is '0'" },
        { "ClaudeCost:Ledger:Folder", "x", "ClaudeCost:Ledger:Folder is not known" },
    };

    public void Dispose()
    {
        ConfiguredLedger.Use(null);
        ProcessBudgets.Replace(null);
        BudgetGuard.Prices = PriceCatalog.Default;
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_said_with_its_path(string path, string value, string message)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Add((path, value), ("ClaudeCost:Process:other:MaxCalls", "5")));
        Assert.Contains(message, exception.Message);
        Assert.DoesNotContain("whole-key", exception.Message);
        Assert.DoesNotContain("(Parameter", exception.Message);
        Assert.Empty(ProcessBudgets.Current.Always);
    }

    [Fact]
    public void All_errors_are_said_at_once()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Add(("ClaudeCost:Process:a:MaxCalls", "x"), ("ClaudeCost:Users:b:MaxCostUsd", "y")));
        Assert.Contains("ClaudeCost:Process:a:MaxCalls", exception.Message);
        Assert.Contains("ClaudeCost:Users:b:MaxCostUsd", exception.Message);
    }

    [Fact]
    public void A_configuration_without_the_section_is_an_error()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Add(("ClaudeCosts:Process:a:MaxCalls", "1")));
        Assert.Contains("no section ClaudeCost", exception.Message);
    }

    [Fact]
    public async Task The_whole_section_holds()
    {
        var prices = Path.GetTempFileName();
        await File.WriteAllTextAsync(prices, """{"models":{"claude-haiku-4-5":{"input":2,"output":10}}}""", Stop);
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        Add(
            ("ClaudeCost:TimeZone", "Europe/Berlin"),
            ("ClaudeCost:Process:daily:MaxCostUsd", "50"),
            ("ClaudeCost:Process:daily:Window", "daily"),
            ("ClaudeCost:OutsideScopes:MaxCalls", "1"),
            ("ClaudeCost:OutsideScopes:Window", "Hourly"),
            ("ClaudeCost:Features:summarise:MaxCalls", "3"),
            ("ClaudeCost:Features:summarise:Window", "Rolling24Hours"),
            ("ClaudeCost:Features:summarise:Timeout", "00:10:00"),
            ("ClaudeCost:Users:*:MaxCostUsd", "1.5"),
            ("ClaudeCost:Users:*:Window", "Monthly"),
            ("ClaudeCost:Users:*:TimeZone", "America/New_York"),
            ("ClaudeCost:Models:claude-opus-*:MaxCalls", "1"),
            ("ClaudeCost:Keys:lder:MaxCalls", "4"),
            ("ClaudeCost:Prices", prices));
        File.Delete(prices);

        await client.Messages.Create(Clients.Ask(), Stop);
        Assert.Equal("OutsideScopes", (await RefusedAsync("claude-haiku-4-5")).ScopeName);
        using (var feature = BudgetScope.BeginFeature("summarise"))
        {
            Assert.Equal(3, feature.Remaining.Calls);
            Assert.Equal(TimeSpan.FromMinutes(10), feature.Timeout);
            using var user = BudgetScope.BeginUser("anna");
            Assert.Equal(1.5m, user.Remaining.CostUsd);
            await client.Messages.Create(Clients.Ask(), Stop);
            Assert.Equal(1.5m - (100 * 2m / 1_000_000) - (20 * 10m / 1_000_000), user.Remaining.CostUsd);
            Assert.NotEqual(TimeSpan.Zero, user.Remaining.RenewsAt!.Value.Offset);
            await client.Messages.Create(Clients.Ask(model: "claude-opus-4-6"), Stop);
            Assert.Equal("claude-opus-*", (await RefusedAsync("claude-opus-4-5")).ScopeName);
            await client.Messages.Create(Clients.Ask(), Stop);
        }

        // Four calls with this key, and as many in all.
        using var free = BudgetScope.Begin(new Budget { MaxCalls = 10 });
        Assert.Equal("lder", (await RefusedAsync("claude-haiku-4-5")).ScopeName);
        Assert.Equal(4, server.Count);
        Assert.Equal("daily (Europe/Berlin)", ProcessBudgets.Current.Always[0].Account.Books.Window!.ToString());
        Assert.Equal(4, ProcessBudgets.Current.Always[0].Account.Usage().Calls);

        Task<BudgetExceededException> RefusedAsync(string model) => Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(model: model), Stop));
    }

    [Fact]
    public async Task A_budget_that_is_configured_again_keeps_what_is_spent()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        Add(("ClaudeCost:Process:all:MaxCalls", "1"));
        await client.Messages.Create(Clients.Ask(), Stop);
        Add(("ClaudeCost:Process:all:MaxCalls", "1"));

        await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
    }

    [Fact]
    public async Task A_user_s_budget_that_is_configured_again_goes_on_and_a_changed_one_begins_anew()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        var user = Guid.NewGuid().ToString("N");
        Configure(calls: 1);
        await AskAsync();
        Configure(calls: 1);
        await Assert.ThrowsAsync<BudgetExceededException>(AskAsync);

        using (var open = BudgetScope.BeginUser(user))
        {
            Configure(calls: 2);
            Assert.Equal(0, open.Remaining.Calls);
        }

        await AskAsync();
        await AskAsync();
        await Assert.ThrowsAsync<BudgetExceededException>(AskAsync);

        // What the program itself gives that name is a slip as before.
        Assert.Throws<InvalidOperationException>(() => BudgetScope.Begin(new Budget { Name = "user:" + user, Window = BudgetWindow.Daily, MaxCalls = 9 }));

        void Configure(int calls) => Add(("ClaudeCost:Users:*:MaxCalls", $"{calls}"), ("ClaudeCost:Users:*:Window", "Daily"));
        async Task AskAsync()
        {
            using var scope = BudgetScope.BeginUser(user);
            await client.Messages.Create(Clients.Ask(), Stop);
        }
    }

    [Fact]
    public async Task What_the_environment_forbids_no_configuration_allows()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        using var folder = new Ledger.TestFolder();
        var files = new[] { "environment", "configuration" }.Select(name => Path.Combine(folder.Path, name)).ToArray();
        Directory.CreateDirectory(folder.Path);
        Environment.SetEnvironmentVariable(EnvironmentBudgets.OutsideVariable, "deny");
        Environment.SetEnvironmentVariable(KillSwitch.FileVariable, files[0]);
        try
        {
            ProcessBudgets.Replace(null);
            Add(("ClaudeCost:OutsideScopes:MaxCalls", "5"), ("ClaudeCost:StopFile", files[1]));
        }
        finally
        {
            Environment.SetEnvironmentVariable(EnvironmentBudgets.OutsideVariable, null);
            Environment.SetEnvironmentVariable(KillSwitch.FileVariable, null);
        }

        var outside = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
        Assert.Contains(EnvironmentBudgets.OutsideVariable, outside.Message);
        using var scope = BudgetScope.Begin(new Budget { MaxCalls = 10 });
        await client.Messages.Create(Clients.Ask(), Stop);
        foreach (var file in files)
        {
            await File.WriteAllTextAsync(file, "", Stop);
            var stopped = await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
            Assert.Contains(file, stopped.Message);
            File.Delete(file);
        }

        await client.Messages.Create(Clients.Ask(), Stop);
    }

    [Fact]
    public async Task A_ledger_is_kept_with_the_tags_of_the_feature()
    {
        using var folder = new Ledger.TestFolder();
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        (string, string)[] section = [("ClaudeCost:Ledger:Path", folder.Path), ("ClaudeCost:Ledger:KeepDays", "9"), ("ClaudeCost:Features:f:MaxCalls", "5"), ("ClaudeCost:Features:f:Tags:team", "search")];
        Add(section);
        using (BudgetScope.BeginFeature("f"))
        {
            await client.Messages.Create(Clients.Ask(), Stop);
        }

        // The same again goes on with the same file; without it, the ledger ends and is whole.
        Add(section);
        await client.Messages.Create(Clients.Ask(), Stop);
        Add(("ClaudeCost:Features:f:MaxCalls", "5"));
        await client.Messages.Create(Clients.Ask(), Stop);

        var entries = folder.Read();
        Assert.Single(folder.Files);
        Assert.Equal(["feature:f"], entries[0].Scopes);
        Assert.Equal("search", entries[0].Tags["team"]);
        Assert.Empty(entries[1].Scopes);
        Assert.Equal(2, entries.Count);
    }

    [Fact]
    public void A_ledger_that_cannot_be_written_is_an_error_with_its_path()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Add(("ClaudeCost:Ledger", "/proc/no-folder-here")));
        Assert.StartsWith("ClaudeCost:Ledger is '/proc/no-folder-here'", exception.Message);
    }

    [Fact]
    public async Task A_user_in_other_letters_has_no_second_budget()
    {
        await using var server = await ModelServer.StartAsync();
        using var client = Clients.Anthropic(server);
        Add(("ClaudeCost:Users:bob:MaxCalls", "1"), ("ClaudeCost:Users:bob:Window", "Daily"), ("ClaudeCost:Users:*:MaxCalls", "2"), ("ClaudeCost:Users:*:Window", "Daily"));
        using (BudgetScope.BeginUser("bob"))
        {
            await client.Messages.Create(Clients.Ask(), Stop);
        }

        using (var scope = BudgetScope.BeginUser("BOB"))
        {
            Assert.Equal("user:bob", scope.Name);
            await Assert.ThrowsAsync<BudgetExceededException>(() => client.Messages.Create(Clients.Ask(), Stop));
        }

        using (var scope = BudgetScope.BeginUser("Eve"))
        {
            Assert.Equal("user:Eve", scope.Name);
            await client.Messages.Create(Clients.Ask(), Stop);
        }
    }

    [Fact]
    public void The_section_itself_is_taken_too()
    {
        var root = Root([("ClaudeCost:Process:all:MaxCalls", "1")]);
        new ServiceCollection().AddClaudeCost(root.GetSection("ClaudeCost"));
        Assert.Single(ProcessBudgets.Current.Always);
    }

    private static void Add(params (string Path, string Value)[] values) => new ServiceCollection().AddClaudeCost(Root(values));

    private static IConfigurationRoot Root((string Path, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => new KeyValuePair<string, string?>(value.Path, value.Value)))
        .Build();
}
