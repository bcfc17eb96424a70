using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// How far a member has moved a counter when it comes to a call: <c>_depth++; await Visit(); _depth--;</c> is one up,
/// <c>_depth++; ...; if (--_depth &lt; 4) await Visit();</c> is where it was.
/// </summary>
internal static class FieldSteps
{
    /// <summary>The sums settle after a few rounds, unless some way round loses.</summary>
    private const int MaxRounds = 50;

    /// <summary>Whether the steps lead towards <paramref name="direction"/> in sum, on every way from the entry to the call.</summary>
    public static bool AreTowards(int direction, IEnumerable<VariableWrite> writes, FlowGraph graph, FlowNode node, SyntaxNode call)
    {
        var steps = writes.Where(write => write is { Kind: WriteKind.Step, Direction: not 0, IsNested: false }).ToLookup(write => write.Node);
        var least = new Dictionary<FlowNode, long> { [graph.Entry] = 0 };
        for (var round = 0; ; round++)
        {
            var changed = false;
            foreach (var from in graph.Nodes)
            {
                if (!least.TryGetValue(from, out var sum))
                    continue;
                var gain = steps[from].Sum(Gain);
                foreach (var edge in from.Out)
                {
                    // What threw may not have got that far.
                    var after = sum + (edge.Kind == EdgeKind.Exceptional ? Math.Min(0, gain) : gain);
                    if (least.TryGetValue(edge.To, out var known) && known <= after)
                        continue;
                    least[edge.To] = after;
                    changed = true;
                }
            }

            if (!changed)
                break;
            if (round == MaxRounds)
                return false;
        }

        return least.TryGetValue(node, out var before) && before + steps[node].Where(step => step.Operation.Syntax.SpanStart < call.SpanStart).Sum(Gain) > 0;

        long Gain(VariableWrite step) => Math.Max(1, step.Size) * step.Direction * direction;
    }
}
