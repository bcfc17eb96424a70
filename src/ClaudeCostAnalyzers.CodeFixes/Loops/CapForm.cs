namespace ClaudeCostAnalyzers.CodeFixes.Loops;

/// <summary>In which form a loop is capped.</summary>
internal enum CapForm
{
    /// <summary><c>for (var turn = 0; turn &lt; 50; turn++)</c> in the place of <c>while (true)</c>: what ends quietly, nothing comes after.</summary>
    Counted,

    /// <summary>A counter before the loop, and an exception at the beginning of the turn that is one too many.</summary>
    Throwing,

    /// <summary>A counter before the loop; the handler of the last attempt throws on.</summary>
    Rethrowing,
}
