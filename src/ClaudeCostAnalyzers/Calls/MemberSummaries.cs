using System.Collections.Concurrent;
using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Contracts;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// What members reach through the members they call. Made on demand, each member once per compilation, by worklists:
/// members may call each other as deep and as mutually as they like. Safe for concurrent use.
/// </summary>
internal sealed class MemberSummaries(MemberBodies bodies, CallTargets targets, Lazy<NameIndex> names, LlmApis apis, PostingHelpers helpers, ConfiguredMembers configured, ReferencedMembers referenced, WorkCounter work)
{
    private readonly ConcurrentDictionary<IMethodSymbol, MemberSummary> _summaries = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, ReachedCall?> _reached = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<(IMethodSymbol Member, Waiting For), bool> _waits = new();

    /// <summary>The nearest LLM call that the member reaches, by the fewest calls; null: none in sight.</summary>
    public ReachedCall? Reach(IMethodSymbol member, CancellationToken cancellation)
    {
        if (_reached.TryGetValue(member, out var known))
            return known;
        var cameFrom = new Dictionary<IMethodSymbol, (IMethodSymbol From, Location Location)?>(SymbolEqualityComparer.Default) { [member] = null };
        var pending = new Queue<IMethodSymbol>();
        pending.Enqueue(member);
        while (pending.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var current = pending.Dequeue();
            if (_reached.TryGetValue(current, out var beyond) && beyond is null && !current.Equals(member, SymbolEqualityComparer.Default))
                continue;
            var summary = Of(current, cancellation);
            if (summary.Direct is var (words, location))
                return _reached[member] = new ReachedCall(words, PathTo(current, location, cameFrom));
            foreach (var call in summary.Calls)
            {
                if (cameFrom.ContainsKey(call.Target))
                    continue;
                cameFrom.Add(call.Target, (current, call.Location));
                pending.Enqueue(call.Target);
            }
        }

        // The whole closure was seen, and nothing in it spends.
        foreach (var seen in cameFrom.Keys)
            _reached[seen] = null;
        return null;
    }

    /// <summary>Whether the member waits, itself or through a member that it calls.</summary>
    public bool Waits(IMethodSymbol member, Waiting what, CancellationToken cancellation)
    {
        if (_waits.TryGetValue((member, what), out var known))
            return known;
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { member };
        var pending = new Queue<IMethodSymbol>();
        pending.Enqueue(member);
        while (pending.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var summary = Of(pending.Dequeue(), cancellation);
            if ((summary.Waits & what) != 0)
                return _waits[(member, what)] = true;
            foreach (var call in summary.Calls)
            {
                if (seen.Add(call.Target))
                    pending.Enqueue(call.Target);
            }
        }

        // The whole closure was seen, and nothing in it waits.
        foreach (var silent in seen)
            _waits[(silent, what)] = false;
        return false;
    }

    public MemberSummary Of(IMethodSymbol member, CancellationToken cancellation)
    {
        if (_summaries.TryGetValue(member, out var known))
            return known;
        if (work.IsSpent)
            return MemberSummary.Empty;
        var summary = Summarise(member, cancellation);
        if (_summaries.TryAdd(member, summary))
            work.CountSummary();
        return summary;
    }

    private static ImmutableArray<Location> PathTo(IMethodSymbol last, Location call, Dictionary<IMethodSymbol, (IMethodSymbol From, Location Location)?> cameFrom)
    {
        // In a compiled assembly there is no place to show.
        var path = new List<Location>();
        if (call.IsInSource)
            path.Add(call);
        for (var step = cameFrom[last]; step is var (from, location); step = cameFrom[from])
            path.Add(location);
        path.Reverse();
        return path.ToImmutableArray();
    }

    private MemberSummary Summarise(IMethodSymbol member, CancellationToken cancellation)
    {
        if (referenced.Find(member) is { } entry)
            return Of(entry);
        // A mark says that the member spends; how, and for what it waits, its body still says.
        (string, Location)? direct = ContractAttributes.Spends(member) ? (member.ContainingType.Name + "." + (member.AssociatedSymbol ?? member).Name, member.Locations[0]) : null;
        var calls = ImmutableArray.CreateBuilder<CallSite>();
        var waits = Waiting.None;
        var looked = 0;
        foreach (var (body, model) in bodies.Of(member, cancellation))
        {
            foreach (var operation in Executed.By(body))
            {
                looked++;
                if (operation is IInvocationOperation invocation)
                {
                    if (direct is null && (apis.Spends(invocation, model, cancellation) || helpers.Post(invocation, model, cancellation)))
                        direct = (CallWords.Of(invocation), invocation.Syntax.GetLocation());
                    if (configured.IsHumanGate(invocation.TargetMethod))
                        waits |= Waiting.Human;
                    if (KnownMembers.Waits(invocation.TargetMethod))
                        waits |= Waiting.TimeOrWork;
                }

                foreach (var target in targets.Of(operation))
                {
                    if (IsKnown(target))
                        calls.Add(new CallSite(target, operation.Syntax.GetLocation(), Receivers.MayRecurse(operation, member, target)));
                }
            }
        }

        work.Spend(looked);
        foreach (var target in bodies.ImpliedBy(member, cancellation))
        {
            if (IsKnown(target) && names.Value.MayMatter(target.ContainingType.Name))
                calls.Add(new CallSite(target, member.Locations[0], MayRecurse: false));
        }

        return direct is null && calls.Count == 0 && waits == Waiting.None ? MemberSummary.Empty : new MemberSummary(direct, calls.ToImmutable(), waits);
    }

    /// <summary>Whether anything can be said of the member: its source is at hand, or a mark or its assembly says it.</summary>
    public bool IsKnown(IMethodSymbol member) =>
        bodies.Has(member) || referenced.Find(member) is not null || ContractAttributes.Spends(member);

    private static MemberSummary Of(ReachEntry entry) => new(
        entry.Spends ? (entry.Call, Location.None) : null,
        ImmutableArray<CallSite>.Empty,
        (entry.Traits.HasFlag(ReachTraits.WaitsForHuman) ? Waiting.Human : Waiting.None) | (entry.Traits.HasFlag(ReachTraits.WaitsForWork) ? Waiting.TimeOrWork : Waiting.None));
}

/// <summary>An LLM call that a member reaches.</summary>
/// <param name="Words">The LLM member in words.</param>
/// <param name="Path">Each call on the way, the LLM call last, as far as there is source.</param>
internal sealed record ReachedCall(string Words, ImmutableArray<Location> Path);
