using System.Reflection;

namespace ClaudeCostAnalyzers.Package.Tests.Packed;

/// <summary>A console project that was just made, with the real Anthropic package and the packages under test.</summary>
internal sealed class FreshProject
{
    private readonly PackedPackages packages;

    private FreshProject(PackedPackages packages, string folder)
    {
        this.packages = packages;
        Folder = folder;
    }

    public string Folder { get; }

    /// <summary>Makes and restores the project. Its source is Packed/Program of these tests.</summary>
    public static async Task<FreshProject> CreateAsync(PackedPackages packages)
    {
        var project = new FreshProject(packages, Path.Combine(packages.Folder, "Fresh" + Guid.NewGuid().ToString("N")[..8]));
        Directory.CreateDirectory(project.Folder);
        project.Write("Fresh.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Anthropic" Version="13.11.0" />
                <PackageReference Include="ClaudeCostAnalyzers" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        project.Write(".editorconfig", "root = true\n");
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("Program/")))
        {
            using var source = new StreamReader(assembly.GetManifestResourceStream(name)!);
            project.Write(name["Program/".Length..], await source.ReadToEndAsync());
        }

        (await project.RunAsync(null, "restore")).Succeeded();
        return project;
    }

    public string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    public void Delete(params string[] files) => Array.ForEach(files, file => File.Delete(Path.Combine(Folder, file)));

    /// <summary>Builds, all of it or what is not up to date, with the variable CI set or not set at all.</summary>
    public Task<CommandResult> BuildAsync(bool ci = false, bool incremental = false, params string[] properties) =>
        RunAsync(
            ci ? new() { ["CI"] = "true" } : null,
            ["build", "--no-restore", "-clp:NoSummary", incremental ? "-t:Build" : "-t:Rebuild", .. properties]);

    /// <summary>Runs <c>claude-cost</c> on the project.</summary>
    public Task<CommandResult> ToolAsync(params string[] arguments) =>
        RunAsync(null, [Path.Combine(AppContext.BaseDirectory, "ClaudeCostAnalyzers.Tool.dll"), .. arguments]);

    public Task<CommandResult> RunAsync(Dictionary<string, string>? environment, params string[] arguments) =>
        DotNet.RunAsync(Folder, packages.RestoreEnvironment.Concat(environment ?? []).ToDictionary(), arguments);
}
