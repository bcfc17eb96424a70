using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>A time for all the attempts of a retry together, after which Polly makes no other.</summary>
internal static class PolicyDeadlines
{
    /// <summary>Whether a timeout stands around the retry in its pipeline: what is added first is outermost.</summary>
    public static bool StandsAround(IInvocationOperation retry, IEnumerable<IInvocationOperation> links) => links.Any(link => link.TargetMethod.Name == "AddTimeout"
        && link.Syntax.SyntaxTree == retry.Syntax.SyntaxTree && link.Syntax.Span.End <= AddedAt(retry) && SourceMember.Around(link.Syntax) == SourceMember.Around(retry.Syntax)
        && !link.Syntax.Ancestors().TakeWhile(node => node is not MemberDeclarationSyntax).Any(node => node is IfStatementSyntax or SwitchStatementSyntax)
        && link.Arguments.Any(argument => argument.Value.Type?.Name == "TimeSpan" ? TimedTokens.IsFinite(argument.Value) : argument.Value.Type?.Name == "TimeoutStrategyOptions"));

    /// <summary>Whether the call that runs the policy hands it a token whose source was given a time in the same member.</summary>
    public static bool IsHanded(IInvocationOperation call, MemberBodies bodies, CancellationToken cancellation) =>
        call.Arguments.Any(argument => argument.Value.Type?.Name == "CancellationToken" && IsTimed(argument.Value, bodies, cancellation));

    private static bool IsTimed(IOperation token, MemberBodies bodies, CancellationToken cancellation)
    {
        if (token is ILocalReferenceOperation { Local: var held } && Made(held, bodies, cancellation) is { } value)
            token = value;
        return token is IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation { Local: var source } } && Made(source, bodies, cancellation) is { } made
            && (made is IObjectCreationOperation { Arguments: { Length: > 0 } times } && times[0].Value.Type?.Name is "TimeSpan" or "Int32" && TimedTokens.IsFinite(times[0].Value) || IsGivenTime(source, bodies, cancellation));
    }

    /// <summary><c>source.CancelAfter(time);</c></summary>
    private static bool IsGivenTime(ILocalSymbol source, MemberBodies bodies, CancellationToken cancellation) => source.DeclaringSyntaxReferences
        .Select(reference => SourceMember.Around(reference.GetSyntax(cancellation))).SelectMany(member => member?.DescendantNodes().OfType<InvocationExpressionSyntax>() ?? [])
        .Any(call => call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CancelAfter", Expression: IdentifierNameSyntax on }, ArgumentList.Arguments: { Count: 1 } times } && on.Identifier.ValueText == source.Name
            && bodies.Model(call.SyntaxTree)?.GetOperation(times[0].Expression, cancellation) is { } time && TimedTokens.IsFinite(time));

    private static IOperation? Made(ILocalSymbol local, MemberBodies bodies, CancellationToken cancellation) =>
        local.DeclaringSyntaxReferences is { Length: 1 } references && references[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } value }
            ? bodies.Model(value.SyntaxTree)?.GetOperation(value, cancellation)
            : null;

    /// <summary>Where the name of the member stands that adds it: a chain of calls begins before all of its links.</summary>
    private static int AddedAt(IInvocationOperation retry) =>
        retry.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var name } } ? name.SpanStart : retry.Syntax.SpanStart;
}
