using System.Diagnostics;
using ClaudeCostAnalyzers.Tool.Tests.Support;

namespace ClaudeCostAnalyzers.Tool.Tests.Scans;

/// <summary>The tool as users get it: packed, installed from a folder, started by its command.</summary>
public sealed class InstalledToolTests
{
    [Fact]
    public async Task Packed_tool_is_installed_and_scans()
    {
        using var folder = new TestFolder();
        folder.Add("packages/readme.txt", "")
            .Add("nuget.config", """<configuration><packageSources><clear /><add key="local" value="packages" /></packageSources></configuration>""")
            .Add("app/App.csproj", TestFolder.Console)
            .Add("app/Program.cs", "Console.WriteLine();");
        // The build that made this test made the tool too: .../bin/<configuration>/net10.0/
        var configuration = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))!;
        var project = Path.Combine(Repository(), "src", "ClaudeCostAnalyzers.Tool");
        await RunAsync("dotnet", folder.Root, 0, "pack", project, "--no-build", "-c", configuration, "-o", folder.Path("packages"), "-p:Version=0.0.1-test", "-v:q", "-nologo");
        await RunAsync("dotnet", folder.Root, 0, "tool", "install", "ClaudeCostAnalyzers.Tool", "--tool-path", "tools", "--version", "0.0.1-test");

        var command = folder.Path(OperatingSystem.IsWindows() ? "tools/claude-cost.exe" : "tools/claude-cost");
        var output = await RunAsync(command, folder.Path("app"), 0, "scan");
        Assert.StartsWith("No findings in 1 project", output, StringComparison.Ordinal);
        output = await RunAsync(command, folder.Root, 2, "scan", "nowhere");
        Assert.Empty(output);
        // With the runtime's reader, which is packed beside it.
        folder.Add("ledger/ledger-20261104-000000-1-1.jsonl", """{"v":1,"time":"2026-11-04T00:00:00Z","call":"1","attempt":1,"outcome":"settled","calls":1,"cost_nano_usd":1500000,"input_tokens":1,"output_tokens":1,"reserved_nano_usd":1,"reserved_input_tokens":1,"reserved_output_tokens":1,"bound":"proven","operation":"chat","duration_ms":1}""" + "\n");
        output = await RunAsync(command, folder.Root, 0, "report", "ledger");
        Assert.Contains("$0.0015", output, StringComparison.Ordinal);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ClaudeCostAnalyzers.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return folder.FullName;
    }

    private static async Task<string> RunAsync(string file, string folder, int expected, params string[] arguments)
    {
        var info = new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await process.WaitForExitAsync(deadline.Token);
        Assert.True(process.ExitCode == expected, $"{file} {string.Join(' ', arguments)} returned {process.ExitCode}:\n{await output}\n{await error}");
        return await output;
    }
}
