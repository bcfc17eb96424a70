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
    private readonly ConcurrentDictionary<string, ILookup<ISymbol?, IMethodSymbol>> _contracts = new(StringComparer.Ordinal);
    private readonly DelegateValues _delegates = new(bodies, names);

    /// <summary>The members that the operation itself runs, its operands apart, if they may reach an LLM call or a wait. Their bodies may be out of sight.</summary>
    public IEnumerable<IMethodSymbol> Of(IOperation operation) => Of(operation, names.Value.MayMatter);

    /// <summary>The same, of the members whose names <paramref name="may"/> be of interest: a cheap test before anything is bound.</summary>
    public IEnumerable<IMethodSymbol> Of(IOperation operation, Func<string, bool> may)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } instance }:
                return InDelegate(instance, may);
            case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Constructor } further }:
                return may(further.ContainingType.Name) ? [further.OriginalDefinition] : [];
            case IInvocationOperation invocation:
                return may(invocation.TargetMethod.Name) ? Dispatch(invocation.TargetMethod, invocation.IsVirtual, TypeOf(invocation.Instance)) : [];
            case IObjectCreationOperation { Constructor: { } constructor }:
                return may(constructor.ContainingType.Name) ? [constructor.OriginalDefinition] : [];
            case IMethodReferenceOperation reference when may(reference.Method.Name) && KnownMembers.IsRun(reference):
                return Dispatch(reference.Method, reference.IsVirtual, TypeOf(reference.Instance));
            case IPropertyReferenceOperation property:
                return may(property.Property.Name) ? Accessors(property).Concat(InArgument(property, may)) : [];
            case ILocalReferenceOperation or IFieldReferenceOperation or IParameterReferenceOperation:
                return InArgument(operation, may);
            default:
                return Unwritten(operation, may);
        }
    }

    private IEnumerable<IMethodSymbol> Unwritten(IOperation operation, Func<string, bool> may)
    {
        foreach (var (method, on) in UnwrittenCalls.Of(operation, bodies, may))
        {
            if (!may(method.Name) && (method.AssociatedSymbol is not { } property || !may(property.Name)))
                continue;
            foreach (var target in Dispatch(method, isVirtual: true, on))
                yield return target;
        }
    }

    private IEnumerable<IMethodSymbol> Accessors(IPropertyReferenceOperation property)
    {
        var (reads, writes) = property.Parent switch
        {
            ISimpleAssignmentOperation assignment when assignment.Target == property => (false, true),
            IAssignmentOperation assignment when assignment.Target == property => (true, true),
            IIncrementOrDecrementOperation => (true, true),
            _ => (true, false),
        };
        var isVirtual = property.Instance is not IInstanceReferenceOperation { Syntax: BaseExpressionSyntax };
        if (reads && property.Property.GetMethod is { } getter)
        {
            foreach (var target in Dispatch(getter, isVirtual, TypeOf(property.Instance)))
                yield return target;
        }

        if (writes && property.Property.SetMethod is { } setter)
        {
            foreach (var target in Dispatch(setter, isVirtual, TypeOf(property.Instance)))
                yield return target;
        }
    }

    /// <summary>The member and, where it may be another by way of the object, its implementations in sight.</summary>
    /// <param name="method">The member that the code names.</param>
    /// <param name="isVirtual">Whether the object decides.</param>
    /// <param name="on">The type that the object is known to have; null: nothing is known of it.</param>
    public IEnumerable<IMethodSymbol> Dispatch(IMethodSymbol method, bool isVirtual, ITypeSymbol? on = null)
    {
        var definition = Definition(method);
        if (!isVirtual || (!definition.IsAbstract && !definition.IsVirtual && !definition.IsOverride))
            return [definition];
        if (on is { TypeKind: TypeKind.Class or TypeKind.Struct } && definition.ContainingType.TypeKind == TypeKind.Interface)
        {
            // The object's class is known: it says which member implements the interface's.
            if (Implementing(method, on) is not { } implementing)
                return [definition];
            definition = implementing;
            if (on.IsSealed || (!definition.IsAbstract && !definition.IsVirtual && !definition.IsOverride))
                return [definition];
        }
        else if (IsEverywhere(definition) && (on?.TypeKind != TypeKind.Class || on.DeclaringSyntaxReferences.IsEmpty))
        {
            return [definition];
        }

        var implementations = _implementations.GetOrAdd(definition, Implementations);
        return (on is { TypeKind: TypeKind.Class } ? implementations.Where(candidate => MayBeOn(candidate, on)) : implementations).Prepend(definition);
    }

    private static IMethodSymbol? Implementing(IMethodSymbol method, ITypeSymbol on)
    {
        if (on.FindImplementationForInterfaceMember(method) is IMethodSymbol found)
            return Definition(found);

        // A pattern, or an interface of other type arguments.
        foreach (var contract in on.AllInterfaces)
        {
            if (!SymbolEqualityComparer.Default.Equals(contract.OriginalDefinition, method.ContainingType.OriginalDefinition))
                continue;
            foreach (var member in contract.GetMembers(method.Name))
            {
                if (SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, method.OriginalDefinition) && on.FindImplementationForInterfaceMember(member) is IMethodSymbol implementing)
                    return Definition(implementing);
            }
        }

        return null;
    }

    /// <summary>Contracts of the framework itself, such as disposal: half of all types have them, and one says nothing about another.</summary>
    private static bool IsEverywhere(IMethodSymbol definition)
    {
        var type = definition.ContainingType;
        return type.SpecialType != SpecialType.None || (type.DeclaringSyntaxReferences.IsEmpty && type is { TypeKind: TypeKind.Interface, ContainingNamespace: { } space }
            && (space.Name == "System" ? space.ContainingNamespace.IsGlobalNamespace : space is { Name: "Generic" or "Collections" }));
    }

    /// <summary>Whether an object of the type, or of one derived from it, may run the member.</summary>
    private static bool MayBeOn(IMethodSymbol candidate, ITypeSymbol on) => Derives(candidate.ContainingType, on) || Derives(on, candidate.ContainingType);

    private static bool Derives(ITypeSymbol type, ITypeSymbol from)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, from.OriginalDefinition))
                return true;
        }

        return false;
    }

    private static IMethodSymbol Definition(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return definition.PartialImplementationPart ?? definition;
    }

    private static ITypeSymbol? TypeOf(IOperation? instance)
    {
        while (instance is IConversionOperation { OperatorMethod: null, Conversion: { IsReference: true } or { IsIdentity: true }, Operand: { Type: not null } operand })
            instance = operand;
        return instance is { Type: { TypeKind: TypeKind.Class or TypeKind.Struct } type } ? type : null;
    }

    private List<IMethodSymbol> Implementations(IMethodSymbol member)
    {
        var found = _contracts.GetOrAdd((member.AssociatedSymbol ?? member).Name, Candidates)[member].Take(MaxImplementations + 1).ToList();
        return found.Count > MaxImplementations ? [] : found;
    }

    /// <summary>The members of a name by what they override and implement: each is bound once, however many members of its name are asked for.</summary>
    private ILookup<ISymbol?, IMethodSymbol> Candidates(string name) => names.Value.Declarations(name)
        .Where(declaration => declaration is MethodDeclarationSyntax or BasePropertyDeclarationSyntax)
        .Select(declaration => bodies.Model(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration))
        .SelectMany(symbol => symbol is IPropertySymbol property ? new[] { property.GetMethod, property.SetMethod } : [symbol as IMethodSymbol])
        .OfType<IMethodSymbol>().Where(candidate => !candidate.IsAbstract)
        .SelectMany(candidate => Contracts(candidate, name).Distinct<ISymbol>(SymbolEqualityComparer.Default).Select(contract => (Contract: contract, Candidate: Definition(candidate))))
        .ToLookup(entry => (ISymbol?)entry.Contract, entry => entry.Candidate, SymbolEqualityComparer.Default);

    private static IEnumerable<IMethodSymbol> Contracts(IMethodSymbol candidate, string name)
    {
        for (var overridden = candidate.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            yield return Definition(overridden);
        foreach (var contract in candidate.ContainingType.AllInterfaces)
        {
            foreach (var member in contract.GetMembers(name))
            {
                var implemented = member as IMethodSymbol ?? (member is IPropertySymbol property ? candidate.MethodKind == MethodKind.PropertySet ? property.SetMethod : property.GetMethod : null);
                if (implemented is not null && SymbolEqualityComparer.Default.Equals(candidate.ContainingType.FindImplementationForInterfaceMember(implemented)?.OriginalDefinition, candidate.OriginalDefinition))
                    yield return implemented.OriginalDefinition;
            }
        }
    }

    /// <summary>The functions that the delegate may be.</summary>
    public IEnumerable<IMethodSymbol> InDelegate(IOperation instance, Func<string, bool> may)
    {
        while (instance is IConversionOperation conversion)
            instance = conversion.Operand;
        if (DelegateValues.NameOf(instance.Syntax) is not { } name || !may(name))
            yield break;
        foreach (var function in _delegates.Of(instance.Syntax, CancellationToken.None))
        {
            foreach (var target in Dispatch(function, isVirtual: true))
                yield return target;
        }
    }

    /// <summary>The functions in a variable that is handed to a call which runs it.</summary>
    private IEnumerable<IMethodSymbol> InArgument(IOperation variable, Func<string, bool> may) =>
        variable.Type?.TypeKind == TypeKind.Delegate && DelegateValues.NameOf(variable.Syntax) is { } name && may(name)
        && variable.Parent is not IInvocationOperation && KnownMembers.IsRun(variable) ? InDelegate(variable, may) : [];
}
