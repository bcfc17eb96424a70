using System.Text.RegularExpressions;

namespace ClaudeCostAnalyzers.Package.Tests.Packed;

/// <summary>From the warning to the guard: the way of a user who adds the package.</summary>
public sealed class FixAndGuardTests(PackedPackages packages)
{
    [Fact]
    public async Task The_fixed_program_builds_in_ci_and_is_stopped_by_its_budget()
    {
        var project = await FreshProject.CreateAsync(packages);
        (await project.BuildAsync(ci: true)).Failed();

        (await project.RunAsync(null, "format", "analyzers", "--no-restore")).Succeeded();
        var calls = int.Parse(Assert.Single(Regex.Matches(project.Read("Agent.cs"), @"BudgetScope\.Begin\([^;]*MaxCalls = (\d+)")).Groups[1].Value);
        var tokens = int.Parse(Assert.Single(Regex.Matches(project.Read("Planner.cs"), @"MaxOutputTokens = (\d[\d_]*)")).Groups[1].Value.Replace("_", ""));
        Assert.Empty((await project.BuildAsync(ci: true)).Succeeded().Reported);

        await using var model = await FakeModel.StartAsync();
        var run = await RunAsync(project, model);

        Assert.Contains("ClaudeCost.BudgetExceededException", run.Failed().Output);
        var plan = Assert.Single(model.Requests, request => request["tools"] is null);
        Assert.Equal(tokens, (int)plan["max_tokens"]!);
        Assert.Equal(calls, model.Requests.Count(request => request["tools"] is not null));
    }

    [Fact]
    public async Task A_retry_in_top_level_statements_is_fixed_and_stopped_too()
    {
        var project = await FreshProject.CreateAsync(packages);
        project.Write("Program.cs", """
            using Anthropic;
            using Anthropic.Exceptions;
            using Anthropic.Models.Messages;

            using var client = new AnthropicClient { MaxRetries = 0 };
            while (true)
            {
                try
                {
                    var reply = await client.Messages.Create(new MessageCreateParams
                    {
                        Model = "claude-haiku-5-5",
                        MaxTokens = 64,
                        Messages = [new UserMessageParam("Are you there?")],
                    });
                    Console.WriteLine(reply.StopReason);
                    break;
                }
                catch (AnthropicApiException)
                {
                    await Task.Delay(1);
                }
            }
            """);
        project.Delete("Agent.cs", "Planner.cs", "Watch.cs");
        Assert.Equal(["error CCA1004 Program.cs", "error CCA2001 Program.cs"], (await project.BuildAsync(ci: true)).Failed().Reported);

        (await project.RunAsync(null, "format", "analyzers", "--no-restore")).Succeeded();
        var calls = int.Parse(Assert.Single(Regex.Matches(project.Read("Program.cs"), @"BudgetScope\.Begin\([^;]*MaxCalls = (\d+)")).Groups[1].Value);
        Assert.Empty((await project.BuildAsync(ci: true)).Succeeded().Reported);

        await using var model = await FakeModel.StartAsync(overloaded: true);
        Assert.Contains("ClaudeCost.BudgetExceededException", (await RunAsync(project, model)).Failed().Output);
        Assert.Equal(calls, model.Requests.Count);
    }

    private static Task<CommandResult> RunAsync(FreshProject project, FakeModel model) => project.RunAsync(
        new() { ["ANTHROPIC_BASE_URL"] = model.Address, ["ANTHROPIC_API_KEY"] = "not-a-key" },
        "run", "--no-build");
}
