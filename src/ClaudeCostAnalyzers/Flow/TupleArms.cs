using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>The arms of <c>state switch { A => (B, n), _ => (C, n + 1) }</c>, where lowering has put their tuples aside.</summary>
internal static class TupleArms
{
    private const int MaxArms = 64;

    /// <summary>The arms, each with its tuple; null: one of them gives something else, or control may go elsewhere from it.</summary>
    /// <param name="value">What has come together.</param>
    /// <param name="ends">Where it is taken apart.</param>
    /// <param name="table">What is written so far.</param>
    public static List<(FlowNode Node, ITupleOperation Tuple)>? Of(IFlowCaptureReferenceOperation value, HashSet<FlowNode> ends, VariableTable table)
    {
        var arms = new List<(FlowNode, ITupleOperation)>();
        var pending = new Stack<(HashSet<FlowNode> Joins, CaptureId Joined)>();
        pending.Push((ends, value.Id));
        for (var steps = 0; pending.Count > 0; steps++)
        {
            var (joins, joined) = pending.Pop();
            var inner = new Dictionary<CaptureId, HashSet<FlowNode>>();
            foreach (var arm in table.Writes(Variable.Of(joined)))
            {
                if (steps > MaxArms || arm is not { Kind: WriteKind.Assign, IsNested: false, Value: { } given } || joins.Contains(arm.Node) || !arm.Node.LeadsStraightTo(joins))
                    return null;
                switch (Conversions.Unwrap(given))
                {
                    case ITupleOperation tuple:
                        arms.Add((arm.Node, tuple));
                        break;
                    case IFlowCaptureReferenceOperation nested:
                        if (!inner.TryGetValue(nested.Id, out var nodes))
                            inner.Add(nested.Id, nodes = []);
                        nodes.Add(arm.Node);
                        break;
                    default:
                        return null;
                }
            }

            foreach (var nested in inner)
                pending.Push((nested.Value, nested.Key));
        }

        return arms;
    }
}
