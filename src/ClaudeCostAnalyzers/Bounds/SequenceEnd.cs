namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Whether a sequence comes to its end, weakest first.</summary>
internal enum SequenceEnd
{
    /// <summary>It does, as far as anything is known.</summary>
    Ends,

    /// <summary>Its source has a loop of which nothing shows that it ends.</summary>
    Unproven,

    /// <summary>It does not, or when it is cancelled.</summary>
    Never,
}
