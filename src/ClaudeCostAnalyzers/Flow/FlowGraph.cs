using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>
/// Control flow of one body (method, accessor, constructor, lambda, local function, top-level statements) with the edges
/// that Roslyn's graph leaves out: from try regions into their handlers, and through finally regions.
/// </summary>
internal sealed class FlowGraph
{
    private static readonly IReadOnlyList<(FlowNode, IInvocationOperation)> s_none = [];

    private readonly Lazy<VariableTable> _variables;
    private readonly Lazy<Dictionary<string, List<(FlowNode Node, IInvocationOperation Call)>>> _invocations;
    private readonly Lazy<ILookup<FlowNode, FlowNode>> _incoming;

    internal FlowGraph(ControlFlowGraph source, SemanticModel model, IReadOnlyList<FlowNode> nodes, FlowNode entry, FlowNode exit)
    {
        Source = source;
        Model = model;
        Nodes = nodes;
        Entry = entry;
        Exit = exit;
        _variables = new(() => VariableTable.Of(this));
        _invocations = new(CollectInvocations);
        _incoming = new(() => nodes.SelectMany(node => node.Out).ToLookup(edge => edge.To, edge => edge.From));
    }

    public ControlFlowGraph Source { get; }

    /// <summary>The semantic model of the body's syntax tree.</summary>
    public SemanticModel Model { get; }

    public IReadOnlyList<FlowNode> Nodes { get; }

    public FlowNode Entry { get; }

    /// <summary>Where every return and every uncaught throw ends.</summary>
    public FlowNode Exit { get; }

    /// <summary>Whether optional parameters are taken to have their default values. A caller that hands over its own asks for the body without them.</summary>
    public bool TakesDefaults { get; set; } = true;

    /// <summary>Who writes which variable.</summary>
    public VariableTable Variables => _variables.Value;

    /// <summary>Where control can come from to the node.</summary>
    public IEnumerable<FlowNode> Incoming(FlowNode node) => _incoming.Value[node];

    /// <summary>The calls of members of that name, lambdas apart.</summary>
    public IReadOnlyList<(FlowNode Node, IInvocationOperation Call)> Invocations(string name) =>
        _invocations.Value.TryGetValue(name, out var calls) ? calls : s_none;

    private Dictionary<string, List<(FlowNode, IInvocationOperation)>> CollectInvocations()
    {
        var invocations = new Dictionary<string, List<(FlowNode, IInvocationOperation)>>();
        foreach (var node in Nodes)
        {
            foreach (var operation in node.Evaluated.SelectMany(root => root.DescendantsAndSelf()))
            {
                if (operation is not IInvocationOperation call)
                    continue;
                if (!invocations.TryGetValue(call.TargetMethod.Name, out var calls))
                    invocations.Add(call.TargetMethod.Name, calls = []);
                calls.Add((node, call));
            }
        }

        return invocations;
    }

    /// <summary>The operation before lowering, with <c>&amp;&amp;</c>, <c>||</c> and conditional expressions still in one piece.</summary>
    public IOperation? Unlowered(SyntaxNode syntax) => syntax.SyntaxTree == Model.SyntaxTree ? Model.GetOperation(syntax) : null;
}
