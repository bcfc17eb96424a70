using ClaudeCostAnalyzers.Rules.OutputCaps;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Deadlines;

/// <summary>What a call is given to be cancelled with.</summary>
internal enum TokenState
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nothing yet: the stream that it returns is handed on, and whoever reads it may give one.</summary>
    HandedOn,

    /// <summary>A token that is in sight.</summary>
    Given,

    /// <summary>Options that may hold one.</summary>
    OutOfSight,
}

/// <summary>The token of a call: as an argument, within the options of the request, or where the stream that it returns is read.</summary>
/// <param name="State">What there is.</param>
/// <param name="Value">The token, where it is in sight.</param>
internal sealed record CallToken(TokenState State, IOperation? Value = null)
{
    private const int MaxSteps = 32;

    private static readonly CallToken s_none = new(TokenState.None);
    private static readonly CallToken s_outOfSight = new(TokenState.OutOfSight);
    private static readonly CallToken s_handedOn = new(TokenState.HandedOn);

    public static CallToken Of(IInvocationOperation call, NameUses names, SemanticModel model, CancellationToken cancellation)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument is { ArgumentKind: not ArgumentKind.DefaultValue, Parameter.Type: { } type } && Tokens.IsToken(type))
                return new(TokenState.Given, argument.Value);
        }

        if (call.Arguments.FirstOrDefault(argument => Tokens.IsRequestOptions(argument.Parameter?.Type)) is { ArgumentKind: not ArgumentKind.DefaultValue } options
            && OfOptions(options.Value) is { State: not TokenState.None } inOptions)
        {
            return inOptions;
        }

        return call.Syntax is ExpressionSyntax written && IsStream(call.TargetMethod.ReturnType)
            ? OfReading(written, names, model, cancellation)
            : s_none;
    }

    private static bool IsStream(ITypeSymbol returned) => Tokens.IsStream(returned)
        || returned is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: { Length: 1 } result } && Tokens.IsStream(result[0]);

    private static CallToken OfOptions(IOperation options)
    {
        while (options is IConversionOperation conversion)
            options = conversion.Operand;
        if (options is IDefaultValueOperation || options.ConstantValue is { HasValue: true, Value: null })
            return s_none;
        if (options is not IObjectCreationOperation creation)
            return s_outOfSight;
        var token = creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
            .FirstOrDefault(set => set.Target is IPropertyReferenceOperation { Property.Name: "CancellationToken" });
        return token is null ? s_none : new(TokenState.Given, token.Value);
    }

    /// <summary>What the stream is given where it is read.</summary>
    private static CallToken OfReading(ExpressionSyntax stream, NameUses names, SemanticModel model, CancellationToken cancellation)
    {
        SyntaxNode at = stream;
        for (var steps = 0; steps < MaxSteps; steps++)
        {
            switch (at.Parent)
            {
                case ParenthesizedExpressionSyntax or AwaitExpressionSyntax or PostfixUnaryExpressionSyntax or CastExpressionSyntax:
                    at = at.Parent;
                    continue;
                case ConditionalAccessExpressionSyntax conditional when conditional.WhenNotNull == at:
                    at = conditional;
                    continue;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access when access.Expression == at:
                    if (TokenArgument(next, model, cancellation) is { } token)
                        return new(TokenState.Given, token);
                    at = next;
                    continue;
                case CommonForEachStatementSyntax loop when loop.Expression == at:
                    return s_none;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } when variable.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not null:
                    return OfVariable(variable, names, model, cancellation);
                case ExpressionStatementSyntax:
                    return s_none;
                default:
                    return s_handedOn;
            }
        }

        return s_handedOn;
    }

    private static CallToken OfVariable(VariableDeclaratorSyntax variable, NameUses names, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetDeclaredSymbol(variable, cancellation) is not { } symbol || NameUses.MemberAround(variable) is not { } scope)
            return s_handedOn;
        var isRead = false;
        foreach (var use in names.UsesOf(symbol, scope, model, cancellation))
        {
            switch (NameUses.WholeExpression(use))
            {
                case { Parent: CommonForEachStatementSyntax }:
                    isRead = true;
                    break;
                case { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } }:
                    if (TokenArgument(next, model, cancellation) is { } token)
                        return new(TokenState.Given, token);
                    isRead = true;
                    break;
                default:
                    return s_handedOn;
            }
        }

        return isRead ? s_none : s_handedOn;
    }

    private static IOperation? TokenArgument(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellation) =>
        call.ArgumentList.Arguments.Select(argument => argument.Expression)
            .FirstOrDefault(argument => Tokens.IsToken(model.GetTypeInfo(argument, cancellation) is var info ? info.ConvertedType ?? info.Type : null)) is { } found
            ? model.GetOperation(found, cancellation)
            : null;
}
