using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Loops told apart by the value of one local that takes few: <c>switch (state) { case 0: state = 1; ... case 1: state = 2; ... }</c>
/// goes round, but never twice through the same state. Each node is taken together with each value that the local can have
/// there; a node that lies on no cycle of such pairs is passed finitely often.
/// </summary>
internal sealed class StateCycles
{
    /// <summary>A local that takes more values is a counter, and judged as one.</summary>
    private const int MaxValues = 40;

    /// <summary>So many pairs are looked at for one local.</summary>
    private const int MaxPairs = 20_000;

    private static readonly object s_any = new();

    private readonly Loop _loop;
    private readonly Variable _variable;
    private readonly Dictionary<FlowNode, List<VariableWrite>> _writes = [];
    private readonly HashSet<object> _seen = [];

    /// <summary>Nodes outside the loop that lead back to it.</summary>
    private readonly Lazy<HashSet<FlowNode>> _outside;

    private readonly Dictionary<(FlowNode Test, Variable Copy), bool> _isCopy = [];
    private readonly Dictionary<(FlowNode Node, object Value), List<(FlowNode Node, object Value)>> _next = [];

    private StateCycles(Loop loop, Variable variable, Lazy<HashSet<FlowNode>> outside)
    {
        _loop = loop;
        _variable = variable;
        _outside = outside;
    }

    /// <summary>The nodes of the loop that control passes finitely often, as the values of some local tell.</summary>
    public static HashSet<FlowNode> Bounds(Loop loop)
    {
        var bounds = new HashSet<FlowNode>();
        var outside = new Lazy<HashSet<FlowNode>>(() => Outside(loop));
        foreach (var variable in loop.Tests.Keys.Where(variable => variable.Symbol is ILocalSymbol { RefKind: RefKind.None }))
        {
            if (loop.Effort.IsSpent)
                break;
            if (new StateCycles(loop, variable, outside).OnCycles() is { } left)
                bounds.UnionWith(loop.Nodes.Where(node => !left.Contains(node)));
        }

        return bounds;
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

    /// <summary>The nodes that lie on a cycle of pairs, or between two; null: the local tells nothing.</summary>
    private HashSet<FlowNode>? OnCycles()
    {
        if (Starts() is not { } starts)
            return null;
        // Ways that were cut are taken some times, as if from outside.
        var entries = _loop.Nodes.Where(node => _loop.Graph.Incoming(node).Any(from => !_loop.Nodes.Contains(from)))
            .Concat(_loop.Nodes.SelectMany(node => node.Out).Where(edge => !_loop.Follows(edge) && _loop.Nodes.Contains(edge.To)).Select(edge => edge.To)).Distinct().ToList();
        var pending = new Stack<(FlowNode Node, object Value)>();
        foreach (var start in starts)
            Enter(start);
        var entered = new HashSet<object>(starts);
        while (pending.Count > 0)
        {
            var pair = pending.Pop();
            _loop.Effort.Add(1);
            if (_next.Count > MaxPairs || _seen.Count > MaxValues || _loop.Effort.IsSpent)
                return null;
            var (next, left) = Follow(pair);
            _next[pair] = next;
            foreach (var to in next)
                Push(to);
            // Whatever it is when the loop is left, it may be when control comes back to it.
            foreach (var value in left)
            {
                if (entered.Add(value))
                    Enter(value);
            }
        }

        return Core();

        void Enter(object value)
        {
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

    /// <summary>What the local can be when control first comes to the loop; null: the loop does not write it so that it could be followed.</summary>
    private HashSet<object>? Starts()
    {
        var starts = new HashSet<object>();
        foreach (var write in _loop.Graph.Variables.Writes(_variable))
        {
            if (write.IsNested)
                return null;
            if (write.Kind == WriteKind.Expose || _loop.Nodes.Contains(write.Node))
                continue;
            starts.UnionWith(After(write, s_any));
        }

        var found = false;
        foreach (var write in _loop.Writes(_variable))
        {
            if (write.Kind == WriteKind.Expose)
                continue;
            found |= !After(write, 0.0).Contains(s_any);
            if (!_writes.TryGetValue(write.Node, out var here))
                _writes.Add(write.Node, here = []);
            here.Add(write);
        }

        if (starts.Count == 0)
            starts.Add(s_any);
        return found ? starts : null;
    }

    /// <summary>What the local is after the write, where it was <paramref name="before"/>.</summary>
    private IEnumerable<object> After(VariableWrite write, object before)
    {
        if (write is { Kind: WriteKind.Step, Size: > 0 })
            return [before is double number ? number + write.Direction * write.Size : s_any];
        if (write is not { Kind: WriteKind.Assign, Value: { } value })
            return [s_any];
        // `state = reply == "ok" ? 1 : 2`
        if (value is IFlowCaptureReferenceOperation && Variable.Referenced(value) is { } choice)
        {
            var choices = _loop.Graph.Variables.Writes(choice).Select(written => written is { Kind: WriteKind.Assign, IsNested: false, Value: { } one } ? Constant(one) : s_any).ToList();
            return choices.Count > 0 ? choices.Distinct() : [s_any];
        }

        return [Constant(value)];
    }

    private static object Constant(IOperation value)
    {
        if (value.ConstantValue is not { HasValue: true, Value: { } constant })
            return s_any;
        return Flow.Steps.Constant(value) is { } number ? number : constant;
    }

    /// <summary>The pairs that come after this one, and the values with which the loop is left for ways that lead back to it.</summary>
    private (List<(FlowNode Node, object Value)> Next, List<object> Left) Follow((FlowNode Node, object Value) pair)
    {
        IEnumerable<object> values = [pair.Value];
        if (_writes.TryGetValue(pair.Node, out var writes))
        {
            foreach (var write in writes)
                values = values.SelectMany(value => After(write, value)).Distinct().ToList();
        }

        var inCondition = writes is not null && pair.Node.Condition is { } test && writes.Any(write => test.DescendantsAndSelf().Contains(write.Operation));
        var next = new List<(FlowNode, object)>();
        var left = new List<object>();
        foreach (var value in values)
        {
            foreach (var edge in pair.Node.Out)
            {
                // What throws may do so before it writes.
                if (edge.Kind == EdgeKind.Exceptional)
                    Go(edge, pair.Value);
                if (edge is not { Kind: EdgeKind.WhenTrue or EdgeKind.WhenFalse, From.Condition: { } condition }
                    || Evaluator.Boolean(_loop.Whole(condition), operation => inCondition ? WhileWriting(operation, writes!.Count == 1 ? pair.Value : s_any, value) : Read(operation, value, pair.Node)) != (edge.Kind == EdgeKind.WhenFalse))
                {
                    Go(edge, value);
                }
            }
        }

        return (next, left);

        void Go(FlowEdge edge, object value)
        {
            if (_loop.Stays(edge))
                next.Add((edge.To, value));
            else if (_loop.Nodes.Contains(edge.To) || _outside.Value.Contains(edge.To))
                left.Add(value);
        }
    }

    private Defaults.Constant Read(IOperation operation, object value, FlowNode at) =>
        value != s_any && Variable.Referenced(operation) is { } read && ((operation is ILocalReferenceOperation && read.Equals(_variable)) || (operation is IFlowCaptureReferenceOperation && IsCopy(read, at)))
            ? Defaults.Constant.Known(value)
            : Defaults.Constant.Unknown;

    /// <summary><c>switch (state)</c> looks at a copy of the local, which is the same as long as the local is not written.</summary>
    private bool IsCopy(Variable copy, FlowNode test)
    {
        if (_isCopy.TryGetValue((test, copy), out var known))
            return known;
        return _isCopy[(test, copy)] = _loop.Graph.Variables.Writes(copy) is { Count: 1 } writes && IsSame(writes[0], test);
    }

    private bool IsSame(VariableWrite copy, FlowNode test)
    {
        if (copy is not { Kind: WriteKind.Assign, IsNested: false, Value: ILocalReferenceOperation value } || Variable.Referenced(value) is not { } local || !local.Equals(_variable) || _writes.ContainsKey(copy.Node) || !_loop.Nodes.Contains(copy.Node))
            return false;
        return !From(copy.Node).Any(writer => _writes.ContainsKey(writer) && (writer == test || From(writer).Contains(test)));

        HashSet<FlowNode> From(FlowNode from) => Components.Reachable(from.Out.Select(edge => edge.To), _ => true, node => node == copy.Node, _ => true, _loop.Effort);
    }

    /// <summary><c>n++ &lt; 3</c>; in <c>n++ &lt; 3 || n > 5</c> nothing is known of the second.</summary>
    private Defaults.Constant WhileWriting(IOperation operation, object before, object after)
    {
        if (operation is not IIncrementOrDecrementOperation step || Variable.Referenced(step.Target) is not { } target || !target.Equals(_variable))
            return Defaults.Constant.Unknown;
        var value = step.IsPostfix ? before : after;
        return value == s_any ? Defaults.Constant.Unknown : Defaults.Constant.Known(value);
    }

    /// <summary>What is left when all pairs are taken away from which nothing goes on, and to which nothing comes.</summary>
    private HashSet<FlowNode> Core()
    {
        var previous = _next.Keys.ToDictionary(pair => pair, _ => new List<(FlowNode Node, object Value)>());
        foreach (var pair in _next)
        {
            foreach (var to in pair.Value)
                previous[to].Add(pair.Key);
        }

        var kept = new HashSet<(FlowNode Node, object Value)>(_next.Keys);
        Take(_next, previous);
        Take(previous, _next);
        return [.. kept.Select(pair => pair.Node)];

        void Take(Dictionary<(FlowNode Node, object Value), List<(FlowNode Node, object Value)>> ahead, Dictionary<(FlowNode Node, object Value), List<(FlowNode Node, object Value)>> behind)
        {
            var open = kept.ToDictionary(pair => pair, pair => ahead[pair].Count(kept.Contains));
            var ends = new Stack<(FlowNode Node, object Value)>(open.Where(pair => pair.Value == 0).Select(pair => pair.Key));
            while (ends.Count > 0)
            {
                var end = ends.Pop();
                _loop.Effort.Add(1);
                kept.Remove(end);
                foreach (var pair in behind[end])
                {
                    if (kept.Contains(pair) && --open[pair] == 0)
                        ends.Push(pair);
                }
            }
        }
    }
}
