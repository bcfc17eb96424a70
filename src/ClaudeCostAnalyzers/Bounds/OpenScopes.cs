using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Which budget scopes of a body are open on every way to a place, found once for all scopes and all places: a scope is open where all that
/// leads there left it open. Immutable once made.
/// </summary>
internal sealed class OpenScopes
{
    private const int BitsOfWord = 64;

    private readonly IReadOnlyList<BudgetBegin> _begins;
    private readonly int _words;

    /// <summary>By node, the scopes that are open before it, as bits; null where no way leads.</summary>
    private readonly ulong[]?[] _open;

    /// <param name="graph">The graph of the body.</param>
    /// <param name="begins">Where scopes are begun in it.</param>
    public OpenScopes(FlowGraph graph, IReadOnlyList<BudgetBegin> begins)
    {
        _begins = begins;
        _words = (begins.Count + BitsOfWord - 1) / BitsOfWord;
        _open = new ulong[]?[graph.Nodes.Count];
        if (begins.Count > 0)
            Spread(graph);
    }

    /// <summary>The scopes that are open there.</summary>
    public IEnumerable<BudgetBegin> At(FlowNode place)
    {
        if (_open[place.Id] is not { } open)
            yield break;
        for (var word = 0; word < _words; word++)
        {
            for (var (bits, bit) = (open[word], 0); bits != 0; bits >>= 1, bit++)
            {
                if ((bits & 1) != 0)
                    yield return _begins[word * BitsOfWord + bit];
            }
        }
    }

    private void Spread(FlowGraph graph)
    {
        var begun = Bits(_begins.Select((begin, index) => (begin.Node, index)));
        var ended = Bits(Ends(graph));
        var work = new Queue<FlowNode>();
        var waiting = new HashSet<FlowNode>();
        _open[graph.Entry.Id] = new ulong[_words];
        work.Enqueue(graph.Entry);
        var after = new ulong[_words];
        while (work.Count > 0)
        {
            var node = work.Dequeue();
            waiting.Remove(node);
            begun.TryGetValue(node, out var begins);
            ended.TryGetValue(node, out var ends);
            for (var word = 0; word < _words; word++)
                after[word] = (_open[node.Id]![word] & ~(ends?[word] ?? 0)) | (begins?[word] ?? 0);
            foreach (var edge in node.Out)
            {
                if (Narrow(ref _open[edge.To.Id], after) && waiting.Add(edge.To))
                    work.Enqueue(edge.To);
            }
        }
    }

    /// <summary>Leaves what is open on this way too; false when that changes nothing.</summary>
    private static bool Narrow(ref ulong[]? open, ulong[] way)
    {
        if (open is null)
        {
            open = (ulong[])way.Clone();
            return true;
        }

        var changed = false;
        for (var word = 0; word < way.Length; word++)
        {
            changed |= (open[word] & ~way[word]) != 0;
            open[word] &= way[word];
        }

        return changed;
    }

    private Dictionary<FlowNode, ulong[]> Bits(IEnumerable<(FlowNode Node, int Scope)> scopes)
    {
        var bits = new Dictionary<FlowNode, ulong[]>();
        foreach (var (node, scope) in scopes)
        {
            if (!bits.TryGetValue(node, out var words))
                bits.Add(node, words = new ulong[_words]);
            words[scope / BitsOfWord] |= 1UL << (scope % BitsOfWord);
        }

        return bits;
    }

    /// <summary>The nodes that dispose what holds a scope.</summary>
    private IEnumerable<(FlowNode Node, int Scope)> Ends(FlowGraph graph)
    {
        var held = _begins.Select((begin, index) => (begin.Holder, Index: index)).Where(scope => scope.Holder is not null).ToLookup(scope => scope.Holder!.Value, scope => scope.Index);
        foreach (var (node, call) in graph.Invocations("Dispose").Concat(graph.Invocations("DisposeAsync")))
        {
            if (call.Instance is not { } instance || Variable.Referenced(instance) is not { } disposed)
                continue;
            foreach (var scope in held[disposed])
                yield return (node, scope);
        }
    }
}
