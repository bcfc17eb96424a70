using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Rules.Budgets;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA4001: a budget scope that does not end where it should.</summary>
/// <remarks>
/// Positive: the scope is discarded, only a property of it is kept, no path disposes it, or only those on which nothing throws.
/// Negative: <c>using</c> in any form, <c>Dispose</c> in a finally block, and a scope that is returned, handed on, or kept in a
/// field or property, which somebody else ends.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BudgetScopeAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.ScopeNotDisposed);

    private protected override bool JudgesCalls => false;

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        context.RegisterNodes(
            RuntimeNames.Beginning,
            node =>
            {
                if (Functions.NameOf(((InvocationExpressionSyntax)node.Node).Expression) != RuntimeNames.Begin
                    || node.SemanticModel.GetOperation(node.Node, node.CancellationToken) is not IInvocationOperation call || !RuntimeNames.IsBegin(call)
                    || Words(ScopeLifetime.Of(call)) is not { } words)
                {
                    return;
                }

                node.ReportDiagnostic(Diagnostic.Create(Descriptors.ScopeNotDisposed, call.Syntax.GetLocation(), words));
            },
            SyntaxKind.InvocationExpression);
    }

    private static string? Words(ScopeEnd end) => end switch
    {
        ScopeEnd.Discarded => "is not kept, so nothing ends it",
        ScopeEnd.NeverDisposed => "is never disposed",
        ScopeEnd.NotOnFailure => "is not disposed when something throws before its Dispose",
        _ => null,
    };
}
