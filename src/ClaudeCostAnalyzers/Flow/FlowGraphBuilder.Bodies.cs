using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <content>The bodies of functions that stand in the graph of the body that runs them.</content>
internal sealed partial class FlowGraphBuilder
{
    /// <summary>The body of the member that the node's test calls, in the place of the call.</summary>
    private void PutInPlace(FlowNode node, int nesting)
    {
        if (TestBodies.CallOf(node.Condition) is not { } call || _tests!.Of(call, _source) is not var (member, source) || IsInside(member, node) || !TestBodies.IsTest(source, _source)
            || Way(node, EdgeKind.WhenTrue) is not { } whenTrue || Way(node, EdgeKind.WhenFalse) is not { } whenFalse)
        {
            return;
        }

        node.Test = new TestCall(call, member, whenTrue, whenFalse);
        _placed.Add(member);
        node.Condition = null;
        node.RemoveEdges(edge => edge.Kind is EdgeKind.WhenTrue or EdgeKind.WhenFalse);
        var body = new FlowGraphBuilder(source, this, node, continuation: null);
        // The handlers may have had no way to them before.
        Run();
        node.AddEdge(body.Build(nesting + 1), EdgeKind.Regular);
    }

    /// <summary>The body that the node runs by a call in the middle of it, before what the node does with the result.</summary>
    private void PutBefore(FlowNode node, int nesting)
    {
        for (var i = 0; i <= node.Operations.Length; i++)
        {
            if ((i < node.Operations.Length ? node.Operations[i] : node.Condition) is not { } root)
                continue;
            foreach (var operation in root.DescendantsAndSelf())
            {
                if (_bodies!(operation, _source) is not { } source)
                    continue;
                var (block, copy) = _places[node];
                var rest = NewNode(block, copy);
                (rest.Operations, node.Operations) = (node.Operations.RemoveRange(0, i), node.Operations.RemoveRange(i, node.Operations.Length - i));
                (rest.Condition, node.Condition) = (node.Condition, null);
                (rest.IsBegun, node.IsBegun) = (node.IsBegun, false);
                foreach (var edge in node.Out)
                    rest.AddEdge(edge.To, edge.Kind, edge.Handler);
                node.RemoveEdges(_ => true);
                // Nobody knows whether what is handed a lambda runs it.
                if (operation is IFlowAnonymousFunctionOperation)
                    node.AddEdge(rest, EdgeKind.Regular);
                var body = new FlowGraphBuilder(source, this, node, rest);
                Run();
                node.AddEdge(body.Build(nesting + 1), EdgeKind.Regular);
                return;
            }
        }
    }

    private static FlowNode? Way(FlowNode node, EdgeKind kind) =>
        node.Out.Where(edge => edge.Kind == kind).Take(2).ToList() is { Count: 1 } only && only[0].Handler is null ? only[0].To : null;

    /// <summary>Whether the node already stands in a body of the member.</summary>
    private static bool IsInside(IMethodSymbol member, FlowNode node)
    {
        for (var site = node.Site; site is not null; site = site.Site)
        {
            if (site.Test is { } test && SymbolEqualityComparer.Default.Equals(test.Member, member))
                return true;
        }

        return false;
    }

    /// <summary>What the block decides by: its condition, or the result of a test whose body this is.</summary>
    private IOperation? Decision(BasicBlock block) =>
        block.ConditionKind != ControlFlowConditionKind.None ? block.BranchValue : _site is { Test: not null } ? TestBodies.ResultOf(block) : null;
}
