using System.Collections.Concurrent;
using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Contracts;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>How a member repeats a delegate that it is given.</summary>
/// <param name="Kind">Why nothing bounds the repetition.</param>
/// <param name="Cycle">The loop in the member; null: it is in a compiled assembly.</param>
/// <param name="IsByDefault">It does so as long as its optional parameters have their default values.</param>
internal sealed record Repetition(Unbounded Kind, Location? Cycle, bool IsByDefault = false)
{
    private static readonly (Unbounded Kind, string Word)[] s_words = [(Unbounded.Retry, "retry"), (Unbounded.ModelEnds, "result"), (Unbounded.Endless, "endless"), (Unbounded.Service, "service")];

    /// <summary>The word for it that assemblies carry; null: they do not tell of it.</summary>
    public string? Word => Array.Find(s_words, word => word.Kind == Kind).Word;

    /// <summary>What the assembly of a compiled member says; null: nothing that is known.</summary>
    public static Repetition? Parse(string? word) => s_words.Where(known => known.Word == word).Select(known => new Repetition(known.Kind, Cycle: null)).FirstOrDefault();
}

/// <summary>
/// Members that invoke a delegate parameter on a cycle which nothing bounds: retry helpers, "until" helpers, pollers. Each
/// lambda handed to one repeats. In source, or said by their assembly. Safe for concurrent use.
/// </summary>
internal sealed class HigherOrder(CallKnowledge knowledge, WorkCounter work)
{
    /// <summary>Helpers that hand the delegate on to helpers are followed so far.</summary>
    private const int MaxHelpers = 32;

    private static readonly SymbolEqualityComparer s_same = SymbolEqualityComparer.Default;

    private readonly ConcurrentDictionary<IParameterSymbol, Repetition?> _known = new(s_same);

    /// <summary>How the member that has the parameter repeats it; null: not without a bound, as far as can be seen.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="call">The call that hands something over; null: any call, whatever limits it sets.</param>
    /// <param name="cancellation">Cancels.</param>
    public Repetition? Of(IParameterSymbol parameter, IInvocationOperation? call, CancellationToken cancellation)
    {
        var seen = new HashSet<IParameterSymbol>(s_same) { parameter.OriginalDefinition };
        var pending = new Queue<(IParameterSymbol Parameter, IInvocationOperation? Call)>();
        pending.Enqueue((parameter.OriginalDefinition, call));
        while (pending.Count > 0 && seen.Count < MaxHelpers)
        {
            var (current, by) = pending.Dequeue();
            if (!_known.TryGetValue(current, out var known))
                _known[current] = known = Said(current) ?? Judge(current, cancellation);
            if (known is not null && (!known.IsByDefault || LeavesDefaults(by)))
                return known;
            foreach (var (next, on) in HandedOnTo(current, cancellation))
            {
                if (seen.Add(on))
                    pending.Enqueue((on, next));
            }
        }

        // An interface's helper repeats if each of its implementations does.
        return parameter.ContainingSymbol is IMethodSymbol { IsAbstract: true } contract ? InEach(contract, parameter.Ordinal, cancellation) : null;
    }

    private Repetition? InEach(IMethodSymbol contract, int ordinal, CancellationToken cancellation)
    {
        Repetition? found = null;
        foreach (var implementation in knowledge.Targets.Dispatch(contract, isVirtual: true).Where(target => !target.IsAbstract))
        {
            if (ordinal >= implementation.Parameters.Length || Of(implementation.Parameters[ordinal], call: null, cancellation) is not { } repetition)
                return null;
            found ??= repetition;
        }

        return found;
    }

    /// <summary>What its assembly says of a compiled member.</summary>
    private Repetition? Said(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol member ? Repetition.Parse(knowledge.Referenced.Find(member)?.RepeatOf(parameter.Ordinal)) : null;

    private Repetition? Judge(IParameterSymbol parameter, CancellationToken cancellation)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol member || OpenBudgets.IsCallersDuty(member))
            return null;
        var spending = new DelegateSpending(parameter, knowledge, cancellation);
        return Judge(member, spending, takesDefaults: false, cancellation) ?? InPolicy(member, spending, cancellation) ?? InRecursion(member, parameter, spending, cancellation)
            ?? (member.Parameters.Any(MayBeUnlimited) ? Judge(member, spending, takesDefaults: true, cancellation) : null);
    }

    /// <summary>Whether the call sets none of the limits and switches that may be left out.</summary>
    private static bool LeavesDefaults(IInvocationOperation? call) =>
        call is not null && !call.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit && argument.Parameter is { } parameter && MayBeUnlimited(parameter));

    /// <summary>An optional number or switch.</summary>
    private static bool MayBeUnlimited(IParameterSymbol parameter) => parameter.HasExplicitDefaultValue && (parameter.Type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_Double
        || parameter.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T);

    private Repetition? Judge(IMethodSymbol member, DelegateSpending spending, bool takesDefaults, CancellationToken cancellation)
    {
        Repetition? worst = null;
        foreach (var (source, model) in Graphs.Of(member, knowledge.Bodies, cancellation))
        {
            if (!BodyJudge.MayGoRound(source.OriginalOperation.Syntax))
                continue;
            foreach (var verdict in BodyJudge.Judge(source, model, spending, isCovered: false, work, cancellation, takesDefaults))
            {
                if (worst is null || verdict.Kind < worst.Kind)
                    worst = new Repetition(verdict.Kind, verdict.Cycle, takesDefaults);
            }
        }

        return worst;
    }

    /// <summary><c>Task Resilient(Func&lt;Task&gt; action) => s_forever.ExecuteAsync(action)</c></summary>
    private Repetition? InPolicy(IMethodSymbol member, DelegateSpending spending, CancellationToken cancellation)
    {
        foreach (var (call, _) in HandedOn(member, spending, cancellation))
        {
            if (knowledge.Policies.Uncapped(call, cancellation) is { } repetition)
                return repetition;
        }

        return null;
    }

    /// <summary>A helper that calls itself with the same delegate, and that nothing stops: <c>catch { return await RetryAsync(action); }</c></summary>
    private Repetition? InRecursion(IMethodSymbol member, IParameterSymbol parameter, DelegateSpending spending, CancellationToken cancellation)
    {
        foreach (var (source, model) in Graphs.Of(member, knowledge.Bodies, cancellation))
        {
            foreach (var call in source.OriginalOperation.Descendants().OfType<IInvocationOperation>())
            {
                if (!s_same.Equals(call.TargetMethod.OriginalDefinition, member.OriginalDefinition) || !call.Arguments.Any(argument => argument.Parameter?.Ordinal == parameter.Ordinal && spending.IsIn(argument.Value, model)))
                    continue;
                var strength = SelfCall.Judge(() => FlowGraphBuilder.Build(source, model, spending.Members, cancellation), call.Syntax, member, spending, work, cancellation);
                if (strength == RecursionStrength.None)
                    return new Repetition(call.Syntax.Ancestors().Any(node => node is CatchClauseSyntax) ? Unbounded.Retry : Unbounded.ModelEnds, call.Syntax.GetLocation());
            }
        }

        return null;
    }

    /// <summary>The parameters of other members that this one is passed to, as it is or in a lambda that invokes it.</summary>
    private IEnumerable<(IInvocationOperation Call, IParameterSymbol Parameter)> HandedOnTo(IParameterSymbol parameter, CancellationToken cancellation) =>
        parameter.ContainingSymbol is IMethodSymbol member
            ? HandedOn(member, new DelegateSpending(parameter, knowledge, cancellation), cancellation).Select(handed => (handed.Call, handed.Parameter.OriginalDefinition))
            : [];

    private IEnumerable<(IInvocationOperation Call, IParameterSymbol Parameter)> HandedOn(IMethodSymbol member, DelegateSpending spending, CancellationToken cancellation)
    {
        foreach (var (body, model) in knowledge.Bodies.Of(member, cancellation))
        {
            foreach (var operation in body.Descendants())
            {
                if (operation is IArgumentOperation { Parameter: { Type.TypeKind: TypeKind.Delegate } next, Parent: IInvocationOperation call } argument && spending.IsIn(argument.Value, model))
                    yield return (call, next);
            }
        }
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
            IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } instance } => Refers(instance),
            IInvocationOperation call => call.Arguments.Any(argument => Refers(argument.Value) && KnownMembers.Runs(call.TargetMethod)),
            _ => false,
        };
        return runs ? new SpendingCall(operation, parameter.Name, parameter.Name, ImmutableArray.Create(operation.Syntax.GetLocation())) : null;
    }

    /// <summary>Whether the value is the parameter, or a lambda that invokes it.</summary>
    public bool IsIn(IOperation value, SemanticModel model)
    {
        while (value is IConversionOperation or IDelegateCreationOperation)
            value = value is IConversionOperation conversion ? conversion.Operand : ((IDelegateCreationOperation)value).Target;
        return Refers(value) || (value is IAnonymousFunctionOperation && Executed.By(value).Any(operation => Of(operation, model) is not null));
    }

    public bool ReturnsReply(IOperation operation, SemanticModel model) => true;

    public bool WaitsForHuman(IOperation operation, SemanticModel model) => _calls.WaitsForHuman(operation, model);

    public bool WaitsForTimeOrWork(IOperation operation, SemanticModel model) => _calls.WaitsForTimeOrWork(operation, model);

    public bool IsEndless(IOperation collection, SemanticModel model) => _calls.IsEndless(collection, model);

    public bool IsUnproven(IOperation collection, SemanticModel model) => _calls.IsUnproven(collection, model);

    public bool WaitsForNext(IOperation collection, SemanticModel model) => _calls.WaitsForNext(collection, model);

    public ICalledMembers Members => _calls.Members;

    private bool Refers(IOperation value)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter.OriginalDefinition, parameter);
    }
}
