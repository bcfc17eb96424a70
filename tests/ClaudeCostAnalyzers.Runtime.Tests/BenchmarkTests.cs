using System.Diagnostics;

namespace ClaudeCost.Tests;

/// <summary>The benchmarks run, each once and unmeasured, and the programs that they measure the rules on are as they say.</summary>
public sealed class BenchmarkTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Benchmarks_run()
    {
        // .../tests/ClaudeCostAnalyzers.Runtime.Tests/bin/<configuration>/<framework>/
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var configuration = framework.Parent!;
        var root = configuration.Parent!.Parent!.Parent!.Parent!;
        var program = Path.Combine(root.FullName, "benchmarks", "ClaudeCostAnalyzers.Benchmarks", "bin", configuration.Name, framework.Name, "ClaudeCostAnalyzers.Benchmarks.dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { program, "--check", "*Runtime*", "*RuleBenchmarks*CCA1001*" })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = System.Diagnostics.Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        output.WriteLine(said);
        Assert.Equal("", await errors);
        Assert.Equal(0, process.ExitCode);
        Assert.Contains(" 19 benchmarks ran, 0 failed", said, StringComparison.Ordinal);
    }
}
