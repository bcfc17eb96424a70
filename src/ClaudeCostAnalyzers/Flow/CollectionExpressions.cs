using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>
/// <c>[.. parts, last]</c>, which the compiler that this is built for does not know yet: its operations are told by the names of their syntax.
/// </summary>
internal static class CollectionExpressions
{
    /// <summary>The one collection that is spread out, and how many elements stand beside it; null: not such an expression, or several are spread.</summary>
    /// <param name="value">The value that may be one.</param>
    public static (IOperation Spread, int Others)? Of(IOperation value) =>
        Parts(value) is var (spreads, others) && spreads.Count == 1 ? (spreads[0], others) : null;

    /// <summary><c>[.. log, .. reply.Messages, next]</c>: all that is spread out, and how many elements stand beside it; null: not such an expression.</summary>
    /// <param name="value">The value that may be one.</param>
    public static (IReadOnlyList<IOperation> Spreads, int Others)? Parts(IOperation value)
    {
        if (!Is(value.Syntax, "CollectionExpressionSyntax"))
            return null;
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        var spreads = new List<IOperation>();
        var others = 0;
        foreach (var element in value.ChildOperations)
        {
            if (!Is(element.Syntax, "SpreadElementSyntax"))
                others++;
            else if (element.ChildOperations.FirstOrDefault() is { } operand)
                spreads.Add(operand);
        }

        return (spreads, others);
    }

    private static bool Is(SyntaxNode syntax, string name) => syntax.GetType().Name == name;
}
