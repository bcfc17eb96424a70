using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>Finds the members whose bodies may stand in the place of a test that calls them. One body, one thread.</summary>
internal interface ITestBodies
{
    /// <summary>The member that the test runs, and its graph; null: none, or one that is to stay a call.</summary>
    /// <param name="call">The invocation, or the property that is read.</param>
    /// <param name="caller">The graph that the call stands in.</param>
    (IMethodSymbol Member, ControlFlowGraph Source)? Of(IOperation call, ControlFlowGraph caller);
}
