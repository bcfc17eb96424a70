using System.Collections.Concurrent;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// Whether what a member returns is the model's reply, or is decided by it. A helper that spends but answers something
/// else (is there more work?) does not let the model end its caller's loop.
/// </summary>
internal sealed class ReplyReturns(MemberBodies bodies, CallTargets targets, MemberSummaries summaries, LlmApis apis, ReferencedMembers referenced)
{
    private const int MaxPasses = 8;

    private readonly ConcurrentDictionary<IMethodSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    public bool Of(IMethodSymbol member, CancellationToken cancellation)
    {
        var pending = new Queue<IMethodSymbol>();
        if (_known.TryGetValue(member, out var known))
            return known;

        // Members whose result hangs on each other: assume no until one is seen to return the reply.
        var closure = new List<IMethodSymbol>();
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { member };
        pending.Enqueue(member);
        while (pending.Count > 0)
        {
            var current = pending.Dequeue();
            closure.Add(current);
            foreach (var (body, _) in bodies.Of(current, cancellation))
            {
                foreach (var target in Executed.By(body).SelectMany(targets.Of))
                {
                    if (summaries.IsKnown(target) && summaries.Reach(target, cancellation) is not null && seen.Add(target))
                        pending.Enqueue(target);
                }
            }
        }

        var returning = new HashSet<IMethodSymbol>(closure.Where(current => IsSaidToReturn(current, cancellation)), SymbolEqualityComparer.Default);
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var before = returning.Count;
            foreach (var current in closure)
            {
                if (!returning.Contains(current) && bodies.Of(current, cancellation).Any(part => ReturnsReply(part.Body, current, returning)))
                    returning.Add(current);
            }

            if (returning.Count == before)
                break;
        }

        foreach (var current in closure)
            _known[current] = returning.Contains(current);
        return returning.Contains(member);
    }

    /// <summary>By its assembly; or it is marked, and nothing in sight tells what it returns: what pays for a reply returns it, most often.</summary>
    private bool IsSaidToReturn(IMethodSymbol member, CancellationToken cancellation)
    {
        if (referenced.Find(member) is { } entry)
            return entry.Traits.HasFlag(ReachTraits.ReturnsReply);
        return ContractAttributes.Spends(member) && !member.ReturnsVoid
            && !targets.Dispatch(member, isVirtual: true).Any(target => bodies.Of(target, cancellation).Any(part => Executed.By(part.Body).Any(operation => Spends(operation, member, cancellation))));
    }

    private bool Spends(IOperation operation, IMethodSymbol apart, CancellationToken cancellation) =>
        (operation is IInvocationOperation call && apis.Spends(call, model: null, cancellation))
        || targets.Of(operation).Any(target => !SymbolEqualityComparer.Default.Equals(target, apart) && summaries.IsKnown(target) && summaries.Reach(target, cancellation) is not null);

    private bool ReturnsReply(IOperation body, IMethodSymbol member, HashSet<IMethodSymbol> returning)
    {
        var holders = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var operations = Executed.By(body).ToList();
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var before = holders.Count;
            foreach (var operation in operations)
                Flow(operation, holders, returning);
            if (holders.Count == before)
                break;
        }

        // `foo => Ask(foo)`: an expression body is its own return.
        foreach (var operation in operations)
        {
            if (operation is IReturnOperation { ReturnedValue: { } value } && Holds(value, holders, returning))
                return true;
        }

        // `if (reply.Contains("done")) return true; return false;`: the reply decides which.
        return operations.OfType<IReturnOperation>().Count(result => result.ReturnedValue is not null) > 1 && operations.Any(operation => operation switch
        {
            IConditionalOperation choice => Holds(choice.Condition, holders, returning) && choice.Descendants().Any(inner => inner is IReturnOperation { ReturnedValue: not null }),
            ISwitchOperation choice => Holds(choice.Value, holders, returning) && choice.Descendants().Any(inner => inner is IReturnOperation { ReturnedValue: not null }),
            _ => false,
        });
    }

    private void Flow(IOperation operation, HashSet<ISymbol> holders, HashSet<IMethodSymbol> returning)
    {
        switch (operation)
        {
            case IAssignmentOperation assignment when Holds(assignment.Value, holders, returning):
                foreach (var target in assignment.Target.DescendantsAndSelf())
                {
                    if (SymbolOf(target) is { } symbol)
                        holders.Add(symbol);
                }

                break;
            case IVariableDeclaratorOperation { Initializer.Value: { } value } declarator when Holds(value, holders, returning):
                holders.Add(declarator.Symbol);
                break;
            case IForEachLoopOperation loop when Holds(loop.Collection, holders, returning):
                foreach (var local in loop.Locals)
                    holders.Add(local);
                break;
            case IIsPatternOperation match when Holds(match.Value, holders, returning):
                foreach (var pattern in match.Pattern.DescendantsAndSelf())
                {
                    if (pattern is IDeclarationPatternOperation { DeclaredSymbol: { } declared })
                        holders.Add(declared);
                    else if (pattern is IRecursivePatternOperation { DeclaredSymbol: { } bound })
                        holders.Add(bound);
                }

                break;
            case IInvocationOperation call when call.Arguments.Any(argument => Holds(argument.Value, holders, returning)):
                // `text.Append(update.Text)`, `TryParse(reply, out var result)`
                if (call.Instance is not null and not IInstanceReferenceOperation && SymbolOf(call.Instance) is { } receiver)
                    holders.Add(receiver);
                foreach (var argument in call.Arguments)
                {
                    if (argument.Parameter?.RefKind is RefKind.Out or RefKind.Ref)
                    {
                        foreach (var target in argument.Value.DescendantsAndSelf())
                        {
                            if (SymbolOf(target) is { } written)
                                holders.Add(written);
                        }
                    }
                }

                break;
        }
    }

    private bool Holds(IOperation value, HashSet<ISymbol> holders, HashSet<IMethodSymbol> returning)
    {
        foreach (var operation in value.DescendantsAndSelf())
        {
            if ((operation is IInvocationOperation call && apis.Spends(call, model: null, CancellationToken.None)) || (SymbolOf(operation) is { } symbol && holders.Contains(symbol)) || targets.Of(operation).Any(returning.Contains))
                return true;
        }

        return false;
    }

    private static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };
}
