namespace ClaudeCostAnalyzers.Tool.Commands;

/// <summary>What the tool returns to the shell.</summary>
internal static class ExitCodes
{
    /// <summary>Everything was analysed and nothing was found that counts.</summary>
    public const int Clean = 0;

    /// <summary>Everything was analysed and something was found.</summary>
    public const int Findings = 1;

    /// <summary>Something that was asked for could not be analysed, or the command line was wrong.</summary>
    public const int CouldNotAnalyse = 2;

    /// <summary>The user cancelled (128 + SIGINT, as shells have it).</summary>
    public const int Cancelled = 130;
}
