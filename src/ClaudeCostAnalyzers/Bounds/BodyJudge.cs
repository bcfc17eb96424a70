using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Judges the cycles of a body and of all lambdas and local functions in it.</summary>
internal static class BodyJudge
{
    /// <param name="source">The body's graph.</param>
    /// <param name="model">The semantic model of its file.</param>
    /// <param name="spending">What spends.</param>
    /// <param name="isCovered">Whether a budget is in force all through it.</param>
    /// <param name="counter">Counts the work, and says when it is enough.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <param name="takesDefaults">Whether optional parameters are taken to have their default values.</param>
    public static IEnumerable<Verdict> Judge(
        ControlFlowGraph source, SemanticModel model, ISpending spending, bool isCovered, WorkCounter counter, CancellationToken cancellation, bool takesDefaults = true)
    {
        var work = new Stack<(ControlFlowGraph Source, bool IsCovered)>();
        work.Push((source, isCovered));
        while (work.Count > 0 && !counter.IsSpent)
        {
            var (body, covered) = work.Pop();
            counter.CountGraph();
            var graph = FlowGraphBuilder.Build(body, model, spending.Members, cancellation);
            graph.TakesDefaults = takesDefaults;
            counter.Spend(graph.Nodes.Count);
            foreach (var nested in Nested(graph))
            {
                if (MayGoRound(nested.Body.OriginalOperation.Syntax))
                    work.Push((nested.Body, covered || nested.Places.All(place => OpenBudgets.IsOpenAt(graph, place, null)) || OpenBudgets.IsCallersDuty(nested.Symbol)));
            }

            if (covered)
                continue;
            var index = new SpendingIndex(graph, spending);
            if (!index.Any)
                continue;
            foreach (var verdict in LoopJudge.Judge(graph, index, spending, new Effort(counter, cancellation)))
                yield return verdict;
        }
    }

    /// <summary>A cheap look at the text: without a loop statement or a goto no body goes round.</summary>
    public static bool MayGoRound(SyntaxNode body)
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

    /// <summary>The lambdas and local functions of a body, with the places where they are made or called.</summary>
    private static IEnumerable<(ControlFlowGraph Body, ISymbol Symbol, List<FlowNode> Places)> Nested(FlowGraph graph)
    {
        var lambdas = new Dictionary<IFlowAnonymousFunctionOperation, List<FlowNode>>();
        var functions = new Dictionary<IMethodSymbol, List<FlowNode>>(SymbolEqualityComparer.Default);
        foreach (var local in graph.Source.LocalFunctions)
            functions[local] = [];
        foreach (var node in graph.Nodes)
        {
            // A test that has its body in the place of the call is called all the same.
            foreach (var operation in node.Evaluated.Concat(node.Test is { } test ? [test.Call] : []).SelectMany(root => root.DescendantsAndSelf()))
            {
                var called = operation switch
                {
                    IInvocationOperation call => call.TargetMethod.OriginalDefinition,
                    IMethodReferenceOperation reference => reference.Method.OriginalDefinition,
                    _ => null,
                };
                // A lambda in a body that stands in the place of a test belongs to that body's own graph.
                if (operation is IFlowAnonymousFunctionOperation lambda && node.Site is null)
                    (lambdas.TryGetValue(lambda, out var places) ? places : lambdas[lambda] = []).Add(node);
                else if (called is not null && functions.TryGetValue(called, out var calls))
                    calls.Add(node);
            }
        }

        foreach (var lambda in lambdas)
            yield return (graph.Source.GetAnonymousFunctionControlFlowGraph(lambda.Key), lambda.Key.Symbol, lambda.Value);

        // A function that its own body never calls may be called by another one inside it: as if from the entry.
        foreach (var function in functions)
            yield return (graph.Source.GetLocalFunctionControlFlowGraph(function.Key), function.Key, function.Value.Count > 0 ? function.Value : [graph.Entry]);
    }
}
