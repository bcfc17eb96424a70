using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Collections of what a recursion has been to.</summary>
internal static class VisitedSets
{
    /// <summary>Parts of the names of collections that may hold what was visited.</summary>
    private static readonly string[] s_visited = ["Set", "Dictionary", "List", "Collection"];

    /// <summary>The set, or list, that the guard asks, and whether it adds to it as it does.</summary>
    public static (IOperation Set, bool Adds)? Asked((FlowNode Node, bool Value) guard)
    {
        var condition = guard.Node.Condition!;
        var holds = guard.Value;
        while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not)
            (condition, holds) = (not.Operand, !holds);
        return condition is IInvocationOperation { TargetMethod: { Name: "Add" or "TryAdd" or "Contains" or "ContainsKey" } method, Instance: { } set }
            && (method.Name is "Add" or "TryAdd") == holds && set.Type?.Name is { } type && s_visited.Any(part => type.Contains(part))
            ? (set, holds)
            : null;
    }
}
