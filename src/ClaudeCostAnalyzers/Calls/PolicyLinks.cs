using System.Collections.Concurrent;
using System.Collections.Immutable;
using ClaudeCostAnalyzers.Flow;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// The calls that build one of Polly's policies (version 7) or pipelines (version 8), where they are in sight: in the same
/// expression, in a variable, in a helper, in statements on a builder, or in a registration under a key. Safe for concurrent use.
/// </summary>
internal sealed class PolicyLinks(MemberBodies bodies)
{
    private const int MaxSteps = 64;

    private static readonly HashSet<string> s_registrations = ["AddResiliencePipeline", "TryAddBuilder", "GetOrAddPipeline", "AddResiliencePipelines"];

    private static readonly Words s_registrationWords = new(s_registrations);

    private readonly Lazy<ImmutableArray<InvocationExpressionSyntax>> _registered = new(() => bodies.Trees.Where(tree => TreeText.Of(tree).HasAny(s_registrationWords)).SelectMany(Registrations).ToImmutableArray());

    /// <summary>What builds a policy that a variable holds, found once for all the calls that run in it.</summary>
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<IInvocationOperation>> _held = new(SymbolEqualityComparer.Default);

    /// <summary>Each call of Polly that the policy is made by.</summary>
    public ImmutableArray<IInvocationOperation> Of(IOperation policy, CancellationToken cancellation) => policy switch
    {
        ILocalReferenceOperation { Local: var local } => _held.GetOrAdd(local, _ => Find(policy, cancellation).ToImmutableArray()),
        IMemberReferenceOperation { Member: var member } => _held.GetOrAdd(member.OriginalDefinition, _ => Find(policy, cancellation).ToImmutableArray()),
        _ => Find(policy, cancellation).ToImmutableArray(),
    };

    private IEnumerable<IInvocationOperation> Find(IOperation policy, CancellationToken cancellation)
    {
        var pending = new Stack<IOperation>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        pending.Push(policy);
        for (var steps = 0; pending.Count > 0 && steps < MaxSteps; steps++)
        {
            cancellation.ThrowIfCancellationRequested();
            var value = pending.Pop();
            if (Alternatives.Push(value, pending.Push))
                continue;
            switch (value)
            {
                case IArrayCreationOperation { Initializer: { } elements }:
                    foreach (var element in elements.ElementValues)
                        pending.Push(element);
                    break;
                case IInvocationOperation call when ResilienceLibrary.Owns(call.TargetMethod.ContainingType):
                    yield return call;
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
                        if (inner is IInvocationOperation built && ResilienceLibrary.Owns(built.TargetMethod.ContainingType))
                            yield return built;
                    }

                    break;
                case IDelegateCreationOperation creation:
                    pending.Push(creation.Target);
                    break;
            }
        }
    }

    /// <summary><c>Wrap(retry, timeout)</c>, <c>retry.WrapAsync(timeout)</c>, <c>builder.AddRetry(options).AddTimeout(time).Build()</c>, <c>provider.GetPipeline("key")</c></summary>
    private void Parts(IInvocationOperation call, Stack<IOperation> pending, CancellationToken cancellation)
    {
        if (call.Instance is { } instance)
            pending.Push(instance);
        foreach (var argument in call.Arguments)
        {
            if (ResilienceLibrary.Owns(argument.Value.Type) || argument.Value is IArrayCreationOperation || (argument.Value is IDelegateCreationOperation && s_registrations.Contains(call.TargetMethod.Name)))
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
}
