using ClaudeCost.Ledger;

namespace ClaudeCost;

/// <summary>
/// A ledger in files of a folder: one line of JSON for each attempt. Each process writes files of its own, so any number of them may
/// share the folder; a new file begins each day (UTC), when one is full, and after an error.
/// </summary>
/// <remarks>
/// <para>Read them with <see cref="LedgerReader"/>, or with anything that reads JSON lines. A process that is killed can leave a torn last
/// line; nothing is ever written behind it.</para>
/// <para>Not for use by several writers at once; <see cref="BudgetLedger.Start(string, FileLedgerOptions)"/> is what most programs want.</para>
/// </remarks>
public sealed class FileLedger : ILedger, IDisposable
{
    private readonly string folder;
    private readonly FileLedgerOptions options;
    private readonly MemoryStream lines = new();
    private readonly int process;
    private readonly Func<string, FileStream> open;
    private FileStream? file;
    private DateTime day;
    private long written;
    private int number;

    /// <summary>Makes the folder if it is missing, and begins the first file, so that what is wrong is said at once.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How files are cut; <see langword="null"/> for the defaults. Copied.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is empty.</exception>
    /// <exception cref="IOException">The folder cannot be made or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for lack of rights.</exception>
    public FileLedger(string folder, FileLedgerOptions? options = null)
        : this(folder, options, Open)
    {
    }

    /// <param name="folder">The folder.</param>
    /// <param name="options">How files are cut.</param>
    /// <param name="open">Makes a file of that path; for tests, to make a disk that fails.</param>
    internal FileLedger(string folder, FileLedgerOptions? options, Func<string, FileStream> open)
    {
        this.open = open;
        if (string.IsNullOrWhiteSpace(folder))
        {
            throw new ArgumentException("Give the ledger a folder.", nameof(folder));
        }

        this.folder = Path.GetFullPath(folder);
        this.options = options is null ? new FileLedgerOptions() : options with { };
#if NET
        process = Environment.ProcessId;
#else
        using var current = System.Diagnostics.Process.GetCurrentProcess();
        process = current.Id;
#endif
        Directory.CreateDirectory(this.folder);
        Begin(Now);
    }

    private DateTimeOffset Now => options.TimeProvider.GetUtcNow();

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        if (entries is null)
        {
            throw new ArgumentNullException(nameof(entries));
        }

        var next = 0;
        while (next < entries.Count)
        {
            var now = Now;
            if (file is null || now.UtcDateTime.Date != day || written >= options.MaxFileBytes || IsGone(file))
            {
                Begin(now);
            }

            lines.SetLength(0);
            while (next < entries.Count && written + lines.Length < options.MaxFileBytes)
            {
                LedgerJson.Write(lines, entries[next]);
                next++;
            }

            Append();
        }

        return Task.CompletedTask;
    }

    /// <summary>Closes the file. What was written stays.</summary>
    public void Dispose() => Close();

    // Without a buffer of its own: what is written is with the operating system at once.
    private static FileStream Open(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 1);

    private void Append()
    {
        try
        {
            lines.WriteTo(file!);
            file!.Flush(options.FlushToDisk);
            written += lines.Length;
        }
        catch
        {
            // All of it comes again: part of it must not stay, nor anything follow half a line.
            TakeBack();
            throw;
        }
    }

    private void TakeBack()
    {
        try
        {
            file!.SetLength(written);
        }
        catch (Exception)
        {
            // The disk does not take anything at all: then half a line may stay, and the reader reports it.
        }

        var path = written == 0 ? file!.Name : null;
        Close();
        if (path is not null)
        {
            DeleteEmpty(path);
        }
    }

    /// <summary>A disk that stays full for a day must not be filled with empty files; the next attempt takes the same name.</summary>
    private void DeleteEmpty(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: 0 } empty)
            {
                empty.Delete();
                number--;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays, and the next attempt takes the next name.
        }
    }

    private void Begin(DateTimeOffset now)
    {
        Close();
        file = Create(now);
        day = now.UtcDateTime.Date;
        written = 0;
        if (options.KeepDays is { } days)
        {
            DeleteBefore(day.AddDays(1 - days));
        }
    }

    /// <summary>Some systems go on writing to a file that somebody has deleted, and nobody would ever read that.</summary>
    private static bool IsGone(FileStream file)
    {
        if (File.Exists(file.Name))
        {
            return false;
        }

        BudgetGuard.Warn(
            BudgetWarningKind.LedgerFailed,
            $"The file '{file.Name}' of the ledger has been moved or deleted while it was written. Further entries go to a new one; leave files alone until a later one begins, or set KeepDays.");
        return true;
    }

    private FileStream Create(DateTimeOffset now)
    {
        Directory.CreateDirectory(folder);
        while (true)
        {
            number++;
            var path = Path.Combine(folder, LedgerFiles.Name(now, process, number));
            if (!File.Exists(path))
            {
                return open(path);
            }
        }
    }

    private void DeleteBefore(DateTime first)
    {
        foreach (var old in LedgerFiles.In(folder).Where(path => LedgerFiles.DayOf(path) < first).ToArray())
        {
            try
            {
                File.Delete(old);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                BudgetGuard.WarnOnce(BudgetWarningKind.LedgerFailed, $"An old file of the ledger cannot be deleted: {exception.Message}");
            }
        }
    }

    private void Close()
    {
        var old = file;
        file = null;
        try
        {
            old?.Dispose();
        }
        catch (IOException)
        {
            // It had no buffer: there was nothing left to write.
        }
    }
}
