using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>Why control passes along an edge.</summary>
internal enum EdgeKind
{
    /// <summary>Always, once the node is done.</summary>
    Regular,

    /// <summary>The node's condition is true.</summary>
    WhenTrue,

    /// <summary>The node's condition is false.</summary>
    WhenFalse,

    /// <summary>The node threw, or a throw statement was executed.</summary>
    Exceptional,
}

/// <summary>A way from one node to another.</summary>
internal sealed class FlowEdge(FlowNode from, FlowNode to, EdgeKind kind, ControlFlowRegion? handler)
{
    public FlowNode From { get; } = from;

    public FlowNode To { get; } = to;

    public EdgeKind Kind { get; } = kind;

    /// <summary>The catch or filter region that an exception goes to along this edge.</summary>
    public ControlFlowRegion? Handler { get; } = handler;
}

/// <summary>
/// A stretch of straight-line code with an optional condition at its end. A basic block is one node; inside a try
/// region every operation is a node of its own, so that what ran before an exception is known. The blocks of a finally
/// region have one node for each place that control goes on to after it.
/// </summary>
internal sealed class FlowNode(int id, BasicBlock block)
{
    private const int MaxStraight = 64;

    private readonly List<FlowEdge> _out = [];

    /// <summary>Position in <see cref="FlowGraph.Nodes"/>.</summary>
    public int Id { get; } = id;

    public BasicBlock Block { get; } = block;

    /// <summary>What the node executes, in order, without its condition.</summary>
    public ImmutableArray<IOperation> Operations { get; set; } = ImmutableArray<IOperation>.Empty;

    /// <summary>
    /// The operation of the node before this one that has come to its end here: what it writes is written only now, and not
    /// at all when it threw.
    /// </summary>
    public IOperation? Completes { get; set; }

    /// <summary>Whether the operation comes to its end in the next node, and may throw before that.</summary>
    public bool IsBegun { get; set; }

    /// <summary>The call of a test in whose place the nodes after this one stand; null: they stand for themselves.</summary>
    public TestCall? Test { get; set; }

    /// <summary>The node whose call has the body in its place that this one is a part of.</summary>
    public FlowNode? Site { get; init; }

    /// <summary>What decides between <see cref="EdgeKind.WhenTrue"/> and <see cref="EdgeKind.WhenFalse"/>; null when nothing does.</summary>
    public IOperation? Condition { get; set; }

    /// <summary>The parts of the condition's pattern that are known to match here.</summary>
    public IReadOnlyCollection<IPatternOperation> Matched { get; init; } = [];

    public IReadOnlyList<FlowEdge> Out => _out;

    /// <summary>Everything the node evaluates: its operations and then its condition.</summary>
    public IEnumerable<IOperation> Evaluated => Condition is null ? Operations : Operations.Add(Condition);

    public void AddEdge(FlowNode to, EdgeKind kind, ControlFlowRegion? handler = null)
    {
        foreach (var edge in _out)
        {
            if (edge.To == to && edge.Kind == kind)
                return;
        }

        _out.Add(new FlowEdge(this, to, kind, handler));
    }

    /// <summary>Whether control goes from here to one of those and nowhere else.</summary>
    public bool LeadsStraightTo(ICollection<FlowNode> those)
    {
        var node = this;
        for (var steps = 0; steps < MaxStraight && !those.Contains(node); steps++)
        {
            if (node.Out.Count > 0 && node.Out.All(edge => edge.Kind == EdgeKind.Regular && those.Contains(edge.To)))
                return true;
            if (node.Out.Count != 1 || node.Out[0].Kind != EdgeKind.Regular)
                return false;
            node = node.Out[0].To;
        }

        return those.Contains(node);
    }

    public void RemoveEdges(Predicate<FlowEdge> which) => _out.RemoveAll(which);
}
