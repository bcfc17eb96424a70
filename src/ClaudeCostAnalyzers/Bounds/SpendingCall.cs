using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>An operation that spends, directly or through the members it calls.</summary>
/// <param name="Operation">The call in the body at hand: what a finding is reported on.</param>
/// <param name="Name">The call in words: <c>Messages.Create</c>, or the member that reaches it.</param>
/// <param name="Target">The LLM member in words.</param>
/// <param name="Path">Each call on the way, the LLM call last, as far as there is source; just the LLM call when it is direct.</param>
internal sealed record SpendingCall(IOperation Operation, string Name, string Target, ImmutableArray<Location> Path)
{
    public bool IsDirect => Name == Target;
}

/// <summary>What the bounds need to know about calls: all that they know of LLMs.</summary>
internal interface ISpending
{
    /// <summary>What <paramref name="operation"/> spends by itself, its operands apart; null: nothing that is known.</summary>
    SpendingCall? Of(IOperation operation, SemanticModel model);

    /// <summary>Whether the result of what spends is the model's reply, or is decided by it.</summary>
    bool ReturnsReply(IOperation operation, SemanticModel model);

    /// <summary>Whether the call waits for a person, directly or through the members it calls.</summary>
    bool WaitsForHuman(IOperation operation, SemanticModel model);

    /// <summary>Whether the call waits for time to pass or for work to come, directly or through the members it calls.</summary>
    bool WaitsForTimeOrWork(IOperation operation, SemanticModel model);

    /// <summary>Whether a foreach over this may never come to an end.</summary>
    bool IsEndless(IOperation collection, SemanticModel model);

    /// <summary>Whether the producer of an endless sequence lets each element wait for time to pass or for work.</summary>
    bool WaitsForNext(IOperation collection, SemanticModel model);

    /// <summary>The source of the members that the body calls.</summary>
    ICalledMembers Members { get; }

    /// <summary>Whether an iterator in source stands behind this that has a loop of which nothing shows that it ends.</summary>
    bool IsUnproven(IOperation collection, SemanticModel model);
}
