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
    private readonly HashSet<FlowNode> _human = [];

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
    public bool WaitsForHuman(FlowNode node) => _human.Contains(node);

    private void Look(FlowNode node)
    {
        foreach (var root in node.Evaluated)
        {
            foreach (var operation in root.DescendantsAndSelf())
                Look(node, operation);
        }
    }

    private void Look(FlowNode node, IOperation operation)
    {
        if (_spending.Of(operation, _graph.Model) is { } call)
            Add(node, call);
        if (operation is IInvocationOperation invocation)
        {
            if (KnownMembers.Waits(invocation.TargetMethod))
                _waits.Add(node);
            if (_spending.WaitsForHuman(invocation, _graph.Model))
                _human.Add(node);
            if (invocation.TargetMethod.Name is "MoveNext" or "MoveNextAsync" && invocation.Instance is { } enumerator && IsEndless(enumerator))
                _waits.Add(node);
        }

        if (operation is IFlowAnonymousFunctionOperation lambda && IsRun(lambda) && _graph.Unlowered(lambda.Syntax) is { } body)
        {
            foreach (var inner in body.Descendants())
            {
                if (_spending.Of(inner, _graph.Model) is { } nested)
                    Add(node, nested);
                if (inner is IInvocationOperation asks && _spending.WaitsForHuman(asks, _graph.Model))
                    _human.Add(node);
            }
        }
    }

    private bool IsEndless(IOperation enumerator) => Variable.Referenced(enumerator) is { } variable
        && _graph.Variables.Writes(variable).Any(write => write.Value is { } source && _spending.IsEndless(source, _graph.Model));

    /// <summary>Whether the lambda is an argument of a call that runs it, not one that keeps it.</summary>
    private static bool IsRun(IOperation lambda)
    {
        var parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation)
            parent = parent.Parent;
        return parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } => !KnownMembers.KeepsLambda(call.TargetMethod),
            IInvocationOperation => true,
            _ => false,
        };
    }

    private void Add(FlowNode node, SpendingCall call)
    {
        if (!_calls.TryGetValue(node, out var calls))
            _calls.Add(node, calls = []);
        calls.Add(call);
    }
}
