using System.Collections.Concurrent;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// Polly's policies (version 7) and pipelines (version 8) that retry without a cap, where they are built in sight: in the
/// same expression, in a variable, by a helper, by statements on a builder, or registered under a key. Safe for concurrent use.
/// </summary>
internal sealed class RetryPolicies(MemberBodies bodies, PolicyLinks links)
{
    /// <summary>Attempts from here on are as good as without a cap.</summary>
    public const double NoCap = 1_000_000_000;

    private static readonly HashSet<string> s_execute = ["Execute", "ExecuteAsync", "ExecuteAndCapture", "ExecuteAndCaptureAsync", "ExecuteOutcomeAsync"];

    private static readonly HashSet<string> s_forEver = ["RetryForever", "RetryForeverAsync", "WaitAndRetryForever", "WaitAndRetryForeverAsync"];

    /// <summary>Judged once for all the calls that run in a policy.</summary>
    private readonly ConcurrentDictionary<IInvocationOperation, bool> _uncapped = new();

    /// <summary>The policy or pipeline that the call runs a delegate by; null: it runs none.</summary>
    public static IOperation? PolicyOf(IInvocationOperation call) =>
        s_execute.Contains(call.TargetMethod.Name) && ResilienceLibrary.Owns(call.TargetMethod.ContainingType) ? call.Instance : null;

    /// <summary>How the call repeats the delegate that it is given; null: with a cap or a deadline, or not at all as far as can be seen.</summary>
    public Repetition? Uncapped(IInvocationOperation call, CancellationToken cancellation)
    {
        if (PolicyOf(call) is not { } policy)
            return null;
        var parts = links.Of(policy, cancellation);
        return parts.FirstOrDefault(link => _uncapped.GetOrAdd(link, _ => IsUncapped(link, cancellation)) && !PolicyDeadlines.StandsAround(link, parts)) is { } uncapped
            && !PolicyDeadlines.IsHanded(call, bodies, cancellation)
            ? new Repetition(Unbounded.Retry, uncapped.Syntax.GetLocation())
            : null;
    }

    private bool IsUncapped(IInvocationOperation call, CancellationToken cancellation) => s_forEver.Contains(call.TargetMethod.Name)
        || call.Arguments.Any(argument => argument.Parameter?.Name == "retryCount" ? Steps.Constant(argument.Value) >= NoCap : HasNoCap(argument.Value, cancellation));

    /// <summary><c>new RetryStrategyOptions { MaxRetryAttempts = int.MaxValue }</c>, here or in a variable.</summary>
    private bool HasNoCap(IOperation options, CancellationToken cancellation)
    {
        while (options is IConversionOperation conversion)
            options = conversion.Operand;
        if (options is IObjectCreationOperation created)
            return Sets(created);
        var variable = options switch
        {
            ILocalReferenceOperation local => (ISymbol)local.Local,
            IFieldReferenceOperation { Field: var field } => field.OriginalDefinition,
            IPropertyReferenceOperation { Property: var property } => property.OriginalDefinition,
            _ => null,
        };
        if (variable is null || !ResilienceLibrary.Owns(options.Type))
            return false;
        return VariableValues.Of(variable, cancellation).Any(value => bodies.Model(value.SyntaxTree)?.GetOperation(value, cancellation) is IObjectCreationOperation made && Sets(made))
            || VariableValues.Scopes(variable, cancellation).SelectMany(scope => scope.DescendantNodes()).OfType<AssignmentExpressionSyntax>().Any(assignment =>
                assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "MaxRetryAttempts", Expression: var on } && Functions.NameOf(on) == variable.Name
                && bodies.Model(assignment.SyntaxTree)?.GetOperation(assignment.Right, cancellation) is { } value && Steps.Constant(value) >= NoCap);
    }

    private static bool Sets(IObjectCreationOperation options) => options.Initializer is { } initializer && initializer.Initializers.Any(part =>
        part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "MaxRetryAttempts" }, Value: { } value } && Steps.Constant(value) >= NoCap);
}
