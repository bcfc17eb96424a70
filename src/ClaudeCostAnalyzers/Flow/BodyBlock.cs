using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>The statements of a body, in whichever form Roslyn gives it.</summary>
internal static class BodyBlock
{
    /// <summary>The block of a member, a lambda or a local function; null where there is none.</summary>
    public static IBlockOperation? Of(IOperation body) => body switch
    {
        IMethodBodyOperation method => method.BlockBody ?? method.ExpressionBody,
        IAnonymousFunctionOperation lambda => lambda.Body,
        IBlockOperation whole => whole,
        _ => null,
    };
}
