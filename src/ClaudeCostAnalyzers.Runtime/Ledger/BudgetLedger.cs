using ClaudeCost.Attempts;
using ClaudeCost.Http;
using ClaudeCost.Ledger;

namespace ClaudeCost;

/// <summary>
/// Keeps a record of every attempt of a call to a model in this process, inside and outside of scopes, refused ones included:
/// <c>BudgetLedger.Start("/var/log/claude-cost")</c>. The environment variable <c>CLAUDE_COST_LEDGER</c> does the same without code.
/// </summary>
/// <remarks>
/// <para>Calls never wait for the ledger. Entries go through a queue of 65,536; when it is full, because the ledger fails or is slower
/// than the calls, further entries are added up into one (<see cref="LedgerOutcome.Lost"/>), which is written as soon as there is room, and
/// <see cref="BudgetGuard.Warning"/> says so.</para>
/// <para>The end of the process, also by an exception that nobody catches, writes what is there, and enters attempts that are still in
/// flight as suspect. A process that is killed loses the entries of its last moments; in the files of a folder, attempts that were in
/// flight for more than a moment (about 50 ms) are recorded as sent, and read as suspect (<see cref="LedgerOutcome.Unsettled"/>).</para>
/// </remarks>
public static class BudgetLedger
{
    internal const string Variable = "CLAUDE_COST_LEDGER";
    internal const string ResumeVariable = "CLAUDE_COST_LEDGER_RESUME";
    private const int Capacity = 65_536;

    /// <summary>Keeps a ledger in the files of a folder.</summary>
    /// <param name="folder">The folder; made if it is missing. Several processes may share it.</param>
    /// <param name="options">How files are cut; <see langword="null"/> for the defaults.</param>
    /// <returns>The running ledger. To be disposed after the work, or left to the end of the process.</returns>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is empty.</exception>
    /// <exception cref="IOException">The folder cannot be made or written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for lack of rights.</exception>
    /// <exception cref="InvalidOperationException">The guard cannot see requests; the message says why.</exception>
    /// <exception cref="PlatformNotSupportedException">The guard cannot see requests, because of the platform.</exception>
    public static LedgerWriter Start(string folder, FileLedgerOptions? options = null)
    {
        if (options is { ResumeBudgets: true } && !string.IsNullOrWhiteSpace(folder))
        {
            // Before this process writes there itself.
            SpentBefore.Read(folder, options.TimeProvider);
        }

        return Start(new FileLedger(folder, options), ownsLedger: true, Capacity);
    }

    /// <summary>Keeps a ledger of one's own.</summary>
    /// <param name="ledger">Where entries go. Not disposed with the writer.</param>
    /// <inheritdoc cref="Start(string, FileLedgerOptions)"/>
    /// <exception cref="ArgumentNullException"><paramref name="ledger"/> is <see langword="null"/>.</exception>
    public static LedgerWriter Start(ILedger ledger) => Start(ledger ?? throw new ArgumentNullException(nameof(ledger)), ownsLedger: false, Capacity);

    internal static LedgerWriter Start(ILedger ledger, bool ownsLedger, int capacity)
    {
        Guard.EnsureAttached();
        var writer = new LedgerWriter(ledger, ownsLedger, capacity);
        AttemptFeed.Add(writer);
        ProcessEnd.DisposeThen(writer);
        return writer;
    }

    /// <summary>Starts the ledger of the environment, if there is one.</summary>
    /// <exception cref="InvalidOperationException">The variable names no folder that can be written to, or the other one is wrong.</exception>
    internal static LedgerWriter? StartFromEnvironment(string? folder, string? resume = null)
    {
        var resumes = resume?.Trim().ToUpperInvariant() switch
        {
            null or "" or "0" or "FALSE" => false,
            "1" or "TRUE" => true,
            _ => throw new InvalidOperationException($"The environment variable {ResumeVariable} is '{resume}'; give it '1' or '0'."),
        };
        if (string.IsNullOrWhiteSpace(folder))
        {
            return !resumes ? null : throw new InvalidOperationException(
                $"The environment variable {ResumeVariable} is '{resume}', but there is no ledger to resume from: set {Variable} to its folder as well, or remove it. A ledger that the program starts is resumed by its own option, ResumeBudgets.");
        }

        try
        {
            return Start(folder!.Trim(), new FileLedgerOptions { ResumeBudgets = resumes });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InvalidOperationException(
                $"The environment variable {Variable} is '{folder}', where no ledger can be written: {exception.Message} Give it the path of a folder that this process may write to, or remove it.",
                exception);
        }
    }
}
