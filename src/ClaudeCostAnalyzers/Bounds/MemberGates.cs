using System.Collections.Immutable;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Members that hold the cap of a loop: <c>if (!meter.TryUse()) break;</c>, <c>while (!session.IsFull)</c>,
/// <c>guard.CountOrThrow()</c>. Each call is a turn of a loop of its own: from the member's entry to its end and back. Where
/// a bound leaves that loop, it leaves the caller's.
/// </summary>
internal static class MemberGates
{
    /// <summary>Gates that ask gates are followed so far.</summary>
    private const int MaxNesting = 2;

    private const int MaxRounds = 10;

    /// <summary>Whether the member can give the value that stays only finitely often; or, for null, return at all.</summary>
    /// <param name="call">The invocation, or the property that is read.</param>
    /// <param name="leavesWhen">The value that leaves the caller's loop; null: an exception does.</param>
    /// <param name="at">Where in the caller's loop.</param>
    /// <param name="caller">That loop.</param>
    public static bool Ends(IOperation call, bool? leavesWhen, FlowNode at, Loop caller) => Ends(call, leavesWhen, leavesOnNull: false, at, caller);

    /// <summary>Whether the member comes to give null: <c>if (_turns++ >= max) return null;</c></summary>
    /// <param name="call">The invocation.</param>
    /// <param name="at">Where in the caller's loop.</param>
    /// <param name="caller">That loop, which null leaves.</param>
    public static bool ComesToNull(IInvocationOperation call, FlowNode at, Loop caller) => Ends(call, leavesWhen: null, leavesOnNull: true, at, caller);

    private static bool Ends(IOperation call, bool? leavesWhen, bool leavesOnNull, FlowNode at, Loop caller)
    {
        if (caller.Nesting >= MaxNesting || caller.Effort.IsSpent || !IsOfOneObject(call, caller) || caller.Spending.Members.Target(call) is not { } member)
            return false;
        if (leavesWhen is null && !leavesOnNull && !MayThrow(member))
            return false;
        if (caller.Spending.Members.Graph(member) is not { } graph)
            return false;
        caller.Effort.Add(graph.Nodes.Count * 10);

        var removed = new HashSet<FlowEdge>();
        Throws(graph, removed);
        if (leavesOnNull)
            Returns(graph, leavesWhen: null, removed);
        else if (leavesWhen is { } leaving)
            Returns(graph, leaving, removed);
        graph.Exit.AddEdge(graph.Entry, EdgeKind.Regular);
        var given = Given(call, member, graph, at, caller);

        ICollection<FlowNode> nodes = [.. graph.Nodes];
        for (var round = 0; round < MaxRounds; round++)
        {
            var turn = Components.Cyclic(nodes, edge => !removed.Contains(edge), caller.Effort).FirstOrDefault(component => component.Contains(graph.Entry));
            // A member that always throws, or always gives the value that leaves, is a stub and no bound.
            if (turn is null)
                return round > 0;
            var loop = new Loop(graph, turn, removed, caller.Spending, caller.Effort) { Nesting = caller.Nesting + 1, Given = given };
            var bounds = new HashSet<FlowNode>();
            foreach (var (node, leavesOn) in loop.Exits())
            {
                var test = new ExitTest(loop, node);
                if (test.Judge(node.Condition!, leavesOn) == ExitStrength.Bounds)
                    bounds.Add(node);
                else
                    bounds.UnionWith(test.Stations);
            }

            if (bounds.Count == 0)
                return false;
            turn.ExceptWith(bounds);
            nodes = turn;
        }

        return false;
    }

    /// <summary>A new meter in each turn, or one that is taken from somewhere else each time, caps nothing.</summary>
    private static bool IsOfOneObject(IOperation call, Loop caller)
    {
        var instance = call switch
        {
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } => null,
            IInvocationOperation invocation => invocation.Instance,
            IPropertyReferenceOperation property => property.Instance,
            _ => null,
        };
        if (instance is null or IInstanceReferenceOperation)
            return true;
        return Variable.Root(caller.Whole(instance)) is { } root && !caller.Writes(root).Any(write => write.Kind == WriteKind.Assign);
    }

    private static bool MayThrow(IMethodSymbol member) => member.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax().DescendantTokens()
        .Any(token => token.IsKind(SyntaxKind.ThrowKeyword) || (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText.StartsWith("Throw", StringComparison.Ordinal))));

    /// <summary>An exception that no handler of the member takes leaves it.</summary>
    private static void Throws(FlowGraph graph, HashSet<FlowEdge> removed)
    {
        foreach (var node in graph.Nodes)
            removed.UnionWith(node.Out.Where(edge => edge is { Kind: EdgeKind.Exceptional, Handler: null }));
    }

    /// <summary>Returns of the value that leaves, null or a truth value, and of truth values that are computed.</summary>
    private static void Returns(FlowGraph graph, bool? leavesWhen, HashSet<FlowEdge> removed)
    {
        var outside = new FlowNode(-1, graph.Exit.Block);
        var pending = new Stack<IOperation>();
        var seen = new HashSet<IOperation>();
        foreach (var node in graph.Nodes)
        {
            if (node.Block.FallThroughSuccessor is { Semantics: ControlFlowBranchSemantics.Return } && node.Block.ConditionKind == ControlFlowConditionKind.None && node.Block.BranchValue is { } value && seen.Add(value))
                pending.Push(value);
        }

        while (pending.Count > 0)
        {
            var value = pending.Pop();
            var result = Result(value);
            // `return a && b;`: lowering has put the value aside on each way.
            if (result is IFlowCaptureReferenceOperation aside)
            {
                foreach (var capture in graph.Nodes.SelectMany(node => node.Operations).OfType<IFlowCaptureOperation>().Where(capture => capture.Id.Equals(aside.Id)))
                {
                    if (seen.Add(capture.Value))
                        pending.Push(capture.Value);
                }

                continue;
            }

            foreach (var node in graph.Nodes.ToList())
            {
                if (node.Condition is not null || node.Operations.LastOrDefault() is not { } last || !(last == value || (last is IFlowCaptureOperation set && set.Value == value)))
                    continue;
                var ways = node.Out.Where(edge => edge.Kind == EdgeKind.Regular).ToList();
                if (leavesWhen is null && result is IDefaultValueOperation)
                {
                    removed.UnionWith(ways);
                    continue;
                }

                if (result.ConstantValue is { HasValue: true, Value: var constant })
                {
                    if (Equals(constant, leavesWhen))
                        removed.UnionWith(ways);
                    continue;
                }

                if (leavesWhen is not { } leaves || result.Type?.SpecialType != SpecialType.System_Boolean)
                    continue;
                node.Operations = node.Operations.RemoveAt(node.Operations.Length - 1);
                node.Condition = result;
                removed.UnionWith(ways);
                foreach (var way in ways)
                    node.AddEdge(way.To, leaves ? EdgeKind.WhenFalse : EdgeKind.WhenTrue);
                node.AddEdge(outside, leaves ? EdgeKind.WhenTrue : EdgeKind.WhenFalse);
            }
        }
    }

    /// <summary>What <c>Task.FromResult(x)</c> and <c>new ValueTask&lt;bool>(x)</c> give.</summary>
    private static IOperation Result(IOperation value) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => Result(conversion.Operand),
        IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" }, Arguments.Length: 1 } made => made.Arguments[0].Value,
        IObjectCreationOperation { Type.Name: "ValueTask", Arguments.Length: 1 } made => made.Arguments[0].Value,
        _ => value,
    };

    /// <summary>What happens between one call and the next: new arguments, and what the caller's loop does to what the member reads.</summary>
    private static ImmutableDictionary<Variable, VariableWrite> Given(IOperation call, IMethodSymbol member, FlowGraph graph, FlowNode at, Loop caller)
    {
        var given = ImmutableDictionary.CreateBuilder<Variable, VariableWrite>();
        if (call is IInvocationOperation invocation)
        {
            foreach (var argument in invocation.Arguments)
            {
                if (argument.Parameter is not { } parameter)
                    continue;
                // The call may name the interface's parameter.
                var variable = Variable.Of(parameter.Ordinal < member.Parameters.Length ? member.Parameters[parameter.Ordinal] : parameter);
                var isNew = parameter.RefKind is RefKind.Ref or RefKind.Out
                    ? Variable.Referenced(argument.Value) is not { } shared || caller.Writes(shared).Any(write => write.Operation != argument && write.Kind != WriteKind.Expose)
                    : !caller.IsInvariant(argument.Value) || graph.Variables.Writes(variable).Any(write => write.Kind != WriteKind.Expose);
                if (isNew && Moved(argument, variable, graph, at, caller) is { } moved)
                    given[variable] = moved;
                else if (isNew && !HoldsTime(argument.Value, caller))
                    given[variable] = Grows(argument, at, caller) ? new VariableWrite(variable, graph.Entry, WriteKind.Grow, call, call, 1) : new VariableWrite(variable, graph.Entry, WriteKind.Mutate, argument, call);
            }
        }

        foreach (var operation in graph.Nodes.SelectMany(node => node.Evaluated).SelectMany(root => root.DescendantsAndSelf()))
        {
            if (operation is IConversionOperation || Variable.Referenced(operation) is not { Symbol: IFieldSymbol or IPropertySymbol or ILocalSymbol or IParameterSymbol } variable || given.ContainsKey(variable))
                continue;
            var writes = caller.Writes(variable).Where(write => write.Kind != WriteKind.Expose && !IsOwn(write, call, member)).ToList();
            if (writes.Count == 0)
                continue;
            var first = writes[0];
            var isMovedOnEachTurn = first.Kind is WriteKind.Step or WriteKind.Grow or WriteKind.Shrink && writes.All(write => write.Kind == first.Kind && write.Direction == first.Direction);
            if (isMovedOnEachTurn && !caller.EveryTurnPasses(at, [.. writes.Select(write => write.Node)]))
                continue;
            // What the caller adds up is judged where it stands.
            if (writes.All(write => write is { Kind: WriteKind.Accumulate or WriteKind.Step, IsNested: false }) && writes.Any(write => write.Kind == WriteKind.Accumulate)
                && CounterMovement.Of(variable, isSize: false, caller) is { Direction: not 0 and var direction, Resets.Count: 0 } sum)
            {
                if (caller.EveryTurnPasses(at, sum.Sure))
                    given[variable] = new VariableWrite(variable, graph.Entry, WriteKind.Step, call, null, direction);
                continue;
            }

            given[variable] = isMovedOnEachTurn
                ? new VariableWrite(variable, graph.Entry, first.Kind, first.Operation, first.Value, first.Direction, first.Size)
                : new VariableWrite(variable, graph.Entry, WriteKind.Mutate, call, call);
        }

        return given.ToImmutable();
    }

    /// <summary>A counter that every turn of the caller moves, and that the member itself leaves alone: <c>ThrowIfTooDeep(depth)</c>.</summary>
    private static VariableWrite? Moved(IArgumentOperation argument, Variable parameter, FlowGraph graph, FlowNode at, Loop caller)
    {
        if (argument.Parameter?.RefKind != RefKind.None || Variable.Referenced(argument.Value) is not { } counter || graph.Variables.Writes(parameter).Any(write => write.Kind != WriteKind.Expose))
            return null;
        var writes = caller.Writes(counter).Where(write => write.Kind != WriteKind.Expose).ToList();
        return writes.Count > 0 && writes.All(write => write.Kind == WriteKind.Step && write.Direction == writes[0].Direction) && caller.EveryTurnPasses(at, [.. writes.Select(write => write.Node)])
            ? new VariableWrite(parameter, graph.Entry, WriteKind.Step, argument, null, writes[0].Direction, writes[0].Size) : null;
    }

    /// <summary>A list that every turn of the caller adds to, and none takes from: <c>while (!rule.ShouldStop(history))</c>.</summary>
    private static bool Grows(IArgumentOperation argument, FlowNode at, Loop caller)
    {
        if (argument.Parameter?.RefKind != RefKind.None || !CollectionMembers.IsFrameworkCollection(argument.Value.Type) || Variable.Referenced(argument.Value) is not { } list)
            return false;
        var writes = caller.Writes(list).Where(write => write.Kind != WriteKind.Expose).ToList();
        return writes.All(write => write.Kind == WriteKind.Grow) && caller.EveryTurnPasses(at, [.. writes.Where(write => write.Direction > 0).Select(write => write.Node)]);
    }

    /// <summary>A stopwatch that is read is not a new one.</summary>
    private static bool HoldsTime(IOperation argument, Loop caller) =>
        argument.Type?.Name == "Stopwatch" && Variable.Root(argument) is { } watch && !caller.Writes(watch).Any(write => write.Kind == WriteKind.Assign);

    /// <summary>What the member itself does is in its own graph.</summary>
    private static bool IsOwn(VariableWrite write, IOperation call, IMethodSymbol member) =>
        write.Operation.Syntax == call.Syntax || member.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == write.Operation.Syntax.SyntaxTree && reference.Span.Contains(write.Operation.Syntax.Span));
}
