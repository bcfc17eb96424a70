using System.Collections.Immutable;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Takes a part of a graph down to what nothing bounds: cuts every loop wherever a bound guards the way on, takes the
/// components of what is left, and cuts again until nothing more can be cut.
/// </summary>
internal sealed class Cuts(FlowGraph graph, SpendingIndex index, ISpending spending, Effort effort)
{
    /// <summary>A flag splits a loop into the turns before it is set and those after. That many splits are plenty.</summary>
    private const int MaxSplits = 8;

    /// <summary>What happens to variables between the turns, where the turns are calls of a member.</summary>
    public ImmutableDictionary<Variable, VariableWrite> Given { get; init; } = ImmutableDictionary<Variable, VariableWrite>.Empty;

    /// <summary>The loops within <paramref name="nodes"/> that hold a spending call and that nothing bounds.</summary>
    /// <param name="nodes">The part.</param>
    /// <param name="removed">Edges that are not taken.</param>
    /// <param name="finite">Those of them that are taken after all, finitely often.</param>
    public List<Loop> Uncut(ICollection<FlowNode> nodes, HashSet<FlowEdge> removed, HashSet<FlowEdge> finite)
    {
        var result = new List<Loop>();
        var splits = 0;
        var work = new Stack<(ICollection<FlowNode> Nodes, HashSet<FlowEdge> Removed, HashSet<FlowEdge> Finite)>();
        work.Push((nodes, removed, finite));
        while (work.Count > 0 && !effort.IsSpent)
        {
            var (part, without, passed) = work.Pop();
            foreach (var component in Components.Cyclic(part, edge => !without.Contains(edge), effort))
            {
                if (!component.Any(node => index.Calls(node).Count > 0))
                    continue;
                var loop = new Loop(graph, component, without, spending, effort) { Finite = passed, Given = Given };
                var ways = new HashSet<FlowEdge>();
                var bounds = BoundNodes(loop, ways);
                if (bounds.Count > 0)
                {
                    var rest = new HashSet<FlowNode>(component);
                    rest.ExceptWith(bounds);
                    work.Push((rest, without, passed));
                }
                else if (States(loop, out var never, ways))
                {
                    work.Push((component, [.. without, .. never, .. ways], [.. passed, .. ways]));
                }
                else if (FiniteWays(loop, ways))
                {
                    work.Push((component, [.. without, .. ways], [.. passed, .. ways]));
                }
                else if (splits < MaxSplits && Latches.Split(loop, index) is { } parts)
                {
                    splits++;
                    foreach (var (piece, impossible) in parts)
                        work.Push((piece, impossible, passed));
                }
                else
                {
                    result.Add(loop);
                }
            }
        }

        return result;
    }

    private static bool States(Loop loop, out HashSet<FlowEdge> never, HashSet<FlowEdge> ways)
    {
        never = [];
        if (ways.Count == 0)
            StateCycles.Find(loop, never, ways);
        return ways.Count + never.Count > 0;
    }

    private static bool FiniteWays(Loop loop, HashSet<FlowEdge> ways)
    {
        ways.UnionWith(Balance.OfCollections(loop));
        ways.UnionWith(Visits.Of(loop));
        if (ways.Count == 0)
            ways.UnionWith(Bounds.FiniteWays.Of(loop));
        return ways.Count > 0;
    }

    /// <summary>The nodes that control can pass only finitely often without leaving the loop.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="ways">Takes the edges of which the same holds.</param>
    private HashSet<FlowNode> BoundNodes(Loop loop, HashSet<FlowEdge> ways)
    {
        var bounds = new HashSet<FlowNode>();
        foreach (var node in loop.Nodes)
        {
            if (index.WaitsForHuman(node) || TimedTokens.Ends(node, loop) || CountsAndThrows(node, loop))
                bounds.Add(node);
        }

        foreach (var (node, leavesWhen) in loop.Exits())
        {
            if (bounds.Contains(node) || effort.IsSpent)
                continue;
            var test = new ExitTest(loop, node);
            if (test.Judge(node.Condition!, leavesWhen) == ExitStrength.Bounds)
                bounds.Add(node);
            else
                bounds.UnionWith(test.Stations);
            ways.UnionWith(test.Ways);
        }

        bounds.UnionWith(SureTurns.Through(bounds, loop).ToList());
        bounds.IntersectWith(loop.Nodes);
        if (bounds.Count == 0)
            bounds.UnionWith(loop.Nodes.Where(node => !MayStay(node, loop) && Calls(node).Any(call => MemberGates.Ends(call, leavesWhen: null, node, loop))));
        return bounds.Count > 0 ? bounds : Generations.Of(loop);
    }

    private static IEnumerable<IInvocationOperation> Calls(FlowNode node) => node.Evaluated.SelectMany(root => root.DescendantsAndSelf()).OfType<IInvocationOperation>();

    private static bool CountsAndThrows(FlowNode node, Loop loop) => !MayStay(node, loop) && new ThrowTest(loop, node).Counts();

    /// <summary>Whether a handler goes on with the loop when the node throws.</summary>
    private static bool MayStay(FlowNode node, Loop loop) => node.Out.Any(edge => edge.Kind == EdgeKind.Exceptional && loop.Stays(edge));
}
