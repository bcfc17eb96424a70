using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Configuration;
using ClaudeCostAnalyzers.Contracts;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>What is known of the calls of one compilation, made on demand and shared by all threads that analyse it.</summary>
internal sealed class CallKnowledge
{
    public CallKnowledge(Compilation compilation, LlmApis apis, ConfiguredMembers configured, WorkCounter work)
    {
        Apis = apis;
        Configured = configured;
        Bodies = new MemberBodies(compilation);
        Referenced = new ReferencedMembers(Bodies.Compilations);
        Names = new Lazy<NameIndex>(() =>
        {
            work.CountNameIndex();
            return new NameIndex(Bodies, apis, configured, Referenced);
        });
        Targets = new CallTargets(Bodies, Names);
        Helpers = new PostingHelpers(Bodies, apis);
        Summaries = new MemberSummaries(Bodies, Targets, Names, apis, Helpers, configured, Referenced, work);
        Iterators = new Iterators(this, work);
        Sequences = new EndlessSequences(Bodies, configured, Iterators);
        Recursive = new RecursiveMembers(Summaries, Names);
        Uses = new MemberUses(compilation, Bodies);
        PolicyLinks = new PolicyLinks(Bodies);
        Policies = new RetryPolicies(Bodies, PolicyLinks);
        HigherOrder = new HigherOrder(this, work);
        Returns = new ReplyReturns(Bodies, Targets, Summaries, apis, Referenced);
    }

    public LlmApis Apis { get; }

    public ConfiguredMembers Configured { get; }

    public MemberBodies Bodies { get; }

    /// <summary>What compiled assemblies say of their members.</summary>
    public ReferencedMembers Referenced { get; }

    public Lazy<NameIndex> Names { get; }

    public CallTargets Targets { get; }

    public MemberSummaries Summaries { get; }

    /// <summary>Members of one's own that post to a URL that they are handed.</summary>
    public PostingHelpers Helpers { get; }

    public Iterators Iterators { get; }

    public EndlessSequences Sequences { get; }

    public RecursiveMembers Recursive { get; }

    public HigherOrder HigherOrder { get; }

    /// <summary>Who calls what.</summary>
    public MemberUses Uses { get; }

    public RetryPolicies Policies { get; }

    /// <summary>What policies and pipelines are made by.</summary>
    public PolicyLinks PolicyLinks { get; }

    public ReplyReturns Returns { get; }
}
