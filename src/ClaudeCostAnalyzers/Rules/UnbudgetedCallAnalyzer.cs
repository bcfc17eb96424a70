using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA4004: an LLM call outside every budget. Off unless somebody turns it on.</summary>
/// <remarks>
/// Positive: a call of a catalogued member where no scope is open in its member, for code bases that want a budget around every
/// call. Negative: an open scope, also around the lambda that the call stands in; a member marked <c>[RequiresBudget]</c> or
/// <c>[LlmCall]</c>, whose callers are told.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnbudgetedCallAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.UnbudgetedCall);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (operation.Operation.SemanticModel is not { } model || !cost.Apis.Spends(call, model, operation.CancellationToken)
                    || operation.ContainingSymbol is IMethodSymbol member && ContractAttributes.Spends(member)
                    || EnclosingBudgets.Cover(call, model, operation.CancellationToken))
                {
                    return;
                }

                operation.ReportDiagnostic(Diagnostic.Create(Descriptors.UnbudgetedCall, call.Syntax.GetLocation(), $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}"));
            },
            OperationKind.Invocation);
    }
}
