using System.Collections.Concurrent;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Rules.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Retries;

/// <summary>
/// How often Polly's policies and pipelines run what they are given, where they are built in sight. Checked against Polly
/// 8.9.1: without a number, <c>AddRetry</c> retries 3 times and the older <c>Retry</c> once.
/// </summary>
internal sealed class PipelineAttempts(KnownValues values, MemberBodies bodies, ConcurrentDictionary<ISymbol, (double Attempts, Location Place)?> known, CancellationToken cancellation)
{
    /// <summary>Longer chains of builders and variables are out of sight.</summary>
    private const int MaxDepth = 24;

    /// <summary>Policies that wrap each other several times over have more ways than the source has characters.</summary>
    private const int MaxSteps = 500;

    private const double DefaultRetries = 3;

    private int steps;

    /// <summary>Whether the call runs a delegate by a policy or pipeline.</summary>
    public static bool IsExecute(IMethodSymbol method) => method.Name.StartsWith("Execute", StringComparison.Ordinal) && ResilienceLibrary.Owns(method.ContainingType);

    /// <summary>The attempts of the policy or pipeline, all its retries multiplied; null: it does not retry as far as can be seen.</summary>
    public (double Attempts, Location Place)? Of(IOperation? pipeline)
    {
        while (pipeline is IConversionOperation conversion)
            pipeline = conversion.Operand;
        ISymbol? variable = pipeline is ILocalReferenceOperation { Local: var local } ? local : (pipeline as IMemberReferenceOperation)?.Member;
        if (variable is not null && known.TryGetValue(variable, out var found))
            return found;
        Location? place = null;
        steps = 0;
        var attempts = Product(pipeline, MaxDepth, ref place);
        found = attempts > 1 && place is not null ? (attempts, place) : null;
        if (variable is not null)
            known[variable] = found;
        return found;
    }

    private double Product(IOperation? value, int depth, ref Location? place)
    {
        while (value is IConversionOperation or IParenthesizedOperation)
            value = value is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)value).Operand;
        if (value is null || depth == 0 || ++steps > MaxSteps)
            return 1;
        switch (value)
        {
            case IInvocationOperation call:
                return OfCall(call, depth, ref place);
            case ILocalReferenceOperation { Local: var local }:
                return OfVariable(local, depth, ref place);
            case IFieldReferenceOperation { Field: var field }:
                return OfVariable(field, depth, ref place);
            case IPropertyReferenceOperation { Property: var property }:
                return OfVariable(property, depth, ref place);
            default:
                return 1;
        }
    }

    private double OfCall(IInvocationOperation call, int depth, ref Location? place)
    {
        if (!ResilienceLibrary.Owns(call.TargetMethod.ContainingType))
        {
            // A helper of this compilation that builds it.
            return call.TargetMethod.DeclaringSyntaxReferences.Length == 1 && call.TargetMethod.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is MethodDeclarationSyntax method
                && (method.ExpressionBody?.Expression ?? method.Body?.Statements.OfType<ReturnStatementSyntax>().LastOrDefault()?.Expression) is { } returned
                    ? Product(bodies.Model(returned.SyntaxTree)?.GetOperation(returned, cancellation), depth - 1, ref place)
                    : 1;
        }

        var product = Own(call);
        if (product > 1)
            place ??= call.Syntax.GetLocation();
        var receiver = call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null);
        product *= Product(receiver, depth - 1, ref place);
        if (call.TargetMethod.Name is "Wrap" or "WrapAsync")
        {
            foreach (var argument in call.Arguments)
            {
                foreach (var policy in argument.Value is IArrayCreationOperation { Initializer: { } all } ? all.ElementValues : (IEnumerable<IOperation>)[argument.Value])
                    product *= Product(policy, depth - 1, ref place);
            }
        }

        return product;
    }

    /// <summary>What one link of the chain adds.</summary>
    private double Own(IInvocationOperation call)
    {
        switch (call.TargetMethod.Name)
        {
            case "AddRetry":
                var options = call.Arguments.LastOrDefault()?.Value;
                while (options is IConversionOperation conversion)
                    options = conversion.Operand;
                if (((options as IMemberReferenceOperation)?.Member ?? (options as ILocalReferenceOperation)?.Local) is { } variable)
                    options = values.OnlyValue(variable, cancellation);
                if (options is not IObjectCreationOperation creation)
                    return 1;
                var limit = creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
                    .FirstOrDefault(set => set.Target is IPropertyReferenceOperation { Property.Name: "MaxRetryAttempts" });
                return 1 + (limit is null ? DefaultRetries : values.Number(limit.Value, cancellation) ?? 0);
            case "Retry" or "RetryAsync" or "WaitAndRetry" or "WaitAndRetryAsync":
                if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "retryCount") is { } count)
                    return 1 + (values.Number(count.Value, cancellation) ?? 0);
                if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "sleepDurations") is { } pauses)
                    return 1 + Length(pauses.Value);
                return call.TargetMethod.Name.StartsWith("Retry", StringComparison.Ordinal) ? 2 : 1;
            default:
                return 1;
        }
    }

    private static int Length(IOperation collection)
    {
        while (collection is IConversionOperation conversion)
            collection = conversion.Operand;
        return collection is IArrayCreationOperation { Initializer: { } all } ? all.ElementValues.Length : 0;
    }

    private double OfVariable(ISymbol variable, int depth, ref Location? place)
    {
        var product = Product(values.OnlyValue(variable, cancellation) ?? values.AssignedOnce(variable, cancellation), depth - 1, ref place);
        // `builder.AddRetry(..);` on lines of their own.
        if (variable is not ILocalSymbol local || variable.DeclaringSyntaxReferences.Length != 1
            || variable.DeclaringSyntaxReferences[0].GetSyntax(cancellation).FirstAncestorOrSelf<BlockSyntax>() is not { } block || bodies.Model(block.SyntaxTree) is not { } model)
        {
            return product;
        }

        foreach (var call in block.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name, Name.Identifier.ValueText: "AddRetry" } && call.Parent is ExpressionStatementSyntax
                && name.Identifier.ValueText == local.Name && model.GetOperation(call, cancellation) is IInvocationOperation added)
            {
                product *= Own(added);
                place ??= call.GetLocation();
            }
        }

        return product;
    }
}
