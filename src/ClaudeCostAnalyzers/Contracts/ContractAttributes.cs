using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Contracts;

/// <summary>
/// <c>[LlmCall]</c> and <c>[RequiresBudget]</c>: known by name and namespace, so that anyone can declare them. A mark holds
/// for the members that override or implement the marked one, and on a property for its accessors.
/// </summary>
internal static class ContractAttributes
{
    public const string Namespace = "ClaudeCost";

    /// <summary>The assembly that declares them for most users; it has no marked members of its own.</summary>
    public const string RuntimeAssembly = "ClaudeCostAnalyzers.Runtime";

    private const string LlmCall = "LlmCallAttribute";
    private const string RequiresBudget = "RequiresBudgetAttribute";

    /// <summary>The full names of the attributes.</summary>
    public static readonly string[] FullNames = [Namespace + "." + LlmCall, Namespace + "." + RequiresBudget];

    /// <summary>The words by which a source file uses one.</summary>
    public static readonly string[] Words = ["LlmCall", "RequiresBudget"];

    /// <summary>Every name by which an attribute may be written.</summary>
    public static readonly string[] Names = ["LlmCall", LlmCall, "RequiresBudget", RequiresBudget];

    /// <summary>Whether an attribute written like this may be one of them.</summary>
    public static bool IsName(string attribute)
    {
        var name = attribute.Substring(attribute.LastIndexOf('.') + 1);
        return name is "LlmCall" or LlmCall or "RequiresBudget" or RequiresBudget;
    }

    /// <summary>Whether calling the member is declared to spend, by itself or by a member that it overrides or implements.</summary>
    public static bool Spends(IMethodSymbol member) => Holds(member, static name => name is LlmCall or RequiresBudget);

    /// <summary>Whether the member, or one that it overrides or implements, leaves the budget to its callers.</summary>
    public static bool NeedsBudget(IMethodSymbol member) => Holds(member, static name => name is RequiresBudget);

    /// <summary>Whether the symbol itself leaves the budget to the callers of what it contains.</summary>
    public static bool IsMarkedNeedsBudget(ISymbol symbol) => IsMarked(symbol, static name => name is RequiresBudget);

    /// <summary>The members that this one overrides or implements, of all types above.</summary>
    public static IEnumerable<IMethodSymbol> Inherited(IMethodSymbol member)
    {
        for (var current = member.OriginalDefinition; current is not null; current = current.OverriddenMethod?.OriginalDefinition)
        {
            if (current.OverriddenMethod is { } overridden)
                yield return overridden.OriginalDefinition;
            foreach (var implemented in Implemented(current))
                yield return implemented.OriginalDefinition;
        }
    }

    private static IEnumerable<IMethodSymbol> Implemented(IMethodSymbol member)
    {
        foreach (var implemented in member.ExplicitInterfaceImplementations)
            yield return implemented;
        if (member.DeclaredAccessibility != Accessibility.Public || member.ContainingType is not { TypeKind: not TypeKind.Interface } type
            || member.MethodKind is not (MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.PropertySet))
        {
            yield break;
        }

        foreach (var contract in type.AllInterfaces)
        {
            foreach (var implemented in contract.GetMembers(member.Name).OfType<IMethodSymbol>())
            {
                if (SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(implemented)?.OriginalDefinition, member))
                    yield return implemented;
            }
        }
    }

    private static bool Holds(IMethodSymbol member, Func<string, bool> isContract)
    {
        var definition = (member.ReducedFrom ?? member).OriginalDefinition;
        return IsMarkedMember(definition, isContract) || Inherited(definition).Any(inherited => IsMarkedMember(inherited, isContract));
    }

    private static bool IsMarkedMember(IMethodSymbol member, Func<string, bool> isContract) =>
        IsMarked(member, isContract) || (member.AssociatedSymbol is { } property && IsMarked(property, isContract));

    private static bool IsMarked(ISymbol symbol, Func<string, bool> isContract)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } } type && isContract(type.Name))
                return true;
        }

        return false;
    }
}
