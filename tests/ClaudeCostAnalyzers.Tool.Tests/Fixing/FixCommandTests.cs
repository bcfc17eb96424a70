using System.Text;
using ClaudeCostAnalyzers.Tool.Analysis;
using ClaudeCostAnalyzers.Tool.Tests.Support;

namespace ClaudeCostAnalyzers.Tool.Tests.Fixing;

/// <summary><c>claude-cost fix</c> with the product's own rules and fixes, on the official client.</summary>
public sealed class FixCommandTests
{
    /// <summary>What the fix writes is declared here, so that no package has to be made first.</summary>
    private const string Runtime = """
        namespace ClaudeCost;
        public sealed class Budget { public int MaxCalls { get; set; } public decimal MaxCostUsd { get; set; } public System.TimeSpan Timeout { get; set; } }
        public sealed class BudgetScope : System.IDisposable { public static BudgetScope Begin(Budget budget) => new(); public void Dispose() { } }
        """;

    private const string Agent = """
        using Anthropic;
        using Anthropic.Models.Messages;

        namespace App;

        public static class Agent
        {
            public static async Task RunAsync(AnthropicClient client, CancellationToken cancel)
            {
                while (true)
                {
                    var reply = await client.Messages.Create(new MessageCreateParams { Model = Model.ClaudeSonnet5_5, MaxTokens = 1024, Messages = [] }, cancel);
                    if (reply.StopReason != StopReason.ToolUse)
                        break;
                }
            }
        }
        """;

    private static TestFolder Project(string agent = Agent) => new TestFolder()
        .Add("App.csproj", TestFolder.Console.Replace("<OutputType>Exe</OutputType>", "", StringComparison.Ordinal).Replace("</Project>",
            """<ItemGroup><PackageReference Include="Anthropic" Version="13.11.0" /></ItemGroup></Project>""", StringComparison.Ordinal))
        .Add("Runtime.cs", Runtime).Add("Agent.cs", agent);

    private static Task<ToolRun> RunAsync(TestFolder folder, params string[] arguments) =>
        ToolRun.InAsync(folder, RuleSet.CreateAll(), CancellationToken.None, arguments);

    [Fact]
    public async Task A_dry_run_shows_the_difference_and_writes_nothing()
    {
        using var folder = Project();
        var before = folder.Snapshot();
        var run = await RunAsync(folder, "fix", "--dry-run");
        Assert.Contains("--- Agent.cs\n+++ Agent.cs\n@@ -1,5 +1,6 @@\n using Anthropic;\n using Anthropic.Models.Messages;\n+using ClaudeCost;\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n+        using var budget = BudgetScope.Begin(new Budget { MaxCalls = 50,", run.Output, StringComparison.Ordinal);
        Assert.Contains("CCA1002 1 finding would be fixed: Begin a budget scope before this loop\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task A_fix_that_another_framework_of_the_project_cannot_compile_is_left_out()
    {
        const string Chat = """
            using Microsoft.Extensions.AI;

            namespace App;

            public static class Agent
            {
                public static async System.Threading.Tasks.Task RunAsync(IChatClient client)
                {
                    while (true)
                    {
                        var reply = await client.GetResponseAsync("go on");
                        if (reply.FinishReason != ChatFinishReason.ToolCalls)
                            break;
                    }
                }
            }
            """;
        using var folder = new TestFolder()
            .Add("App.csproj", """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks><LangVersion>latest</LangVersion></PropertyGroup>
                  <ItemGroup><PackageReference Include="Microsoft.Extensions.AI.Abstractions" Version="10.11.0" /></ItemGroup>
                </Project>
                """)
            .Add("Runtime.cs", "#if NET\n" + Runtime + "\n#endif\n").Add("Agent.cs", Chat);
        var run = await RunAsync(folder, "fix");
        Assert.Contains("the fix of CCA1002 (Begin a budget scope before this loop) would not compile here and was left out", run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("BudgetScope", File.ReadAllText(folder.Path("Agent.cs")), StringComparison.Ordinal);

        Assert.Contains("CCA1002 1 finding fixed: Cap this loop at 50 turns", run.Output, StringComparison.Ordinal);

        folder.Add("Runtime.cs", Runtime).Add("Agent.cs", Chat);
        run = await RunAsync(folder, "fix", "--no-restore");
        Assert.Contains("CCA1002 1 finding fixed: Begin a budget scope before this loop", run.Output, StringComparison.Ordinal);
        Assert.Contains("BudgetScope.Begin(", File.ReadAllText(folder.Path("Agent.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_fixed_stays_fixed_and_line_ends_and_byte_order_mark_are_kept()
    {
        using var folder = Project();
        File.WriteAllText(folder.Path("Agent.cs"), Agent.ReplaceLineEndings("\r\n"), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(0, (await RunAsync(folder, "fix")).ExitCode);

        var bytes = File.ReadAllBytes(folder.Path("Agent.cs"));
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        var text = File.ReadAllText(folder.Path("Agent.cs"));
        Assert.Contains("BudgetScope.Begin(", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.False(File.Exists(folder.Path("Agent.cs.partial")));

        var scan = await RunAsync(folder, "scan", "--no-restore");
        Assert.DoesNotContain("CCA1002", scan.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("does not compile", scan.Output, StringComparison.Ordinal);
        var again = await RunAsync(folder, "fix", "--no-restore");
        Assert.EndsWith("Nothing to change\n", again.Output, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(folder.Path("Agent.cs")));
    }

    [Fact]
    public async Task Ten_loops_in_one_method_are_fixed_at_once_and_compile()
    {
        var loops = string.Concat(Enumerable.Range(0, 10).Select(i =>
            $"        while (!(await client.Messages.Create(new MessageCreateParams {{ Model = Model.ClaudeSonnet5_5, MaxTokens = 1024, Messages = [] }}, cancel)).Content.Any()) Console.WriteLine({i});\n"));
        var start = Agent.IndexOf("        while", StringComparison.Ordinal);
        var end = Agent.LastIndexOf("    }\n}", StringComparison.Ordinal);
        using var folder = Project(Agent[..start] + loops + Agent[end..]);
        var run = await RunAsync(folder, "fix", "--rules", "CCA1002");
        Assert.Contains("CCA1002 10 findings fixed", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("CCA1002", (await RunAsync(folder, "scan", "--no-restore")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_rules_that_were_named_are_fixed_and_others_are_refused_by_name()
    {
        using var folder = Project();
        var before = folder.Snapshot();
        Assert.EndsWith("Nothing to change\n", (await RunAsync(folder, "fix", "--rules", "CCA2003,cca1004")).Output, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());

        var unknown = await RunAsync(folder, "fix", "--rules", "CCA9999");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("There is no fix for 'CCA9999'; rules with a fix are CCA1001, ", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_runtime_the_turns_are_capped()
    {
        using var folder = Project();
        folder.Add("Runtime.cs", "");
        var run = await RunAsync(folder, "fix", "--rules", "CCA1002");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("CCA1002 1 finding fixed: Cap this loop at 50 turns", run.Output, StringComparison.Ordinal);
        Assert.Contains("for (var turn = 0; turn < 50; turn++)", File.ReadAllText(folder.Path("Agent.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_fix_fits_nothing_is_written_and_what_is_left_is_said()
    {
        using var folder = Project(Agent.Replace("while (true)", "again:", StringComparison.Ordinal).Replace("break;", "return;\n            goto again;", StringComparison.Ordinal));
        folder.Add("Runtime.cs", "");
        var run = await RunAsync(folder, "fix", "--rules", "CCA1002");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("CCA1002 1 finding left", run.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing to change", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_beside_a_fix_is_not_in_the_difference()
    {
        var random = new Random(1);
        var key = "sk-ant-" + "api03-" + string.Concat(Enumerable.Range(0, 93).Select(_ => "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[random.Next(62)])) + "AA";
        using var folder = Project(Agent.Replace("        while (true)\n", $"        var key = \"{key}\";\n        while (true)\n", StringComparison.Ordinal));
        var run = await RunAsync(folder, "fix", "--dry-run", "--rules", "CCA1002");
        Assert.Contains("(not shown: it holds a key)", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(key[..16], run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(key[^10..], run.Output + run.Error, StringComparison.Ordinal);
    }
}
