using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Loops that go on only while something gets less: <c>if (errors.Count >= before) break; before = errors.Count;</c>. Whole
/// numbers of things do not fall for ever, whoever counts them.
/// </summary>
internal static class Improvement
{
    public static bool Ends(IOperation left, Relation leaves, IOperation right, FlowNode at, Loop loop) =>
        IsLess(left, leaves, right, at, loop) || IsLess(right, Relations.Swap(leaves), left, at, loop);

    private static bool IsLess(IOperation now, Relation leaves, IOperation before, FlowNode at, Loop loop)
    {
        if (leaves != Relation.GreaterOrEqual || now.Type is not { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 } || Variable.Referenced(before) is not { } last)
            return false;
        var text = now.Syntax.ToString();
        var kept = new Dictionary<FlowNode, int>();
        foreach (var write in loop.Writes(last))
        {
            if (write is not { Kind: WriteKind.Assign, Value: { } value } || value.Syntax.ToString() != text)
                return false;
            kept[write.Node] = write.Operation.Syntax.SpanStart;
        }

        if (kept.Count == 0 || !loop.EveryTurnPasses(at, [.. kept.Keys]))
            return false;

        // What was tested is what is kept for the next turn.
        var between = Components.Reachable(at.Out.Where(loop.Follows).Select(edge => edge.To), loop.Nodes.Contains, kept.ContainsKey, loop.Follows, loop.Effort);
        return now.DescendantsAndSelf().All(part => part is IConversionOperation || Variable.Referenced(part) is not { } read
            || loop.Writes(read).All(write => write.Kind == WriteKind.Expose || !IsBetween(write)));

        bool IsBetween(VariableWrite write) => between.Contains(write.Node) && !(kept.TryGetValue(write.Node, out var keeping) && write.Operation.Syntax.SpanStart > keeping);
    }
}
