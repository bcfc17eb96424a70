using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>
/// Lambdas and method groups that spend and are handed to a helper which repeats them without a bound, or to a retry
/// policy without a cap. A part of <see cref="BoundAnalyzer"/>.
/// </summary>
internal static class HigherOrderRule
{
    public static void Analyze(OperationBlockAnalysisContext context, IOperation block, SemanticModel model, SpendingCalls calls, CallKnowledge knowledge, WorkCounter work)
    {
        FlowGraph? graph = null;
        foreach (var operation in block.Descendants())
        {
            if (operation is not IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call } argument || !IsFunction(argument.Value))
                continue;
            if ((knowledge.Policies.Uncapped(call, context.CancellationToken) ?? knowledge.HigherOrder.Of(parameter, call, context.CancellationToken)) is not { } repetition)
                continue;
            foreach (var spending in Spending(argument.Value, calls, model, knowledge, context.CancellationToken))
            {
                graph ??= GraphOf(context, block, model, work);
                if (!IsCovered(graph, call) && !IsCoveredWithin(graph.Source, call, model, work, context.CancellationToken))
                    BoundAnalyzer.Report(context, new Verdict(spending, repetition.Kind, repetition.Cycle ?? call.Syntax.GetLocation()));
            }
        }
    }

    private static FlowGraph GraphOf(OperationBlockAnalysisContext context, IOperation block, SemanticModel model, WorkCounter work)
    {
        work.CountGraph();
        return FlowGraphBuilder.Build(context.GetControlFlowGraph(block), model, tests: null, context.CancellationToken);
    }

    private static bool IsFunction(IOperation value) => value.Type?.TypeKind == TypeKind.Delegate && value.ConstantValue is { HasValue: false };

    /// <summary>What the function spends; of a variable, what the functions that it may hold do.</summary>
    private static IEnumerable<SpendingCall> Spending(IOperation value, SpendingCalls calls, SemanticModel model, CallKnowledge knowledge, CancellationToken cancellation)
    {
        while (value is IConversionOperation or IDelegateCreationOperation)
            value = value is IConversionOperation conversion ? conversion.Operand : ((IDelegateCreationOperation)value).Target;
        if (value is IAnonymousFunctionOperation or IMethodReferenceOperation)
            return Executed.By(value).Select(operation => calls.Of(operation, model)).OfType<SpendingCall>();
        return knowledge.Targets.InDelegate(value, knowledge.Names.Value.MayReach).Select(target => knowledge.Summaries.Reach(target, cancellation) is { } reached
            ? new SpendingCall(value, CallWords.Of(target), reached.Words, reached.Path.Insert(0, value.Syntax.GetLocation())) : null).OfType<SpendingCall>().Take(1);
    }

    /// <summary>Whether a budget scope is open where the helper is called. A call within a lambda is looked for where the lambda is made.</summary>
    private static bool IsCovered(FlowGraph graph, IOperation call)
    {
        for (IOperation? at = call; at is not null; at = at.Parent)
        {
            var node = graph.Nodes.FirstOrDefault(candidate => candidate.Evaluated.SelectMany(root => root.DescendantsAndSelf()).Any(part => part.Syntax == at.Syntax));
            if (node is not null)
                return OpenBudgets.IsOpenAt(graph, node, null);
        }

        return false;
    }

    /// <summary>The same in the local functions that the call stands in.</summary>
    private static bool IsCoveredWithin(ControlFlowGraph body, IOperation call, SemanticModel model, WorkCounter work, CancellationToken cancellation)
    {
        for (var around = body; around.LocalFunctions.FirstOrDefault(IsAround) is { } function;)
        {
            around = around.GetLocalFunctionControlFlowGraph(function, cancellation);
            work.CountGraph();
            if (IsCovered(FlowGraphBuilder.Build(around, model, tests: null, cancellation), call))
                return true;
        }

        return false;

        bool IsAround(IMethodSymbol function) => function.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == call.Syntax.SyntaxTree && reference.Span.Contains(call.Syntax.Span));
    }
}
