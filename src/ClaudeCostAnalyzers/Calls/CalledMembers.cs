using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>The source of members that a body calls. One body, one thread.</summary>
internal sealed class CalledMembers(CallKnowledge knowledge, CancellationToken cancellation) : ICalledMembers
{
    private readonly Dictionary<IMethodSymbol, IOperation?> _bodies = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<FlowGraph, CalleeWrites> _writes = [];

    public IMethodSymbol? Target(IOperation operation)
    {
        if (!MayBeInSource(operation))
            return null;
        IMethodSymbol? found = null;
        foreach (var target in knowledge.Targets.Of(operation, _ => true))
        {
            if (target.IsAbstract || Body(target) is null)
                continue;
            if (found is not null)
                return null;
            found = target;
        }

        return found;
    }

    private static bool MayBeInSource(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } => true,
        IInvocationOperation call => !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty,
        IPropertyReferenceOperation property => !property.Property.DeclaringSyntaxReferences.IsEmpty,
        _ => false,
    };

    public IOperation? Body(IMethodSymbol member)
    {
        if (!_bodies.TryGetValue(member, out var body))
            _bodies.Add(member, body = knowledge.Bodies.Of(member, cancellation).Select(part => part.Body).FirstOrDefault());
        return body;
    }

    public FlowGraph? Graph(IMethodSymbol member)
    {
        foreach (var (source, model) in Graphs.Of(member, knowledge.Bodies, cancellation))
            return FlowGraphBuilder.Build(source, model, cancellation);
        return null;
    }

    public CalleeWrites WritesOf(FlowGraph body)
    {
        if (!_writes.TryGetValue(body, out var writes))
            _writes.Add(body, writes = new CalleeWrites(body, this));
        return writes;
    }
}
