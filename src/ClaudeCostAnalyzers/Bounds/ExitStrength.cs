namespace ClaudeCostAnalyzers.Bounds;

/// <summary>What a condition that leaves a loop is worth as a bound.</summary>
internal enum ExitStrength
{
    /// <summary>It must come true after finitely many turns.</summary>
    Bounds,

    /// <summary>It cannot come true once the loop is going: a step away from the limit, a counter that every turn resets, int.MaxValue.</summary>
    Never,

    /// <summary>It depends on something else.</summary>
    Unknown,
}
