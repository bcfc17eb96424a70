using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Budgets;

/// <summary>The runtime guard's types, known by name only.</summary>
internal static class RuntimeNames
{
    public const string Exception = "BudgetExceededException";

    public const string Budget = "Budget";

    /// <summary>What begins a scope.</summary>
    public const string Begin = "Begin";

    /// <summary>The file may begin a scope.</summary>
    public static readonly Words Beginning = new([Begin]);

    private const string Namespace = "ClaudeCost";

    public static bool IsBudget(ITypeSymbol? type) => Is(type, Budget);

    public static bool IsScope(ITypeSymbol? type) => Is(type, "BudgetScope");

    /// <summary>Whether the call begins a scope.</summary>
    public static bool IsBegin(IInvocationOperation call) => call.TargetMethod.Name == Begin && IsScope(call.TargetMethod.ContainingType);

    private static bool Is(ITypeSymbol? type, string name) =>
        type is { ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } } && type.Name == name;
}
