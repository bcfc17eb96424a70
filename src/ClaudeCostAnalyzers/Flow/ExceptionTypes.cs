using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>Which handlers take which exceptions, as far as their types tell.</summary>
internal static class ExceptionTypes
{
    /// <summary>Whether the handler takes an exception of the type: for certain, perhaps, or never (null).</summary>
    public static bool? Catches(ControlFlowRegion handler, ITypeSymbol? thrown)
    {
        var filtered = handler.Kind == ControlFlowRegionKind.FilterAndHandler;
        var type = handler.ExceptionType ?? (filtered ? handler.NestedRegions[handler.NestedRegions.Length - 1].ExceptionType : null);
        if (type is null || type.SpecialType == SpecialType.System_Object || IsRoot(type))
            return !filtered;
        if (thrown is null)
            return false;
        if (Derives(thrown, type))
            return !filtered;
        return Derives(type, thrown) ? false : null;
    }

    /// <summary>Whether it is an exception, or derived from one.</summary>
    public static bool IsOne(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (IsRoot(type))
                return true;
        }

        return false;
    }

    private static bool IsRoot(ITypeSymbol type) =>
        type is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool Derives(ITypeSymbol type, ITypeSymbol from)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(t, from))
                return true;
        }

        return false;
    }
}
