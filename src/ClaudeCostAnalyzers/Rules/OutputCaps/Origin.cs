using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Rules.OutputCaps;

/// <summary>What is known of the cap of some options.</summary>
internal enum Capping
{
    /// <summary>No value: a branch that throws, or a helper that only calls itself.</summary>
    None,

    /// <summary>They are seen to have a cap.</summary>
    Capped,

    /// <summary>They are seen to have none.</summary>
    Uncapped,

    /// <summary>They come from out of sight.</summary>
    Unknown,
}

/// <summary>Where options come from, and what is known of their cap.</summary>
/// <param name="Capping">Whether they have one.</param>
/// <param name="Creation">Where options without a cap are created; null when they are null or not known.</param>
internal readonly record struct Origin(Capping Capping, SyntaxNode? Creation = null)
{
    /// <summary>
    /// Either of two branches: one without a cap is one too many, but only where both are in sight.
    /// </summary>
    public Origin Or(Origin other)
    {
        if (Capping == Capping.None)
            return other;
        if (other.Capping == Capping.None)
            return this;
        if (Capping == Capping.Unknown || other.Capping == Capping.Unknown)
            return new Origin(Capping.Unknown);
        if (Capping == other.Capping)
            return Creation is null ? other : this;
        return Capping == Capping.Uncapped ? this : other;
    }

    /// <summary>Either of two values of one variable: which of them a use sees is not followed, so both must be without a cap.</summary>
    public Origin And(Origin other)
    {
        if (Capping == Capping.None)
            return other;
        if (other.Capping == Capping.None)
            return this;
        if (Capping != other.Capping)
            return new Origin(Capping == Capping.Unknown || other.Capping == Capping.Unknown ? Capping.Unknown : Capping.Capped);
        return Creation is null ? other : this;
    }
}
