namespace ClaudeCostAnalyzers.Package.Tests.Packed;

/// <summary>
/// One project of each common shape, with what people write into it first: what the package shows there, and what
/// <c>claude-cost fix</c> leaves of it. The sources are in Packed/Shapes.
/// </summary>
public sealed class ShapesTests(PackedPackages packages)
{
    /// <summary>No fix changes a Razor file: Roslyn has no document for it.</summary>
    private const string InRazor = "warning CCA1002 Ask.razor";

    private static readonly string[] s_expected =
    [
        InRazor,
        "warning CCA1002 Program.cs", // Console
        "warning CCA1002 Summaries.cs",
        "warning CCA1002 Talk.razor.cs",
        "warning CCA2001 Program.cs", // Console
        "warning CCA2001 Talk.razor.cs",
        "warning CCA2002 Digest.cs",
        "warning CCA2002 Program.cs", // Api
        "warning CCA2003 Program.cs", // Api
        "warning CCA2003 SummariesTests.cs",
    ];

    private string Folder { get; } = Path.Combine(packages.Folder, "Shapes" + Guid.NewGuid().ToString("N")[..8]);

    [Fact]
    public async Task Fresh_projects_show_what_they_should_and_the_fixes_leave_none_of_it()
    {
        Write("Console", "Microsoft.NET.Sdk", "<OutputType>Exe</OutputType>", Package("Anthropic", "13.11.0"));
        Write("Api", "Microsoft.NET.Sdk.Web", "", Package("OpenAI", "2.15.0"));
        Write("Worker", "Microsoft.NET.Sdk.Worker", "", Package("OpenAI", "2.15.0"), "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" />");
        // The script of the framework comes in a package, which a server needs and a build does not.
        Write("Blazor", "Microsoft.NET.Sdk.Web", "<RequiresAspNetWebAssets>false</RequiresAspNetWebAssets>", Package("Anthropic", "13.11.0"));
        Write("Library", "Microsoft.NET.Sdk", "", Package("Microsoft.Extensions.AI.Abstractions", "10.11.0"));
        Write("Tests", "Microsoft.NET.Sdk", "<OutputType>Exe</OutputType><NoWarn>xUnit1051</NoWarn>", Package("xunit.v3", "3.2.2"),
            "<ProjectReference Include=\"../Library/Library.csproj\" />", "<Using Include=\"Xunit\" />");
        File.WriteAllText(Path.Combine(Folder, ".editorconfig"), "root = true\n");
        (await RunAsync("new", "sln", "--name", "Shapes")).Succeeded();
        (await RunAsync(["sln", "add", .. Directory.GetFiles(Folder, "*.csproj", SearchOption.AllDirectories)])).Succeeded();
        (await RunAsync("restore")).Succeeded();
        var before = await BuildAsync();
        Assert.Equal(s_expected, before.Reported);
        Assert.Matches(@"Ask\.razor\(18,31\): warning CCA1002", before.Output);

        var tool = Path.Combine(AppContext.BaseDirectory, "ClaudeCostAnalyzers.Tool.dll");
        var fix = await RunAsync(tool, "fix", ".", "--no-restore");
        Assert.Equal(1, fix.ExitCode);
        Assert.Contains("CCA1002 1 finding left", fix.Output);
        Assert.Contains("CCA1005 1 finding fixed: Begin an hourly budget scope before this loop", fix.Output);
        Assert.Equal([InRazor], (await BuildAsync()).Reported);

        // A baseline knows it, by the member that it stands in.
        (await RunAsync(tool, "baseline", ".", "--no-restore")).Succeeded();
        Assert.Empty((await BuildAsync()).Reported);
    }

    private static string Package(string name, string version) => $"<PackageReference Include=\"{name}\" Version=\"{version}\" />";

    private async Task<CommandResult> BuildAsync() => (await RunAsync("build", "--no-restore", "-clp:NoSummary")).Succeeded();

    private Task<CommandResult> RunAsync(params string[] arguments) => DotNet.RunAsync(Folder, packages.RestoreEnvironment, arguments);

    private void Write(string shape, string sdk, string properties, params string[] items)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, shape)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "tests/ClaudeCostAnalyzers.Package.Tests/Packed/Shapes", shape)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(folder, shape + ".csproj"), $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {Package("ClaudeCostAnalyzers", packages.Version)}
                {string.Join("\n    ", items)}
              </ItemGroup>
            </Project>
            """);
    }
}
