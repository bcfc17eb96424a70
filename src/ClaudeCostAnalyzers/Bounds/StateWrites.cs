using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// The writes of <c>state = state switch { A when n++ > 3 => B, ... };</c>, arm by arm: lowering puts the arm's value aside and writes it
/// where all arms have come together, and which arm it was is forgotten there.
/// </summary>
internal static class StateWrites
{
    private const int MaxDepth = 8;

    private const int MaxArms = 64;

    /// <summary>
    /// The write as it is, or those of the temporaries that come to it, if nothing is asked in between. Some of these may stand outside
    /// the loop, where a part of it was cut off: what they write, the variable may have when control comes back.
    /// </summary>
    public static IReadOnlyList<VariableWrite> Of(VariableWrite write, Loop loop)
    {
        var found = new List<VariableWrite>();
        var pending = new Stack<(VariableWrite Write, int Depth)>();
        pending.Push((write, 0));
        while (pending.Count > 0)
        {
            var (current, depth) = pending.Pop();
            if (found.Count + pending.Count > MaxArms)
                return [write];
            if (depth < MaxDepth && Arms(current, loop) is { } arms)
            {
                foreach (var arm in arms)
                    pending.Push((arm, depth + 1));
            }
            else
            {
                found.Add(current);
            }
        }

        return found;
    }

    private static List<VariableWrite>? Arms(VariableWrite write, Loop loop)
    {
        var value = write is { Kind: WriteKind.Assign, IsNested: false, Value: { } given } ? Conversions.Unwrap(given) : null;
        if (value is not IFlowCaptureReferenceOperation || Variable.Referenced(value) is not { Symbol: null } temporary)
            return null;
        var arms = loop.Graph.Variables.Writes(temporary).ToList();
        if (arms.Count <= 1 || !arms.All(arm => arm is { Kind: WriteKind.Assign, IsNested: false, Value: not null } && arm.Node.LeadsStraightTo([write.Node])))
            return null;
        return arms;
    }
}
