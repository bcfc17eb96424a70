using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Contracts;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;
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
        context.RegisterNodes(
            cost.Apis.CandidateWords,
            node =>
            {
                var model = node.SemanticModel;
                if (Functions.NameOf(((InvocationExpressionSyntax)node.Node).Expression) is not { } name || !cost.Apis.IsCandidateName(name)
                    || model.GetOperation(node.Node, node.CancellationToken) is not IInvocationOperation call || !cost.Apis.Spends(call, model, node.CancellationToken)
                    || MemberAround(node) is { } member && ContractAttributes.Spends(member) || EnclosingBudgets.Cover(call, model, node.CancellationToken))
                {
                    return;
                }

                node.ReportDiagnostic(Diagnostic.Create(Descriptors.UnbudgetedCall, call.Syntax.GetLocation(), $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}"));
            },
            SyntaxKind.InvocationExpression);
    }

    private static IMethodSymbol? MemberAround(SyntaxNodeAnalysisContext node)
    {
        var symbol = node.SemanticModel.GetEnclosingSymbol(node.Node.SpanStart, node.CancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
            symbol = symbol.ContainingSymbol;
        return symbol as IMethodSymbol;
    }
}
