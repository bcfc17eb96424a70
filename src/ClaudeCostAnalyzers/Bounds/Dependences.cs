namespace ClaudeCostAnalyzers.Bounds;

/// <summary>What an exit's condition depends on, data and control.</summary>
[Flags]
internal enum Dependences
{
    None = 0,

    /// <summary>The model's reply.</summary>
    Reply = 1,

    /// <summary>A cancellation token.</summary>
    Cancellation = 2,

    /// <summary>A field, property or shared local that the loop does not write.</summary>
    Flag = 4,

    /// <summary>The exception that was caught.</summary>
    Exception = 8,

    /// <summary>Variables that the loop itself moves.</summary>
    State = 16,

    /// <summary>Other data that cannot be seen through.</summary>
    Opaque = 32,

    /// <summary>Objects that the loop changes in place: a tally by key may well be a cap.</summary>
    Tally = 64,
}
