namespace ClaudeCost;

/// <summary>A line of a ledger's file that could not be read.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Message">What is wrong with it, in English. Does not repeat the line.</param>
public sealed record LedgerProblem(string File, long Line, string Message);
