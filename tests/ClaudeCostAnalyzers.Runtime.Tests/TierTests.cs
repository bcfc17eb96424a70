using System.Text;
using ClaudeCost.Http;
using ClaudeCost.Process;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>What a call costs more, or less, without its request showing it.</summary>
[Collection(nameof(ProcessWide))]
public sealed class TierTests : IDisposable
{
    private const string Ask = """{"model":"gpt-4o","max_tokens":100,"messages":[{"role":"user","content":"Hi"}]}""";
    private static readonly Budget Plenty = new() { MaxCostUsd = 100m };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        BudgetGuard.AssumePriorityTier = true;
        Surcharges.Forget();
    }

    [Fact]
    public async Task Where_the_standard_tier_is_assumed_one_that_costs_more_is_learnt_from_the_first_reply_and_reserved_from_then_on()
    {
        BudgetGuard.AssumePriorityTier = false;
        var held = new List<decimal>();
        BudgetScope? scope = null;
        await using var server = await ModelServer.StartAsync(_ =>
        {
            held.Add(scope!.Usage.ReservedCostUsd);
            return Served("priority");
        });
        using var http = new HttpClient();
        scope = BudgetScope.Begin(Plenty);
        using var its = scope;

        await PostAsync(http, server, Ask);
        await PostAsync(http, server, Ask);
        await PostAsync(http, server, Ask.Replace("{\"model", "{\"service_tier\":\"auto\",\"model", StringComparison.Ordinal));
        await PostAsync(http, server, Ask.Replace("{\"model", "{\"service_tier\":\"default\",\"model", StringComparison.Ordinal));

        // gpt-4o costs 1.7 times as much in that tier.
        Assert.Equal(held[0] * 1.7m, held[1]);
        Assert.True(held[2] > held[1]);
        Assert.InRange(held[3], held[0], held[1] - 0.0001m);
        Assert.Equal(4 * ((100 * 2.5m) + (20 * 10m)) / 1_000_000m * 1.7m, scope.Usage.CostUsd);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("\"service_tier\":null,", true)]
    [InlineData("\"service_tier\":\"auto\",", true)]
    [InlineData("\"service_tier\":\"default\",", false)]
    [InlineData("\"service_tier\":\"default\",\"service_tier\":\"auto\",", true)]
    [InlineData("\"service_tier\":\"auto\",\"service_tier\":\"default\",", true)]
    public void A_tier_that_is_given_twice_counts_by_the_dearer_reading(string tiers, bool isOpen)
    {
        var facts = RequestScan.Read(Encoding.UTF8.GetBytes($$"""{ {{tiers}}"model":"gpt-4o","max_tokens":9,"messages":[]}"""), ApiFormat.OpenAiChat)!;
        Assert.Equal(isOpen, facts.LeavesTierOpen);
        Assert.False(facts.Fast);
    }

    [Fact]
    public async Task The_dearest_tier_of_a_project_is_reserved_from_the_first_call_and_charged_only_if_it_was_given()
    {
        var held = 0m;
        BudgetScope? scope = null;
        await using var server = await ModelServer.StartAsync(_ =>
        {
            held = scope!.Usage.ReservedCostUsd;
            return Served("default");
        });
        using var http = new HttpClient();
        scope = BudgetScope.Begin(Plenty);
        using var its = scope;
        await PostAsync(http, server, Ask);
        var dearest = held;

        BudgetGuard.AssumePriorityTier = false;
        await PostAsync(http, server, Ask);

        Assert.Equal(held * 1.7m, dearest);
        Assert.Equal(2 * ((100 * 2.5m) + (20 * 10m)) / 1_000_000m, scope.Usage.CostUsd);
    }

    [Fact]
    public async Task Parallel_calls_of_a_project_with_the_priority_tier_stay_within_the_limit_without_any_setting()
    {
        await using var server = await ModelServer.StartAsync(_ => Served("priority"));
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 0.1m });

        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => Task.Run(async () => await Record.ExceptionAsync(() => PostAsync(http, server, Ask)))));

        var billed = server.Count * ((100 * 2.5m) + (20 * 10m)) / 1_000_000m * 1.7m;
        Assert.Equal(billed, scope.Usage.CostUsd);
        Assert.InRange(billed, 0.00001m, 0.1m);
    }

    [Theory]
    [InlineData("anthropic/claude-opus-4.6")]
    [InlineData("gemini-2.5-pro")]
    public async Task A_mode_that_is_to_be_asked_for_is_no_default_of_a_project(string model)
    {
        var held = new List<decimal>();
        BudgetScope? scope = null;
        await using var server = await ModelServer.StartAsync(_ =>
        {
            held.Add(scope!.Usage.ReservedCostUsd);
            return Served("default");
        });
        using var http = new HttpClient();
        scope = BudgetScope.Begin(Plenty);
        using var its = scope;
        await PostAsync(http, server, Ask.Replace("gpt-4o", model, StringComparison.Ordinal));
        BudgetGuard.AssumePriorityTier = false;
        await PostAsync(http, server, Ask.Replace("gpt-4o", model, StringComparison.Ordinal));
        Assert.Equal(held[0], held[1]);
    }

    [Fact]
    public async Task A_refusal_says_that_the_tier_was_left_open()
    {
        await using var server = await ModelServer.StartAsync(_ => Served("default"));
        using var http = new HttpClient();
        using var scope = BudgetScope.Begin(new Budget { MaxCostUsd = 0.000001m });
        var refused = await Assert.ThrowsAsync<BudgetExceededException>(() => PostAsync(http, server, Ask));
        Assert.Contains("service_tier", refused.Message);
    }

    [Theory]
    [InlineData(1.1)]
    [InlineData(0.5)]
    public async Task What_an_address_costs_more_is_reserved_and_charged(double by)
    {
        var factor = (decimal)by;
        var held = new List<decimal>();
        BudgetScope? scope = null;
        await using var server = await ModelServer.StartAsync(_ =>
        {
            held.Add(scope!.Usage.ReservedCostUsd);
            return held.Count == 3 ? new Answer { Status = 500, BilledAnyway = true } : new Answer { Input = 1_000, Output = 100 };
        });
        using var http = new HttpClient();
        scope = BudgetScope.Begin(Plenty);
        using var its = scope;
        await PostAsync(http, server, Ask);
        BudgetGuard.Surcharge($"{server.Address.Host}:{server.Address.Port}/chat/completions", factor);

        await PostAsync(http, server, Ask);

        Assert.Equal(held[0] * factor, held[1]);
        Assert.Equal(0.0035m + (0.0035m * factor), scope.Usage.CostUsd);
        await PostAsync(http, server, Ask);
        Assert.Equal(held[1], scope.Usage.SuspectCostUsd);

        BudgetGuard.Surcharge(server.Address.Host, 1m);
        await PostAsync(http, server, Ask);
        Assert.Equal(held[0], held[3]);
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("a b", 2)]
    [InlineData("host", 0)]
    [InlineData("host", -1)]
    [InlineData("host", 1_001)]
    public void A_surcharge_that_is_none_is_refused(string address, int factor) =>
        Assert.ThrowsAny<ArgumentException>(() => BudgetGuard.Surcharge(address, factor));

    [Fact]
    public void Both_can_be_set_by_the_environment()
    {
        Read(("CLAUDE_COST_SURCHARGES", "my.openai.azure.com=1.1; /ask/*/model = 2"), ("CLAUDE_COST_ASSUME_PRIORITY_TIER", "0"));

        Assert.False(BudgetGuard.AssumePriorityTier);
        Read();
        Assert.False(BudgetGuard.AssumePriorityTier);
        Read(("CLAUDE_COST_ASSUME_PRIORITY_TIER", "true"));
        Assert.True(BudgetGuard.AssumePriorityTier);
        Assert.Equal(1.1m, Surcharges.Of(new Uri("https://my.openai.azure.com/openai/v1/responses")));
        Assert.Equal(2m, Surcharges.Of(new Uri("https://x/ask/1/model")));
        Assert.Equal(1m, Surcharges.Of(new Uri("https://x/ask")));
    }

    [Theory]
    [InlineData("CLAUDE_COST_SURCHARGES", "host")]
    [InlineData("CLAUDE_COST_SURCHARGES", "host=ten")]
    [InlineData("CLAUDE_COST_SURCHARGES", "=1.1")]
    [InlineData("CLAUDE_COST_SURCHARGES", "host=0")]
    [InlineData("CLAUDE_COST_ASSUME_PRIORITY_TIER", "perhaps")]
    public void A_wrong_value_in_the_environment_is_an_error_that_names_it(string name, string value) =>
        Assert.Contains(name, Assert.Throws<InvalidOperationException>(() => Read((name, value))).Message);

    private static void Read(params (string Name, string Value)[] variables) => EnvironmentBudgets.Read(
        name => variables.FirstOrDefault(variable => variable.Name == name).Value, variables.Select(variable => variable.Name), TimeProvider.System);

    private static Answer Served(string tier) => new()
    {
        Body = $$"""{"model":"gpt-4o","service_tier":"{{tier}}","choices":[],"usage":{"prompt_tokens":100,"completion_tokens":20} }""",
    };

    private static async Task PostAsync(HttpClient http, ModelServer server, string body)
    {
        using var reply = await http.PostAsync(new Uri(server.Address, "v1/chat/completions"), new StringContent(body, Encoding.UTF8, "application/json"), Stop);
        await reply.Content.ReadAsStringAsync(Stop);
    }
}
