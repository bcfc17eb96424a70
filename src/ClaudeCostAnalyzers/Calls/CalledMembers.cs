using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>The source of members that a body calls. One body, one thread.</summary>
internal sealed class CalledMembers(CallKnowledge knowledge, CancellationToken cancellation) : ICalledMembers
{
    /// <summary>Functions within functions are followed so far.</summary>
    private const int MaxWrapped = 3;

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
            _bodies.Add(member, body = OwnBody(WrittenIn(member)));
        return body;
    }

    private IOperation? OwnBody(IMethodSymbol member) => knowledge.Bodies.Of(member, cancellation).Select(part => part.Body).FirstOrDefault();

    /// <summary><c>Task Run(int n) { return Core(); async Task Core() { ... } }</c>: the function in which the member is written.</summary>
    private IMethodSymbol WrittenIn(IMethodSymbol member)
    {
        for (var depth = 0; depth < MaxWrapped; depth++)
        {
            var statements = OwnBody(member) switch
            {
                IMethodBodyOperation { BlockBody: { } block } => block.Operations,
                IBlockOperation block => block.Operations,
                _ => ImmutableArray<IOperation>.Empty,
            };
            var only = statements.Where(statement => statement is not (ILocalFunctionOperation or IReturnOperation { ReturnedValue: null })).Take(2).ToList();
            var call = only.Count != 1 ? null : only[0] switch
            {
                IReturnOperation result => result.ReturnedValue,
                IExpressionStatementOperation statement => statement.Operation,
                _ => null,
            };
            while (call is IConversionOperation or IAwaitOperation)
                call = call is IConversionOperation conversion ? conversion.Operand : ((IAwaitOperation)call).Operation;
            if (call is not IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction, IsStatic: false } function, Arguments.IsEmpty: true })
                break;
            member = function.OriginalDefinition;
        }

        return member;
    }

    /// <summary>A member that spends, that asks a person, or that only asks what went wrong, is to be seen as a call.</summary>
    public (IMethodSymbol Member, ControlFlowGraph Source)? Of(IOperation call, ControlFlowGraph caller)
    {
        if (call is IInvocationOperation asked && PureCalls.AsksOfException(asked))
            return null;
        var found = TestBodies.Nested(call, caller, cancellation);
        if (found is null && Target(call) is { } target)
        {
            foreach (var (source, _) in Graphs.Of(target, knowledge.Bodies, cancellation))
                found = (target, source);
        }

        return found is var (member, _) && !knowledge.Configured.IsHumanGate(member) && !KnownMembers.Waits(member) && knowledge.Summaries.Reach(member, cancellation) is null
            && !knowledge.Summaries.Waits(member, Waiting.Human, cancellation) ? found : null;
    }

    public FlowGraph? Graph(IMethodSymbol member)
    {
        foreach (var (source, model) in Graphs.Of(WrittenIn(member), knowledge.Bodies, cancellation))
            return FlowGraphBuilder.Build(source, model, this, cancellation);
        return null;
    }

    public CalleeWrites WritesOf(FlowGraph body)
    {
        if (!_writes.TryGetValue(body, out var writes))
            _writes.Add(body, writes = new CalleeWrites(body, this));
        return writes;
    }
}
