using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.OutputCaps;

/// <summary>A call of a helper, or a reading of a property, whose result is followed: what its parameters stand for.</summary>
/// <param name="Call">The call or the reading.</param>
/// <param name="Caller">The call that the caller's own parameters stand for; null: they come from out of sight.</param>
internal sealed record Frame(IOperation Call, Frame? Caller)
{
    /// <summary>The argument that the call gives to a parameter.</summary>
    public IOperation? Argument(IParameterSymbol parameter)
    {
        if (Call is not IInvocationOperation call
            || !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol.OriginalDefinition, (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition))
        {
            return null;
        }

        var ordinal = parameter.Ordinal - (call.TargetMethod.ReducedFrom is null ? 0 : 1);
        return ordinal < 0 ? call.Instance : call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal)?.Value;
    }
}
