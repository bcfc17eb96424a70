namespace ClaudeCostAnalyzers.Benchmarks.Runtime;

/// <summary>What the machine takes for the operations that no guard can do without.</summary>
internal static class MachineFloor
{
    private static int s_word;
    private static long s_count;

    /// <summary>Takes and leaves a lock that nobody else wants, around one addition.</summary>
    public static bool LockWord()
    {
        if (Interlocked.CompareExchange(ref s_word, 1, 0) != 0)
        {
            return false;
        }

        s_count++;
        Volatile.Write(ref s_word, 0);
        return true;
    }

    /// <summary>To reserve takes the lock once, to settle once more.</summary>
    public static bool TwoLockWords() => LockWord() & LockWord();

    public static long TimeOfDay() => DateTime.UtcNow.Ticks;

    public static string? EnvironmentVariable() => Environment.GetEnvironmentVariable("CLAUDE_COST_STOP");
}
