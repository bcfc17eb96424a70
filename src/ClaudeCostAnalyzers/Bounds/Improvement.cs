using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Loops that go on only while something gets less: <c>if (errors.Count >= before) break; before = errors.Count;</c>, or
/// <c>if (next.Errors >= run.Errors) break; run = next;</c>. Whole numbers of things do not fall for ever, whoever counts them.
/// </summary>
internal static class Improvement
{
    private const int MaxDepth = 6;

    public static bool Ends(IOperation left, Relation leaves, IOperation right, FlowNode at, Loop loop) =>
        IsLess(left, leaves, right, at, loop) || IsLess(right, Relations.Swap(leaves), left, at, loop);

    private static bool IsLess(IOperation now, Relation leaves, IOperation before, FlowNode at, Loop loop)
    {
        if (leaves != Relation.GreaterOrEqual || now.Type is not { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 })
            return false;
        return Keeps(now, before, at, loop) || (Owners(now, before) is var (newer, older) && Keeps(newer, older, at, loop));
    }

    /// <summary>What the same member is asked of on both sides: <c>next</c> and <c>run</c> of <c>next.Report.Errors</c> and <c>run.Report.Errors</c>.</summary>
    private static (IOperation Newer, IOperation Older)? Owners(IOperation now, IOperation before)
    {
        var isMember = false;
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            (now, before) = (Conversions.Unwrap(now), Conversions.Unwrap(before));
            var (one, other) = (now, before) switch
            {
                (IPropertyReferenceOperation { Arguments.IsEmpty: true } left, IPropertyReferenceOperation right) when Same(left.Property, right.Property) => (left.Instance, right.Instance),
                (IFieldReferenceOperation left, IFieldReferenceOperation right) when Same(left.Field, right.Field) => (left.Instance, right.Instance),
                (IInvocationOperation { TargetMethod: { Name: "Count", ContainingType.Name: "Enumerable" }, Arguments: { Length: 1 } left }, IInvocationOperation { TargetMethod: { Name: "Count", ContainingType.Name: "Enumerable" }, Arguments: { Length: 1 } right })
                    => (left[0].Value, right[0].Value),
                _ => (null, null),
            };
            if (one is null or IInstanceReferenceOperation || other is null)
                break;
            (now, before, isMember) = (one, other, true);
        }

        return isMember && now is ILocalReferenceOperation or IParameterReferenceOperation && before is ILocalReferenceOperation or IParameterReferenceOperation ? (now, before) : null;

        static bool Same(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);
    }

    private static bool Keeps(IOperation now, IOperation before, FlowNode at, Loop loop)
    {
        if (Variable.Referenced(before) is not { } last)
            return false;
        var text = now.Syntax.ToString();
        var kept = new Dictionary<FlowNode, int>();
        foreach (var write in loop.Writes(last))
        {
            // What is only looked at keeps its members.
            if (write.Kind == WriteKind.Expose && before.Type is { IsReferenceType: true })
                continue;
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
