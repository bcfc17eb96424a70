using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Deadlines;

/// <summary>One place that sends a paid request.</summary>
/// <param name="Syntax">The call, or the agent that a loop runs.</param>
/// <param name="Operation">What it means.</param>
/// <param name="Method">The member that sends.</param>
/// <param name="Member">Its row in the catalogue; null for a post to an endpoint.</param>
internal sealed record ModelCall(ExpressionSyntax Syntax, IOperation Operation, IMethodSymbol Method, LlmMember? Member)
{
    /// <summary>The client that it is made on.</summary>
    public IOperation? Client => Operation is IInvocationOperation call
        ? call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null)
        : Operation;

    /// <summary>Whether the reply is read piece by piece after the call has returned.</summary>
    public bool IsStreamed => Member is { Streaming: not LlmStreaming.None } || Operation is IInvocationOperation call
        && (Tokens.IsStream(Method.ReturnType) || call.Arguments.Any(argument => argument.Value is IFieldReferenceOperation { Field: { Name: "ResponseHeadersRead", ContainingType.Name: "HttpCompletionOption" } }));

    /// <summary>Whether it could be given a token: as an argument, in another overload, or where its stream is read.</summary>
    public bool TakesToken(SemanticModel model)
    {
        if (Operation is not IInvocationOperation || Tokens.IsStream(Method.ReturnType))
            return true;
        if (Method.Parameters.Any(parameter => Tokens.IsToken(parameter.Type) || Tokens.IsRequestOptions(parameter.Type)))
            return true;
        var own = Method.ReducedFrom ?? Method;
        return own.ContainingType.GetMembers(own.Name).OfType<IMethodSymbol>().Any(overload => overload.IsStatic == own.IsStatic && IsWithToken(own, overload)
            && model.IsAccessible(Syntax.SpanStart, overload));
    }

    /// <summary>Whether the overload takes the same arguments and a token.</summary>
    private static bool IsWithToken(IMethodSymbol own, IMethodSymbol overload)
    {
        if (!overload.Parameters.Any(parameter => Tokens.IsToken(parameter.Type)) || overload.Parameters.Length <= own.Parameters.Length - 1)
            return false;
        for (var i = 0; i < own.Parameters.Length; i++)
        {
            var wanted = own.Parameters[i].Type;
            if (SymbolEqualityComparer.Default.Equals(wanted.OriginalDefinition, overload.Parameters[i].Type.OriginalDefinition) || own.Parameters[i].IsOptional)
                continue;
            // A sequence in the place of `params`.
            if (own.Parameters[i].IsParams && wanted is IArrayTypeSymbol array && overload.Parameters[i].Type is INamedTypeSymbol { TypeArguments: { Length: 1 } element }
                && SymbolEqualityComparer.Default.Equals(element[0], array.ElementType))
            {
                continue;
            }

            return false;
        }

        return overload.Parameters.Skip(own.Parameters.Length).All(parameter => parameter.IsOptional || Tokens.IsToken(parameter.Type));
    }
}
