using System.Collections.Concurrent;
using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Contracts;
using ClaudeCostAnalyzers.Flow;
using ClaudeCostAnalyzers.Configuration;
using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Generation;

/// <summary>
/// Finds the members of a compilation that other assemblies can call and that reach an LLM call, wait for a person, or
/// repeat what they are given.
/// </summary>
internal sealed class ExportedReaches
{
    private readonly CallKnowledge _knowledge;
    private readonly Exports _exports;
    private readonly CancellationToken _cancellation;
    private readonly ConcurrentBag<ReachEntry> _entries = [];

    private ExportedReaches(CallKnowledge knowledge, Exports exports, CancellationToken cancellation)
    {
        _knowledge = knowledge;
        _exports = exports;
        _cancellation = cancellation;
    }

    /// <summary>The entries, in the order of the members' ids. Where the compilation can call no LLM API, only helpers that repeat what they are given have one; an SDK of the catalogue has none, as whoever references it reads the catalogue.</summary>
    public static ImmutableArray<ReachEntry> Of(CSharpCompilation compilation, AnalyzerConfigOptionsProvider provider, CancellationToken cancellation)
    {
        if (LlmCatalog.IsSdk(compilation))
            return ImmutableArray<ReachEntry>.Empty;
        var options = new AnalyzerOptions(ImmutableArray<AdditionalText>.Empty, provider);
        var exports = new Exports(compilation, toFriends: true);
        var cost = CostContext.Of(compilation, options, cancellation);
        var helpers = RepeatingHelpers.In(compilation, exports, cancellation);
        if (cost is null && helpers.IsEmpty)
            return ImmutableArray<ReachEntry>.Empty;
        var knowledge = cost?.Calls ?? new CallKnowledge(compilation, LlmApis.None, ConfiguredMembers.Read(options, compilation), new WorkCounter());
        var found = new ExportedReaches(knowledge, exports, cancellation);
        if (cost is not null)
            found.Look(compilation);
        foreach (var helper in helpers)
            found.LookAtHelper(helper);
        return found.Merged();
    }

    /// <summary>A build waits for the generator, so the files are read beside each other, as the compiler does with its own work.</summary>
    private void Look(Compilation compilation)
    {
        var names = _knowledge.Names.Value;
        var files = names.Reaching.Union(names.Asking).SelectMany(names.Declarations).OfType<MemberDeclarationSyntax>().GroupBy(declaration => declaration.SyntaxTree)
            .Where(file => compilation.ContainsSyntaxTree(file.Key)).ToList();
        var options = new ParallelOptions { CancellationToken = _cancellation, MaxDegreeOfParallelism = compilation.Options.ConcurrentBuild ? -1 : 1 };
        try
        {
            Parallel.ForEach(files, options, Look);
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            throw new OperationCanceledException(_cancellation);
        }
    }

    private void Look(IEnumerable<MemberDeclarationSyntax> ofFile)
    {
        foreach (var declaration in ofFile)
        {
            _cancellation.ThrowIfCancellationRequested();
            var symbol = _knowledge.Bodies.Model(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration, _cancellation);
            if (symbol is IMethodSymbol method)
                Look(method);
            else if (symbol is IPropertySymbol property)
            {
                Look(property.GetMethod);
                Look(property.SetMethod);
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

    /// <summary>A loop in a helper library repeats the calls of those who use it.</summary>
    private void LookAtHelper(IMethodSymbol helper)
    {
        var repeats = helper.Parameters.Where(parameter => parameter.Type.TypeKind == TypeKind.Delegate)
            .Select(parameter => _knowledge.HigherOrder.Of(parameter, call: null, _cancellation) is { Word: { } word } ? parameter.Ordinal + "-" + word : "");
        var words = string.Join(" ", repeats.Where(word => word.Length > 0).OrderBy(word => word, StringComparer.Ordinal));
        if (words.Length > 0)
            Add(helper, "", ReachTraits.None, words);
    }

    private void Add(IMethodSymbol member, string call, ReachTraits traits, string repeats = "")
    {
        if (member.GetDocumentationCommentId() is { } id)
            _entries.Add(new ReachEntry(id, call, traits, repeats));
    }

    /// <summary>One entry for each member, whichever was found first.</summary>
    private ImmutableArray<ReachEntry> Merged() => _entries
        .GroupBy(entry => entry.Member, StringComparer.Ordinal)
        .OrderBy(ofMember => ofMember.Key, StringComparer.Ordinal)
        .Select(ofMember => ofMember.OrderBy(entry => entry.Call, StringComparer.Ordinal).Aggregate(ReachEntry.Merge))
        .ToImmutableArray();

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
                traits |= _knowledge.Returns.Of(target, _cancellation) && !OwnEnds.Has(target, reached.Path[0], _knowledge.Bodies, _cancellation) ? ReachTraits.ReturnsReply : ReachTraits.None;
                traits |= _knowledge.Summaries.Waits(target, Waiting.TimeOrWork, _cancellation) ? ReachTraits.WaitsForWork : ReachTraits.None;
            }

            traits |= _knowledge.Summaries.Waits(target, Waiting.Human, _cancellation) ? ReachTraits.WaitsForHuman : ReachTraits.None;
        }

        return call.Length == 0 && traits == ReachTraits.None ? null : (call, traits);
    }
}
