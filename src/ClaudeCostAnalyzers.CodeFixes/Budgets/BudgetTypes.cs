using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.CodeFixes.Budgets;

/// <summary>The types of the runtime that a scope is written with. The fixes know the runtime by name only.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Budget">The budget.</param>
/// <param name="TimeSpan">The time that a timeout is written as.</param>
/// <param name="Window">The renewal of budgets; null for a runtime without.</param>
internal sealed record BudgetTypes(INamedTypeSymbol Scope, INamedTypeSymbol Budget, INamedTypeSymbol TimeSpan, INamedTypeSymbol? Window)
{
    /// <summary>
    /// The types as <paramref name="compilation"/> sees them; null where the runtime is not referenced, or where
    /// <paramref name="version"/> of the language cannot set the properties of a budget.
    /// </summary>
    public static BudgetTypes? TryCreate(Compilation compilation, LanguageVersion version) =>
        compilation.GetTypeByMetadataName("ClaudeCost.BudgetScope") is { } scope && compilation.IsSymbolAccessibleWithin(scope, compilation.Assembly)
        && compilation.GetTypeByMetadataName("ClaudeCost.Budget") is { } budget && compilation.IsSymbolAccessibleWithin(budget, compilation.Assembly)
        && (version >= LanguageVersion.CSharp9 || !budget.GetMembers().OfType<IPropertySymbol>().Any(property => property.SetMethod is { IsInitOnly: true }))
        && compilation.GetTypeByMetadataName("System.TimeSpan") is { } timeSpan
            ? new(scope, budget, timeSpan, compilation.GetTypeByMetadataName("ClaudeCost.BudgetWindow"))
            : null;
}
