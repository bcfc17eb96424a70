using System.Collections.Immutable;
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
internal sealed class RetryPolicies(MemberBodies bodies)
{
    private const int MaxSteps = 64;

    /// <summary>Attempts from here on are as good as without a cap.</summary>
    private const double NoCap = 1_000_000_000;

    private static readonly HashSet<string> s_execute = ["Execute", "ExecuteAsync", "ExecuteAndCapture", "ExecuteAndCaptureAsync", "ExecuteOutcomeAsync"];

    private static readonly HashSet<string> s_forEver = ["RetryForever", "RetryForeverAsync", "WaitAndRetryForever", "WaitAndRetryForeverAsync"];

    private static readonly HashSet<string> s_registrations = ["AddResiliencePipeline", "TryAddBuilder", "GetOrAddPipeline", "AddResiliencePipelines"];

    private readonly Lazy<ImmutableArray<InvocationExpressionSyntax>> _registered = new(() => bodies.Trees.SelectMany(Registrations).ToImmutableArray());

    /// <summary>How the call repeats the delegate that it is given; null: with a cap, or not at all as far as can be seen.</summary>
    public Repetition? Uncapped(IInvocationOperation call, CancellationToken cancellation)
    {
        if (!s_execute.Contains(call.TargetMethod.Name) || !IsPolly(call.TargetMethod.ContainingType) || call.Instance is not { } policy)
            return null;
        return Find(policy, cancellation) is { } place ? new Repetition(Unbounded.Retry, place.GetLocation()) : null;
    }

    /// <summary>Where the retry without a cap is built that the policy is made of.</summary>
    private SyntaxNode? Find(IOperation policy, CancellationToken cancellation)
    {
        var pending = new Stack<IOperation>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        pending.Push(policy);
        for (var steps = 0; pending.Count > 0 && steps < MaxSteps; steps++)
        {
            cancellation.ThrowIfCancellationRequested();
            switch (pending.Pop())
            {
                case IConversionOperation conversion:
                    pending.Push(conversion.Operand);
                    break;
                case IParenthesizedOperation parenthesized:
                    pending.Push(parenthesized.Operand);
                    break;
                case IAwaitOperation await:
                    pending.Push(await.Operation);
                    break;
                case ISimpleAssignmentOperation assignment:
                    pending.Push(assignment.Value);
                    break;
                case ICoalesceOperation either:
                    pending.Push(either.Value);
                    pending.Push(either.WhenNull);
                    break;
                case ICoalesceAssignmentOperation assignment:
                    pending.Push(assignment.Value);
                    break;
                case IConditionalOperation { WhenTrue: { } yes, WhenFalse: { } no }:
                    pending.Push(yes);
                    pending.Push(no);
                    break;
                case IArrayCreationOperation { Initializer: { } elements }:
                    foreach (var element in elements.ElementValues)
                        pending.Push(element);
                    break;
                case IInvocationOperation call when IsPolly(call.TargetMethod.ContainingType):
                    if (IsUncapped(call, cancellation))
                        return call.Syntax;
                    Parts(call, pending, cancellation);
                    break;
                case IInvocationOperation helper when seen.Add(helper.TargetMethod.OriginalDefinition):
                    Push(VariableValues.Returned(helper.TargetMethod, cancellation), pending, cancellation);
                    break;
                case ILocalReferenceOperation local when seen.Add(local.Local):
                    Push(VariableValues.Of(local.Local, cancellation).Concat(Statements(local.Local, cancellation)), pending, cancellation);
                    break;
                case IFieldReferenceOperation { Field.OriginalDefinition: var field } when seen.Add(field):
                    Push(VariableValues.Of(field, cancellation), pending, cancellation);
                    break;
                case IPropertyReferenceOperation { Property.OriginalDefinition: var property } when seen.Add(property):
                    Push(VariableValues.Of(property, cancellation), pending, cancellation);
                    break;
                case IAnonymousFunctionOperation registration:
                    foreach (var inner in registration.Body.Descendants())
                    {
                        if (inner is IInvocationOperation built && IsPolly(built.TargetMethod.ContainingType) && IsUncapped(built, cancellation))
                            return built.Syntax;
                    }

                    break;
                case IDelegateCreationOperation creation:
                    pending.Push(creation.Target);
                    break;
            }
        }

        return null;
    }

    /// <summary><c>Wrap(retry, timeout)</c>, <c>retry.WrapAsync(timeout)</c>, <c>builder.AddRetry(options).AddTimeout(time).Build()</c>, <c>provider.GetPipeline("key")</c></summary>
    private void Parts(IInvocationOperation call, Stack<IOperation> pending, CancellationToken cancellation)
    {
        if (call.Instance is { } instance)
            pending.Push(instance);
        foreach (var argument in call.Arguments)
        {
            if (IsPolly(argument.Value.Type) || argument.Value is IArrayCreationOperation || (argument.Value is IDelegateCreationOperation && s_registrations.Contains(call.TargetMethod.Name)))
                pending.Push(argument.Value);
        }

        if (call.TargetMethod.Name is "GetPipeline" or "GetPipelineProvider" && call.Arguments is { Length: > 0 } keys && keys[0].Value.ConstantValue is { HasValue: true, Value: { } key })
        {
            foreach (var registration in _registered.Value)
            {
                var arguments = registration.ArgumentList.Arguments;
                if (bodies.Model(registration.SyntaxTree) is { } model && model.GetConstantValue(arguments[0].Expression, cancellation) is { HasValue: true, Value: { } registered } && key.Equals(registered)
                    && model.GetOperation(arguments[arguments.Count - 1].Expression, cancellation) is { } configure)
                {
                    pending.Push(configure);
                }
            }
        }
    }

    private static IEnumerable<InvocationExpressionSyntax> Registrations(SyntaxTree tree) => tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Where(call => call.ArgumentList.Arguments.Count > 1 && Functions.NameOf(call.Expression) is { } name && s_registrations.Contains(name));

    private void Push(IEnumerable<ExpressionSyntax> values, Stack<IOperation> pending, CancellationToken cancellation)
    {
        foreach (var value in values)
        {
            if (bodies.Model(value.SyntaxTree)?.GetOperation(value, cancellation) is { } operation)
                pending.Push(operation);
        }
    }

    /// <summary><c>builder.AddRetry(options);</c>: calls on a local builder that stand as statements of their own.</summary>
    private static IEnumerable<ExpressionSyntax> Statements(ILocalSymbol local, CancellationToken cancellation) => VariableValues.Scopes(local, cancellation)
        .SelectMany(scope => scope.DescendantNodes()).OfType<ExpressionStatementSyntax>().Select(statement => statement.Expression)
        .Where(expression => expression is InvocationExpressionSyntax && Receiver(expression) == local.Name);

    private static string? Receiver(ExpressionSyntax expression)
    {
        while (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var on } })
            expression = on;
        return (expression as IdentifierNameSyntax)?.Identifier.ValueText;
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
        if (variable is null || !IsPolly(options.Type))
            return false;
        return VariableValues.Of(variable, cancellation).Any(value => bodies.Model(value.SyntaxTree)?.GetOperation(value, cancellation) is IObjectCreationOperation made && Sets(made))
            || VariableValues.Scopes(variable, cancellation).SelectMany(scope => scope.DescendantNodes()).OfType<AssignmentExpressionSyntax>().Any(assignment =>
                assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "MaxRetryAttempts", Expression: var on } && Functions.NameOf(on) == variable.Name
                && bodies.Model(assignment.SyntaxTree)?.GetOperation(assignment.Right, cancellation) is { } value && Steps.Constant(value) >= NoCap);
    }

    private static bool Sets(IObjectCreationOperation options) => options.Initializer is { } initializer && initializer.Initializers.Any(part =>
        part is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "MaxRetryAttempts" }, Value: { } value } && Steps.Constant(value) >= NoCap);

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
