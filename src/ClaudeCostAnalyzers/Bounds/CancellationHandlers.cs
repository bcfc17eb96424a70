using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Which handler takes the exception that a fired token raises: one that leaves the loop, or one that goes on with it.</summary>
internal static class CancellationHandlers
{
    /// <summary>Whether a handler that goes on with the loop takes a cancellation that the node raises, before one does that leaves it.</summary>
    public static bool Swallow(FlowNode node, Loop loop)
    {
        // The edges are in the order in which handlers are tried.
        foreach (var edge in node.Out)
        {
            if (edge.Kind != EdgeKind.Exceptional)
                continue;
            var takes = edge.Handler is null ? true : Takes(edge.Handler, loop.Graph);
            if (takes != false && loop.Stays(edge))
                return true;
            if (takes == true)
                return false;
        }

        return false;
    }

    /// <summary>Whether the handler takes a cancellation: for certain, perhaps (null), or never.</summary>
    private static bool? Takes(ControlFlowRegion handler, FlowGraph graph)
    {
        var filtered = handler.Kind == ControlFlowRegionKind.FilterAndHandler;
        var type = handler.ExceptionType ?? (filtered ? handler.NestedRegions[handler.NestedRegions.Length - 1].ExceptionType : null);
        if (type is not null && !IsCancellation(type) && type.Name is not ("Object" or "Exception" or "SystemException"))
            return false;
        if (!filtered)
            return true;
        return FilterOf(handler, graph) is { } filter ? Evaluator.Boolean(filter, WhenCancelled) : null;
    }

    private static bool IsCancellation(ITypeSymbol type) => type.Name is "OperationCanceledException" or "TaskCanceledException";

    private static IOperation? FilterOf(ControlFlowRegion handler, FlowGraph graph)
    {
        for (var ordinal = handler.FirstBlockOrdinal; ordinal <= handler.NestedRegions[0].LastBlockOrdinal; ordinal++)
        {
            var block = graph.Source.Blocks[ordinal];
            var syntax = (block.BranchValue ?? block.Operations.FirstOrDefault())?.Syntax;
            if (syntax?.FirstAncestorOrSelf<CatchFilterClauseSyntax>() is { } clause)
                return graph.Unlowered(clause.FilterExpression);
        }

        return null;
    }

    /// <summary>What a part of a filter is worth once the token has fired.</summary>
    private static Defaults.Constant WhenCancelled(IOperation part)
    {
        var value = part switch
        {
            IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } => true,
            IIsTypeOperation test => Matches(test.TypeOperand),
            IIsPatternOperation match => Matches(match.Pattern),
            _ => (bool?)null,
        };
        return value is { } known ? Defaults.Constant.Known(known) : Defaults.Constant.Unknown;
    }

    private static bool? Matches(IPatternOperation pattern) => pattern switch
    {
        INegatedPatternOperation negated => !Matches(negated.Pattern),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => Matches(either.LeftPattern) | Matches(either.RightPattern),
        IBinaryPatternOperation both => Matches(both.LeftPattern) & Matches(both.RightPattern),
        ITypePatternOperation type => Matches(type.MatchedType),
        IDeclarationPatternOperation { MatchedType: { } type } => Matches(type),
        IRecursivePatternOperation { MatchedType: { } type } => Matches(type) == false ? false : null,
        _ => null,
    };

    private static bool? Matches(ITypeSymbol type) => IsCancellation(type) || type.Name is "Exception" or "SystemException" ? true
        : DerivesFromException(type) ? false : null;

    private static bool DerivesFromException(ITypeSymbol type)
    {
        for (var above = type.BaseType; above is not null; above = above.BaseType)
        {
            if (above.Name == "Exception")
                return true;
        }

        return false;
    }
}
