using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Why a loop around a spending call is not bounded, strongest first.</summary>
internal enum Unbounded
{
    /// <summary>Every turn but the first comes from a failure.</summary>
    Retry,

    /// <summary>The model's reply decides.</summary>
    ModelEnds,

    /// <summary>Nothing ends it but cancellation.</summary>
    Endless,

    /// <summary>Nothing ends it but cancellation, and each turn waits for time or work.</summary>
    Service,

    /// <summary>Something ends it that cannot be followed.</summary>
    Unproven,
}

/// <summary>A spending call on a cycle that nothing bounds.</summary>
/// <param name="Call">The call in the body that closes the cycle.</param>
/// <param name="Kind">Why it is not bounded.</param>
/// <param name="Cycle">The outermost statement of the cycle.</param>
internal sealed record Verdict(SpendingCall Call, Unbounded Kind, Location Cycle)
{
    /// <summary>The witness: the cycle, each call on the way, the LLM call.</summary>
    public ImmutableArray<Location> Witness => Call.Path.Insert(0, Cycle);
}
