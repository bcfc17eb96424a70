using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>The source of members that a body calls, as far as it is at hand. One body, one thread.</summary>
internal interface ICalledMembers : ITestBodies
{
    /// <summary>The one member in source that the operation runs; null when it runs none, or nobody knows which.</summary>
    IMethodSymbol? Target(IOperation operation);

    /// <summary>The member's operation tree, before lowering.</summary>
    IOperation? Body(IMethodSymbol member);

    /// <summary>The member's graph: a new one each time, which the caller may change.</summary>
    FlowGraph? Graph(IMethodSymbol member);

    /// <summary>What the members that the body calls write.</summary>
    CalleeWrites WritesOf(FlowGraph body);
}
