using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>
/// Control flow of one body (method, accessor, constructor, lambda, local function, top-level statements) with the edges
/// that Roslyn's graph leaves out: from try regions into their handlers, and through finally regions.
/// </summary>
internal sealed class FlowGraph
{
    private readonly Lazy<VariableTable> _variables;

    internal FlowGraph(ControlFlowGraph source, SemanticModel model, IReadOnlyList<FlowNode> nodes, FlowNode entry, FlowNode exit)
    {
        Source = source;
        Model = model;
        Nodes = nodes;
        Entry = entry;
        Exit = exit;
        _variables = new(() => VariableTable.Of(this));
    }

    public ControlFlowGraph Source { get; }

    /// <summary>The semantic model of the body's syntax tree.</summary>
    public SemanticModel Model { get; }

    public IReadOnlyList<FlowNode> Nodes { get; }

    public FlowNode Entry { get; }

    /// <summary>Where every return and every uncaught throw ends.</summary>
    public FlowNode Exit { get; }

    /// <summary>Who writes which variable.</summary>
    public VariableTable Variables => _variables.Value;

    /// <summary>The operation before lowering, with <c>&amp;&amp;</c>, <c>||</c> and conditional expressions still in one piece.</summary>
    public IOperation? Unlowered(SyntaxNode syntax) => Model.GetOperation(syntax);
}
