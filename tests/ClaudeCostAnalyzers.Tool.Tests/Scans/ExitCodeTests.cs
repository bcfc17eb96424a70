using ClaudeCostAnalyzers.Tool.Tests.Support;

namespace ClaudeCostAnalyzers.Tool.Tests.Scans;

/// <summary>What decides between 0 (clean), 1 (findings), 2 (could not analyse) and 130 (cancelled).</summary>
public sealed class ExitCodeTests : IClassFixture<ExitCodeTests.Restored>
{
    private readonly TestFolder folder;

    public ExitCodeTests(Restored restored) => folder = restored.Folder;

    [Fact]
    public async Task Info_is_shown_and_does_not_count()
    {
        var run = await ToolRun.InAsync(folder, "scan", "--no-restore");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("info CCA1005 'Idle' idles", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("CCA1009", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Info_counts_when_asked_for() =>
        Assert.Equal(1, (await ToolRun.InAsync(folder, "scan", "--no-restore", "--min-severity", "info")).ExitCode);

    [Fact]
    public async Task Info_is_not_shown_when_only_warnings_are_asked_for()
    {
        var run = await ToolRun.InAsync(folder, "scan", "--no-restore", "--min-severity", "warning");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("No findings in 1 project", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hidden_is_shown_and_counts_when_asked_for()
    {
        var run = await ToolRun.InAsync(folder, "scan", "--no-restore", "--min-severity", "hidden");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("hidden CCA1009 'Maybe' may spend", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_throws_is_an_internal_error_and_the_others_go_on()
    {
        var run = await ToolRun.InAsync(folder, [new ThrowingRule(), new SpendingRule()], CancellationToken.None, "scan", "--no-restore");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("error: Internal error: ThrowingRule failed on App.csproj with InvalidOperationException", run.Output, StringComparison.Ordinal);
        Assert.Contains("info CCA1005", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("AD0001", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_is_an_error()
    {
        var run = await ToolRun.InAsync(folder, "scan", "--no-restore", "--sarif", "App.csproj/log.sarif");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("cannot be written", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancellation_ends_processes_and_removes_temporary_files()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(400));
        var run = await ToolRun.InAsync(folder, [new SpendingRule()], cancel.Token, "scan");
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("Cancelled.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scan", "--nonsense")]
    [InlineData("scan", "--min-severity", "loud")]
    [InlineData("scan", "a", "b")]
    [InlineData("nonsense")]
    public async Task A_wrong_command_line_is_not_mistaken_for_findings(params string[] arguments)
    {
        var run = await ToolRun.InAsync(folder, arguments);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("claude-cost --help", run.Error, StringComparison.Ordinal);
    }

    public sealed class Restored : IAsyncLifetime
    {
        internal TestFolder Folder { get; } = new TestFolder()
            .Add("App.csproj", TestFolder.Console)
            .Add("Program.cs", "Model.Idle();\nModel.Maybe();\nstatic class Model { public static void Idle() { } public static void Maybe() { } }");

        public async ValueTask InitializeAsync() => await ToolRun.InAsync(Folder, "scan");

        public ValueTask DisposeAsync()
        {
            Folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
