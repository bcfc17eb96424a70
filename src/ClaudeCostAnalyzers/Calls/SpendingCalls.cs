using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// Tells the bounds which operations spend: by the catalogue, by contract, or through the members that they call.
/// </summary>
internal sealed class SpendingCalls(CallKnowledge knowledge, CancellationToken cancellation) : ISpending
{
    public ICalledMembers Members { get; } = new CalledMembers(knowledge, cancellation);

    /// <summary>Whether anything that the text names may spend: a cheap test before anything is bound.</summary>
    public bool MaySpend(SyntaxNode body, SemanticModel model) => knowledge.Names.Value.MayReach(body) || CataloguedNames.StandIn(body, model, knowledge.Apis);

    public SpendingCall? Of(IOperation operation, SemanticModel model)
    {
        if (operation is IInvocationOperation invocation && SpendsItself(invocation, model))
        {
            var words = CallWords.Of(invocation);
            return new SpendingCall(operation, words, words, ImmutableArray.Create(operation.Syntax.GetLocation()));
        }

        foreach (var target in Targets(operation))
        {
            if (knowledge.Summaries.Reach(target, cancellation) is { } reached)
                return new SpendingCall(operation, CallWords.Of(target), reached.Words, reached.Path.Insert(0, operation.Syntax.GetLocation()));
        }

        return null;
    }

    public bool ReturnsReply(IOperation operation, SemanticModel model) =>
        (operation is IInvocationOperation invocation && (knowledge.Apis.Spends(invocation, model, cancellation) || knowledge.Helpers.Post(invocation, model, cancellation)))
        || Targets(operation).Any(target => knowledge.Summaries.Reach(target, cancellation) is not null && knowledge.Returns.Of(target, cancellation));

    public bool WaitsForHuman(IOperation operation, SemanticModel model) => operation is IInvocationOperation invocation
        && ((!SpendsItself(invocation, model) && knowledge.Configured.IsHumanGate(invocation.TargetMethod)) || WaitsWithin(invocation, Waiting.Human, knowledge.Names.Value.MayAsk));

    public bool WaitsForTimeOrWork(IOperation operation, SemanticModel model) => operation is IInvocationOperation invocation
        && ((!SpendsItself(invocation, model) && KnownMembers.Waits(invocation.TargetMethod)) || WaitsWithin(invocation, Waiting.TimeOrWork, knowledge.Names.Value.MayWait));

    private bool WaitsWithin(IInvocationOperation invocation, Waiting what, Func<string, bool> mayWait) =>
        knowledge.Targets.Of(invocation, mayWait).Any(target => knowledge.Summaries.IsKnown(target) && knowledge.Summaries.Waits(target, what, cancellation));

    public bool IsEndless(IOperation collection, SemanticModel model) => knowledge.Sequences.Origin(collection, cancellation) is not null;

    public bool WaitsForNext(IOperation collection, SemanticModel model) => knowledge.Sequences.Origin(collection, cancellation) switch
    {
        null => false,
        // Someone else's: a channel, a stream of events. A range does not wait.
        { DeclaringSyntaxReferences.IsEmpty: true } foreign => foreign.Name is not ("Range" or "Repeat" or "InfiniteSequence"),
        IMethodSymbol own => knowledge.Summaries.Waits(own.OriginalDefinition, Waiting.TimeOrWork, cancellation),
        IPropertySymbol { GetMethod: { } getter } => knowledge.Summaries.Waits(getter.OriginalDefinition, Waiting.TimeOrWork, cancellation),
        _ => false,
    };

    public bool IsUnproven(IOperation collection, SemanticModel model)
    {
        var pending = new Stack<IOperation>();
        pending.Push(collection);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            if (operation is IInvocationOperation { TargetMethod: { Name: "Take", IsExtensionMethod: true } } or IAnonymousFunctionOperation)
                continue;
            if (operation is IInvocationOperation call && knowledge.Iterators.Of(call.TargetMethod, cancellation) == SequenceEnd.Unproven)
                return true;
            foreach (var child in operation.ChildOperations)
                pending.Push(child);
        }

        return false;
    }

    /// <summary>By the catalogue, by the URL that it is handed, or by contract, whatever its body may be.</summary>
    private bool SpendsItself(IInvocationOperation invocation, SemanticModel model) =>
        knowledge.Apis.Spends(invocation, model, cancellation) || knowledge.Helpers.Post(invocation, model, cancellation) || ContractAttributes.Spends(invocation.TargetMethod);

    /// <summary>The members that the operation runs, if their name can reach anything at all.</summary>
    private IEnumerable<IMethodSymbol> Targets(IOperation operation) => knowledge.Targets.Of(operation, knowledge.Names.Value.MayReach);
}
