using System.Text.Json;
using ClaudeCostAnalyzers.Tool.Tests.Support;

namespace ClaudeCostAnalyzers.Tool.Tests.Scans;

/// <summary>One scan of a solution that was never restored nor built; what it shows is looked at from all sides.</summary>
public sealed class SolutionScanTests : IClassFixture<SolutionScanTests.Scan>
{
    private const string Key = "sk-not-a-real-key-0123456789-wxyz";

    private readonly Scan scan;

    public SolutionScanTests(Scan scan) => this.scan = scan;

    private ToolRun Run => scan.Run!;

    [Fact]
    public void A_finding_shows_place_severity_id_message_path_and_remedy()
    {
        var start = Run.Output.IndexOf("App/Program.cs", StringComparison.Ordinal);
        var lines = Run.Output[start..].Split('\n');
        Assert.Equal("  4:5     warning CCA1002 'Spend' spends", lines[1]);
        Assert.Matches("^ {10}2:1 +while \\( ?true ?\\)$", lines[2]);
        Assert.Matches("^ {10}Lib/Helper.cs:5:5 +public static void Spend \\( ?\\)|^ {10}Lib/Helper.cs:5:5 +public static void Spend\\(\\)", lines[3]);
        Assert.StartsWith("          fix: before the loop: using var budget", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public void Source_of_a_referenced_project_is_followed_without_a_build() =>
        Assert.Contains("Lib/Helper.cs:5:5", Run.Output, StringComparison.Ordinal);

    [Fact]
    public void Exit_code_says_findings() => Assert.Equal(1, Run.ExitCode);

    [Fact]
    public void Pragma_and_attribute_suppress_and_are_counted()
    {
        Assert.DoesNotContain("Suppressed.cs", Run.Output, StringComparison.Ordinal);
        Assert.Contains("; 2 suppressed in source", Run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Severities_of_editorconfig_apply()
    {
        Assert.DoesNotContain("Quiet.cs", Run.Output, StringComparison.Ordinal);
        Assert.Contains("error CCA1005 'Idle' idles", Run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Hidden_findings_are_not_shown_by_default() =>
        Assert.DoesNotContain("CCA1009", Run.Output, StringComparison.Ordinal);

    [Fact]
    public void A_secret_is_shown_nowhere()
    {
        Assert.Contains("CCA3001 A key that ends in 'wxyz'", Run.Output, StringComparison.Ordinal);
        foreach (var text in new[] { Run.Output, Run.Error, scan.Sarif })
            Assert.DoesNotContain(Key, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_in_another_language_is_skipped_with_a_note() =>
        Assert.Contains("Other.fsproj is not a C# project and was skipped", Run.Output, StringComparison.Ordinal);

    [Fact]
    public void The_summary_counts_findings_files_and_projects() =>
        Assert.Matches(@"\n3 findings in 3 files, 2 projects, \d+\.\d s", Run.Output);

    [Fact]
    public void Progress_goes_to_standard_error()
    {
        Assert.Contains("Restoring 2 projects", Run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Restoring", Run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_obj_is_written() => Assert.Equal(scan.Before, scan.After);

    [Fact]
    public void Only_restore_writes_to_obj()
    {
        var files = Directory.EnumerateFiles(scan.Folder.Root, "*", SearchOption.AllDirectories)
            .Where(f => f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(Path.GetFileName).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.Matches(@"^project\.(assets\.json|nuget\.cache)$|\.nuget\.(g\.props|g\.targets|dgspec\.json)$", f));
    }

    [Fact]
    public void Sarif_has_what_the_standard_requires()
    {
        using var log = JsonDocument.Parse(scan.Sarif);
        SarifSchema.Check(log.RootElement);
    }

    [Fact]
    public void Sarif_holds_every_finding_suppressed_ones_marked()
    {
        using var log = JsonDocument.Parse(scan.Sarif);
        var results = log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(6, results.Count);
        var suppressed = results.Where(r => r.TryGetProperty("suppressions", out _)).ToList();
        Assert.Equal(2, suppressed.Count);
        Assert.Contains(suppressed, r => r.GetProperty("suppressions")[0].TryGetProperty("justification", out var why) && why.GetString() == "counted elsewhere");
        var app = results.Single(r => Uri(r) == "App/Program.cs" && r.GetProperty("ruleId").GetString() == "CCA1002");
        Assert.Equal("warning", app.GetProperty("level").GetString());
        Assert.Equal("Spend", app.GetProperty("properties").GetProperty("call").GetString());
        var steps = app.GetProperty("codeFlows")[0].GetProperty("threadFlows")[0].GetProperty("locations");
        Assert.Equal(2, steps.GetArrayLength());
        Assert.Equal(2, app.GetProperty("relatedLocations").GetArrayLength());
    }

    [Fact]
    public void Sarif_says_that_the_run_was_complete()
    {
        using var log = JsonDocument.Parse(scan.Sarif);
        var invocation = log.RootElement.GetProperty("runs")[0].GetProperty("invocations")[0];
        Assert.True(invocation.GetProperty("executionSuccessful").GetBoolean());
        Assert.Equal(1, invocation.GetProperty("exitCode").GetInt32());
        Assert.Equal("note", invocation.GetProperty("toolExecutionNotifications")[0].GetProperty("level").GetString());
    }

    private static string? Uri(JsonElement result) =>
        result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString();

    public sealed class Scan : IAsyncLifetime
    {
        internal TestFolder Folder { get; } = new();

        internal ToolRun? Run { get; private set; }

        internal IReadOnlyList<string> Before { get; private set; } = [];

        internal IReadOnlyList<string> After { get; private set; } = [];

        internal string Sarif { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Folder
                .Add("All.sln", Solutions.Classic(("App", @"App\App.csproj"), ("Lib", @"Lib\Lib.csproj"), ("Other", @"Other\Other.fsproj")))
                .Add(".editorconfig", """
                    root = true
                    [Quiet.cs]
                    dotnet_diagnostic.CCA1002.severity = none
                    [Idle.cs]
                    dotnet_diagnostic.CCA1005.severity = error
                    """)
                .Add("Lib/Lib.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""")
                .Add("Lib/Helper.cs", """
                    namespace Lib;

                    public static class Helper
                    {
                        public static void Spend() { }
                        public static void Idle() { }
                        public static void Maybe() { }
                    }
                    """)
                .Add("App/App.csproj", """
                    <Project Sdk="Microsoft.NET.Sdk">
                      <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                      <ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup>
                    </Project>
                    """)
                .Add("App/Program.cs", """
                    using Lib;
                    while (true)
                    {
                        Helper.Spend();
                        Helper.Maybe();
                    }
                    """)
                .Add("App/Quiet.cs", "static class Quiet { static void M() => Lib.Helper.Spend(); }")
                .Add("App/Idle.cs", "static class Idler { static void M() => Lib.Helper.Idle(); }")
                .Add("App/Keys.cs", $"static class Keys {{ public const string Mine = \"{Key}\"; }}")
                .Add("App/Suppressed.cs", """
                    using System.Diagnostics.CodeAnalysis;
                    static class Suppressed
                    {
                    #pragma warning disable CCA1002
                        static void M() => Lib.Helper.Spend();
                    #pragma warning restore CCA1002
                        [SuppressMessage("Cost", "CCA1002", Justification = "counted elsewhere")]
                        static void N() => Lib.Helper.Spend();
                    }
                    """);
            Before = Folder.Snapshot();
            using var elsewhere = new TestFolder();
            var sarif = elsewhere.Path("log/all.sarif");
            Run = await ToolRun.InAsync(Folder, "scan", "All.sln", "--sarif", sarif);
            After = Folder.Snapshot();
            Sarif = await File.ReadAllTextAsync(sarif);
        }

        public ValueTask DisposeAsync()
        {
            Folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
