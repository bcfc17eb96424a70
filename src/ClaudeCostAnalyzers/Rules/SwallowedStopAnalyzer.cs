using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Flow;
using ClaudeCostAnalyzers.Rules.Budgets;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA4003: a handler on the cycle swallows the budget's stop and goes on.</summary>
/// <remarks>
/// Positive: a loop that only a budget scope bounds, begun before it in the same body, catches what the scope throws - all
/// exceptions, or all but cancellation - and comes back to the call; or a helper in the file does, of which the loop learns nothing.
/// Negative: the loop has a bound of its own; the handler or its filter leaves the stop out, rethrows, leaves the loop, or names
/// the budget; a condition of the loop looks at the scope's token; the budget has a window, and the loop waits for the next one.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwallowedStopAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.SwallowedStop);

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        if (context.Compilation.GetTypeByMetadataName("ClaudeCost." + RuntimeNames.Exception) is not { } stop)
            return;
        context.RegisterSemanticModelAction(file =>
        {
            var tree = file.SemanticModel.SyntaxTree;
            if (!TreeText.Of(tree).Has(RuntimeNames.Begin) || !TreeText.Of(tree).Has("catch") || !cost.Calls.Names.Value.MayReach(tree))
                return;
            foreach (var block in CodeBlocks.In(file, IsCandidate))
                Analyze(block, cost, stop);
        });
    }

    private static void Analyze(OperationBlockAnalysisContext context, CostContext cost, INamedTypeSymbol stop)
    {
        var calls = new SpendingCalls(cost.Calls, context.CancellationToken);
        foreach (var block in context.OperationBlocks)
        {
            if (cost.Work.IsSpent)
                return;
            // Few bodies have all of it; nothing else is worth a graph.
            if (block.SemanticModel is not { } model || block.Kind is not (OperationKind.Block or OperationKind.MethodBody or OperationKind.ConstructorBody) || !IsCandidate(block.Syntax)
                || !BodyJudge.MayGoRound(block.Syntax) || !calls.MaySpend(block.Syntax, model))
            {
                continue;
            }

            foreach (var body in Bodies(context.GetControlFlowGraph(block)))
            {
                cost.Work.CountGraph();
                var graph = FlowGraphBuilder.Build(body, model, tests: null, context.CancellationToken);
                cost.Work.Spend(graph.Nodes.Count);
                var effort = new Effort(cost.Work, context.CancellationToken);
                foreach (var swallowed in SwallowedStops.Find(graph, new SpendingIndex(graph, calls), calls, stop, effort).GroupBy(swallowed => swallowed.Handler).Select(same => same.First()))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        Descriptors.SwallowedStop, swallowed.Handler.CatchKeyword.GetLocation(), Witness.In(context.Compilation, ImmutableArray.Create(swallowed.Call.Operation.Syntax.GetLocation())), $"this handler takes its exception for any other and the loop calls '{swallowed.Call.Name}' again, for ever"));
                }
            }
        }
    }

    /// <summary>A scope may be begun in it. The handler may stand in a helper, anywhere in the file.</summary>
    private static bool IsCandidate(SyntaxNode body) => body.DescendantNodes().Any(node => node is IdentifierNameSyntax { Identifier.ValueText: "Begin" });

    /// <summary>The body and the lambdas and local functions in it, each of which may begin a scope of its own.</summary>
    private static IEnumerable<ControlFlowGraph> Bodies(ControlFlowGraph body)
    {
        var open = new Stack<ControlFlowGraph>();
        open.Push(body);
        while (open.Count > 0)
        {
            var next = open.Pop();
            yield return next;
            foreach (var function in next.LocalFunctions)
                open.Push(next.GetLocalFunctionControlFlowGraph(function));
            foreach (var lambda in next.Blocks.SelectMany(block => block.BranchValue is null ? block.Operations : block.Operations.Add(block.BranchValue))
                .SelectMany(operation => operation.DescendantsAndSelf()).OfType<IFlowAnonymousFunctionOperation>())
            {
                open.Push(next.GetAnonymousFunctionControlFlowGraph(lambda));
            }
        }
    }
}
