namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>Nothing can be analysed. The message says why, the remedy what the user can do about it; both are shown as they are.</summary>
internal sealed class AnalysisException(string message, string remedy) : Exception(message)
{
    /// <summary>One sentence that tells the user what to do.</summary>
    public string Remedy { get; } = remedy;
}
