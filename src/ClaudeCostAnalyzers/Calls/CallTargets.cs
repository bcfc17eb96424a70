using System.Collections.Concurrent;
using ClaudeCostAnalyzers.Bounds;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>Which members an operation may run.</summary>
internal sealed class CallTargets(MemberBodies bodies, Lazy<NameIndex> names)
{
    /// <summary>An interface with more implementations than this says nothing about any of them.</summary>
    private const int MaxImplementations = 16;

    private readonly ConcurrentDictionary<IMethodSymbol, List<IMethodSymbol>> _implementations = new(SymbolEqualityComparer.Default);

    /// <summary>The members that the operation itself runs, its operands apart. Their bodies may be out of sight.</summary>
    public IEnumerable<IMethodSymbol> Of(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } invoke:
                return DelegateTargets(invoke.Instance);
            case IInvocationOperation invocation:
                return Dispatch(invocation.TargetMethod, invocation.IsVirtual);
            case IObjectCreationOperation { Constructor: { } constructor }:
                return [constructor];
            case IPropertyReferenceOperation property:
                var accessor = property.Parent is IAssignmentOperation assignment && assignment.Target == property ? property.Property.SetMethod : property.Property.GetMethod;
                return accessor is null ? [] : Dispatch(accessor, property.Instance is not IInstanceReferenceOperation);
            case IMethodReferenceOperation reference when KnownMembers.IsRun(reference):
                return Dispatch(reference.Method, reference.IsVirtual);
            default:
                return [];
        }
    }

    /// <summary>The simple name by which the operation runs a member; null: it runs none.</summary>
    public static string? NameOf(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } instance } => DelegateName(instance),
        IInvocationOperation call => call.TargetMethod.Name,
        IObjectCreationOperation { Constructor: { } constructor } => constructor.ContainingType.Name,
        IPropertyReferenceOperation property => property.Property.Name,
        IMethodReferenceOperation reference => reference.Method.Name,
        _ => null,
    };

    private static string? DelegateName(IOperation instance)
    {
        while (instance is IConversionOperation conversion)
            instance = conversion.Operand;
        return (instance as IMemberReferenceOperation)?.Member.Name ?? (instance as ILocalReferenceOperation)?.Local.Name;
    }

    /// <summary>The member and, where it may be another by way of the object, its implementations in sight.</summary>
    public IEnumerable<IMethodSymbol> Dispatch(IMethodSymbol method, bool isVirtual)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (!isVirtual || (!definition.IsAbstract && !definition.IsVirtual && !definition.IsOverride))
            return [definition];
        return _implementations.GetOrAdd(definition, Implementations).Prepend(definition);
    }

    private List<IMethodSymbol> Implementations(IMethodSymbol member)
    {
        var name = (member.AssociatedSymbol ?? member).Name;
        var found = new List<IMethodSymbol>();
        foreach (var declaration in names.Value.Declarations(name))
        {
            if (declaration is not (MethodDeclarationSyntax or PropertyDeclarationSyntax) || bodies.Model(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration) is not { } symbol)
                continue;
            var candidate = symbol as IMethodSymbol ?? (symbol as IPropertySymbol)?.GetMethod;
            if (candidate is null || candidate.IsAbstract || !Implements(candidate, member))
                continue;
            if (found.Count == MaxImplementations)
                return [];
            found.Add(candidate);
        }

        return found;
    }

    private static bool Implements(IMethodSymbol candidate, IMethodSymbol member)
    {
        for (var overridden = candidate.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, member))
                return true;
        }

        if (member.ContainingType.TypeKind != TypeKind.Interface)
            return false;
        foreach (var contract in candidate.ContainingType.AllInterfaces)
        {
            if (!SymbolEqualityComparer.Default.Equals(contract.OriginalDefinition, member.ContainingType.OriginalDefinition))
                continue;
            foreach (var implemented in contract.GetMembers(member.Name))
            {
                if (SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, member)
                    && SymbolEqualityComparer.Default.Equals(candidate.ContainingType.FindImplementationForInterfaceMember(implemented)?.OriginalDefinition, candidate.OriginalDefinition))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A delegate in a local or field that is given one lambda or method, where it is declared, and never another.</summary>
    private IEnumerable<IMethodSymbol> DelegateTargets(IOperation? instance)
    {
        while (instance is IConversionOperation conversion)
            instance = conversion.Operand;
        ISymbol? variable = instance switch
        {
            ILocalReferenceOperation local => local.Local,
            IFieldReferenceOperation { Field: { IsReadOnly: true } or { DeclaredAccessibility: Accessibility.Private } } field => field.Field,
            _ => null,
        };
        if (variable is null || variable.DeclaringSyntaxReferences.Length != 1)
            yield break;
        if (variable.DeclaringSyntaxReferences[0].GetSyntax() is not VariableDeclaratorSyntax { Initializer.Value: { } value } declarator || bodies.Model(declarator.SyntaxTree) is not { } model)
            yield break;
        if (value is AnonymousFunctionExpressionSyntax lambda && model.GetSymbolInfo(lambda).Symbol is IMethodSymbol function)
            yield return function;
        else if (model.GetSymbolInfo(value).Symbol is IMethodSymbol group)
            yield return group.OriginalDefinition;
    }
}
