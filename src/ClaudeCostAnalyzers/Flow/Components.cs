namespace ClaudeCostAnalyzers.Flow;

/// <summary>Strongly connected components of a part of a graph. Nothing here recurses: user code may nest as deep as it likes.</summary>
internal static class Components
{
    /// <summary>The components that hold a cycle, among <paramref name="nodes"/> and the edges that <paramref name="follow"/> admits.</summary>
    public static List<HashSet<FlowNode>> Cyclic(ICollection<FlowNode> nodes, Func<FlowEdge, bool> follow, Effort? effort = null)
    {
        effort?.Add(nodes.Count);
        var within = nodes as HashSet<FlowNode> ?? [.. nodes];
        return Cyclic(within.OrderBy(node => node.Id), node => node.Out.Where(edge => within.Contains(edge.To) && follow(edge)).Select(edge => edge.To), EqualityComparer<FlowNode>.Default);
    }

    /// <summary>The components that hold a cycle, among all that can be reached from <paramref name="roots"/>: Tarjan's algorithm with a stack of its own.</summary>
    public static List<HashSet<T>> Cyclic<T>(IEnumerable<T> roots, Func<T, IEnumerable<T>> successors, IEqualityComparer<T> comparer)
        where T : notnull
    {
        var index = new Dictionary<T, int>(comparer);
        var low = new Dictionary<T, int>(comparer);
        var open = new HashSet<T>(comparer);
        var stack = new Stack<T>();
        var loops = new HashSet<T>(comparer);
        var work = new Stack<(T Node, IEnumerator<T> Next)>();
        var result = new List<HashSet<T>>();

        foreach (var root in roots)
        {
            if (!index.ContainsKey(root))
                Enter(root);
            while (work.Count > 0)
            {
                var (node, next) = work.Peek();
                if (next.MoveNext())
                {
                    var successor = next.Current;
                    if (comparer.Equals(successor, node))
                        loops.Add(node);
                    if (!index.ContainsKey(successor))
                        Enter(successor);
                    else if (open.Contains(successor))
                        low[node] = Math.Min(low[node], index[successor]);
                    continue;
                }

                work.Pop();
                if (low[node] == index[node])
                    Leave(node);
                if (work.Count > 0)
                {
                    var parent = work.Peek().Node;
                    low[parent] = Math.Min(low[parent], low[node]);
                }
            }
        }

        return result;

        void Enter(T node)
        {
            index[node] = low[node] = index.Count;
            stack.Push(node);
            open.Add(node);
            work.Push((node, successors(node).GetEnumerator()));
        }

        void Leave(T first)
        {
            var component = new HashSet<T>(comparer);
            T member;
            do
            {
                member = stack.Pop();
                open.Remove(member);
                component.Add(member);
            }
            while (!comparer.Equals(member, first));

            if (component.Count > 1 || loops.Contains(first))
                result.Add(component);
        }
    }

    /// <summary>All nodes of <paramref name="within"/> that can be reached from <paramref name="start"/> (itself included), not going on from <paramref name="stop"/>.</summary>
    public static HashSet<FlowNode> Reachable(IEnumerable<FlowNode> start, Func<FlowNode, bool> within, Func<FlowNode, bool> stop, Func<FlowEdge, bool> follow, Effort? effort = null)
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

        effort?.Add(seen.Count);
        return seen;
    }
}
