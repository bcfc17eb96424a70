using ClaudeCostAnalyzers.Tool.Loading;
using ClaudeCostAnalyzers.Tool.Tests.Support;

namespace ClaudeCostAnalyzers.Tool.Tests.Loading;

/// <summary>Reading what the SDK prints and leaves behind.</summary>
public sealed class SdkOutputTests
{
    [Theory]
    [InlineData("/a/B.csproj : error NU1101: Unable to find package X. [/tmp/graph.proj]", "/a/B.csproj", 0, "NU1101", "Unable to find package X.", "/tmp/graph.proj")]
    [InlineData("/a/C.csproj(2,1): error MSB4025: The project file could not be loaded.", "/a/C.csproj", 2, "MSB4025", "The project file could not be loaded.", "")]
    [InlineData("/a b/x.cs(1): error: Unrecognized directive 'nope'.", "/a b/x.cs", 1, "", "Unrecognized directive 'nope'.", "")]
    [InlineData("/sdk/X.targets(9,5): error NETSDK1045: Too new [/a/B.csproj::TargetFramework=net11.0]", "/sdk/X.targets", 9, "NETSDK1045", "Too new", "/a/B.csproj")]
    [InlineData(@"C:\a\B.csproj : error : Could not resolve SDK ""X"".", @"C:\a\B.csproj", 0, "", "Could not resolve SDK \"X\".", "")]
    [InlineData("MSBUILD : error MSB1009: Project file does not exist.", "MSBUILD", 0, "MSB1009", "Project file does not exist.", "")]
    public void Errors_are_read(string line, string file, int at, string code, string text, string project) =>
        Assert.Equal(new BuildMessage(file, at, true, code, text, project), BuildMessage.Parse(line));

    [Theory]
    [InlineData("  Determining projects to restore...")]
    [InlineData("0 Error(s)")]
    [InlineData("")]
    public void Other_lines_are_not(string line) => Assert.Null(BuildMessage.Parse(line));

    [Fact]
    public void Warnings_are_no_errors_and_repeats_count_once()
    {
        var messages = BuildMessage.ParseAll("a.csproj : warning NU1603: near\na.csproj : warning NU1603: near\n");
        Assert.False(Assert.Single(messages).IsError);
    }

    [Fact]
    public void Remedy_fits_the_error()
    {
        Assert.Contains("dotnet restore", Remedy("NU1301"), StringComparison.Ordinal);
        Assert.Contains("dotnet workload restore", Remedy("NETSDK1147"), StringComparison.Ordinal);
        Assert.Contains("Repair", Remedy("MSB4025"), StringComparison.Ordinal);
        Assert.Contains("dotnet build", Remedy("XYZ1"), StringComparison.Ordinal);

        static string Remedy(string code) => LoadFailure.Describe("/a/B.csproj", [new("/a/B.csproj", 0, true, code, "text", "")]).Remedy!;
    }

    [Fact]
    public void Host_without_any_sdk_is_explained()
    {
        Assert.Contains("only a runtime", MissingSdk.Explain("...\n  * No .NET SDKs were found.\n")!.Message, StringComparison.Ordinal);
        Assert.Null(MissingSdk.Explain("error MSB1009: Project file does not exist."));
    }

    [Fact]
    public async Task Dotnet_that_is_not_there_is_explained()
    {
        var failed = await Assert.ThrowsAsync<AnalysisException>(() =>
            new DotnetCli("/no/such/dotnet").RunAsync(["--version"], Path.GetTempPath(), TimeSpan.FromMinutes(1), CancellationToken.None));
        Assert.Contains("aka.ms/dotnet/download", failed.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sdk_that_does_not_answer_is_given_up()
    {
        using var folder = new TestFolder();
        folder.Add("slow.proj", """<Project><Target Name="Slow"><Exec Command="sleep 60" /></Target></Project>""");
        var failed = await Assert.ThrowsAsync<AnalysisException>(() =>
            DotnetCli.Find().RunAsync(["msbuild", "slow.proj", "-t:Slow", "-nologo"], folder.Root, TimeSpan.FromSeconds(2), CancellationToken.None));
        Assert.Contains("did not answer", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "project": { "frameworks": { "net10.0": {} } }, "libraries": {}, "packageFolders": {} }""", null)]
    [InlineData("""{ "project": { "frameworks": { "net9.0": {} } }, "libraries": {}, "packageFolders": {} }""", "did not know net10.0")]
    [InlineData("""{ "logs": [ { "level": "Error", "code": "NU1101", "message": "m" } ] }""", "NU1101")]
    [InlineData("""{ "project": { "frameworks": { "net10.0": {} } }, "libraries": { "P/1.0.0": { "type": "package", "path": "p/1.0.0" } }, "packageFolders": { "/no/where/": {} } }""", "P/1.0.0 is gone")]
    [InlineData("nonsense", "cannot be read")]
    public void Outcome_of_a_restore_is_checked(string assets, string? problem)
    {
        using var folder = new TestFolder();
        folder.Add("project.assets.json", assets);
        var found = AssetsFile.FindProblem(folder.Path("project.assets.json"), ["net10.0"]);
        if (problem is null)
            Assert.Null(found);
        else
            Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_escaped_for_MSBuild() =>
        Assert.Equal("/a%3Bb/%24%28x%29/100%25/%40%2A", BuildWorkspace.Escape("/a;b/$(x)/100%/@*"));

    [Fact]
    public void Workspace_is_removed()
    {
        string root;
        using (var workspace = new BuildWorkspace())
            root = workspace.Root;
        Assert.False(Directory.Exists(root));
    }
}
