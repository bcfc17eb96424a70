namespace ClaudeCostAnalyzers.Package.Tests.Packed;

/// <summary>What a user of the package sees when building.</summary>
public sealed class BuildTests(PackedPackages packages) : IAsyncLifetime
{
    private static readonly string[] Violations = ["CCA1002 Agent.cs", "CCA2001 Agent.cs", "CCA2001 Planner.cs", "CCA2003 Planner.cs"];

    private FreshProject project = null!;

    public async ValueTask InitializeAsync() => project = await FreshProject.CreateAsync(packages);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public Task A_build_warns_and_in_ci_the_warnings_are_errors() => WarnsAndFailsAsync();

    [Fact]
    public async Task It_does_so_with_a_compiler_that_stays_loaded()
    {
        try
        {
            await WarnsAndFailsAsync("-p:UseSharedCompilation=true");
        }
        finally
        {
            await project.RunAsync(null, "build-server", "shutdown", "--vbcscompiler");
        }
    }

    private async Task WarnsAndFailsAsync(params string[] more)
    {
        var local = (await project.BuildAsync(properties: more)).Succeeded();
        Assert.Equal(Warnings(Violations), local.Reported);

        // Nothing has changed but the variable: the build must not count as up to date, neither now nor when it is repeated.
        Assert.Equal(Errors(Violations), (await project.BuildAsync(ci: true, incremental: true, properties: more)).Failed().Reported);
        Assert.Equal(Errors(Violations), (await project.BuildAsync(ci: true, incremental: true, properties: more)).Failed().Reported);

        Assert.Equal(Errors(Violations), (await project.BuildAsync(properties: [.. more, "-p:ContinuousIntegrationBuild=true"])).Failed().Reported);
        Assert.Equal(Warnings(Violations), (await project.BuildAsync(ci: true, properties: [.. more, "-p:ClaudeCostWarnOnly=true"])).Succeeded().Reported);
    }

    [Fact]
    public async Task A_build_that_is_up_to_date_is_not_compiled_again()
    {
        Assert.NotEmpty((await project.BuildAsync()).Succeeded().Reported);
        Assert.Empty((await project.BuildAsync(incremental: true)).Succeeded().Reported);
    }

    [Fact]
    public async Task A_project_that_treats_warnings_as_errors_can_keep_these_as_warnings()
    {
        Assert.Equal(Errors(Violations), (await project.BuildAsync(properties: "-p:TreatWarningsAsErrors=true")).Failed().Reported);
        Assert.Equal(Warnings(Violations), (await project.BuildAsync(properties: ["-p:TreatWarningsAsErrors=true", "-p:ClaudeCostWarnOnly=true"])).Succeeded().Reported);
        Assert.Equal(
            ["error CCA2001 Agent.cs", "error CCA2001 Planner.cs", "error CCA2003 Planner.cs", "warning CCA1002 Agent.cs"],
            (await project.BuildAsync(ci: true, properties: "-p:WarningsNotAsErrors=CCA1002")).Failed().Reported);
    }

    [Fact]
    public async Task The_severities_of_a_project_win_over_the_preset_and_in_ci()
    {
        project.Write(".editorconfig", """
            root = true
            [*.cs]
            dotnet_diagnostic.CCA1002.severity = suggestion
            dotnet_diagnostic.CCA1005.severity = warning
            dotnet_diagnostic.CCA2001.severity = suggestion
            dotnet_diagnostic.CCA2003.severity = none
            """);
        Assert.Equal(["warning CCA1005 Watch.cs"], (await project.BuildAsync()).Succeeded().Reported);
        Assert.Equal(["error CCA1005 Watch.cs"], (await project.BuildAsync(ci: true)).Failed().Reported);
    }

    [Fact]
    public async Task Strict_reports_more()
    {
        string[] strict = ["CCA1002 Agent.cs", "CCA1005 Watch.cs", "CCA1008 Agent.cs", "CCA2001 Agent.cs", "CCA2001 Planner.cs", "CCA2003 Planner.cs"];
        project.Write("Fresh.csproj", project.Read("Fresh.csproj").Replace("<OutputType>", "<ClaudeCostMode>strict</ClaudeCostMode><OutputType>"));
        Assert.Equal(Warnings(strict), (await project.BuildAsync()).Succeeded().Reported);
        Assert.Equal(Errors(strict), (await project.BuildAsync(ci: true)).Failed().Reported);
    }

    [Fact]
    public async Task Audit_fails_nothing_and_reports_to_the_log()
    {
        var build = await project.BuildAsync(ci: true, properties: ["-p:ClaudeCostMode=Audit", "-p:TreatWarningsAsErrors=true", "-p:ErrorLog=findings.sarif%2cversion=2.1"]);
        Assert.Empty(build.Succeeded().Reported);
        var log = project.Read("findings.sarif");
        Assert.All(["CCA1002", "CCA1005", "CCA2003"], id => Assert.Matches($"\"ruleId\": \"{id}\",\\s+\"ruleIndex\": \\d+,\\s+\"level\": \"note\"", log));
    }

    [Fact]
    public async Task What_stands_in_the_baseline_is_left_out_and_a_new_finding_fails_ci()
    {
        Assert.Equal(0, (await project.ToolAsync("baseline", "--no-restore")).ExitCode);
        Assert.Empty((await project.BuildAsync(ci: true)).Succeeded().Reported);

        // The known loop goes elsewhere, and a new one comes.
        project.Write("Agent.cs", "// A line more.\n" + project.Read("Agent.cs"));
        project.Write("New.cs", project.Read("Agent.cs").Replace("Agent", "NewAgent"));
        Assert.Equal(["error CCA1002 New.cs", "error CCA2001 New.cs"], (await project.BuildAsync(ci: true)).Failed().Reported);
        Assert.Equal(Errors([.. Violations.Concat(["CCA1002 New.cs", "CCA2001 New.cs"]).Order(StringComparer.Ordinal)]), (await project.BuildAsync(ci: true, properties: "-p:ClaudeCostBaseline=none")).Failed().Reported);

        var missing = (await project.BuildAsync(properties: "-p:ClaudeCostBaseline=absent/claude-cost.baseline")).Failed();
        Assert.Equal(["error CCA0003 Fresh.csproj"], missing.Reported);
        Assert.Contains("names 'absent/claude-cost.baseline', which does not exist", missing.Output);
    }

    [Theory]
    [InlineData("ClaudeCostMode", "Loud", "Default, Strict or Audit")]
    [InlineData("ClaudeCostWarnOnly", "maybe", "true or false")]
    public async Task An_unknown_value_is_refused_with_what_is_allowed(string property, string value, string allowed)
    {
        var build = (await project.BuildAsync(properties: $"-p:{property}={value}")).Failed();
        Assert.Equal(["error CCA0001 Fresh.csproj"], build.Reported);
        Assert.Contains($"The property {property} is '{value}'. It must be {allowed}", build.Output);
    }

    private static string[] Warnings(string[] violations) => [.. violations.Select(violation => "warning " + violation)];

    private static string[] Errors(string[] violations) => [.. violations.Select(violation => "error " + violation)];
}
