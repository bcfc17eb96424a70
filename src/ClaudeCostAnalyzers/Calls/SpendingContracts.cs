using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>Members that say of themselves that they spend: <c>[LlmCall]</c> and <c>[RequiresBudget]</c>, known by name so that anyone can declare them.</summary>
internal static class SpendingContracts
{
    private const string Namespace = "ClaudeCost";

    public static bool IsName(string attribute)
    {
        var name = attribute.Substring(attribute.LastIndexOf('.') + 1);
        return name is "LlmCall" or "LlmCallAttribute" or "RequiresBudget" or "RequiresBudgetAttribute";
    }

    /// <summary>Whether calling the member is declared to spend, by itself or by a member that it overrides or implements.</summary>
    public static bool Spends(IMethodSymbol method)
    {
        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            if (HasContract(current) || (current.AssociatedSymbol is { } property && HasContract(property)))
                return true;
        }

        return false;
    }

    private static bool HasContract(ISymbol symbol)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } } type && IsName(type.Name))
                return true;
        }

        return false;
    }
}
