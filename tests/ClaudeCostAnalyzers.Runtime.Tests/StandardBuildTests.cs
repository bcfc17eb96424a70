using System.Reflection;
using System.Runtime.Loader;
using ClaudeCost.Tests.Server;

namespace ClaudeCost.Tests;

/// <summary>The .NET Standard 2.0 build on a current runtime: the same guarantee, by the same events.</summary>
public sealed class StandardBuildTests
{
    private static readonly Assembly Standard = LoadStandard();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void It_is_the_other_build()
    {
        Assert.NotSame(typeof(BudgetScope).Assembly, Standard);
        Assert.StartsWith(".NETStandard", Standard.GetCustomAttribute<System.Runtime.Versioning.TargetFrameworkAttribute>()!.FrameworkName);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_runaway_loop_stops_at_its_limit_and_its_usage_is_exact(bool streamed)
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 700, Output = 40 });
        using var client = Clients.Anthropic(server);
        using var scope = Begin("MaxCalls", 3L);

        var exception = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (server.Count < 20)
            {
                if (streamed)
                {
                    await foreach (var item in client.Messages.CreateStreaming(Clients.Ask(), Stop))
                    {
                        Assert.NotNull(item);
                    }
                }
                else
                {
                    await client.Messages.Create(Clients.Ask(), Stop);
                }
            }
        });

        Assert.Equal("ClaudeCost.BudgetExceededException", exception.GetType().FullName);
        Assert.Equal(3, server.Count);
        Assert.Equal(server.BilledUsd, Usage(scope, "CostUsd"));
        Assert.Equal(0L, Usage(scope, "SuspectCalls"));
    }

    [Fact]
    public async Task Synchronous_sending_works()
    {
        await using var server = await ModelServer.StartAsync();
        var client = Clients.Chat(server);
        using var scope = Begin("MaxCalls", 3L);

        client.CompleteChat([new OpenAI.Chat.UserChatMessage("Hi")], Clients.Cap(), Stop);

        Assert.Equal(server.BilledUsd, Usage(scope, "CostUsd"));
        Assert.Equal(0L, Usage(scope, "SuspectCalls"));
    }

    [Fact]
    public async Task A_stalled_reply_ends_with_the_time_of_the_scope()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Stall = TimeSpan.FromMinutes(10) });
        using var client = Clients.Anthropic(server);
        using var scope = Begin("Timeout", TimeSpan.FromSeconds(0.5));

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => client.Messages.Create(Clients.Ask(), Stop));

        Assert.Equal("ClaudeCost.BudgetExceededException", exception.GetType().FullName);
    }

    [Fact]
    public async Task Its_handler_charges_clients_that_the_guard_cannot_see()
    {
        await using var server = await ModelServer.StartAsync(new Answer { Input = 700, Output = 40 });
        var handler = (DelegatingHandler)Activator.CreateInstance(Standard.GetType("ClaudeCost.BudgetHandler", throwOnError: true)!)!;
        using var client = new Anthropic.AnthropicClient
        {
            ApiKey = "placeholder",
            BaseUrl = server.Address.ToString(),
            HttpClient = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }),
            Handlers = [handler],
            MaxRetries = 0,
        };
        using var scope = Begin("MaxCalls", 2L);
        await client.Messages.Create(Clients.Ask(), Stop);
        await client.Messages.Create(Clients.Ask(), Stop);

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => client.Messages.Create(Clients.Ask(), Stop));

        Assert.Equal("ClaudeCost.BudgetExceededException", exception.GetType().FullName);
        Assert.Equal(2, server.Count);
        Assert.Equal(server.BilledUsd, Usage(scope, "CostUsd"));
    }

    private static IDisposable Begin(string property, object limit)
    {
        var budget = Activator.CreateInstance(Standard.GetType("ClaudeCost.Budget", throwOnError: true)!)!;
        budget.GetType().GetProperty(property)!.SetValue(budget, limit);
        var begin = Standard.GetType("ClaudeCost.BudgetScope", throwOnError: true)!.GetMethod("Begin")!;
        return (IDisposable)begin.Invoke(null, [budget, "standard", "member", "file.cs", 1])!;
    }

    private static object? Usage(object scope, string property)
    {
        var usage = scope.GetType().GetProperty("Usage")!.GetValue(scope)!;
        return usage.GetType().GetProperty(property)!.GetValue(usage);
    }

    private static Assembly LoadStandard()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "netstandard2.0");
        return new AssemblyLoadContext("standard").LoadFromAssemblyPath(Path.Combine(folder, "ClaudeCostAnalyzers.Runtime.dll"));
    }
}
