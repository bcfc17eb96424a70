using System.Collections.Concurrent;
using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>How a member repeats a delegate that it is given.</summary>
/// <param name="Kind">Why nothing bounds the repetition.</param>
/// <param name="Cycle">The loop in the member.</param>
internal sealed record Repetition(Unbounded Kind, Location Cycle);

/// <summary>
/// Members in source that invoke a delegate parameter on a cycle which nothing bounds: retry helpers, "until" helpers,
/// pollers. Each lambda handed to one repeats. Safe for concurrent use.
/// </summary>
internal sealed class HigherOrder(CallKnowledge knowledge, WorkCounter work)
{
    /// <summary>Helpers that hand the delegate on to helpers are followed so far.</summary>
    private const int MaxDepth = 8;

    private readonly ConcurrentDictionary<IParameterSymbol, Repetition?> _known = new(SymbolEqualityComparer.Default);

    /// <summary>How the member that has the parameter repeats it; null: not without a bound, as far as can be seen.</summary>
    public Repetition? Of(IParameterSymbol parameter, CancellationToken cancellation)
    {
        var current = parameter.OriginalDefinition;
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            if (!_known.TryGetValue(current, out var known))
                _known[current] = known = Judge(current, cancellation);
            if (known is not null)
                return known;
            if (HandedOnTo(current, cancellation) is not { } next)
                return null;
            current = next;
        }

        return null;
    }

    private Repetition? Judge(IParameterSymbol parameter, CancellationToken cancellation)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol member || OpenBudgets.IsCallersDuty(member))
            return null;
        var spending = new DelegateSpending(parameter, knowledge, cancellation);
        Repetition? worst = null;
        foreach (var (source, model) in Graphs.Of(member, knowledge.Bodies, cancellation))
        {
            foreach (var verdict in BodyJudge.Judge(source, model, spending, isCovered: false, work, cancellation))
            {
                if (verdict.Kind is not (Unbounded.Unproven or Unbounded.Service) && (worst is null || verdict.Kind < worst.Kind))
                    worst = new Repetition(verdict.Kind, verdict.Cycle);
            }
        }

        return worst;
    }

    /// <summary>The parameter of another member in source that this one is passed to as it is.</summary>
    private IParameterSymbol? HandedOnTo(IParameterSymbol parameter, CancellationToken cancellation)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol member)
            return null;
        foreach (var (body, _) in knowledge.Bodies.Of(member, cancellation))
        {
            foreach (var operation in body.Descendants())
            {
                if (operation is IArgumentOperation { Parameter: { } next, Parent: IInvocationOperation call } argument && !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty
                    && DelegateSpending.Refers(argument.Value, parameter) && !SymbolEqualityComparer.Default.Equals(next.OriginalDefinition, parameter))
                {
                    return next.OriginalDefinition;
                }
            }
        }

        return null;
    }
}

/// <summary>Takes each invocation of one delegate parameter for a call that spends.</summary>
internal sealed class DelegateSpending(IParameterSymbol parameter, CallKnowledge knowledge, CancellationToken cancellation) : ISpending
{
    private readonly SpendingCalls _calls = new(knowledge, cancellation);

    public SpendingCall? Of(IOperation operation, SemanticModel model)
    {
        var runs = operation switch
        {
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } instance } => Refers(instance, parameter),
            IInvocationOperation call => call.Arguments.Any(argument => Refers(argument.Value, parameter) && KnownMembers.Runs(call.TargetMethod)),
            _ => false,
        };
        return runs ? new SpendingCall(operation, parameter.Name, parameter.Name, ImmutableArray.Create(operation.Syntax.GetLocation())) : null;
    }

    public bool ReturnsReply(IOperation operation, SemanticModel model) => true;

    public bool WaitsForHuman(IOperation operation, SemanticModel model) => _calls.WaitsForHuman(operation, model);

    public bool WaitsForTimeOrWork(IOperation operation, SemanticModel model) => _calls.WaitsForTimeOrWork(operation, model);

    public bool IsEndless(IOperation collection, SemanticModel model) => _calls.IsEndless(collection, model);

    public static bool Refers(IOperation value, IParameterSymbol parameter)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter.OriginalDefinition, parameter);
    }
}
