using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>A call whose result is tested at once, and in whose place the member's own body stands in the graph.</summary>
/// <param name="Call">The invocation, or the property that is read.</param>
/// <param name="Member">The member that runs.</param>
/// <param name="WhenTrue">Where control goes on when the member gives true.</param>
/// <param name="WhenFalse">Where it goes on when the member gives false.</param>
internal sealed record TestCall(IOperation Call, IMethodSymbol Member, FlowNode WhenTrue, FlowNode WhenFalse);
