using ClaudeCostAnalyzers.Tool.Tests.Support;

namespace ClaudeCostAnalyzers.Tool.Tests.Baselines;

/// <summary><c>claude-cost baseline</c>, and a scan of code that has one.</summary>
public sealed class BaselineCommandTests : IDisposable
{
    private const string File = "claude-cost.baseline";

    private readonly TestFolder folder = new TestFolder().Add("App.csproj", TestFolder.Console).Add("Program.cs", TestFolder.Spender);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Known_findings_are_not_reported_and_a_new_one_is()
    {
        Assert.Equal(1, (await ToolRun.InAsync(folder, "scan")).ExitCode);
        var wrote = await ToolRun.InAsync(folder, "baseline");
        Assert.Equal((0, "Wrote 1 finding to claude-cost.baseline\n"), (wrote.ExitCode, wrote.Output));

        var known = await ToolRun.InAsync(folder, "scan", "--no-restore");
        Assert.Equal(0, known.ExitCode);
        Assert.Contains("No findings in 1 project", known.Output, StringComparison.Ordinal);
        Assert.Contains("1 in the baseline", known.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await ToolRun.InAsync(folder, "scan", "--no-restore", "--no-baseline")).ExitCode);

        // Moved down by lines, and one more.
        folder.Add("Program.cs", "// a comment\n\n" + TestFolder.Spender.Replace("Model.Spend();", "Model.Spend(); Model.Spend();", StringComparison.Ordinal));
        var more = await ToolRun.InAsync(folder, "scan", "--no-restore");
        Assert.Equal(1, more.ExitCode);
        Assert.Contains("  5:20 ", more.Output, StringComparison.Ordinal);
        Assert.Contains("1 finding in 1 file", more.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_is_no_longer_needed_is_reported_and_dropped_when_written_again()
    {
        await ToolRun.InAsync(folder, "baseline");
        folder.Add("Program.cs", "System.Console.WriteLine();");
        var scan = await ToolRun.InAsync(folder, "scan", "--no-restore");
        Assert.Equal(0, scan.ExitCode);
        Assert.Contains(" for App is no longer needed: CCA1002 in <top-level>.", scan.Output, StringComparison.Ordinal);

        var again = await ToolRun.InAsync(folder, "baseline", "--no-restore");
        Assert.Contains("1 entry that is no longer needed dropped", again.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("no longer needed", (await ToolRun.InAsync(folder, "scan", "--no-restore")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_of_projects_that_were_not_looked_at_are_kept()
    {
        const string Other = "CCA1004\t2\t0123456789abcdef\tOther\tOther.Job.Run()\tOther/Job.cs";
        folder.Add(File, Other + "\n");
        var run = await ToolRun.InAsync(folder, "baseline");
        Assert.Contains("1 of other assemblies kept", run.Output, StringComparison.Ordinal);
        var text = System.IO.File.ReadAllText(folder.Path(File));
        Assert.Contains(Other, text, StringComparison.Ordinal);
        Assert.Contains("CCA1002\t1\t", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_baseline_that_cannot_be_read_is_not_overwritten()
    {
        const string Broken = "<<<<<<< HEAD\n";
        folder.Add(File, Broken);
        var run = await ToolRun.InAsync(folder, "baseline");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Line 1 of ", run.Error, StringComparison.Ordinal);
        Assert.Equal(Broken, System.IO.File.ReadAllText(folder.Path(File)));
    }

    [Fact]
    public async Task The_nearest_baseline_above_is_the_one()
    {
        using var nested = new TestFolder();
        nested.Add(File, "").Add("src/App/App.csproj", TestFolder.Console).Add("src/App/Program.cs", TestFolder.Spender);
        var run = await ToolRun.InAsync(nested, "baseline", "src/App");
        Assert.Equal((0, "Wrote 1 finding to claude-cost.baseline\n"), (run.ExitCode, run.Output));
        Assert.Contains("src/App/Program.cs", System.IO.File.ReadAllText(nested.Path(File)), StringComparison.Ordinal);
        Assert.Equal(0, (await ToolRun.InAsync(nested, "scan", "src/App", "--no-restore")).ExitCode);
    }

    [Fact]
    public async Task A_name_that_the_package_would_not_know_is_refused()
    {
        var run = await ToolRun.InAsync(folder, "baseline", "--output", "known.txt");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("must end in claude-cost.baseline", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_not_in_the_file()
    {
        const string Key = "sk-" + "0123456789abcdefghij";
        folder.Add("Program.cs", $"System.Console.WriteLine(\"{Key}\");");
        await ToolRun.InAsync(folder, "baseline");
        var text = System.IO.File.ReadAllText(folder.Path(File));
        Assert.Contains("CCA3001\t1\t", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[..8], text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[^4..], text, StringComparison.Ordinal);
    }
}
