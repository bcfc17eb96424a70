namespace ClaudeCostAnalyzers.Flow;

/// <summary>Strongly connected components of a part of a graph. Nothing here recurses: user code may nest as deep as it likes.</summary>
internal static class Components
{
    /// <summary>The components that hold a cycle, among <paramref name="nodes"/> and the edges that <paramref name="follow"/> admits.</summary>
    public static List<HashSet<FlowNode>> Cyclic(ICollection<FlowNode> nodes, Func<FlowEdge, bool> follow)
    {
        var within = nodes as HashSet<FlowNode> ?? [.. nodes];
        var index = new Dictionary<FlowNode, int>(within.Count);
        var low = new Dictionary<FlowNode, int>(within.Count);
        var onStack = new HashSet<FlowNode>();
        var stack = new Stack<FlowNode>();
        var work = new Stack<(FlowNode Node, int NextEdge)>();
        var result = new List<HashSet<FlowNode>>();

        foreach (var root in within.OrderBy(node => node.Id))
        {
            if (index.ContainsKey(root))
                continue;
            work.Push((root, 0));
            while (work.Count > 0)
            {
                var (node, next) = work.Pop();
                if (next == 0)
                {
                    index[node] = low[node] = index.Count;
                    stack.Push(node);
                    onStack.Add(node);
                }

                var descended = false;
                for (var i = next; i < node.Out.Count; i++)
                {
                    var edge = node.Out[i];
                    if (!within.Contains(edge.To) || !follow(edge))
                        continue;
                    if (!index.ContainsKey(edge.To))
                    {
                        work.Push((node, i + 1));
                        work.Push((edge.To, 0));
                        descended = true;
                        break;
                    }

                    if (onStack.Contains(edge.To))
                        low[node] = Math.Min(low[node], index[edge.To]);
                }

                if (descended)
                    continue;
                if (low[node] == index[node])
                    Pop(node, stack, onStack, follow, result);
                if (work.Count > 0)
                {
                    var parent = work.Peek().Node;
                    low[parent] = Math.Min(low[parent], low[node]);
                }
            }
        }

        return result;
    }

    private static void Pop(FlowNode root, Stack<FlowNode> stack, HashSet<FlowNode> onStack, Func<FlowEdge, bool> follow, List<HashSet<FlowNode>> result)
    {
        var component = new HashSet<FlowNode>();
        FlowNode member;
        do
        {
            member = stack.Pop();
            onStack.Remove(member);
            component.Add(member);
        }
        while (member != root);

        if (component.Count > 1 || root.Out.Any(edge => edge.To == root && follow(edge)))
            result.Add(component);
    }

    /// <summary>All nodes of <paramref name="within"/> that can be reached from <paramref name="start"/> (itself included), not going on from <paramref name="stop"/>.</summary>
    public static HashSet<FlowNode> Reachable(IEnumerable<FlowNode> start, Func<FlowNode, bool> within, Func<FlowNode, bool> stop, Func<FlowEdge, bool> follow)
    {
        var seen = new HashSet<FlowNode>();
        var work = new Stack<FlowNode>();
        foreach (var node in start)
        {
            if (within(node) && seen.Add(node))
                work.Push(node);
        }

        while (work.Count > 0)
        {
            var node = work.Pop();
            if (stop(node))
                continue;
            foreach (var edge in node.Out)
            {
                if (within(edge.To) && follow(edge) && seen.Add(edge.To))
                    work.Push(edge.To);
            }
        }

        return seen;
    }
}
