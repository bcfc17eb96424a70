using ClaudeCostAnalyzers.Flow;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Which conditions of a loop decide whether a turn comes past one of its nodes.</summary>
internal sealed class ControlDependence(Loop loop)
{
    /// <summary>Conditions that decide over conditions are followed so far.</summary>
    private const int MaxTargets = 24;

    private readonly Dictionary<FlowNode, List<FlowNode>> _known = [];
    private Dictionary<FlowNode, List<FlowNode>>? _inwards;

    /// <summary>The conditions of the loop that decide whether a turn comes past the node; not all of them once the effort is spent.</summary>
    public List<FlowNode> Of(FlowNode node)
    {
        if (_known.TryGetValue(node, out var known))
            return known;
        if (loop.Effort.IsSpent)
            return [];
        var header = loop.Header;
        var controllers = new List<FlowNode>();
        var leading = Before(node, but: null);
        foreach (var candidate in leading)
        {
            // The turn goes on without coming past the node.
            if (candidate.Condition is not null && candidate != node && Ways(candidate).Any(to => to == header || !leading.Contains(to)))
                controllers.Add(candidate);
        }

        // In a loop inside it each way leads to the node again, in a later round: then it is the ones from which control surely
        // comes there that decide, and what decides over these.
        var seen = new HashSet<FlowNode>(controllers) { node };
        var targets = new Stack<FlowNode>();
        targets.Push(node);
        for (var steps = 0; targets.Count > 0 && steps < MaxTargets && !loop.Effort.IsSpent; steps++)
        {
            foreach (var candidate in Deciding(targets.Pop()))
            {
                if (!seen.Add(candidate))
                    continue;
                controllers.Add(candidate);
                targets.Push(candidate);
            }
        }

        return _known[node] = controllers;
    }

    /// <summary>The conditions of which one way surely leads to the node before the turn is over, and another need not.</summary>
    private IEnumerable<FlowNode> Deciding(FlowNode target)
    {
        var header = loop.Header;
        if (target == header)
            return [];
        var avoiding = Before(header, but: target);
        return Before(target, but: null).Where(candidate => candidate.Condition is not null && candidate != target && Ways(candidate).ToList() is var ways
            && ways.Any(to => to == header || avoiding.Contains(to)) && ways.Any(to => to != header && !avoiding.Contains(to)));
    }

    private IEnumerable<FlowNode> Ways(FlowNode from) => from.Out.Where(edge => edge.Kind != EdgeKind.Exceptional && loop.Stays(edge)).Select(edge => edge.To);

    /// <summary>What leads to the node within a turn, without coming past another; the node itself among it.</summary>
    private HashSet<FlowNode> Before(FlowNode node, FlowNode? but)
    {
        var header = loop.Header;
        var leading = new HashSet<FlowNode> { node };
        var inwards = Inwards();
        var work = new Stack<FlowNode>();
        work.Push(node);
        while (work.Count > 0)
        {
            var current = work.Pop();
            if ((current == header && current != node) || (current == header && but is null) || !inwards.TryGetValue(current, out var sources))
                continue;
            foreach (var source in sources)
            {
                if (source != but && leading.Add(source))
                    work.Push(source);
            }
        }

        loop.Effort.Add(leading.Count);
        return leading;
    }

    private Dictionary<FlowNode, List<FlowNode>> Inwards()
    {
        if (_inwards is not null)
            return _inwards;
        _inwards = [];
        foreach (var from in loop.Nodes)
        {
            foreach (var edge in from.Out)
            {
                if (!loop.Stays(edge))
                    continue;
                if (!_inwards.TryGetValue(edge.To, out var sources))
                    _inwards.Add(edge.To, sources = []);
                sources.Add(from);
            }
        }

        return _inwards;
    }
}
