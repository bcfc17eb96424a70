using System.Collections.Immutable;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>Members that call themselves, directly or by way of others, and reach an LLM call as they do. Safe for concurrent use.</summary>
internal sealed class RecursiveMembers(MemberSummaries summaries, Lazy<NameIndex> names)
{
    private readonly object _gate = new();
    private readonly Dictionary<HashSet<IMethodSymbol>, IMethodSymbol> _first = [];
    private readonly Dictionary<IMethodSymbol, HashSet<IMethodSymbol>?> _cycles = new(SymbolEqualityComparer.Default);

    /// <summary>The members that call each other in a cycle with this one, itself included; null: it is on none, or none that spends.</summary>
    public HashSet<IMethodSymbol>? CycleOf(IMethodSymbol member, CancellationToken cancellation)
    {
        if (member.MethodKind != MethodKind.AnonymousFunction && !names.Value.MayRecurse(member.MethodKind == MethodKind.Constructor ? member.ContainingType.Name : SimpleName(member.AssociatedSymbol ?? member)))
            return null;
        // A cycle that spends is reached from each of its members.
        if (summaries.Reach(member, cancellation) is null)
            return null;
        lock (_gate)
        {
            if (!_cycles.TryGetValue(member, out var cycle))
            {
                var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
                foreach (var component in Components.Cyclic<IMethodSymbol>([member], current => Next(current, seen, cancellation), SymbolEqualityComparer.Default))
                {
                    var spends = component.Any(current => summaries.Reach(current, cancellation) is not null);
                    foreach (var current in component)
                        _cycles[current] = spends ? component : null;
                }

                foreach (var current in seen)
                {
                    if (!_cycles.ContainsKey(current))
                        _cycles.Add(current, null);
                }

                cycle = _cycles.TryGetValue(member, out var found) ? found : null;
            }

            return cycle;
        }
    }

    /// <summary>
    /// Whether another member of the cycle stands before this one in the source. The first one of a cycle reports it: each
    /// cycle is one finding, wherever the analysis begins.
    /// </summary>
    public bool IsPreceded(IMethodSymbol member, HashSet<IMethodSymbol> cycle)
    {
        lock (_gate)
        {
            if (!_first.TryGetValue(cycle, out var first))
                _first.Add(cycle, first = cycle.Aggregate((one, other) => Precedes(other, one) ? other : one));
            return Precedes(first, member);
        }
    }

    /// <summary>The name that the source writes: an explicit implementation is called by the name of its interface's member.</summary>
    private static string SimpleName(ISymbol member) => member.Name.Substring(member.Name.LastIndexOf('.') + 1);

    private static bool Precedes(IMethodSymbol one, IMethodSymbol other)
    {
        var (first, second) = (one.Locations[0], other.Locations[0]);
        var files = string.CompareOrdinal(first.SourceTree?.FilePath, second.SourceTree?.FilePath);
        return files < 0 || (files == 0 && first.SourceSpan.Start < second.SourceSpan.Start);
    }

    private IEnumerable<IMethodSymbol> Next(IMethodSymbol member, HashSet<IMethodSymbol> seen, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        seen.Add(member);
        foreach (var call in summaries.Of(member, cancellation).Calls)
        {
            if (call.MayRecurse)
                yield return call.Target;
        }
    }

    /// <summary>The calls that lead from <paramref name="call"/> back to <paramref name="member"/>, the shortest way, in order.</summary>
    public ImmutableArray<CallSite> WayBack(IMethodSymbol member, CallSite call, HashSet<IMethodSymbol> cycle, CancellationToken cancellation)
    {
        var comparer = SymbolEqualityComparer.Default;
        var cameBy = new Dictionary<IMethodSymbol, (IMethodSymbol From, CallSite Site)>(comparer);
        var pending = new Queue<IMethodSymbol>();
        pending.Enqueue(call.Target);
        while (pending.Count > 0 && !cameBy.ContainsKey(member) && !comparer.Equals(call.Target, member))
        {
            var current = pending.Dequeue();
            foreach (var next in summaries.Of(current, cancellation).Calls)
            {
                if (!next.MayRecurse || !cycle.Contains(next.Target) || comparer.Equals(next.Target, call.Target) || cameBy.ContainsKey(next.Target))
                    continue;
                cameBy.Add(next.Target, (current, next));
                pending.Enqueue(next.Target);
            }
        }

        var way = new List<CallSite>();
        for (var at = member; !comparer.Equals(at, call.Target); at = cameBy[at].From)
        {
            if (!cameBy.ContainsKey(at))
                return ImmutableArray<CallSite>.Empty;
            way.Add(cameBy[at].Site);
        }

        way.Add(call);
        way.Reverse();
        return way.ToImmutableArray();
    }
}
