using ClaudeCostAnalyzers.Tool.Analysis;
using ClaudeCostAnalyzers.Tool.Tests.Support;

namespace ClaudeCostAnalyzers.Tool.Tests.Scans;

/// <summary>The product's own rules on the official client, from project file to report.</summary>
public sealed class RealRulesTests
{
    [Fact]
    public async Task Tool_loop_on_the_official_client_is_found_with_its_path()
    {
        using var folder = new TestFolder();
        folder.Add("App.csproj", TestFolder.Console.Replace("</Project>",
                """<ItemGroup><PackageReference Include="Anthropic" Version="13.11.0" /></ItemGroup></Project>""", StringComparison.Ordinal))
            .Add("Program.cs", """
                using Anthropic;
                using Anthropic.Models.Messages;

                var client = new AnthropicClient();
                while (true)
                {
                    var reply = await client.Messages.Create(new MessageCreateParams
                    {
                        Model = Model.ClaudeSonnet5_5,
                        MaxTokens = 1024,
                        Messages = [new UserMessageParam("Go on.")],
                    });
                    if (reply.StopReason != StopReason.ToolUse)
                        break;
                }
                for (var i = 0; i < 3; i++)
                {
                    await client.Messages.Create(new MessageCreateParams
                    {
                        Model = Model.ClaudeSonnet5_5,
                        MaxTokens = 1024,
                        Messages = [new UserMessageParam("Counted.")],
                    });
                }
                """);
        var run = await ToolRun.InAsync(folder, RuleSet.CreateAll(), CancellationToken.None, "scan");
        Assert.DoesNotContain("does not compile", run.Output, StringComparison.Ordinal);
        Assert.Contains("Program.cs\n  7:23    warning CCA1002", run.Output, StringComparison.Ordinal);
        Assert.Contains("          5:1   while (true)\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("3 findings in 1 file, 1 project", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, run.ExitCode);
    }

    [Fact]
    public void Every_rule_family_is_run()
    {
        var rules = RuleSet.CreateAll();
        var ids = rules.SelectMany(r => r.SupportedDiagnostics).Select(d => d.Id).ToList();
        Assert.Contains("CCA1001", ids);
        Assert.Equal(rules.Length, rules.Select(r => r.GetType()).Distinct().Count());
    }
}
