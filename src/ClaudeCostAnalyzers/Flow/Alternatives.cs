using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>What a value may be where an expression only wraps it or chooses between several: one step of a walk back to where it comes from.</summary>
internal static class Alternatives
{
    /// <summary>Hands on what <paramref name="value"/> wraps or chooses from; false: it is a value of its own.</summary>
    public static bool Push(IOperation? value, Action<IOperation> next)
    {
        switch (value)
        {
            case IConversionOperation conversion:
                next(conversion.Operand);
                return true;
            case IParenthesizedOperation inner:
                next(inner.Operand);
                return true;
            case IAwaitOperation await:
                next(await.Operation);
                return true;
            case ISimpleAssignmentOperation assignment:
                next(assignment.Value);
                return true;
            case ICoalesceOperation either:
                next(either.Value);
                next(either.WhenNull);
                return true;
            case ICoalesceAssignmentOperation assignment:
                next(assignment.Value);
                return true;
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                next(choice.WhenTrue);
                next(otherwise);
                return true;
            case ISwitchExpressionOperation choice:
                foreach (var arm in choice.Arms)
                    next(arm.Value);
                return true;
            default:
                return false;
        }
    }
}
