using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// States that stand in an object which the loop holds and others may hold, too: <c>while (session.State != State.Done) { ... session.State =
/// State.Review; }</c>. They are followed from turn to turn as locals are, if the loop has one such object, and nothing that it calls
/// writes the state, as far as source tells.
/// </summary>
internal static class SharedStates
{
    /// <summary>Of the members that a loop calls, and that these call, so many are looked at.</summary>
    private const int MaxMembers = 60;

    /// <summary>What holds the object; null: the state cannot be followed.</summary>
    /// <param name="variable">A field or property.</param>
    /// <param name="loop">The loop.</param>
    public static Variable? Holder(Variable variable, Loop loop) => variable.Symbol is { } symbol && IsPlain(symbol)
        && Only(variable, loop) is { } holder && loop.Writes(holder).All(write => write.Kind is WriteKind.Expose or WriteKind.Mutate)
        && !MayBeWrittenElsewhere(symbol.Name, holder, loop) ? holder : null;

    /// <summary>Whether it only keeps what it is given.</summary>
    private static bool IsPlain(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field is { IsStatic: false, IsConst: false, IsVolatile: false, IsReadOnly: false, DeclaringSyntaxReferences.IsEmpty: false },
        IPropertySymbol property => property is { IsStatic: false, IsVirtual: false, IsOverride: false, IsAbstract: false, SetMethod.IsInitOnly: false, DeclaringSyntaxReferences.IsEmpty: false } && OwnStates.IsAuto(property),
        _ => false,
    };

    /// <summary>What holds the object, of which the body knows only one: a local, a parameter, or a field that is never set again.</summary>
    private static Variable? Only(Variable variable, Loop loop)
    {
        Variable? found = null;
        loop.Effort.Add(loop.Graph.Nodes.Count);
        foreach (var reference in loop.Graph.Nodes.SelectMany(node => node.Evaluated).SelectMany(root => root.DescendantsAndSelf()).OfType<IMemberReferenceOperation>())
        {
            if (reference is not (IFieldReferenceOperation or IPropertyReferenceOperation) || Variable.Referenced(reference) is not { } named || !named.Equals(variable))
                continue;
            // `session is { State: State.Done }` only reads.
            if (reference.Instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.PatternInput })
                continue;
            if (reference.Instance is not { } instance || Variable.Referenced(loop.Whole(instance)) is not { } holder || !IsSteady(holder.Symbol) || (found is { } other && !other.Equals(holder)))
                return null;
            found = holder;
        }

        return found;
    }

    private static bool IsSteady(ISymbol? holder) => holder switch
    {
        ILocalSymbol { RefKind: RefKind.None } or IParameterSymbol { RefKind: RefKind.None } => true,
        IFieldSymbol { IsStatic: false, IsReadOnly: true } => true,
        IPropertySymbol { IsStatic: false, SetMethod: null } property => property.DeclaringSyntaxReferences is { Length: > 0 } && OwnStates.IsAuto(property),
        _ => false,
    };

    /// <summary>Whether a member that the loop calls writes something of that name, or is handed the object and may be any of several.</summary>
    private static bool MayBeWrittenElsewhere(string name, Variable holder, Loop loop)
    {
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var pending = new Stack<IOperation>(loop.Nodes.SelectMany(node => node.Evaluated));
        while (pending.Count > 0)
        {
            foreach (var operation in pending.Pop().DescendantsAndSelf())
            {
                loop.Effort.Add(1);
                if (operation is not IInvocationOperation call)
                    continue;
                if (loop.Spending.Members.Target(call) is not { } member)
                {
                    // Some implementation of it may.
                    if (!call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && call.Arguments.Any(argument => Variable.Referenced(loop.Whole(argument.Value)) is { } handed && handed.Equals(holder)))
                        return true;
                }
                else if (seen.Add(member))
                {
                    if (seen.Count > MaxMembers || CalleeWrites.MayWrite(member, name))
                        return true;
                    if (loop.Spending.Members.Body(member) is { } body)
                        pending.Push(body);
                }
            }
        }

        return false;
    }
}
