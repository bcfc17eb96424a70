using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>Takes each element that an iterator yields for a call that spends: an iterator whose loop nothing bounds does not come to its end.</summary>
internal sealed class YieldSpending(CallKnowledge knowledge, CancellationToken cancellation) : ISpending
{
    private readonly SpendingCalls _calls = new(knowledge, cancellation);

    public SpendingCall? Of(IOperation operation, SemanticModel model) => operation is IReturnOperation { Kind: OperationKind.YieldReturn }
        ? new SpendingCall(operation, "yield", "yield", ImmutableArray.Create(operation.Syntax.GetLocation()))
        : null;

    public bool ReturnsReply(IOperation operation, SemanticModel model) => false;

    public bool WaitsForHuman(IOperation operation, SemanticModel model) => _calls.WaitsForHuman(operation, model);

    public bool WaitsForTimeOrWork(IOperation operation, SemanticModel model) => _calls.WaitsForTimeOrWork(operation, model);

    public bool IsEndless(IOperation collection, SemanticModel model) => _calls.IsEndless(collection, model);

    public bool WaitsForNext(IOperation collection, SemanticModel model) => _calls.WaitsForNext(collection, model);

    public bool IsUnproven(IOperation collection, SemanticModel model) => _calls.IsUnproven(collection, model);

    public ICalledMembers Members => _calls.Members;
}
