using System.IO.Compression;
using System.Xml.Linq;

namespace ClaudeCostAnalyzers.Package.Tests.Packed;

/// <summary>What is in the packages, and what is not.</summary>
public class PackageContentTests(PackedPackages packages)
{
    [Fact]
    public void The_analyzer_package_holds_analyzers_presets_and_targets_and_nothing_else()
    {
        using var package = packages.Open("ClaudeCostAnalyzers");
        Assert.Equal(
            [
                "README.md",
                "analyzers/dotnet/cs/ClaudeCostAnalyzers.CodeFixes.dll",
                "analyzers/dotnet/cs/ClaudeCostAnalyzers.dll",
                "build/ClaudeCostAnalyzers.targets",
                "lib/netstandard2.0/_._",
                "presets/ClaudeCost.Audit.globalconfig",
                "presets/ClaudeCost.Default.globalconfig",
                "presets/ClaudeCost.Strict.globalconfig",
            ],
            Files(package));
    }

    [Fact]
    public void The_analyzer_package_depends_on_the_runtime_of_its_version_and_on_nothing_else()
    {
        var manifest = Manifest("ClaudeCostAnalyzers");
        var group = Assert.Single(manifest.Descendants(manifest.Root!.Name.Namespace + "group"));
        Assert.Equal(".NETStandard2.0", (string?)group.Attribute("targetFramework"));
        var dependency = Assert.Single(group.Elements());
        Assert.Equal("ClaudeCostAnalyzers.Runtime", (string?)dependency.Attribute("id"));
        Assert.Equal(packages.Version, (string?)dependency.Attribute("version"));
    }

    [Fact]
    public void The_analyzer_package_is_no_development_dependency()
    {
        var manifest = Manifest("ClaudeCostAnalyzers");
        Assert.Empty(manifest.Descendants(manifest.Root!.Name.Namespace + "developmentDependency"));
    }

    [Theory]
    [InlineData("net8.0")]
    [InlineData("netstandard2.0")]
    public void The_runtime_is_there_for_every_framework_with_its_documentation(string framework)
    {
        using var package = packages.Open("ClaudeCostAnalyzers.Runtime");
        var files = Files(package);
        Assert.Contains($"lib/{framework}/ClaudeCostAnalyzers.Runtime.dll", files);
        Assert.Contains($"lib/{framework}/ClaudeCostAnalyzers.Runtime.xml", files);
    }

    [Fact]
    public void The_runtime_needs_no_other_package_on_net8()
    {
        var manifest = Manifest("ClaudeCostAnalyzers.Runtime");
        var group = Assert.Single(manifest.Descendants(manifest.Root!.Name.Namespace + "group"), group => (string?)group.Attribute("targetFramework") == "net8.0");
        Assert.Empty(group.Elements());
    }

    private static string[] Files(ZipArchive package) => package.Entries
        .Select(entry => entry.FullName)
        .Where(name => !name.StartsWith("_rels/") && !name.StartsWith("package/") && name != "[Content_Types].xml" && !name.EndsWith(".nuspec"))
        .Order(StringComparer.Ordinal).ToArray();

    private XDocument Manifest(string id)
    {
        using var package = packages.Open(id);
        using var manifest = package.GetEntry($"{id}.nuspec")!.Open();
        return XDocument.Load(manifest);
    }
}
