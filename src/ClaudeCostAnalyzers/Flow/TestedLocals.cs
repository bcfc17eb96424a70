using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>
/// <c>var isLast = n &gt;= max; if (isLast) break;</c>: a local that is set only to be tested next is the test itself, and the graph is
/// made the same as that of <c>if (n &gt;= max) break;</c>. Where <c>&amp;&amp;</c>, <c>||</c> or a conditional expression compute it, each
/// place that does branches by itself.
/// </summary>
internal static class TestedLocals
{
    public static void Inline(IReadOnlyList<FlowNode> nodes, IOperation body, CancellationToken cancellation)
    {
        var tests = nodes.Where(node => Tested(node) is not null).ToList();
        var results = nodes.Where(node => node is { Site.Test: not null, Condition: IFlowCaptureReferenceOperation }).ToList();
        if (tests.Count + results.Count == 0)
            return;
        var uses = Uses(nodes, cancellation);
        var captured = new Lazy<HashSet<string>>(() => NestedNames(body.Syntax));
        var incoming = nodes.SelectMany(node => node.Out).ToLookup(edge => edge.To);
        // `return a && b;` of a member whose result is tested.
        foreach (var result in results)
            Branch(result, incoming);
        foreach (var test in tests)
        {
            var local = Tested(test)!;
            if (uses[local] != 1 || captured.Value.Contains(local.Name) || !local.DeclaringSyntaxReferences.All(reference => body.Syntax.Span.Contains(reference.Span)))
                continue;
            if (Inline(test, local, incoming) is { } branching)
                Branch(branching, incoming);
        }
    }

    private static ILocalSymbol? Tested(FlowNode node) =>
        node.Condition is ILocalReferenceOperation { Local: { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Boolean } local } ? local : null;

    /// <summary>How often each local of type bool is read.</summary>
    private static Dictionary<ILocalSymbol, int> Uses(IReadOnlyList<FlowNode> nodes, CancellationToken cancellation)
    {
        var uses = new Dictionary<ILocalSymbol, int>(SymbolEqualityComparer.Default);
        foreach (var node in nodes)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var operation in node.Evaluated.SelectMany(root => root.DescendantsAndSelf()))
            {
                if (operation is not ILocalReferenceOperation { Local: { Type.SpecialType: SpecialType.System_Boolean } local } reference)
                    continue;
                uses.TryGetValue(local, out var count);
                uses[local] = reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference ? count : count + 1;
            }
        }

        return uses;
    }

    /// <summary>Every name in a function within the body: what it uses may be tested at any time.</summary>
    private static HashSet<string> NestedNames(SyntaxNode body) =>
    [
        .. body.DescendantNodes().Where(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or QueryExpressionSyntax)
            .Where(node => node != body)
            .SelectMany(node => node.DescendantNodes().OfType<IdentifierNameSyntax>()).Select(name => name.Identifier.ValueText),
    ];

    /// <summary>Puts the local's value in the place of the test; returns the node that branches now, or null where something comes between.</summary>
    private static FlowNode? Inline(FlowNode test, ILocalSymbol local, ILookup<FlowNode, FlowEdge> incoming)
    {
        var node = test;
        while (node.Operations.IsEmpty && node.Completes is null)
        {
            if (Before(node, incoming) is not { } before)
                return null;
            node = before;
        }

        // Inside a try region: what may throw stands in a node of its own, which ends in the next one.
        var set = node.Completes is { } completed && node.Operations.IsEmpty ? completed : node.Operations[node.Operations.Length - 1];
        if (Value(set, local) is not { } value)
            return null;
        if (node.Completes == set)
        {
            if (Before(node, incoming) is not { IsBegun: true } begun)
                return null;
            node.Completes = null;
            node = begun;
        }

        node.Operations = node.Operations.RemoveAt(node.Operations.Length - 1);
        node.IsBegun = false;
        Decide(node, value, test);
        return node;
    }

    /// <summary>Each place that computes the value of <c>a &amp;&amp; b</c> goes where its value leads.</summary>
    private static void Branch(FlowNode test, ILookup<FlowNode, FlowEdge> incoming)
    {
        if (test.Condition is not IFlowCaptureReferenceOperation { Id: var id } || !test.Operations.IsEmpty)
            return;
        var places = new List<(FlowNode Node, IOperation Value)>();
        foreach (var edge in incoming[test])
        {
            var node = edge.From;
            while (edge.Kind == EdgeKind.Regular && node.Operations.IsEmpty && node.Condition is null && (node.Completes is null || Sets(node.Completes) is null) && Before(node, incoming) is { } before)
                node = before;
            var set = node.Completes is { } completed && node.Operations.IsEmpty ? completed : node.Operations.LastOrDefault();
            if (edge.Kind != EdgeKind.Regular || node.Condition is not null || set is null || Sets(set) is not { } value)
                return;
            if (node.Completes == set)
            {
                if (Before(node, incoming) is not { IsBegun: true } begun)
                    return;
                node = begun;
            }

            places.Add((node, value));
        }

        foreach (var (node, value) in places)
        {
            node.Operations = node.Operations.RemoveAt(node.Operations.Length - 1);
            node.IsBegun = false;
            foreach (var edge in node.Out.Where(edge => edge.Kind == EdgeKind.Regular))
                edge.To.Completes = null;
            Decide(node, value, test);
        }

        test.Condition = null;
        test.RemoveEdges(_ => true);

        IOperation? Sets(IOperation operation) => operation is IFlowCaptureOperation capture && capture.Id.Equals(id) ? capture.Value : null;
    }

    /// <summary>Makes the node branch on the value to where <paramref name="test"/> branches to.</summary>
    private static void Decide(FlowNode node, IOperation value, FlowNode test)
    {
        var ways = test.Out.Where(edge => edge.Kind is EdgeKind.WhenTrue or EdgeKind.WhenFalse).ToList();
        (value, var negated) = PlainTests.Of(value);
        node.RemoveEdges(edge => edge.Kind is not EdgeKind.Exceptional);
        var known = value.ConstantValue is { HasValue: true, Value: bool constant } ? constant != negated : (bool?)null;
        node.Condition = known is null ? value : null;
        foreach (var way in ways)
        {
            if (known is null)
                node.AddEdge(way.To, (way.Kind == EdgeKind.WhenTrue) != negated ? EdgeKind.WhenTrue : EdgeKind.WhenFalse, way.Handler);
            else if (known == (way.Kind == EdgeKind.WhenTrue))
                node.AddEdge(way.To, EdgeKind.Regular, way.Handler);
        }
    }

    /// <summary>The one node before, which goes nowhere else.</summary>
    private static FlowNode? Before(FlowNode node, ILookup<FlowNode, FlowEdge> incoming) =>
        incoming[node].Take(2).ToList() is { Count: 1 } only && only[0] is { Kind: EdgeKind.Regular, From: { Condition: null } from } && from != node && from.Out.Count(edge => edge.Kind != EdgeKind.Exceptional) == 1 ? from : null;

    private static IOperation? Value(IOperation operation, ILocalSymbol local)
    {
        while (operation is IExpressionStatementOperation statement)
            operation = statement.Operation;
        return operation is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var target }, Value: var value } && SymbolEqualityComparer.Default.Equals(target, local)
            && value.Type?.SpecialType == SpecialType.System_Boolean ? value : null;
    }
}
