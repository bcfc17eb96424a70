using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Loops told apart by the value of one variable that takes few: <c>switch (state) { case 0: state = 1; ... case 1: state = 2; ... }</c>
/// goes round, but never twice through the same state. Each node is taken together with each value that the variable can have
/// there; a way on that no such pair takes is never taken, and one that lies on no cycle of pairs is taken finitely often.
/// </summary>
internal sealed class StateCycles
{
    /// <summary>A variable that takes more values is a counter, and judged as one.</summary>
    private const int MaxValues = 40;

    /// <summary>So many pairs are looked at for one variable.</summary>
    private const int MaxPairs = 20_000;

    /// <summary>So many variables are looked at for one loop.</summary>
    private const int MaxVariables = 50;

    private readonly Loop _loop;
    private readonly StateValues _values;

    /// <summary>Nodes outside the loop that lead back to it.</summary>
    private readonly Lazy<HashSet<FlowNode>> _outside;

    private readonly HashSet<object> _seen = [];
    private readonly Dictionary<(FlowNode Node, object Value), List<(FlowEdge Edge, (FlowNode Node, object Value) To)>> _next = [];

    private StateCycles(Loop loop, StateValues values, Lazy<HashSet<FlowNode>> outside)
    {
        _loop = loop;
        _values = values;
        _outside = outside;
    }

    /// <summary>The nodes, each with each value that the variable can have there, and the ways on from there within the loop.</summary>
    public IReadOnlyDictionary<(FlowNode Node, object Value), List<(FlowEdge Edge, (FlowNode Node, object Value) To)>> Pairs => _next;

    /// <inheritdoc cref="StateValues.Matched"/>
    public IReadOnlyCollection<IPatternOperation> Matched((FlowNode Node, object Value) pair) => _values.Matched(pair.Node, pair.Value);

    /// <summary>How many values the variable takes.</summary>
    public int ValueCount => _seen.Count;

    /// <summary>Ways on within the loop that are not taken for ever, as the values of some variable tell.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="never">Takes those that are never taken.</param>
    /// <param name="finite">Takes those that are taken finitely often.</param>
    public static void Find(Loop loop, HashSet<FlowEdge> never, HashSet<FlowEdge> finite)
    {
        foreach (var cycles in All(loop))
            cycles.Sort(never, finite);
        finite.ExceptWith(never);
    }

    /// <summary>The loop told apart by each of its variables that takes few values.</summary>
    public static IEnumerable<StateCycles> All(Loop loop)
    {
        var outside = new Lazy<HashSet<FlowNode>>(() => Outside(loop));
        foreach (var variable in loop.Tests.Keys.Take(MaxVariables))
        {
            if (loop.Effort.IsSpent)
                break;
            if (StateValues.Of(loop, variable, outside.Value) is not { } values)
                continue;
            var cycles = new StateCycles(loop, values, outside);
            if (cycles.Run())
                yield return cycles;
        }
    }

    private static HashSet<FlowNode> Outside(Loop loop)
    {
        var found = new HashSet<FlowNode>();
        var pending = new Stack<FlowNode>(loop.Nodes);
        while (pending.Count > 0)
        {
            loop.Effort.Add(1);
            foreach (var from in loop.Graph.Incoming(pending.Pop()))
            {
                if (!loop.Nodes.Contains(from) && found.Add(from))
                    pending.Push(from);
            }
        }

        return found;
    }

    /// <summary>Follows all pairs; false: there are too many.</summary>
    private bool Run()
    {
        // Ways that were cut are taken some times, as if from outside.
        var entries = _loop.Nodes.Where(node => _loop.Graph.Incoming(node).Any(from => !_loop.Nodes.Contains(from)))
            .Concat(_loop.Nodes.SelectMany(node => node.Out).Where(edge => !_loop.Follows(edge) && _loop.Nodes.Contains(edge.To)).Select(edge => edge.To)).Distinct().ToList();
        var pending = new Stack<(FlowNode Node, object Value)>();
        var entered = new HashSet<object>();
        foreach (var start in _values.Starts)
            Enter(start);
        while (pending.Count > 0)
        {
            var pair = pending.Pop();
            // Each evaluates a condition, some of them several times.
            _loop.Effort.Add(4);
            if (_next.Count > MaxPairs || _seen.Count > MaxValues || _loop.Effort.IsSpent)
                return false;
            foreach (var (edge, value) in _values.Follow(pair.Node, pair.Value))
            {
                if (_loop.Stays(edge))
                {
                    _next[pair].Add((edge, (edge.To, value)));
                    Push((edge.To, value));
                }
                else if (_loop.Nodes.Contains(edge.To) || _outside.Value.Contains(edge.To))
                {
                    // Whatever it is when the loop is left, it may be when control comes back to it.
                    Enter(value);
                }
            }
        }

        return true;

        void Enter(object value)
        {
            if (!entered.Add(value))
                return;
            foreach (var entry in entries)
                Push((entry, value));
        }

        void Push((FlowNode Node, object Value) pair)
        {
            if (_next.ContainsKey(pair))
                return;
            _next.Add(pair, []);
            _seen.Add(pair.Value);
            pending.Push(pair);
        }
    }

    private void Sort(HashSet<FlowEdge> never, HashSet<FlowEdge> finite)
    {
        var taken = new HashSet<FlowEdge>(_next.Values.SelectMany(ways => ways).Select(way => way.Edge));
        var forEver = new HashSet<FlowEdge>();
        foreach (var cycle in Components.Cyclic(_next.Keys, pair => _next[pair].Select(way => way.To), EqualityComparer<(FlowNode Node, object Value)>.Default))
        {
            _loop.Effort.Add(cycle.Count);
            forEver.UnionWith(cycle.SelectMany(pair => _next[pair]).Where(way => cycle.Contains(way.To)).Select(way => way.Edge));
        }

        foreach (var edge in _loop.Nodes.SelectMany(node => node.Out).Where(_loop.Stays))
        {
            if (!taken.Contains(edge))
                never.Add(edge);
            else if (!forEver.Contains(edge))
                finite.Add(edge);
        }
    }
}
