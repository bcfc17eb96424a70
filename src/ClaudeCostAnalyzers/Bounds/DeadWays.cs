using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Ways that no execution takes, because a local has but one value as long as they are not taken:
/// <c>var again = false; do { ...; if (!again) break; again = reply != "ok"; } while (true);</c>. Constants are followed along the ways that
/// they leave open, and only along these (as in the sparse conditional propagation of compilers, with one value for the whole body).
/// </summary>
internal sealed class DeadWays
{
    private readonly FlowGraph _graph;
    private readonly Effort _effort;
    private readonly Dictionary<Variable, List<FlowNode>> _readers = [];
    private readonly Dictionary<FlowNode, List<(Variable Variable, Defaults.Constant Value)>> _writes = [];

    /// <summary>What was written on the ways taken so far: nothing at all, always the same, or (not known) several things.</summary>
    private readonly Dictionary<Variable, Defaults.Constant> _values = [];

    private readonly HashSet<FlowNode> _reached = [];
    private readonly Stack<FlowNode> _pending = new();

    private DeadWays(FlowGraph graph, Effort effort)
    {
        _graph = graph;
        _effort = effort;
    }

    public static HashSet<FlowEdge> Of(FlowGraph graph, Effort effort)
    {
        var ways = new DeadWays(graph, effort);
        ways.Collect();
        ways.Reach(graph.Entry);
        while (ways._pending.Count > 0 && !effort.IsSpent)
            ways.Visit(ways._pending.Pop());
        return effort.IsSpent ? [] : [.. graph.Nodes.SelectMany(node => ways._reached.Contains(node) ? node.Condition is null ? [] : node.Out.Where(ways.IsDead) : node.Out)];
    }

    /// <summary>The locals that conditions read, and where each is written.</summary>
    private void Collect()
    {
        foreach (var node in _graph.Nodes)
        {
            if (node.Condition is null)
                continue;
            foreach (var operation in node.Condition.DescendantsAndSelf())
            {
                if (Local(operation) is not { } variable)
                    continue;
                if (!_readers.TryGetValue(variable, out var readers))
                {
                    _readers.Add(variable, readers = []);
                    CollectWrites(variable);
                }

                readers.Add(node);
            }
        }
    }

    private void CollectWrites(Variable variable)
    {
        var writes = _graph.Variables.Writes(variable);
        _effort.Add(writes.Count);
        // Nobody knows when a lambda writes.
        if (writes.Any(write => write.IsNested))
        {
            _values[variable] = Defaults.Constant.Unknown;
            return;
        }

        foreach (var write in writes)
        {
            if (write.Kind == WriteKind.Expose)
                continue;
            if (!_writes.TryGetValue(write.Node, out var here))
                _writes.Add(write.Node, here = []);
            here.Add((variable, write is { Kind: WriteKind.Assign, Value: { } value } ? ValueOf(value) : Defaults.Constant.Unknown));
        }
    }

    private Defaults.Constant ValueOf(IOperation value) => value.ConstantValue is { HasValue: true } constant ? Defaults.Constant.Known(constant.Value) : Constants.Of(value, _graph);

    private void Reach(FlowNode node)
    {
        if (_reached.Add(node))
            _pending.Push(node);
    }

    private void Visit(FlowNode node)
    {
        _effort.Add(1);
        if (_writes.TryGetValue(node, out var writes))
        {
            foreach (var (variable, value) in writes)
                Write(variable, value);
        }

        foreach (var edge in node.Out)
        {
            if (!IsDead(edge))
                Reach(edge.To);
        }
    }

    private void Write(Variable variable, Defaults.Constant value)
    {
        if (_values.TryGetValue(variable, out var before))
        {
            if (!before.IsKnown || (value.IsKnown && Equals(before.Value, value.Value)))
                return;
            value = Defaults.Constant.Unknown;
        }

        _values[variable] = value;
        foreach (var reader in _readers[variable])
        {
            if (_reached.Contains(reader))
                _pending.Push(reader);
        }
    }

    private bool IsDead(FlowEdge edge) =>
        edge is { Kind: EdgeKind.WhenTrue or EdgeKind.WhenFalse, From.Condition: { } condition } && Evaluator.Boolean(condition, Read) == (edge.Kind == EdgeKind.WhenFalse);

    private Defaults.Constant Read(IOperation operation) => Local(operation) is { } variable
        ? _values.TryGetValue(variable, out var value) ? value : Defaults.Constant.Unknown
        : Constants.Of(operation, _graph);

    /// <summary>The local that the operation reads: by name, or, as <c>switch (state)</c> does, by a copy.</summary>
    private Variable? Local(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => Variable.Of(local.Local),
        IFlowCaptureReferenceOperation copy when _graph.Variables.Writes(Variable.Of(copy.Id)) is { Count: 1 } writes && writes[0] is { IsNested: false, Value: ILocalReferenceOperation copied } => Variable.Of(copied.Local),
        _ => null,
    };
}
