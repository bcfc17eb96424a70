using System.Text.Json;
using ClaudeCost.Ledger;

namespace ClaudeCost;

/// <summary>Reads what a <see cref="FileLedger"/> has written, also while it writes.</summary>
public static class LedgerReader
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>
    /// Reads entries one by one, file by file, the oldest file first; last those of attempts whose end is in none of the files
    /// (<see cref="LedgerOutcome.Unsettled"/>, <see cref="LedgerOutcome.SuspectBatch"/>).
    /// </summary>
    /// <param name="path">The folder of a ledger, with the files of all processes that wrote into it; or one file, in which the end of an attempt may be missing that the next one has.</param>
    /// <param name="problems">
    /// Takes what cannot be read: the torn last line that a process leaves that was killed while it wrote, and lines that are damaged.
    /// They are skipped. Complete only when the enumeration is.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="FileNotFoundException">There is neither a folder nor a file at <paramref name="path"/>.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IEnumerable<LedgerEntry> Read(string path, ICollection<LedgerProblem> problems)
    {
        if (path is null)
        {
            throw new ArgumentNullException(nameof(path));
        }

        if (problems is null)
        {
            throw new ArgumentNullException(nameof(problems));
        }

        if (Directory.Exists(path))
        {
            return Paired(LedgerFiles.In(path).SelectMany(file => ReadFile(file, problems)));
        }

        return File.Exists(path) ? Paired(ReadFile(path, problems)) : throw new FileNotFoundException($"There is no ledger at '{path}'.", path);
    }

    /// <summary>The entries of all files that were begun since a day before a moment, in which every entry of later times stands.</summary>
    internal static IEnumerable<LedgerEntry> ReadSince(string folder, DateTimeOffset moment, ICollection<LedgerProblem> problems)
    {
        var first = moment.UtcDateTime.Date.AddDays(-1);
        return Paired(LedgerFiles.In(folder).Where(file => LedgerFiles.DayOf(file) >= first).SelectMany(file => ReadFile(file, problems)));
    }

    /// <summary>
    /// Leaves out the records of attempts that were sent where their end is recorded too. The record of the sending comes first, so no
    /// more is kept than was in flight at a time, or has no end. Makes one entry of a batch and its correction.
    /// </summary>
    private static IEnumerable<LedgerEntry> Paired(IEnumerable<LedgerEntry> rows)
    {
        var open = new Dictionary<string, LedgerEntry>(StringComparer.Ordinal);
        var batches = new Dictionary<string, LedgerEntry>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Outcome == LedgerOutcome.Unsettled)
            {
                open[row.Key] = row;
                continue;
            }

            if (open.Count > 0)
            {
                open.Remove(row.Key);
                foreach (var ended in row.Ended)
                {
                    open.Remove(ended);
                }
            }

            if (row.Outcome == LedgerOutcome.SuspectBatch)
            {
                batches[row.Key] = row;
            }
            else if (row.Outcome == LedgerOutcome.Corrected && batches.TryGetValue(row.Key, out var batch))
            {
                batches.Remove(row.Key);
                yield return row with
                {
                    Outcome = LedgerOutcome.Settled,
                    Calls = batch.Calls + row.Calls,
                    CostUsd = batch.CostUsd + row.CostUsd,
                    InputTokens = batch.InputTokens + row.InputTokens,
                    OutputTokens = batch.OutputTokens + row.OutputTokens,
                };
            }
            else
            {
                yield return row;
            }
        }

        var unsettled = open.Values.Select(static row => row with
        {
            Calls = row.ReservedCalls, CostUsd = row.ReservedUsd, InputTokens = row.ReservedInputTokens, OutputTokens = row.ReservedOutputTokens,
        });
        foreach (var row in unsettled.Concat(batches.Values).OrderBy(static row => row.Time))
        {
            yield return row;
        }
    }

    private static IEnumerable<LedgerEntry> ReadFile(string file, ICollection<LedgerProblem> problems)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes);
        var line = new MemoryStream();
        var buffer = new byte[BufferBytes];
        var number = 0L;
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
        {
            var start = 0;
            while (Array.IndexOf(buffer, (byte)'\n', start, read - start) is >= 0 and var end)
            {
                line.Write(buffer, start, end - start);
                start = end + 1;
                number++;
                if (EntryOf(line, file, number, problems) is { } entry)
                {
                    yield return entry;
                }

                line.SetLength(0);
            }

            line.Write(buffer, start, read - start);
        }

        if (line.Length > 0)
        {
            problems.Add(new LedgerProblem(file, number + 1, "The last line is torn: the process ended while it was written."));
        }
    }

    private static LedgerEntry? EntryOf(MemoryStream line, string file, long number, ICollection<LedgerProblem> problems)
    {
        try
        {
            return LedgerJson.Read(line.GetBuffer().AsMemory(0, (int)line.Length));
        }
        catch (JsonException exception)
        {
            problems.Add(new LedgerProblem(file, number, $"The line is damaged: {exception.Message}"));
            return null;
        }
    }
}
