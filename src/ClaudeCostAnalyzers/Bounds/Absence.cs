using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Ways that are taken only while something is null: <c>if (errors is null) errors = [];</c>, <c>if (best == null || score > best.Score)</c>.</summary>
internal static class Absence
{
    /// <summary>Whether the way is one.</summary>
    /// <param name="way">The way.</param>
    /// <param name="isIt">Whether an operation reads what may be null.</param>
    /// <param name="loop">The loop.</param>
    public static bool IsToldBy(FlowEdge way, Func<IOperation, bool> isIt, Loop loop) => way is { Kind: EdgeKind.WhenTrue or EdgeKind.WhenFalse, From.Condition: { } condition }
        && Evaluator.Boolean(loop.Whole(condition), operation => isIt(operation) ? Defaults.Constant.Known(Evaluator.NotNull) : Defaults.Constant.Unknown) is { } isThere && isThere != (way.Kind == EdgeKind.WhenTrue);
}
