using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>A call in a member's body to other members.</summary>
/// <param name="Target">The member called.</param>
/// <param name="Location">Where.</param>
/// <param name="MayRecurse">The call stays with the same objects: a way back to the caller by it is recursion, not a chain or tree of objects.</param>
internal readonly record struct CallSite(IMethodSymbol Target, Location Location, bool MayRecurse);

/// <summary>What a turn that runs the member waits for.</summary>
[Flags]
internal enum Waiting
{
    None = 0,

    /// <summary>A person.</summary>
    Human = 1,

    /// <summary>Time to pass, or work to come.</summary>
    TimeOrWork = 2,
}

/// <summary>What one body does by itself, calls apart.</summary>
/// <param name="Direct">The first LLM call in it, in words and place; null: none.</param>
/// <param name="Calls">What it calls that may lead on to one, or to a wait.</param>
/// <param name="Waits">What it waits for.</param>
internal sealed record MemberSummary((string Words, Location Location)? Direct, ImmutableArray<CallSite> Calls, Waiting Waits)
{
    public static readonly MemberSummary Empty = new(null, ImmutableArray<CallSite>.Empty, Waiting.None);
}
