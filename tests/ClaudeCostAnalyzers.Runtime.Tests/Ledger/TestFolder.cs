namespace ClaudeCost.Tests.Ledger;

/// <summary>A folder of its own for one test.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "claude-cost-" + Guid.NewGuid().ToString("N"));

    public string[] Files => [.. Directory.GetFiles(Path).OrderBy(file => file, StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>All entries, which must all be whole.</summary>
    public List<LedgerEntry> Read()
    {
        var problems = new List<LedgerProblem>();
        var entries = LedgerReader.Read(Path, problems).ToList();
        Assert.Empty(problems);
        return entries;
    }
}
