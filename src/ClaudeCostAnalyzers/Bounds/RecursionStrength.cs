namespace ClaudeCostAnalyzers.Bounds;

/// <summary>What one call of a recursion is worth as a bound.</summary>
internal enum RecursionStrength
{
    /// <summary>Its arguments, its guards, a person or a budget make it end.</summary>
    Bounds,

    /// <summary>Whether it goes on depends on data that cannot be followed.</summary>
    Unknown,

    /// <summary>Nothing ends it but the model's reply, a failure, or nothing at all.</summary>
    None,
}
