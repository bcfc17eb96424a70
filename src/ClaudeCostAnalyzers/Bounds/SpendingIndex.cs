using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Which nodes of a graph spend, wait, or wait for a person, lambdas included that a call of the node runs.</summary>
internal sealed class SpendingIndex
{
    private static readonly List<SpendingCall> s_none = [];

    private readonly FlowGraph _graph;
    private readonly ISpending _spending;
    private readonly Dictionary<FlowNode, List<SpendingCall>> _calls = [];
    private readonly HashSet<FlowNode> _waits = [];
    private readonly Dictionary<FlowNode, bool> _human = [];

    public SpendingIndex(FlowGraph graph, ISpending spending)
    {
        _graph = graph;
        _spending = spending;
        foreach (var node in graph.Nodes)
            Look(node);
    }

    public bool Any => _calls.Count > 0;

    public IReadOnlyList<SpendingCall> Calls(FlowNode node) => _calls.TryGetValue(node, out var calls) ? calls : s_none;

    /// <summary>The turn waits here for time to pass or for work.</summary>
    public bool Waits(FlowNode node) => _waits.Contains(node);

    /// <summary>The turn waits here for a person.</summary>
    public bool WaitsForHuman(FlowNode node)
    {
        if (!_human.TryGetValue(node, out var waits))
            _human.Add(node, waits = node.Evaluated.SelectMany(Run).Any(operation => _spending.WaitsForHuman(operation, _graph.Model)));
        return waits;
    }

    private void Look(FlowNode node)
    {
        foreach (var operation in node.Evaluated.SelectMany(Run))
            Look(node, operation);
    }

    /// <summary>The operation and all within it that runs with it: the bodies of lambdas, too, that it hands to a call which runs them.</summary>
    private IEnumerable<IOperation> Run(IOperation root)
    {
        foreach (var operation in root.DescendantsAndSelf())
        {
            yield return operation;
            if (operation is IFlowAnonymousFunctionOperation lambda && KnownMembers.IsRun(lambda) && _graph.Unlowered(lambda.Syntax) is { } body)
            {
                foreach (var inner in Executed.By(body).Skip(1))
                    yield return inner;
            }
        }
    }

    private void Look(FlowNode node, IOperation operation)
    {
        if (_spending.Of(operation, _graph.Model) is { } call)
            Add(node, call);
        if (operation is not IInvocationOperation invocation)
            return;
        if (_spending.WaitsForTimeOrWork(operation, _graph.Model))
            _waits.Add(node);
        if (invocation.TargetMethod.Name is "MoveNext" or "MoveNextAsync" && invocation.Instance is { } enumerator && Variable.Referenced(enumerator) is { } variable)
        {
            foreach (var write in _graph.Variables.Writes(variable))
            {
                if (write.Value is { } source)
                    LookAtElements(node, source);
            }
        }
    }

    /// <summary>A sequence whose producer decides when there is more, or that pays for each element.</summary>
    private void LookAtElements(FlowNode node, IOperation source)
    {
        if (!_spending.IsEndless(source, _graph.Model))
            return;
        if (_spending.WaitsForNext(source, _graph.Model))
            _waits.Add(node);
        foreach (var call in Lazies.SpendingIn(source, _graph, _spending))
            Add(node, call);
    }

    private void Add(FlowNode node, SpendingCall call)
    {
        if (!_calls.TryGetValue(node, out var calls))
            _calls.Add(node, calls = []);
        calls.Add(call);
    }
}
