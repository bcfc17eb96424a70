using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Generation;

/// <summary>Finds the members of a compilation that other assemblies can call and that reach an LLM call or wait for a person.</summary>
internal sealed class ExportedReaches
{
    private readonly CallKnowledge _knowledge;
    private readonly Exports _exports;
    private readonly CancellationToken _cancellation;
    private readonly SortedDictionary<string, ReachEntry> _entries = new(StringComparer.Ordinal);

    private ExportedReaches(CallKnowledge knowledge, Exports exports, CancellationToken cancellation)
    {
        _knowledge = knowledge;
        _exports = exports;
        _cancellation = cancellation;
    }

    /// <summary>The entries, in the order of the members' ids; none where the compilation can call no LLM API.</summary>
    public static ImmutableArray<ReachEntry> Of(CSharpCompilation compilation, AnalyzerConfigOptionsProvider provider, CancellationToken cancellation)
    {
        var options = new AnalyzerOptions(ImmutableArray<AdditionalText>.Empty, provider);
        if (CostContext.Of(compilation, options, cancellation) is not { } cost)
            return ImmutableArray<ReachEntry>.Empty;
        var found = new ExportedReaches(cost.Calls, new Exports(compilation, toFriends: true), cancellation);
        foreach (var tree in compilation.SyntaxTrees)
            found.Look(tree);
        return found._entries.Values.ToImmutableArray();
    }

    private void Look(SyntaxTree tree)
    {
        var names = _knowledge.Names.Value;
        foreach (var declared in TreeNames.Of(tree).Declarations)
        {
            if (!names.MayReach(declared.Key) && !names.MayAsk(declared.Key))
                continue;
            foreach (var declaration in declared.Value)
            {
                _cancellation.ThrowIfCancellationRequested();
                if (declaration is not MemberDeclarationSyntax)
                    continue;
                var symbol = _knowledge.Bodies.Model(tree)?.GetDeclaredSymbol(declaration, _cancellation);
                if (symbol is IMethodSymbol method)
                    Look(method);
                else if (symbol is IPropertySymbol property)
                {
                    Look(property.GetMethod);
                    Look(property.SetMethod);
                }
            }
        }
    }

    private void Look(IMethodSymbol? member)
    {
        if (member is null)
            return;
        var isExported = _exports.Contains(member);
        var foreign = ContractAttributes.Inherited(member).Where(inherited => _exports.IsOfSibling(inherited) && _knowledge.Apis.Find(inherited) is null).ToList();
        if ((!isExported && foreign.Count == 0) || Describe(member) is not var (call, traits))
            return;
        if (isExported)
            Add(member, call, traits);
        foreach (var inherited in foreign)
            Add(inherited, call, traits);
    }

    private void Add(IMethodSymbol member, string call, ReachTraits traits)
    {
        if (member.GetDocumentationCommentId() is { } id)
            _entries[id] = _entries.TryGetValue(id, out var other) ? new ReachEntry(id, other.Spends ? other.Call : call, other.Traits | traits) : new ReachEntry(id, call, traits);
    }

    /// <summary>What a call of the member, or of an implementation of it, comes to; null: nothing that matters.</summary>
    private (string Call, ReachTraits Traits)? Describe(IMethodSymbol member)
    {
        var call = "";
        var traits = ReachTraits.None;
        foreach (var target in _knowledge.Targets.Dispatch(member, isVirtual: true))
        {
            if (_knowledge.Summaries.Reach(target, _cancellation) is { } reached)
            {
                call = call.Length == 0 ? reached.Words : call;
                traits |= OpenBudgets.IsCallersDuty(target) ? ReachTraits.RequiresBudget : ReachTraits.None;
                traits |= _knowledge.Returns.Of(target, _cancellation) ? ReachTraits.ReturnsReply : ReachTraits.None;
                traits |= _knowledge.Summaries.Waits(target, Waiting.TimeOrWork, _cancellation) ? ReachTraits.WaitsForWork : ReachTraits.None;
            }

            traits |= _knowledge.Summaries.Waits(target, Waiting.Human, _cancellation) ? ReachTraits.WaitsForHuman : ReachTraits.None;
        }

        return call.Length == 0 && traits == ReachTraits.None ? null : (call, traits);
    }
}
