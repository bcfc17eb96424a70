using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>One beginning of a budget scope in a body.</summary>
/// <param name="node">The node that begins the scope.</param>
/// <param name="holder">The variable that the scope is kept in.</param>
/// <param name="call">The call that begins it.</param>
internal sealed class BudgetBegin(FlowNode node, Variable? holder, SyntaxNode call)
{
    /// <summary>The node that begins the scope.</summary>
    public FlowNode Node { get; } = node;

    /// <summary>The variable that the scope is kept in.</summary>
    public Variable? Holder { get; } = holder;

    /// <summary>The call that begins it.</summary>
    public SyntaxNode Call { get; } = call;
}
