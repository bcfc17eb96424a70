using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

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
            AnalyzeBlock(block, new SpendingCalls(knowledge, block.CancellationToken));
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

    private void AnalyzeBlock(OperationBlockAnalysisContext context, SpendingCalls calls)
    {
        foreach (var block in context.OperationBlocks)
        {
            if (block.SemanticModel is not { } model || !MayGoRound(block.Syntax) || !calls.MaySpend(block.Syntax))
                continue;
            if (block.Kind is not (OperationKind.Block or OperationKind.FieldInitializer or OperationKind.PropertyInitializer or OperationKind.ParameterInitializer or OperationKind.MethodBody or OperationKind.ConstructorBody))
                continue;
            var source = context.GetControlFlowGraph(block);
            AnalyzeBody(context, source, model, calls, OpenBudgets.IsCallersDuty(context.OwningSymbol));
        }
    }

    /// <summary>A cheap look at the text: without a loop statement or a goto no body goes round.</summary>
    private static bool MayGoRound(SyntaxNode body)
    {
        foreach (var node in body.DescendantNodes())
        {
            if (node.Kind() is SyntaxKind.WhileStatement or SyntaxKind.DoStatement or SyntaxKind.ForStatement or SyntaxKind.ForEachStatement or SyntaxKind.ForEachVariableStatement
                or SyntaxKind.GotoStatement or SyntaxKind.GotoCaseStatement or SyntaxKind.GotoDefaultStatement)
            {
                return true;
            }
        }

        return false;
    }

    private void AnalyzeBody(OperationBlockAnalysisContext context, ControlFlowGraph source, SemanticModel model, SpendingCalls calls, bool isCovered)
    {
        var work = new Stack<(ControlFlowGraph Source, bool IsCovered)>();
        work.Push((source, isCovered));
        while (work.Count > 0)
        {
            var (body, covered) = work.Pop();
            Work.CountGraph();
            var graph = FlowGraphBuilder.Build(body, model, context.CancellationToken);
            foreach (var nested in Nested(graph))
            {
                if (MayGoRound(nested.Body.OriginalOperation.Syntax))
                    work.Push((nested.Body, covered || nested.Places.All(place => OpenBudgets.IsOpenAt(graph, place, null)) || OpenBudgets.IsCallersDuty(nested.Symbol)));
            }

            if (covered)
                continue;
            var index = new SpendingIndex(graph, calls);
            if (!index.Any)
                continue;
            foreach (var verdict in LoopJudge.Judge(graph, index, calls, context.CancellationToken))
                context.ReportDiagnostic(Diagnostic.Create(DescriptorOf(verdict.Kind), verdict.Call.Operation.Syntax.GetLocation(), Witness.In(context.Compilation, verdict.Witness), Words(verdict.Call)));
        }
    }

    private static DiagnosticDescriptor DescriptorOf(Unbounded kind) => kind switch
    {
        Unbounded.Retry => Descriptors.UncappedRetry,
        Unbounded.ModelEnds => Descriptors.ModelEndsLoop,
        Unbounded.Endless => Descriptors.UnboundedLoop,
        Unbounded.Service => Descriptors.ServiceLoop,
        _ => Descriptors.UnprovenLoop,
    };

    private static string Words(SpendingCall call) => call.IsDirect ? $"'{call.Target}' is called" : $"'{call.Name}' reaches '{call.Target}'";

    /// <summary>The lambdas and local functions of a body, with the places where they are made or called.</summary>
    private static IEnumerable<(ControlFlowGraph Body, ISymbol Symbol, List<FlowNode> Places)> Nested(FlowGraph graph)
    {
        var lambdas = new Dictionary<IFlowAnonymousFunctionOperation, List<FlowNode>>();
        var functions = new Dictionary<IMethodSymbol, List<FlowNode>>(SymbolEqualityComparer.Default);
        foreach (var local in graph.Source.LocalFunctions)
            functions[local] = [];
        foreach (var node in graph.Nodes)
        {
            foreach (var operation in node.Evaluated.SelectMany(root => root.DescendantsAndSelf()))
            {
                var called = operation switch
                {
                    IInvocationOperation call => call.TargetMethod.OriginalDefinition,
                    IMethodReferenceOperation reference => reference.Method.OriginalDefinition,
                    _ => null,
                };
                if (operation is IFlowAnonymousFunctionOperation lambda)
                    (lambdas.TryGetValue(lambda, out var places) ? places : lambdas[lambda] = []).Add(node);
                else if (called is not null && functions.TryGetValue(called, out var calls))
                    calls.Add(node);
            }
        }

        foreach (var lambda in lambdas)
            yield return (graph.Source.GetAnonymousFunctionControlFlowGraph(lambda.Key), lambda.Key.Symbol, lambda.Value);
        foreach (var function in functions)
        {
            // A function that is never called in its own body may still be called by another one inside it.
            if (function.Value.Count > 0 || true)
                yield return (graph.Source.GetLocalFunctionControlFlowGraph(function.Key), function.Key, function.Value.Count > 0 ? function.Value : [graph.Entry]);
        }
    }
}
