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
            return receiver is not null && (IsGivenTo(receiver.Syntax, target) || IsHandlerOf(receiver, caller, target));
        if (call is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation || (call is IPropertyReferenceOperation && target.AssociatedSymbol is null))
            return IsGivenTo(call.Syntax, target);
        if (receiver is null or IInstanceReferenceOperation)
            return true;

        // Another object that this one keeps for good: agents that call each other by turns. The same member of it is a chain.
        return IsKept(receiver, caller) && !IsOfItsKind(receiver.Type, caller.ContainingType) && !target.IsAbstract && !caller.ContainingType.Equals(target.ContainingType, SymbolEqualityComparer.Default)
            && (caller.Name != target.Name || !ShareContract(caller, target));
    }

    /// <summary>Whether the object is what the other is said to be, too: what wraps, or leads on to, another of its kind.</summary>
    private static bool IsOfItsKind(ITypeSymbol? kind, INamedTypeSymbol type) => kind is { TypeKind: TypeKind.Interface }
        && type.AllInterfaces.Any(contract => contract.OriginalDefinition.Equals(kind.OriginalDefinition, SymbolEqualityComparer.Default));

    /// <summary>A field or property of the object, or what the constructor before its body was given.</summary>
    private static bool IsKept(IOperation receiver, IMethodSymbol caller) => receiver switch
    {
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation, Member: IFieldSymbol or IPropertySymbol } => true,
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } => !constructor.Equals(caller, SymbolEqualityComparer.Default)
            && constructor.ContainingType.Equals(caller.ContainingType, SymbolEqualityComparer.Default),
        _ => false,
    };

    /// <summary>Whether both are the same member of one interface or base class, as those of a decorator and what it wraps.</summary>
    private static bool ShareContract(IMethodSymbol one, IMethodSymbol other)
    {
        for (var type = one.ContainingType; type is not null && type.SpecialType != SpecialType.System_Object; type = type.BaseType)
        {
            for (var another = other.ContainingType; another is not null; another = another.BaseType)
            {
                if (type.OriginalDefinition.Equals(another.OriginalDefinition, SymbolEqualityComparer.Default))
                    return true;
            }
        }

        return one.ContainingType.AllInterfaces.Any(contract => !contract.GetMembers(one.Name).IsEmpty
            && other.ContainingType.AllInterfaces.Any(same => same.OriginalDefinition.Equals(contract.OriginalDefinition, SymbolEqualityComparer.Default)));
    }

    /// <summary>Whether the object's own event or field that is called has the object's own method: <c>Replied += OnReplied</c>, and <c>OnReplied</c> raises <c>Replied</c>.</summary>
    private static bool IsHandlerOf(IOperation called, IMethodSymbol caller, IMethodSymbol target)
    {
        if (called is not IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation, Member: IEventSymbol or IFieldSymbol } member || target.MethodKind != MethodKind.Ordinary
            || !target.ContainingType.Equals(caller.ContainingType, SymbolEqualityComparer.Default))
        {
            return false;
        }

        return caller.ContainingType.DeclaringSyntaxReferences.SelectMany(type => type.GetSyntax().DescendantNodes()).OfType<AssignmentExpressionSyntax>()
            .Any(assignment => IsOwn(assignment.Left, member.Member.Name) && IsOwn(assignment.Right, target.Name));
    }

    private static bool IsOwn(ExpressionSyntax expression, string name) => expression switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: var member } => member == name,
        _ => false,
    };

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
