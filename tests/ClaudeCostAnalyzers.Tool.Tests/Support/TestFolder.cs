using System.Security.Cryptography;

namespace ClaudeCostAnalyzers.Tool.Tests.Support;

/// <summary>A folder outside of the repository, so that none of its build settings apply. Deleted when disposed.</summary>
internal sealed class TestFolder : IDisposable
{
    public const string Console = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <Nullable>enable</Nullable>
          </PropertyGroup>
        </Project>
        """;

    /// <summary>A program that spends once, in a loop.</summary>
    public const string Spender = """
        while (true)
        {
            Model.Spend();
        }
        static class Model { public static void Spend() { } }
        """;

    private readonly string top = Directory.CreateTempSubdirectory("claude-cost-test-").FullName;

    /// <param name="name">The name of the folder, where it matters.</param>
    public TestFolder(string name = "code") => Root = Directory.CreateDirectory(System.IO.Path.Combine(top, name)).FullName;

    public string Root { get; }

    public string Path(string relative) => System.IO.Path.Combine(Root, relative);

    /// <summary>Writes a file, and the folders above it.</summary>
    public TestFolder Add(string relative, string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(relative))!);
        File.WriteAllText(Path(relative), content);
        return this;
    }

    /// <summary>Every file and folder outside of obj, with the hash of its content.</summary>
    public IReadOnlyList<string> Snapshot() =>
    [
        .. Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories)
            .Where(p => !p[Root.Length..].Split(System.IO.Path.DirectorySeparatorChar).Contains("obj"))
            .Order(StringComparer.Ordinal)
            .Select(p => File.Exists(p) ? $"{p} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(p)))}" : p),
    ];

    public void Dispose()
    {
        try
        {
            Directory.Delete(top, recursive: true);
        }
        catch (IOException)
        {
            // Left to the system's clean-up.
        }
    }
}
