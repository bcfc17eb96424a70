using System.Collections;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>One beginning of a budget scope in a body. Where it is open is found once, for all places of the body. Safe for concurrent use.</summary>
internal sealed class BudgetBegin
{
    private readonly FlowGraph _graph;
    private readonly Variable? _holder;
    private readonly Lazy<BitArray> _open;

    /// <param name="graph">The graph of the body.</param>
    /// <param name="node">The node that begins the scope.</param>
    /// <param name="holder">The variable that the scope is kept in.</param>
    /// <param name="call">The call that begins it.</param>
    public BudgetBegin(FlowGraph graph, FlowNode node, Variable? holder, SyntaxNode call)
    {
        _graph = graph;
        _holder = holder;
        Node = node;
        Call = call;
        _open = new(Open);
    }

    /// <summary>The node that begins the scope.</summary>
    public FlowNode Node { get; }

    /// <summary>The call that begins it.</summary>
    public SyntaxNode Call { get; }

    /// <summary>Whether the scope is open there, on every way to it.</summary>
    public bool IsOpenAt(FlowNode place) => _open.Value[place.Id];

    private BitArray Open()
    {
        var open = new BitArray(_graph.Nodes.Count);
        // What is reached from the beginning without beginning again ...
        var after = From(Node.Out.Select(edge => edge.To));
        foreach (var node in after)
            open[node.Id] = true;
        // ... unless a way leads there that passes no beginning, or has passed the end.
        foreach (var node in From([_graph.Entry]))
            open[node.Id] &= node == Node;
        foreach (var node in From(Ends().Where(node => node != Node && after.Contains(node)).SelectMany(node => node.Out).Select(edge => edge.To)))
            open[node.Id] = false;
        return open;
    }

    private HashSet<FlowNode> From(IEnumerable<FlowNode> start) => Components.Reachable(start, _ => true, node => node == Node, _ => true);

    /// <summary>The nodes that dispose what holds the scope.</summary>
    private IEnumerable<FlowNode> Ends() => _holder is not { } scope ? [] : _graph.Invocations("Dispose").Concat(_graph.Invocations("DisposeAsync"))
        .Where(end => end.Call.Instance is { } instance && Variable.Referenced(instance) is { } disposed && disposed.Equals(scope)).Select(end => end.Node);
}
