using ClaudeCostAnalyzers.Bounds;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// Polly's policies and pipelines that retry without a cap, where they are built in sight: in the same expression, or as the
/// one value of a local, field or property.
/// </summary>
internal static class RetryPolicies
{
    private const int MaxDepth = 12;

    /// <summary>Attempts from here on are as good as without a cap.</summary>
    private const double NoCap = 1_000_000_000;

    private static readonly HashSet<string> s_execute = ["Execute", "ExecuteAsync", "ExecuteAndCapture", "ExecuteAndCaptureAsync", "ExecuteOutcomeAsync"];

    private static readonly HashSet<string> s_forEver = ["RetryForever", "RetryForeverAsync", "WaitAndRetryForever", "WaitAndRetryForeverAsync"];

    /// <summary>How the call repeats the delegate that it is given; null: with a cap, or not at all as far as can be seen.</summary>
    public static Repetition? Uncapped(IInvocationOperation call, MemberBodies bodies)
    {
        if (!s_execute.Contains(call.TargetMethod.Name) || !IsPolly(call.TargetMethod.ContainingType) || call.Instance is not { } policy)
            return null;
        return Find(policy, bodies, 0) is { } place ? new Repetition(Unbounded.Retry, place.GetLocation()) : null;
    }

    private static SyntaxNode? Find(IOperation? policy, MemberBodies bodies, int depth)
    {
        while (policy is IConversionOperation conversion)
            policy = conversion.Operand;
        if (policy is null || depth > MaxDepth)
            return null;
        switch (policy)
        {
            case IInvocationOperation build:
                if (IsPolly(build.TargetMethod.ContainingType) && (s_forEver.Contains(build.TargetMethod.Name) || build.Arguments.Any(argument => HasNoCap(argument.Value))))
                    return build.Syntax;
                // Wrap(retry, timeout), retry.WrapAsync(timeout), builder.AddRetry(options).AddTimeout(time).Build()
                return Find(build.Instance, bodies, depth + 1) ?? build.Arguments.Select(argument => IsPolly(argument.Value.Type) ? Find(argument.Value, bodies, depth + 1) : null).FirstOrDefault(found => found is not null);
            case ILocalReferenceOperation local:
                return Find(Initial(local.Local, bodies), bodies, depth + 1);
            case IFieldReferenceOperation field:
                return Find(Initial(field.Field, bodies), bodies, depth + 1);
            case IPropertyReferenceOperation property:
                return Find(Initial(property.Property, bodies), bodies, depth + 1);
            default:
                return null;
        }
    }

    /// <summary><c>new RetryStrategyOptions { MaxRetryAttempts = int.MaxValue }</c></summary>
    private static bool HasNoCap(IOperation options)
    {
        while (options is IConversionOperation conversion)
            options = conversion.Operand;
        return options is IObjectCreationOperation { Initializer: { } initializer } && initializer.Initializers.Any(part =>
            part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "MaxRetryAttempts" }, Value: { } value } && Flow.Steps.Constant(value) >= NoCap);
    }

    private static IOperation? Initial(ISymbol variable, MemberBodies bodies)
    {
        if (variable.DeclaringSyntaxReferences.Length != 1)
            return null;
        var syntax = variable.DeclaringSyntaxReferences[0].GetSyntax();
        var value = syntax switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } initial } => initial,
            PropertyDeclarationSyntax { Initializer.Value: { } initial } => initial,
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } expression } => expression,
            _ => null,
        };
        return value is null ? null : bodies.Model(syntax.SyntaxTree)?.GetOperation(value);
    }

    private static bool IsPolly(ITypeSymbol? type)
    {
        for (var space = type?.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "Polly", ContainingNamespace.IsGlobalNamespace: true })
                return true;
        }

        return false;
    }
}
