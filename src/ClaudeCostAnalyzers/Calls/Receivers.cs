using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// Tells recursion from chains of objects: a decorator that calls the same member on its inner instance, a node that
/// calls its children, a handler that calls the next one do not come back to themselves.
/// </summary>
internal static class Receivers
{
    public static bool MayRecurse(IOperation call, IMethodSymbol caller, IMethodSymbol target)
    {
        var receiver = call switch
        {
            IInvocationOperation invocation => invocation.Instance,
            IMemberReferenceOperation member => member.Instance,
            _ => null,
        };
        while (receiver is IConversionOperation conversion)
            receiver = conversion.Operand;
        if (receiver is null or IInstanceReferenceOperation || call is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke })
            return true;

        // Another object that this one keeps for good: agents that call each other by turns. The same member of it is a chain.
        return receiver is IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation, Member: IFieldSymbol or IPropertySymbol }
            && !target.IsAbstract && caller.Name != target.Name && !caller.ContainingType.Equals(target.ContainingType, SymbolEqualityComparer.Default);
    }
}
