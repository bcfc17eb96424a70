using System.Text;
using System.Xml.Linq;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>
/// A folder outside of the user's tree, for the project files that drive MSBuild and for everything that a build would
/// write to <c>obj</c> and <c>bin</c>. Deleted when disposed.
/// </summary>
internal sealed class BuildWorkspace : IDisposable
{
    /// <summary>The target that writes a project's compiler command line to a file of its own.</summary>
    public const string CollectTarget = "ClaudeCostCollect";

    /// <summary>The comma separates properties on MSBuild's command line.</summary>
    private const string SpecialCharacters = "%$@'();?*,";

    public BuildWorkspace()
    {
        Root = Directory.CreateTempSubdirectory("claude-cost-").FullName;
        Results = Directory.CreateDirectory(Path.Combine(Root, "out")).FullName;
        HookFile = Path.Combine(Root, "hook.targets");
        GraphFile = Path.Combine(Root, "graph.json");
        File.WriteAllText(HookFile, Hook());
    }

    public string Root { get; }

    /// <summary>One folder per project and target framework lies here after a collection.</summary>
    public string Results { get; }

    /// <summary>The targets file that every project imports through <c>CustomBeforeMicrosoftCommonTargets</c>.</summary>
    public string HookFile { get; }

    /// <summary>Where NuGet writes the graph of projects.</summary>
    public string GraphFile { get; }

    /// <summary>Writes a project that makes NuGet write the graph of these projects, and restore them.</summary>
    public string WriteGraphProject(IEnumerable<string> projects)
    {
        var file = Path.Combine(Root, "graph.proj");
        new XElement("Project",
            new XElement("PropertyGroup",
                new XElement("RestoreGraphProjectInput", string.Join(';', projects.Select(Escape))),
                new XElement("RestoreGraphOutputPath", Escape(GraphFile))),
            new XElement("Import", new XAttribute("Project", "$(MSBuildToolsPath)/NuGet.targets"))).Save(file);
        return file;
    }

    /// <summary>Writes a project that runs <see cref="CollectTarget"/> on each of these projects and target frameworks.</summary>
    public string WriteCollectProject(IEnumerable<(string Project, string? Framework)> projects)
    {
        var file = Path.Combine(Root, "collect.proj");
        new XElement("Project",
            new XElement("ItemGroup", projects.Select(p => new XElement("ToCollect",
                new XAttribute("Include", Escape(p.Project)),
                p.Framework is { Length: > 0 } framework ? new XElement("AdditionalProperties", "TargetFramework=" + Escape(framework)) : null))),
            new XElement("Target", new XAttribute("Name", "Collect"),
                new XElement("MSBuild",
                    new XAttribute("Projects", "@(ToCollect)"),
                    new XAttribute("Targets", CollectTarget),
                    new XAttribute("BuildInParallel", "true"),
                    new XAttribute("SkipNonexistentTargets", "true"),
                    new XAttribute("ContinueOnError", "true")))).Save(file);
        return file;
    }

    /// <summary>The global properties under which a project computes its compiler command line and does not compile.</summary>
    public IEnumerable<string> CollectProperties() =>
    [
        "DesignTimeBuild=true", "SkipCompilerExecution=true", "ProvideCommandLineArgs=true", "BuildProjectReferences=false",
        // Keeps CoreCompile from being skipped as up to date.
        "NonExistentFile=__NonExistentSubDir__/__NonExistentFile__",
        "CustomBeforeMicrosoftCommonTargets=" + Escape(HookFile),
    ];

    /// <summary>Escapes a text so that MSBuild takes it literally as an item or a property.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (SpecialCharacters.Contains(c))
                escaped.Append('%').Append(((int)c).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            else
                escaped.Append(c);
        }
        return escaped.ToString();
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A generator loaded from here may still be held open (Windows); the system's clean-up of temporary files takes it.
        }
    }

    /// <summary>
    /// Imported by each project before Microsoft.Common.targets: moves what a build writes out of the user's tree, and adds
    /// the collecting target. A project's folder depends on its path alone, so a project that references it computes the same.
    /// Other languages are left as they are: their built outputs are the only thing that C# can reference.
    /// </summary>
    private string Hook()
    {
        // What the user's environment says is still imported.
        var users = Environment.GetEnvironmentVariable("CustomBeforeMicrosoftCommonTargets") is { Length: > 0 } file && File.Exists(file)
            ? $"""<Import Project="{Xml(Escape(Path.GetFullPath(file)))}" />"""
            : "";
        return $"""
            <Project>
              {users}
              <PropertyGroup Condition="'$(MSBuildProjectExtension)' == '.csproj'">
                <_ClaudeCostFolder>{Xml(Escape(Results))}/$(MSBuildProjectName)-$([MSBuild]::StableStringHash($(MSBuildProjectFullPath)))/$(TargetFramework)/</_ClaudeCostFolder>
                <IntermediateOutputPath>$(_ClaudeCostFolder)obj/</IntermediateOutputPath>
                <OutDir>$(_ClaudeCostFolder)bin/</OutDir>
              </PropertyGroup>
              <Target Name="{CollectTarget}" DependsOnTargets="Compile;GetTargetPath" Condition="'$(_ClaudeCostFolder)' != ''">
                <ItemGroup>
                  <_ClaudeCostFact Include="project=$([MSBuild]::Escape($(MSBuildProjectFullPath)))" />
                  <_ClaudeCostFact Include="framework=$(TargetFramework)" />
                  <_ClaudeCostFact Include="output=$([MSBuild]::Escape($(TargetPath)))" />
                  <_ClaudeCostFact Include="refoutput=$([MSBuild]::Escape($(TargetRefPath)))" />
                  <_ClaudeCostFact Include="assets=$([MSBuild]::Escape($(ProjectAssetsFile)))" />
                  <_ClaudeCostFact Include="@(ProjectReference->'reference=%(FullPath)')" />
                </ItemGroup>
                <WriteLinesToFile File="$(_ClaudeCostFolder)facts.txt" Lines="@(_ClaudeCostFact)" Overwrite="true" Encoding="UTF-8" />
                <WriteLinesToFile File="$(_ClaudeCostFolder)args.txt" Lines="@(CscCommandLineArgs)" Overwrite="true" Encoding="UTF-8" />
              </Target>
            </Project>
            """;
    }

    private static string Xml(string text) => System.Security.SecurityElement.Escape(text);
}
