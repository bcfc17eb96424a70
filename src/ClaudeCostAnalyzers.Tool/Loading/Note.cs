namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>How much a note takes away from the result.</summary>
internal enum NoteLevel
{
    /// <summary>Worth knowing; the result is complete.</summary>
    Info,

    /// <summary>Something could not be seen as the compiler sees it; findings may be missing.</summary>
    Warning,

    /// <summary>A project was not analysed, or a rule failed.</summary>
    Error,
}

/// <summary>Something the user should know about how the result came about.</summary>
/// <param name="Level">How much it takes away from the result.</param>
/// <param name="Text">One sentence, without the remedy.</param>
/// <param name="Remedy">What the user can do about it, when there is something.</param>
/// <param name="File">The file or project that it is about, as a full path.</param>
internal sealed record Note(NoteLevel Level, string Text, string? Remedy = null, string? File = null);
