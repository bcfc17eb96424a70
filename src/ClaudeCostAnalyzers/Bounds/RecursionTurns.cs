using System.Collections.Immutable;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// A member that calls itself, seen as a loop: each call is a turn, which begins at the member's entry and has the arguments
/// for parameters. What bounds a loop bounds the recursion, then: a latch that is handed on (<c>Ask(text, isSecond: true)</c>), a
/// deadline, a meter that throws, a list that has grown long enough.
/// </summary>
internal static class RecursionTurns
{
    /// <summary>What the call is worth as a bound, judged by the loop that it closes.</summary>
    /// <param name="body">The member's graph, which is not used again: the call is given its way back.</param>
    /// <param name="call">Where the call stands in the text.</param>
    /// <param name="arguments">What the member's parameters are when it is run again; null for what cannot be told.</param>
    /// <param name="spending">What spends.</param>
    /// <param name="effort">What the analysis may cost.</param>
    public static RecursionStrength Judge(FlowGraph body, SyntaxNode call, Dictionary<IParameterSymbol, IOperation?> arguments, ISpending spending, Effort effort)
    {
        if (body.Unlowered(call) is not { } operation || Close(body, call) is not (var graph, var back))
            return RecursionStrength.None;
        graph.TakesDefaults = false;
        var given = Given(arguments, operation, back);
        var index = new SpendingIndex(graph, spending);
        var cuts = new Cuts(graph, index, spending, effort) { Given = given };
        var uncut = cuts.Uncut([.. graph.Nodes], [], []).FirstOrDefault(loop => loop.Nodes.Contains(back));
        if (uncut is null)
            return RecursionStrength.Bounds;
        if (effort.IsSpent)
            return RecursionStrength.Unknown;

        var found = new Dependence(uncut).Of(uncut.Exits()
            .Where(exit => !IsDecided(exit.Node.Condition!, exit.LeavesWhen, given, graph) && new ExitTest(uncut, exit.Node).Judge(exit.Node.Condition!, exit.LeavesWhen) != ExitStrength.Never).Select(exit => exit.Node.Condition));
        return (found & (Dependences.Opaque | Dependences.State)) != 0 && (found & Dependences.Reply) == 0 ? RecursionStrength.Unknown : RecursionStrength.None;
    }

    /// <summary><c>when (retries > 0)</c>, where each call begins with the default of 3 again.</summary>
    private static bool IsDecided(IOperation condition, bool leavesWhen, ImmutableDictionary<Variable, VariableWrite> given, FlowGraph graph) => Evaluator.Boolean(condition, operation =>
        operation is IParameterReferenceOperation && Variable.Referenced(operation) is { } parameter && given.TryGetValue(parameter, out var handed) && handed is { Kind: WriteKind.Assign, Value.ConstantValue: { HasValue: true, Value: var constant } }
        && graph.Variables.Writes(parameter).All(write => write.Kind == WriteKind.Expose) ? Defaults.Constant.Known(constant) : Defaults.Constant.Unknown) == !leavesWhen;

    /// <summary>The graph with a way from the call to the entry, and the node on that way.</summary>
    private static (FlowGraph Graph, FlowNode Back)? Close(FlowGraph body, SyntaxNode call)
    {
        var nodes = body.Nodes.ToList();
        foreach (var node in body.Nodes)
        {
            var evaluated = node.Evaluated.ToList();
            var place = evaluated.FindIndex(root => root.DescendantsAndSelf().Any(operation => operation.Syntax == call
                || (operation is Microsoft.CodeAnalysis.FlowAnalysis.IFlowAnonymousFunctionOperation && operation.Syntax.Span.Contains(call.Span))));
            if (place < 0)
                continue;

            // What comes after the call comes when it has returned: the conditions there end no turn before it.
            var after = new FlowNode(nodes.Count, node.Block) { Operations = evaluated.Skip(place + 1).Where(operation => operation != node.Condition).ToImmutableArray(), Condition = node.Condition };
            nodes.Add(after);
            foreach (var edge in node.Out.Where(edge => edge.Kind != EdgeKind.Exceptional).ToList())
                after.AddEdge(edge.To, edge.Kind, edge.Handler);
            node.RemoveEdges(edge => edge.Kind != EdgeKind.Exceptional);
            node.Operations = evaluated.Take(place + 1).ToImmutableArray();
            node.Condition = null;
            node.AddEdge(after, EdgeKind.Regular);

            var back = new FlowNode(nodes.Count, node.Block);
            nodes.Add(back);
            node.AddEdge(back, EdgeKind.Regular);
            back.AddEdge(body.Entry, EdgeKind.Regular);
            // Who calls first comes in from outside.
            var start = new FlowNode(nodes.Count, body.Entry.Block);
            nodes.Add(start);
            start.AddEdge(body.Entry, EdgeKind.Regular);
            return (new FlowGraph(body.Source, body.Model, nodes, start, body.Exit), back);
        }

        return null;
    }

    private static ImmutableDictionary<Variable, VariableWrite> Given(Dictionary<IParameterSymbol, IOperation?> arguments, IOperation call, FlowNode back)
    {
        var given = ImmutableDictionary.CreateBuilder<Variable, VariableWrite>();
        foreach (var argument in arguments)
        {
            if (argument.Key.RefKind is RefKind.Ref or RefKind.Out)
                continue;
            var parameter = Variable.Of(argument.Key);
            if (argument.Value is not { } value)
            {
                given[parameter] = new VariableWrite(parameter, back, WriteKind.Mutate, call, call);
                continue;
            }

            while (value is IConversionOperation { OperatorMethod: null } conversion)
                value = conversion.Operand;
            // `Ask(text, ++attempt)` has moved it by then; `Ask(text, attempt++)` hands on what it was.
            var isPostfix = value is IIncrementOrDecrementOperation { IsPostfix: true };
            var same = value is IIncrementOrDecrementOperation step ? step.Target : value;
            if (!isPostfix && Variable.Referenced(same) is { } handed && handed.Equals(parameter))
                continue;
            if (!isPostfix && Steps.OfAssignment(parameter, value) is (var kind, var direction, var size))
                given[parameter] = new VariableWrite(parameter, back, kind, value, kind == WriteKind.Step ? null : value, direction, size);
            else
                given[parameter] = new VariableWrite(parameter, back, isPostfix ? WriteKind.Mutate : WriteKind.Assign, value, value);
        }

        return given.ToImmutable();
    }
}
