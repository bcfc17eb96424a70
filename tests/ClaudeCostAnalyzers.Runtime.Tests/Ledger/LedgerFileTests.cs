using ClaudeCost.Ledger;

namespace ClaudeCost.Tests.Ledger;

/// <summary>The files of a ledger, and what is read from them.</summary>
public sealed class LedgerFileTests
{
    /// <summary>An entry with every field.</summary>
    internal static readonly LedgerEntry Full = new()
    {
        CallId = "c", Attempt = 3, Time = new DateTimeOffset(2026, 11, 21, 9, 30, 0, TimeSpan.Zero), TimeToHeaders = TimeSpan.FromMilliseconds(12.5),
        Duration = TimeSpan.FromSeconds(2), Outcome = LedgerOutcome.SuspectCut, Calls = 2, CostUsd = 1.000000001m, InputTokens = 3, OutputTokens = 4,
        ReservedUsd = 9_000_000_000m, ReservedInputTokens = 5, ReservedOutputTokens = 6, Bound = LedgerBound.ByRule, BoundReason = "Line\nbreak \"quoted\" é", BoundViolated = true,
        Model = "m", ServedModel = "s", Provider = "anthropic", Operation = "chat", Host = "h", Port = 443, Status = 200, RequestId = "r", BatchId = "b", Error = "E",
        Scopes = ["a", "b"], File = "/x/y.cs", Line = 7, Budgets = ["p"], Tags = new Dictionary<string, string> { ["k"] = "v" }, KeyEnd = "wxyz", PriceVersion = "1",
        DeniedBy = "d", DeniedLimit = BudgetLimit.Cost, TraceId = "t",
        Usage = new LedgerUsage { InputTokens = 1, OutputTokens = 2, CacheReadTokens = 3, CacheWriteTokens = 4, CacheWrite5mTokens = 5, CacheWrite1hTokens = 6, WebSearches = 7, Fast = true, Regional = false, Iterations = [new LedgerUsage { Model = "i", InputTokens = 8 }] },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_read()
    {
        using var folder = new TestFolder();
        var entries = Enum.GetValues<LedgerOutcome>().Select(outcome => new LedgerEntry { CallId = $"{outcome}", Outcome = outcome, Bound = LedgerBound.Proven }).Prepend(Full).ToList();
        using (var ledger = new FileLedger(folder.Path))
        {
            await ledger.WriteAsync(entries, Stop);
            Assert.Equal(entries.Count, folder.Read().Count);
        }

        var read = folder.Read();
        Assert.Equal(entries.OrderBy(entry => entry.Outcome switch { LedgerOutcome.Unsettled => 1, LedgerOutcome.SuspectBatch => 2, _ => 0 }).Select(entry => entry.Outcome), read.Select(entry => entry.Outcome));
        Assert.Equal(LedgerBound.Proven, read[1].Bound);
        Assert.Equivalent(Full, read[0], strict: true);
        Assert.Equal(entries.Count, File.ReadAllLines(folder.Files.Single()).Length);
    }

    [Fact]
    public async Task A_torn_last_line_and_a_damaged_one_are_skipped_and_reported()
    {
        using var folder = new TestFolder();
        using (var ledger = new FileLedger(folder.Path))
        {
            await ledger.WriteAsync([.. Enumerable.Range(1, 3).Select(Entry)], Stop);
        }

        var file = folder.Files.Single();
        var lines = File.ReadAllLines(file);
        File.WriteAllText(file, $"{lines[0]}\n{lines[1][..40]}\n{{\"v\":99}}\nnull\n{lines[2]}\n{lines[0][..25]}");
        var problems = new List<LedgerProblem>();
        Assert.Equal(["1", "3"], LedgerReader.Read(folder.Path, problems).Select(entry => entry.CallId));
        Assert.Equal([2L, 3L, 4L, 6L], problems.Select(problem => problem.Line));
        Assert.Contains("torn", problems[3].Message);
        Assert.Contains("99", problems[1].Message);
        Assert.All(problems, problem => Assert.Equal(file, problem.File));
    }

    [Fact]
    public async Task A_torn_line_at_every_byte_loses_that_line_alone()
    {
        using var folder = new TestFolder();
        using (var ledger = new FileLedger(folder.Path))
        {
            await ledger.WriteAsync([Entry(1), Entry(2)], Stop);
        }

        var file = folder.Files.Single();
        var whole = File.ReadAllBytes(file);
        var first = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = first; length < whole.Length; length++)
        {
            File.WriteAllBytes(file, whole[..length]);
            var problems = new List<LedgerProblem>();
            Assert.Equal("1", Assert.Single(LedgerReader.Read(file, problems)).CallId);
            Assert.Equal(length > first ? 1 : 0, problems.Count);
        }
    }

    [Fact]
    public async Task Files_are_cut_by_size_and_by_day_and_old_ones_go()
    {
        using var folder = new TestFolder();
        var clock = new ManualClock(new DateTimeOffset(2026, 11, 21, 23, 59, 0, TimeSpan.Zero));
        using var ledger = new FileLedger(folder.Path, new FileLedgerOptions { MaxFileBytes = 2_000, KeepDays = 2, TimeProvider = clock });
        await ledger.WriteAsync([.. Enumerable.Range(1, 50).Select(Entry)], Stop);
        var ofFirstDay = folder.Files.Length;
        Assert.True(ofFirstDay > 3);
        Assert.All(folder.Files, file => Assert.True(new FileInfo(file).Length < 2_600));
        Assert.Equal(Enumerable.Range(1, 50).Select(i => $"{i}"), folder.Read().Select(entry => entry.CallId));

        clock.Advance(TimeSpan.FromMinutes(2));
        await ledger.WriteAsync([Entry(51)], Stop);
        Assert.Equal(ofFirstDay + 1, folder.Files.Length);
        Assert.Equal(Enumerable.Range(1, 51).Select(i => $"{i}"), folder.Read().Select(entry => entry.CallId));

        clock.Advance(TimeSpan.FromDays(1));
        await ledger.WriteAsync([Entry(52)], Stop);
        Assert.Equal(["51", "52"], folder.Read().Select(entry => entry.CallId));
    }

    [Fact]
    public async Task A_disk_that_stays_full_gets_no_empty_files()
    {
        using var folder = new TestFolder();
        var isFull = true;
        using var ledger = new FileLedger(folder.Path, null, path =>
        {
            File.Create(path).Dispose();
            return new FileStream(path, FileMode.Open, isFull ? FileAccess.Read : FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        });
        var reasons = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            reasons.Add((await Assert.ThrowsAnyAsync<Exception>(() => ledger.WriteAsync([Entry(1)], Stop))).Message);
        }

        Assert.Single(reasons);
        Assert.Empty(folder.Files);

        isFull = false;
        await ledger.WriteAsync([Entry(1)], Stop);
        Assert.Single(folder.Files);
        Assert.Equal("1", Assert.Single(folder.Read()).CallId);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    [InlineData("moved")]
    public async Task What_is_written_after_a_file_has_gone_is_not_lost(string what)
    {
        using var folder = new TestFolder();
        using var elsewhere = new TestFolder();
        var warnings = new System.Collections.Concurrent.ConcurrentQueue<string>();
        EventHandler<BudgetWarningEventArgs> hear = (_, warning) => warnings.Enqueue(warning.Message);
        BudgetGuard.Warning += hear;
        using (var ledger = new FileLedger(folder.Path))
        {
            await ledger.WriteAsync([Entry(1)], Stop);
            var file = folder.Files.Single();
            switch (what)
            {
                case "file":
                    File.Delete(file);
                    break;
                case "folder":
                    Directory.Delete(folder.Path, recursive: true);
                    break;
                default:
                    File.Move(file, Path.Combine(elsewhere.Path, Path.GetFileName(file)));
                    break;
            }

            await ledger.WriteAsync([Entry(2)], Stop);
            await ledger.WriteAsync([Entry(3)], Stop);
            Assert.Single(warnings, warning => warning.Contains(file, StringComparison.Ordinal));
        }

        BudgetGuard.Warning -= hear;
        Assert.Equal(["2", "3"], folder.Read().Select(entry => entry.CallId));
        Assert.Equal(what == "moved" ? ["1"] : [], elsewhere.Read().Select(entry => entry.CallId));
    }

    [Fact]
    public async Task Several_ledgers_share_a_folder()
    {
        using var folder = new TestFolder();
        using var one = new FileLedger(folder.Path);
        using var other = new FileLedger(folder.Path);
        await one.WriteAsync([Entry(1)], Stop);
        await other.WriteAsync([Entry(2)], Stop);
        await one.WriteAsync([Entry(3)], Stop);
        Assert.Equal(["1", "2", "3"], folder.Read().Select(entry => entry.CallId).Order());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_an_error_at_the_start()
    {
        using var folder = new TestFolder();
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");
        Assert.Throws<IOException>(() => new FileLedger(file));
        Assert.Throws<ArgumentException>(() => new FileLedger(" "));
        var exception = Assert.Throws<InvalidOperationException>(() => BudgetLedger.StartFromEnvironment(file));
        Assert.StartsWith($"The environment variable CLAUDE_COST_LEDGER is '{file}'", exception.Message);
        Assert.Null(BudgetLedger.StartFromEnvironment(" "));
    }

    [Fact]
    public void What_is_not_there_cannot_be_read()
    {
        Assert.Throws<FileNotFoundException>(() => LedgerReader.Read("/no/such/ledger", []));
        Assert.Throws<ArgumentNullException>(() => LedgerReader.Read(null!, []));
        Assert.Throws<ArgumentNullException>(() => LedgerReader.Read("/", null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FileLedgerOptions { MaxFileBytes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FileLedgerOptions { KeepDays = 0 });
    }

    private static LedgerEntry Entry(int number) => new() { CallId = $"{number}", Time = new DateTimeOffset(2026, 11, 21, 9, 30, 0, TimeSpan.Zero), Outcome = LedgerOutcome.Settled };
}
