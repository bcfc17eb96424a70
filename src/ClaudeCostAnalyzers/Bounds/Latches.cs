using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Flags: variables that the loop sets to constants and tests. A place that sets one such that no call can follow before
/// the loop is left, or that control does not come back to before, is passed once; and a flag that is only ever set splits
/// the loop into the turns before and after.
/// </summary>
internal static class Latches
{
    /// <summary>A variable that is written in more places is a state, not a flag.</summary>
    private const int MaxWrites = 32;

    private const int MaxDepth = 8;

    /// <summary>The parts to judge instead of the loop, or null when no flag tells anything.</summary>
    public static List<(ICollection<FlowNode> Nodes, HashSet<FlowEdge> Removed)>? Split(Loop loop, SpendingIndex index)
    {
        HashSet<FlowNode>? passedOnce = null;
        foreach (var variable in loop.Tests.Keys)
        {
            if (variable.Symbol is null || loop.Effort.IsSpent)
                continue;
            var writes = loop.Writes(variable).Where(write => write.Kind != WriteKind.Expose).ToList();
            if (writes.Count is 0 or > MaxWrites || writes.Any(write => write.Kind != WriteKind.Assign || write.IsNested))
                continue;

            // Of several writes in one node only the last is seen by what comes after it.
            var last = writes.GroupBy(write => write.Node).Select(group => group.Last()).ToList();
            var constants = last.Where(write => Known(write, loop).IsKnown).ToList();
            var after = constants.Select(write => (write.Node, Reached: After(loop, variable, write, last))).Where(way => way.Reached is not null).ToList();
            var deadEnds = after.Where(way => !way.Reached!.Any(node => index.Calls(node).Count > 0)).Select(way => way.Node).ToList();
            if (deadEnds.Count > 0)
                return [(Without(loop, deadEnds), loop.Removed)];

            if (writes.All(write => Known(write, loop).IsKnown) && writes.Select(write => Known(write, loop).Value).Distinct().Count() == 1)
            {
                var closed = ClosedEdges(loop, variable, Known(constants[0], loop).Value);
                if (closed.Count == 0)
                    continue;
                var first = ValueBefore(variable, loop);
                var closedBefore = first.IsKnown ? ClosedEdges(loop, variable, first.Value) : [];
                return [(Without(loop, constants.Select(write => write.Node)), [.. loop.Removed, .. closedBefore]), (loop.Nodes, [.. loop.Removed, .. closed])];
            }

            passedOnce = passedOnce is { Count: > 0 } ? passedOnce : [.. after.Where(way => !way.Reached!.Contains(way.Node)).Select(way => way.Node)];
        }

        // The last resort, as what the flag is known to be is forgotten.
        return passedOnce is { Count: > 0 } ? [(Without(loop, passedOnce), loop.Removed)] : null;
    }

    private static HashSet<FlowNode> Without(Loop loop, IEnumerable<FlowNode> nodes)
    {
        var rest = new HashSet<FlowNode>(loop.Nodes);
        rest.ExceptWith(nodes);
        return rest;
    }

    /// <summary>The one constant that a local has whenever control comes to the loop from outside.</summary>
    private static Defaults.Constant ValueBefore(Variable variable, Loop loop)
    {
        var writes = loop.Graph.Variables.Writes(variable).Where(write => write.Kind != WriteKind.Expose && !loop.Nodes.Contains(write.Node)).ToList();
        if (variable.Symbol is not ILocalSymbol || writes.Count == 0 || writes.Any(write => write.Kind != WriteKind.Assign || write.IsNested))
            return Defaults.Constant.Unknown;
        var first = Known(writes[0], loop);
        return first.Value is not Variable && first.Value != Evaluator.NotNull && writes.All(write => Known(write, loop) is { IsKnown: true } known && Equals(known.Value, first.Value))
            ? first
            : Defaults.Constant.Unknown;
    }

    /// <summary>
    /// What is known of the value that is written: a constant; the value of a variable that the loop leaves alone
    /// (<c>model = fallback</c>); or that it is not null (<c>reply = await client.Ask()</c>).
    /// </summary>
    private static Defaults.Constant Known(VariableWrite write, Loop loop, int depth = 0)
    {
        var value = write.Value;
        if (value is null)
            return Defaults.Constant.Known(null);
        while (value is IConversionOperation { ConstantValue.HasValue: false, OperatorMethod: null } conversion)
            value = conversion.Operand;
        if (value.ConstantValue is { HasValue: true } constant)
            return Defaults.Constant.Known(constant.Value);
        if (value is IDefaultValueOperation)
            return Defaults.Constant.Known(null);
        // `next = done ? null : reply`: as far as the ways on that are left tell.
        if (value is IFlowCaptureReferenceOperation && depth < MaxDepth && Variable.Referenced(value) is { } choice)
        {
            var choices = loop.Writes(choice).Select(written => Known(written, loop, depth + 1)).ToList();
            return choices.Count > 0 && choices.All(known => known.IsKnown && Equals(known.Value, choices[0].Value)) ? choices[0] : Defaults.Constant.Unknown;
        }

        if (value is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation && Variable.Referenced(value) is { } source && loop.IsInvariant(value))
            return Defaults.Constant.Known(source);
        return IsNotNull(value, loop) ? Defaults.Constant.Known(Evaluator.NotNull) : Defaults.Constant.Unknown;
    }

    /// <summary>A reply is never null, nor is what the compiler knows not to be.</summary>
    public static bool IsNotNull(IOperation value, Loop loop)
    {
        if (value.Type is not { IsReferenceType: true } || value is IFlowCaptureReferenceOperation)
            return false;
        var awaited = value is IAwaitOperation await ? await.Operation : value;
        return loop.Spending.Of(awaited, loop.Graph.Model) is { IsDirect: true }
            || loop.Graph.Model.GetTypeInfo(value.Syntax).Nullability.FlowState == NullableFlowState.NotNull;
    }

    /// <summary>Where control comes after this write as long as the flag keeps the value; null when it may lose it before the loop is left.</summary>
    private static HashSet<FlowNode>? After(Loop loop, Variable variable, VariableWrite write, List<VariableWrite> writes)
    {
        var known = Known(write, loop).Value;
        var others = new HashSet<FlowNode>(writes.Where(other => other.Node != write.Node && !(Known(other, loop) is { IsKnown: true } same && Equals(same.Value, known))).Select(other => other.Node));
        var reached = Components.Reachable(
            write.Node.Out.Where(edge => loop.Stays(edge) && Consistent(edge, variable, known, loop)).Select(edge => edge.To),
            loop.Nodes.Contains,
            stop: node => others.Contains(node),
            edge => loop.Follows(edge) && Consistent(edge, variable, known, loop),
            loop.Effort);
        return reached.Overlaps(others) ? null : reached;
    }

    private static bool Consistent(FlowEdge edge, Variable variable, object? known, Loop loop) =>
        edge.From.Condition is null || !loop.Tests[variable].Contains(edge.From) || edge.Kind is not (EdgeKind.WhenTrue or EdgeKind.WhenFalse)
        || Evaluate(edge.From.Condition, variable, known) is not { } value || value == (edge.Kind == EdgeKind.WhenTrue);

    private static HashSet<FlowEdge> ClosedEdges(Loop loop, Variable variable, object? known) =>
        [.. loop.Tests[variable].SelectMany(node => node.Out).Where(edge => loop.Stays(edge) && !Consistent(edge, variable, known, loop))];

    /// <summary>The condition's value when the variable has the known one; null: it does not follow.</summary>
    private static bool? Evaluate(IOperation condition, Variable variable, object? known) => Evaluator.Boolean(condition, operation =>
        Variable.Referenced(operation) is not { } read ? Defaults.Constant.Unknown
        : read.Equals(variable) ? Defaults.Constant.Known(known)
        : known is Variable source && read.Equals(source) ? Defaults.Constant.Known(source)
        : Defaults.Constant.Unknown);
}
