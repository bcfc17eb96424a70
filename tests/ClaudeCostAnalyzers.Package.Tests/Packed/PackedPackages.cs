using System.IO.Compression;
using ClaudeCostAnalyzers.Package.Tests.Packed;

[assembly: AssemblyFixture(typeof(PackedPackages))]

namespace ClaudeCostAnalyzers.Package.Tests.Packed;

/// <summary>
/// The packages as a release would make them, packed once per test run into a folder of their own. The version is unique,
/// so that no cache of packages can hand out an older build of the same version.
/// </summary>
public sealed class PackedPackages : IAsyncLifetime
{
    /// <summary>Where packages and the projects that use them are; deleted with the fixture.</summary>
    internal string Folder { get; } = Path.Combine(Path.GetTempPath(), $"claude-cost-packed-{Guid.NewGuid():N}");

    internal string Version { get; } = $"0.1.0-test.{DateTime.UtcNow:yyyyMMddHHmmssfff}";

    internal string Feed => Path.Combine(Folder, "feed");

    /// <summary>
    /// What a restore of a fresh project needs: packages under test go to a folder of this run, all others are taken from
    /// the machine's own folder where they are there already.
    /// </summary>
    internal Dictionary<string, string> RestoreEnvironment { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Feed);
        // No setting of the machine's folders above may reach the fresh projects.
        foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
            await File.WriteAllTextAsync(Path.Combine(Folder, file), "<Project />");
        await File.WriteAllTextAsync(Path.Combine(Folder, "nuget.config"), """
            <configuration>
              <packageSources>
                <add key="packed-by-these-tests" value="feed" />
              </packageSources>
            </configuration>
            """);

        foreach (var project in new[] { "ClaudeCostAnalyzers.Runtime", "ClaudeCostAnalyzers.Package" })
        {
            var packed = await DotNet.RunAsync(Repository.Root, null,
                "pack", $"src/{project}", "--output", Feed, "--artifacts-path", Path.Combine(Folder, "artifacts"), $"-p:Version={Version}", "-clp:NoSummary");
            Assert.Empty(packed.Succeeded().Reported);
        }

        var machine = (await DotNet.RunAsync(Folder, null, "nuget", "locals", "global-packages", "--list")).Succeeded().Output;
        RestoreEnvironment["NUGET_PACKAGES"] = Path.Combine(Folder, "restored");
        RestoreEnvironment["NUGET_FALLBACK_PACKAGES"] = machine[(machine.IndexOf(':') + 1)..].Trim();
    }

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The package's archive, for reading.</summary>
    internal ZipArchive Open(string id) => ZipFile.OpenRead(Path.Combine(Feed, $"{id}.{Version}.nupkg"));
}
