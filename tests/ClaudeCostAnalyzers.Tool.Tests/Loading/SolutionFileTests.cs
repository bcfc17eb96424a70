using ClaudeCostAnalyzers.Tool.Loading;
using ClaudeCostAnalyzers.Tool.Tests.Support;

namespace ClaudeCostAnalyzers.Tool.Tests.Loading;

public sealed class SolutionFileTests
{
    [Fact]
    public void Classic_solution_gives_its_projects_without_folders()
    {
        using var folder = new TestFolder();
        folder.Add("all.sln", Solutions.Classic(("A", @"src\A\A.csproj"), ("B", @"..\B, C\B.csproj"), ("F", "F.fsproj"), ("A", @"src\A\A.csproj")));
        Assert.Equal(
            [folder.Path("src/A/A.csproj"), Path.GetFullPath(folder.Path("../B, C/B.csproj")), folder.Path("F.fsproj")],
            SolutionFile.ReadProjects(folder.Path("all.sln")));
    }

    [Fact]
    public void Xml_solution_gives_projects_in_folders_too()
    {
        using var folder = new TestFolder();
        folder.Add("all.slnx", """
            <Solution>
              <Configurations><Platform Name="Any CPU" /></Configurations>
              <Project Path="A.csproj" />
              <Folder Name="/tests/">
                <File Path="readme.md" />
                <Project Path="tests\B\B.csproj" Type="Classic C#"><BuildDependency Project="A.csproj" /></Project>
              </Folder>
            </Solution>
            """);
        Assert.Equal([folder.Path("A.csproj"), folder.Path("tests/B/B.csproj")], SolutionFile.ReadProjects(folder.Path("all.slnx")));
    }

    [Fact]
    public void Filter_is_relative_to_the_solution_it_filters()
    {
        using var folder = new TestFolder();
        folder.Add("filters/some.slnf", """{ "solution": { "path": "..\\all.sln", "projects": [ "src\\A.csproj" ] } }""");
        Assert.Equal([folder.Path("src/A.csproj")], SolutionFile.ReadProjects(folder.Path("filters/some.slnf")));
    }

    [Theory]
    [InlineData("a.sln", "no solution")]
    [InlineData("a.slnx", "<Solution>")]
    [InlineData("a.slnx", "<Project/>")]
    [InlineData("a.slnf", "{")]
    [InlineData("a.slnf", "{}")]
    public void File_of_another_format_is_refused_by_name(string name, string content)
    {
        using var folder = new TestFolder();
        folder.Add(name, content);
        var refused = Assert.Throws<AnalysisException>(() => SolutionFile.ReadProjects(folder.Path(name)));
        Assert.Contains(folder.Path(name), refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Remedy);
    }
}
