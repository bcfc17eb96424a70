using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Flags: variables that the loop sets to constants and tests. A place that sets one such that no call can follow before
/// the loop is left is itself a way out; and a flag that is only ever set splits the loop into the turns before and after.
/// </summary>
internal static class Latches
{
    /// <summary>The parts to judge instead of the loop, or null when no flag tells anything.</summary>
    public static List<(ICollection<FlowNode> Nodes, HashSet<FlowEdge> Removed)>? Split(Loop loop, SpendingIndex index)
    {
        foreach (var variable in Tested(loop))
        {
            var writes = loop.Writes(variable).Where(write => write.Kind != WriteKind.Expose).ToList();
            if (writes.Count == 0 || writes.Any(write => write.Kind != WriteKind.Assign || write.IsNested))
                continue;

            var constants = writes.Where(write => IsConstant(write.Value)).ToList();
            var deadEnds = constants.Where(write => IsDeadEnd(loop, index, variable, write, writes)).Select(write => write.Node).ToList();
            if (deadEnds.Count > 0)
            {
                var rest = new HashSet<FlowNode>(loop.Nodes);
                rest.ExceptWith(deadEnds);
                return [(rest, loop.Removed)];
            }

            if (constants.Count == writes.Count && constants.Select(write => Value(write)).Distinct().Count() == 1)
            {
                var closed = ClosedEdges(loop, variable, Value(constants[0]));
                if (closed.Count == 0)
                    continue;
                var before = new HashSet<FlowNode>(loop.Nodes);
                before.ExceptWith(constants.Select(write => write.Node));
                return [(before, loop.Removed), (loop.Nodes, [.. loop.Removed, .. closed])];
            }
        }

        return null;
    }

    /// <summary>The variables that conditions of the loop test and that it writes.</summary>
    private static IEnumerable<Variable> Tested(Loop loop)
    {
        var seen = new HashSet<Variable>();
        foreach (var node in loop.Nodes.OrderBy(node => node.Id))
        {
            if (node.Condition is null)
                continue;
            foreach (var operation in node.Condition.DescendantsAndSelf())
            {
                if (operation is not IConversionOperation && Variable.Referenced(operation) is { Symbol: not null } variable && seen.Add(variable) && loop.Writes(variable).Count > 0)
                    yield return variable;
            }
        }
    }

    private static bool IsConstant(IOperation? value) => value is null or { ConstantValue.HasValue: true } or IDefaultValueOperation
        || (value is IConversionOperation conversion && IsConstant(conversion.Operand))
        || value is IFieldReferenceOperation { Field: { IsStatic: true, IsReadOnly: true } };

    private static object? Value(VariableWrite write)
    {
        var value = write.Value;
        while (value is IConversionOperation { ConstantValue.HasValue: false } conversion)
            value = conversion.Operand;
        return value?.ConstantValue is { HasValue: true } constant ? constant.Value : null;
    }

    /// <summary>Whether after this write no call comes before the loop is left: every test of the flag on the way is decided.</summary>
    private static bool IsDeadEnd(Loop loop, SpendingIndex index, Variable variable, VariableWrite write, List<VariableWrite> writes)
    {
        var known = Value(write);
        if (write.Value is IFieldReferenceOperation { ConstantValue.HasValue: false })
            return false;
        var others = new HashSet<FlowNode>(writes.Where(other => other.Node != write.Node && !(IsConstant(other.Value) && Equals(Value(other), known))).Select(other => other.Node));
        var reached = Components.Reachable(
            write.Node.Out.Where(edge => loop.Stays(edge) && Consistent(edge, variable, known)).Select(edge => edge.To),
            loop.Nodes.Contains,
            stop: node => others.Contains(node),
            edge => loop.Follows(edge) && Consistent(edge, variable, known));
        return !reached.Any(node => others.Contains(node) || index.Calls(node).Count > 0);
    }

    private static bool Consistent(FlowEdge edge, Variable variable, object? known) =>
        edge.From.Condition is null || edge.Kind is not (EdgeKind.WhenTrue or EdgeKind.WhenFalse)
        || Evaluate(edge.From.Condition, variable, known) is not { } value || value == (edge.Kind == EdgeKind.WhenTrue);

    private static HashSet<FlowEdge> ClosedEdges(Loop loop, Variable variable, object? known) =>
        [.. loop.Nodes.SelectMany(node => node.Out).Where(edge => loop.Stays(edge) && !Consistent(edge, variable, known))];

    /// <summary>The condition's value when the variable has the known one; null: it does not follow.</summary>
    private static bool? Evaluate(IOperation condition, Variable variable, object? known) =>
        Evaluator.Boolean(condition, operation => Variable.Referenced(operation) is { } read && read.Equals(variable) ? Defaults.Constant.Known(known) : Defaults.Constant.Unknown);
}
