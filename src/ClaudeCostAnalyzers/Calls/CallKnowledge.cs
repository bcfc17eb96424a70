using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>What is known of the calls of one compilation, made on demand and shared by all threads that analyse it.</summary>
internal sealed class CallKnowledge
{
    public CallKnowledge(Compilation compilation, LlmApis apis, WorkCounter work)
    {
        Apis = apis;
        var bodies = new MemberBodies(compilation);
        Names = new Lazy<NameIndex>(() => new NameIndex(bodies.Trees, apis));
        Targets = new CallTargets(bodies, Names);
        Summaries = new MemberSummaries(bodies, Targets, Names, apis, work);
        Returns = new ReplyReturns(bodies, Targets, Summaries, apis);
    }

    public LlmApis Apis { get; }

    public Lazy<NameIndex> Names { get; }

    public CallTargets Targets { get; }

    public MemberSummaries Summaries { get; }

    public ReplyReturns Returns { get; }
}
