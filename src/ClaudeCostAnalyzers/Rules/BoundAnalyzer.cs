using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>
/// CCA1001, CCA1002, CCA1003, CCA1004, CCA1005, CCA1009: LLM calls on cycles that nothing bounds.
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
        Descriptors.UnboundedLoop, Descriptors.ModelEndsLoop, Descriptors.UnboundedRecursion, Descriptors.UncappedRetry, Descriptors.ServiceLoop, Descriptors.UnprovenLoop);

    /// <summary>How much work this instance has done: counted, not timed.</summary>
    internal WorkCounter Work { get; } = new();

    private protected override void Register(CompilationStartAnalysisContext context, LlmApis apis)
    {
        var knowledge = new CallKnowledge(context.Compilation, apis, ConfiguredMembers.Read(context.Options, context.Compilation), Work);
        context.RegisterOperationBlockAction(block =>
        {
            AnalyzeBlock(block, knowledge);
            AnalyzeRecursion(block, knowledge);
        });
    }

    private void AnalyzeRecursion(OperationBlockAnalysisContext context, CallKnowledge knowledge)
    {
        if (context.OwningSymbol is not IMethodSymbol { MethodKind: not MethodKind.Destructor } member || context.OperationBlocks.IsEmpty)
            return;
        RecursionRule.Analyze(context, member, knowledge, Work);
        foreach (var block in context.OperationBlocks)
        {
            foreach (var function in block.Syntax.DescendantNodes().OfType<LocalFunctionStatementSyntax>())
            {
                if (knowledge.Names.Value.MayRecurse(function.Identifier.ValueText) && block.SemanticModel?.GetDeclaredSymbol(function, context.CancellationToken) is IMethodSymbol symbol)
                    RecursionRule.Analyze(context, symbol, knowledge, Work);
            }
        }
    }

    private void AnalyzeBlock(OperationBlockAnalysisContext context, CallKnowledge knowledge)
    {
        var calls = new SpendingCalls(knowledge, context.CancellationToken);
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
                foreach (var verdict in BodyJudge.Judge(context.GetControlFlowGraph(block), model, calls, isCovered: false, Work, context.CancellationToken))
                    Report(context, verdict);
            }

            HigherOrderRule.Analyze(context, block, model, calls, knowledge, Work);
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
