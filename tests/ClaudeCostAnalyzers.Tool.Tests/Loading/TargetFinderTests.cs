using ClaudeCostAnalyzers.Tool.Loading;
using ClaudeCostAnalyzers.Tool.Tests.Support;

namespace ClaudeCostAnalyzers.Tool.Tests.Loading;

public sealed class TargetFinderTests
{
    [Fact]
    public void Solution_in_a_folder_comes_before_projects_in_it()
    {
        using var folder = new TestFolder();
        folder.Add("all.sln", Solutions.Classic(("A", "a/A.csproj"))).Add("a/A.csproj", "").Add("B.csproj", "");
        var target = TargetFinder.Find(folder.Root);
        Assert.Equal([folder.Path("a/A.csproj")], target.Projects);
        Assert.Equal(folder.Path("all.sln"), target.Solution);
        Assert.Equal(folder.Root, target.WorkingDirectory);
    }

    [Fact]
    public void A_file_of_a_project_that_is_named_by_itself_is_said_to_lack_the_project()
    {
        using var folder = new TestFolder();
        folder.Add("App/App.csproj", "").Add("App/Agents/Agent.cs", "class Agent;").Add("App/tool.cs", "#:package X@1.0.0\nreturn 0;").Add("alone.cs", "return 0;");
        var note = Assert.Single(TargetFinder.Find(folder.Path("App/Agents/Agent.cs")).Notes);
        Assert.Equal(NoteLevel.Info, note.Level);
        Assert.Contains("without the references of App.csproj", note.Text, StringComparison.Ordinal);
        Assert.EndsWith("claude-cost scan " + folder.Path("App/App.csproj"), note.Remedy, StringComparison.Ordinal);
        Assert.Empty(TargetFinder.Find(folder.Path("App/tool.cs")).Notes);
        Assert.Empty(TargetFinder.Find(folder.Path("alone.cs")).Notes);
    }

    [Fact]
    public void Several_solutions_are_joined_with_a_note()
    {
        using var folder = new TestFolder();
        folder.Add("a.sln", Solutions.Classic(("A", "A.csproj"), ("B", "B.csproj"))).Add("b.slnx", """<Solution><Project Path="B.csproj" /><Project Path="C.csproj" /></Solution>""")
            .Add("A.csproj", "").Add("B.csproj", "").Add("C.csproj", "");
        var target = TargetFinder.Find(folder.Root);
        Assert.Equal(["A.csproj", "B.csproj", "C.csproj"], target.Projects.Select(Path.GetFileName));
        Assert.Null(target.Solution);
        Assert.Contains("a.sln, b.slnx", Assert.Single(target.Notes).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Project_that_a_solution_lists_and_that_is_gone_is_an_error_note()
    {
        using var folder = new TestFolder();
        folder.Add("all.sln", Solutions.Classic(("A", "A.csproj"), ("Gone", "Gone.csproj"))).Add("A.csproj", "");
        var note = Assert.Single(TargetFinder.Find(folder.Path("all.sln")).Notes);
        Assert.Equal(NoteLevel.Error, note.Level);
        Assert.Equal(folder.Path("Gone.csproj"), note.File);
    }

    [Fact]
    public void Projects_in_the_folder_come_before_those_below_it()
    {
        using var folder = new TestFolder();
        folder.Add("A.csproj", "").Add("below/B.csproj", "");
        Assert.Equal([folder.Path("A.csproj")], TargetFinder.Find(folder.Root).Projects);
    }

    [Fact]
    public void Hidden_and_build_folders_are_not_searched()
    {
        using var folder = new TestFolder();
        folder.Add("src/A.csproj", "").Add("src/obj/B.csproj", "").Add("bin/C.csproj", "").Add(".cache/D.csproj", "").Add("node_modules/E.csproj", "");
        Assert.Equal([folder.Path("src/A.csproj")], TargetFinder.Find(folder.Root).Projects);
    }

    [Fact]
    public void Only_files_that_say_so_are_programs_when_any_does()
    {
        using var folder = new TestFolder();
        folder.Add("a.cs", "#!/usr/bin/env dotnet\nreturn 0;").Add("b.cs", "// comment\n#:package X@1.0.0\nreturn 0;").Add("c.cs", "return 0;");
        Assert.Equal([folder.Path("a.cs"), folder.Path("b.cs")], TargetFinder.Find(folder.Root).Programs);
    }

    [Theory]
    [InlineData("x.vbproj")]
    [InlineData("x.txt")]
    public void What_is_no_csharp_is_refused(string name)
    {
        using var folder = new TestFolder();
        folder.Add(name, "");
        Assert.Throws<AnalysisException>(() => TargetFinder.Find(folder.Path(name)));
    }

    [Theory]
    [InlineData("net48;net8.0;netstandard2.0", "net8.0")]
    [InlineData("net10.0;net9.0;net8.0", "net10.0")]
    [InlineData("net10.0-android;net10.0;net9.0-ios", "net10.0")]
    [InlineData("net472;netstandard2.1;netcoreapp3.1", "netcoreapp3.1")]
    [InlineData("net472;net48;net35", "net48")]
    [InlineData("net9.0-windows10.0.19041.0;netstandard2.0", "net9.0-windows10.0.19041.0")]
    [InlineData("strange;netstandard1.3", "netstandard1.3")]
    public void The_most_modern_framework_comes_first(string frameworks, string expected) =>
        Assert.Equal(expected, TargetFrameworks.MostModernFirst(frameworks.Split(';'))[0]);
}
