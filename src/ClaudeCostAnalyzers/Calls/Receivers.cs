using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
        if (call is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke })
            return receiver is not null && IsGivenTo(receiver.Syntax, target);
        if (call is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation || (call is IPropertyReferenceOperation && target.AssociatedSymbol is null))
            return IsGivenTo(call.Syntax, target);
        if (receiver is null or IInstanceReferenceOperation)
            return true;

        // Another object that this one keeps for good: agents that call each other by turns. The same member of it is a chain.
        return receiver is IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation, Member: IFieldSymbol or IPropertySymbol }
            && !target.IsAbstract && caller.Name != target.Name && !caller.ContainingType.Equals(target.ContainingType, SymbolEqualityComparer.Default);
    }

    /// <summary>
    /// Whether the lambda is given to the very variable that is called. A copy of a variable, or what a constructor was given,
    /// is a link of a chain: <c>var next = pipeline; pipeline = () => next();</c>
    /// </summary>
    private static bool IsGivenTo(SyntaxNode called, IMethodSymbol target)
    {
        if (target.MethodKind != MethodKind.AnonymousFunction)
            return target.MethodKind == MethodKind.LocalFunction;
        return target.DeclaringSyntaxReferences[0].GetSyntax() is AnonymousFunctionExpressionSyntax lambda && Functions.GivenTo(lambda) is { } variable && variable == DelegateValues.NameOf(called);
    }
}
