using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>
/// CCA1001, CCA1002, CCA1003, CCA1004, CCA1005, CCA1009: LLM calls on cycles that nothing bounds. CCA0002: the engine stopped.
/// </summary>
/// <remarks>
/// Positive: a call of a catalogued member lies on a cycle of the control-flow graph, and after every bound has cut its
/// part of the cycle the call still does. Negative: every way round passes a counter test, the end of a finite
/// collection or input, a deadline, a person, or the whole cycle stands in a budget scope that was begun outside it.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BoundAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        Descriptors.UnboundedLoop, Descriptors.ModelEndsLoop, Descriptors.UnboundedRecursion, Descriptors.UncappedRetry, Descriptors.ServiceLoop, Descriptors.UnprovenLoop, Descriptors.BudgetOfAnalysis);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        context.RegisterSemanticModelAction(file =>
        {
            var names = cost.Calls.Names.Value;
            if (!names.MayReach(file.SemanticModel.SyntaxTree))
                return;
            foreach (var block in CodeBlocks.In(file, part => IsCandidate(part, cost)))
            {
                // The name of the member tells almost every body apart, without a look at it.
                if (DeclaredNames.Of(block.OwningSymbol) is { } name && !names.MayReach(name))
                    continue;
                AnalyzeBlock(block, cost);
                AnalyzeRecursion(block, cost);
                if (cost.Work.IsFirstToReport())
                    block.ReportDiagnostic(Diagnostic.Create(Descriptors.BudgetOfAnalysis, block.OwningSymbol.Locations[0], block.OwningSymbol.Name, cost.Work.Budget));
            }
        });
    }

    private static bool IsCandidate(SyntaxNode part, CostContext cost)
    {
        var names = cost.Calls.Names.Value;
        return names.MayReach(UsedNames.ImplicitConversion) || UsedNames.In(part).Any(name => names.MayReach(name) || cost.Apis.IsCandidateName(name));
    }

    private static void AnalyzeRecursion(OperationBlockAnalysisContext context, CostContext cost)
    {
        if (context.OwningSymbol is IMethodSymbol { MethodKind: not MethodKind.Destructor } member && !context.OperationBlocks.IsEmpty)
            RecursionRule.Analyze(context, member, cost.Calls, cost.Work);
        foreach (var block in context.OperationBlocks)
        {
            foreach (var node in block.Syntax.DescendantNodes())
            {
                if (node is LocalFunctionStatementSyntax function && cost.Calls.Names.Value.MayRecurse(function.Identifier.ValueText)
                    && block.SemanticModel?.GetDeclaredSymbol(function, context.CancellationToken) is IMethodSymbol local)
                {
                    RecursionRule.Analyze(context, local, cost.Calls, cost.Work);
                }
                else if (node is AnonymousFunctionExpressionSyntax lambda && Functions.GivenTo(lambda) is { } variable && cost.Calls.Names.Value.MayRecurse(variable)
                    && block.SemanticModel?.GetSymbolInfo(lambda, context.CancellationToken).Symbol is IMethodSymbol anonymous)
                {
                    RecursionRule.Analyze(context, anonymous, cost.Calls, cost.Work);
                }
            }
        }
    }

    private static void AnalyzeBlock(OperationBlockAnalysisContext context, CostContext cost)
    {
        var calls = new SpendingCalls(cost.Calls, context.CancellationToken);
        foreach (var block in context.OperationBlocks)
        {
            if (block.SemanticModel is not { } model || !calls.MaySpend(block.Syntax, model))
                continue;
            if (block.Kind is not (OperationKind.Block or OperationKind.FieldInitializer or OperationKind.PropertyInitializer or OperationKind.ParameterInitializer or OperationKind.MethodBody or OperationKind.ConstructorBody))
                continue;
            if (OpenBudgets.IsCallersDuty(context.OwningSymbol))
                continue;
            if (BodyJudge.MayGoRound(block.Syntax))
            {
                foreach (var verdict in BodyJudge.Judge(context.GetControlFlowGraph(block), model, calls, isCovered: false, cost.Work, context.CancellationToken))
                    Report(context, verdict);
            }

            HigherOrderRule.Analyze(context, block, model, calls, cost.Calls, cost.Work);
        }
    }

    internal static void Report(OperationBlockAnalysisContext context, Verdict verdict) => context.ReportDiagnostic(
        Diagnostic.Create(DescriptorOf(verdict.Kind), verdict.Call.Operation.Syntax.GetLocation(), Witness.In(context.Compilation, verdict.Witness), Words(verdict.Call)));

    private static DiagnosticDescriptor DescriptorOf(Unbounded kind) => kind switch
    {
        Unbounded.Retry => Descriptors.UncappedRetry,
        Unbounded.ModelEnds => Descriptors.ModelEndsLoop,
        Unbounded.Endless => Descriptors.UnboundedLoop,
        Unbounded.Service => Descriptors.ServiceLoop,
        _ => Descriptors.UnprovenLoop,
    };

    private static string Words(SpendingCall call) => call.IsDirect ? $"'{call.Target}' is called" : $"'{call.Name}' reaches '{call.Target}'";
}
