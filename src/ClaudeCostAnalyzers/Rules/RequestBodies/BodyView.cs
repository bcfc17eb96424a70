using System.Collections.Immutable;
using ClaudeCostAnalyzers.Rules.OutputCaps;

namespace ClaudeCostAnalyzers.Rules.RequestBodies;

/// <summary>What is known of the cap in a body, or in a part of one.</summary>
/// <param name="Capping">Whether it is there.</param>
/// <param name="Values">The caps that are there.</param>
/// <param name="Place">Where one that is missing belongs; null: not in sight, or in several places.</param>
internal sealed record BodyView(Capping Capping, ImmutableArray<CapValue> Values, CapPlace? Place = null)
{
    /// <summary>No value at all: a branch that throws.</summary>
    public static BodyView None { get; } = new(Capping.None, ImmutableArray<CapValue>.Empty);

    /// <summary>Out of sight.</summary>
    public static BodyView Unknown { get; } = new(Capping.Unknown, ImmutableArray<CapValue>.Empty);

    /// <summary>Wholly in sight, without a cap.</summary>
    public static BodyView Uncapped { get; } = new(Capping.Uncapped, ImmutableArray<CapValue>.Empty);

    /// <summary>With this cap.</summary>
    public static BodyView Capped(CapValue value) => new(Capping.Capped, ImmutableArray.Create(value));

    /// <summary>Both are parts of one object: a cap in either counts, and so does what is out of sight.</summary>
    public BodyView Beside(BodyView other) => new(
        Either(other, Capping.Capped) ? Capping.Capped : Either(other, Capping.Unknown) ? Capping.Unknown : Either(other, Capping.Uncapped) ? Capping.Uncapped : Capping.None,
        Values.AddRange(other.Values),
        Place ?? other.Place);

    /// <summary>One of two: without a cap is one too many, where both are in sight.</summary>
    public BodyView Or(BodyView other)
    {
        if (Capping == Capping.None)
            return other;
        if (other.Capping == Capping.None)
            return this;
        var values = Values.AddRange(other.Values);
        if (Either(other, Capping.Unknown))
            return new(Capping.Unknown, values);
        return Either(other, Capping.Uncapped) ? new(Capping.Uncapped, values, Place ?? other.Place) : new(Capping.Capped, values);
    }

    private bool Either(BodyView other, Capping capping) => Capping == capping || other.Capping == capping;
}
