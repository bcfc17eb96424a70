using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// A loop taken apart by the values of one of its variables: <c>while (state != State.Done) switch (state) { case State.Write: rounds++; ...
/// case State.Review: state = rounds >= 3 ? State.Done : State.Write; ... }</c> counts in one state and tests in another, which the ways
/// through the text alone do not show. Each node stands there once for each value, and the bounds are looked for anew.
/// </summary>
internal sealed class Unrolled
{
    /// <summary>A larger loop is left as it is.</summary>
    private const int MaxNodes = 1500;

    private readonly Loop _loop;
    private readonly StateCycles _cycles;
    private readonly IReadOnlyDictionary<(FlowNode Node, object Value), List<(FlowEdge Edge, (FlowNode Node, object Value) To)>> _pairs;
    private readonly List<FlowNode> _nodes = [];
    private readonly Dictionary<FlowNode, FlowNode> _outside = [];
    private readonly Dictionary<(FlowNode Node, object Value), FlowNode> _inside = [];
    private readonly HashSet<(FlowNode From, FlowNode To, EdgeKind Kind)> _cut = [];

    private Unrolled(Loop loop, StateCycles cycles)
    {
        _loop = loop;
        _cycles = cycles;
        _pairs = cycles.Pairs;
    }

    /// <summary>Whether the loop is bounded, as the values of some variable tell.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="spending">What spends.</param>
    public static bool IsBounded(Loop loop, ISpending spending)
    {
        if (!loop.Given.IsEmpty)
            return false;
        foreach (var cycles in StateCycles.All(loop))
        {
            if (loop.Effort.IsSpent)
                return false;
            if (cycles.ValueCount > 1 && cycles.Pairs.Count + loop.Graph.Nodes.Count <= MaxNodes && new Unrolled(loop, cycles).Judge(spending))
                return true;
        }

        return false;
    }

    private bool Judge(ISpending spending)
    {
        foreach (var node in _loop.Graph.Nodes)
        {
            if (!_loop.Nodes.Contains(node))
                _outside.Add(node, Copy(node, []));
        }

        foreach (var pair in _pairs.Keys)
            _inside.Add(pair, Copy(pair.Node, _cycles.Matched(pair)));
        _loop.Effort.Add(_nodes.Count);

        // Whoever comes from outside comes with any of the values that the variable may have there.
        var byNode = _inside.ToLookup(pair => pair.Key.Node, pair => pair.Value);
        foreach (var node in _outside)
        {
            foreach (var edge in node.Key.Out)
            {
                foreach (var to in Targets(edge.To))
                    node.Value.AddEdge(to, edge.Kind, edge.Handler);
            }
        }

        foreach (var pair in _pairs)
        {
            var from = _inside[pair.Key];
            foreach (var (edge, to) in pair.Value)
                from.AddEdge(_inside[to], edge.Kind, edge.Handler);
            foreach (var edge in pair.Key.Node.Out.Where(edge => !_loop.Stays(edge)))
            {
                // Ways that were cut lead on as if from outside, if control takes them at all.
                if (!_loop.Follows(edge) && !_loop.Finite.Contains(edge))
                    continue;
                foreach (var to in Targets(edge.To))
                {
                    from.AddEdge(to, edge.Kind, edge.Handler);
                    if (!_loop.Follows(edge))
                        _cut.Add((from, to, edge.Kind));
                }
            }
        }

        var entry = _outside.TryGetValue(_loop.Graph.Entry, out var begin) ? begin : Targets(_loop.Graph.Entry).First();
        var exit = _outside.TryGetValue(_loop.Graph.Exit, out var end) ? end : Targets(_loop.Graph.Exit).First();
        var graph = new FlowGraph(_loop.Graph.Source, _loop.Graph.Model, _nodes, entry, exit) { TakesDefaults = _loop.Graph.TakesDefaults };
        var cut = new HashSet<FlowEdge>(_nodes.SelectMany(node => node.Out).Where(edge => _cut.Contains((edge.From, edge.To, edge.Kind))));
        return new Cuts(graph, new SpendingIndex(graph, spending), spending, _loop.Effort).Uncut([.. _inside.Values], cut, cut).Count == 0 && !_loop.Effort.IsSpent;

        IEnumerable<FlowNode> Targets(FlowNode node) => _outside.TryGetValue(node, out var one) ? [one] : byNode[node];
    }

    private FlowNode Copy(FlowNode node, IReadOnlyCollection<IPatternOperation> matched)
    {
        // Which bodies stand in the place of which calls is said by the nodes that they were made for.
        var copy = new FlowNode(_nodes.Count, node.Block) { Site = node.Site, Operations = node.Operations, Completes = node.Completes, IsBegun = node.IsBegun, Test = node.Test, Condition = node.Condition, Matched = matched };
        _nodes.Add(copy);
        return copy;
    }
}
