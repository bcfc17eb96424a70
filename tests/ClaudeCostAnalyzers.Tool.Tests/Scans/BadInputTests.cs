using System.Text.Json;
using ClaudeCostAnalyzers.Tool.Tests.Support;

namespace ClaudeCostAnalyzers.Tool.Tests.Scans;

/// <summary>What cannot be analysed ends with 2 and says what to do; what can be analysed in part says what may be missing.</summary>
public sealed class BadInputTests
{
    [Fact]
    public async Task Path_that_does_not_exist()
    {
        using var folder = new TestFolder();
        var run = await ToolRun.InAsync(folder, "scan", "nowhere");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"There is no file or folder {folder.Path("nowhere")}", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Folder_with_nothing_in_it_leaves_a_log_that_says_so()
    {
        using var folder = new TestFolder();
        var run = await ToolRun.InAsync(folder, "scan", ".", "--sarif", "log.sarif");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There is no solution, no C# project and no file-based program", run.Error, StringComparison.Ordinal);
        using var log = JsonDocument.Parse(await File.ReadAllTextAsync(folder.Path("log.sarif")));
        SarifSchema.Check(log.RootElement);
        var invocation = log.RootElement.GetProperty("runs")[0].GetProperty("invocations")[0];
        Assert.False(invocation.GetProperty("executionSuccessful").GetBoolean());
        Assert.Equal(2, invocation.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Not_restored_names_the_command()
    {
        using var folder = new TestFolder();
        folder.Add("App.csproj", TestFolder.Console).Add("Program.cs", TestFolder.Spender);
        var before = folder.Snapshot();
        var run = await ToolRun.InAsync(folder, "scan", "--no-restore");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("App.csproj is not restored", run.Output, StringComparison.Ordinal);
        Assert.Contains($"Run: dotnet restore {folder.Path("App.csproj")}", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
        Assert.False(Directory.Exists(folder.Path("obj")));
    }

    [Fact]
    public async Task Restore_that_fails_names_the_package_and_the_command()
    {
        using var folder = new TestFolder();
        folder.Add("Bad/Bad.csproj", TestFolder.Console.Replace("</Project>", """<ItemGroup><PackageReference Include="No.Such.Package.Here" Version="1.0.0" /></ItemGroup></Project>""", StringComparison.Ordinal))
            .Add("Bad/Program.cs", TestFolder.Spender)
            .Add("nuget.config", """<configuration><packageSources><clear /><add key="none" value="empty" /></packageSources></configuration>""")
            .Add("empty/readme.txt", "")
            .Add("Good/Good.csproj", TestFolder.Console)
            .Add("Good/Program.cs", TestFolder.Spender);
        var run = await ToolRun.InAsync(folder, "scan");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("error: Bad.csproj could not be loaded: NU1101: Unable to find package No.Such.Package.Here", run.Output, StringComparison.Ordinal);
        Assert.Contains($"dotnet restore {folder.Path("Bad/Bad.csproj")}", run.Output, StringComparison.Ordinal);
        // The other project is analysed all the same.
        Assert.Contains("Good/Program.cs", run.Output, StringComparison.Ordinal);
        Assert.Contains("not everything could be analysed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Project_file_that_is_not_xml_does_not_stop_the_others()
    {
        using var folder = new TestFolder();
        folder.Add("Bad/Bad.csproj", "<Project").Add("Good/Good.csproj", TestFolder.Console).Add("Good/Program.cs", TestFolder.Spender);
        var run = await ToolRun.InAsync(folder, "scan");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("error: Bad.csproj could not be loaded: MSB4025", run.Output, StringComparison.Ordinal);
        Assert.Contains("Repair the project file.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Good/Program.cs", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sdk_that_global_json_asks_for_is_missing()
    {
        using var folder = new TestFolder();
        folder.Add("global.json", """{ "sdk": { "version": "99.0.100" } }""").Add("App.csproj", TestFolder.Console).Add("Program.cs", "");
        var run = await ToolRun.InAsync(folder, "scan");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("No installed .NET SDK fits version 99.0.100", run.Error, StringComparison.Ordinal);
        Assert.Contains($"change 'sdk' in {folder.Path("global.json")}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_does_not_compile_is_analysed_and_noted()
    {
        using var folder = new TestFolder();
        folder.Add("App.csproj", TestFolder.Console)
            .Add("Program.cs", TestFolder.Spender)
            .Add("Broken.cs", "class Broken { void M( { Unknown x = ; } \n#pragma nonsense\n }}}}")
            .Add(".editorconfig", "[*.cs]\ndotnet_diagnostic.CCA1002.severity = loud\n");
        var run = await ToolRun.InAsync(folder, "scan");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Program.cs\n  3:5     warning CCA1002", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"note: App\.csproj does not compile: \d+ errors \(Broken\.cs:1 CS\d+, ", run.Output);
        Assert.Contains($"Run: dotnet build {folder.Path("App.csproj")}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Project_without_the_assemblies_of_its_framework_is_not_clean()
    {
        using var folder = new TestFolder();
        folder.Add("App.csproj", TestFolder.Console.Replace("<Nullable>", "<DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences><Nullable>", StringComparison.Ordinal))
            .Add("Program.cs", TestFolder.Spender);
        var run = await ToolRun.InAsync(folder, "scan");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("the assemblies of its target framework are missing", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_based_program_with_a_wrong_directive()
    {
        using var folder = new TestFolder();
        folder.Add("app.cs", "#:nonsense 1\nSystem.Console.WriteLine();");
        var run = await ToolRun.InAsync(folder, "scan", "app.cs");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Unrecognized directive 'nonsense'", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Solution_that_is_none_and_solution_with_a_missing_project()
    {
        using var folder = new TestFolder();
        folder.Add("bad.slnx", "<Solution").Add("text.sln", "hello").Add("gone.sln", Solutions.Classic(("Gone", "Gone.csproj")));
        foreach (var (file, says) in new[] { ("bad.slnx", "cannot be read"), ("text.sln", "lacks the header"), ("gone.sln", "No C# project of") })
        {
            var run = await ToolRun.InAsync(folder, "scan", file);
            Assert.Equal(2, run.ExitCode);
            Assert.Contains(says, run.Error, StringComparison.Ordinal);
        }
    }
}
