using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>
/// CCA1003, CCA1009: members that come back to themselves through an LLM call. A part of <see cref="BoundAnalyzer"/>: recursion is
/// a cycle of the same graph, cut by the same bounds.
/// </summary>
internal static class RecursionRule
{
    /// <summary>A way back of more calls than this is not followed: nobody would recognise it as recursion, and each call takes a graph.</summary>
    private const int MaxWay = 100;

    public static void Analyze(OperationBlockAnalysisContext context, IMethodSymbol member, CallKnowledge knowledge, WorkCounter work)
    {
        var cancellation = context.CancellationToken;
        if (work.IsSpent || knowledge.Recursive.CycleOf(member, cancellation) is not { } cycle || knowledge.Recursive.IsPreceded(member, cycle))
            return;

        foreach (var call in knowledge.Summaries.Of(member, cancellation).Calls)
        {
            if (!call.MayRecurse || !cycle.Contains(call.Target) || knowledge.Recursive.WayBack(member, call, cycle, cancellation) is not { IsEmpty: false } way)
                continue;
            var strength = Judge(member, way, knowledge, work, cancellation);
            if (strength == RecursionStrength.None)
                Report(context, member, call, way, knowledge);
            else if (strength == RecursionStrength.Unknown)
                ReportUnproven(context, member, call, way, knowledge);
        }
    }

    /// <summary>One call on the way that is bounded bounds them all; one that cannot be followed leaves all unknown.</summary>
    private static RecursionStrength Judge(IMethodSymbol member, ImmutableArray<CallSite> way, CallKnowledge knowledge, WorkCounter work, CancellationToken cancellation)
    {
        if (way.Length > MaxWay)
            return RecursionStrength.Bounds;
        var spending = new SpendingCalls(knowledge, cancellation);
        var caller = member;
        var strongest = RecursionStrength.None;
        var tests = new List<(RecursionTest Test, SyntaxNode Site, IMethodSymbol Target)>();
        foreach (var call in way)
        {
            if (GraphOf(caller, call, knowledge, work, cancellation) is not { } graph)
                return RecursionStrength.Bounds;
            var site = call.Location.SourceTree!.GetRoot(cancellation).FindNode(call.Location.SourceSpan, getInnermostNodeForTie: true);
            tests.Add((new RecursionTest(graph, spending, caller, new Effort(work, cancellation)), site, call.Target));
            caller = call.Target;
        }

        var parameters = new RecursionWay(member);
        var isGuarded = tests.Any(step => step.Test.IsGuarded(step.Site));
        for (var i = 0; i < tests.Count; i++)
        {
            var (test, site, target) = tests[i];
            var strength = test.Judge(site, way.Length == 1, isGuarded, out var sources);
            if (sources is not null && sources.All(source => IsReplaced(source, tests, i)))
                strength = test.Otherwise;
            test.Extend(parameters, site, target);
            if (strength == RecursionStrength.Bounds)
                return strength;
            if (strength == RecursionStrength.Unknown)
                strongest = strength;
        }

        return way.Length > 1 && parameters.Ends() ? RecursionStrength.Bounds : strongest;
    }

    /// <summary>Whether the parameter, of which the call hands on but a part, is the model's reply by the time that the way comes round again.</summary>
    private static bool IsReplaced(IParameterSymbol parameter, List<(RecursionTest Test, SyntaxNode Site, IMethodSymbol Target)> tests, int call)
    {
        for (var back = 1; back < tests.Count; back++)
        {
            var (test, site, _) = tests[(call - back + tests.Count) % tests.Count];
            if (test.Handed(site, parameter) is not { } value)
                return false;
            if (test.IsReply(value))
                return true;
            while (value is IConversionOperation conversion)
                value = conversion.Operand;
            if (value is not IParameterReferenceOperation { Parameter: var handedOn })
                return false;
            parameter = handedOn.OriginalDefinition;
        }

        return false;
    }

    private static FlowGraph? GraphOf(IMethodSymbol member, CallSite call, CallKnowledge knowledge, WorkCounter work, CancellationToken cancellation)
    {
        foreach (var (source, model) in Graphs.Of(member, knowledge.Bodies, cancellation))
        {
            if (source.OriginalOperation.Syntax.SyntaxTree != call.Location.SourceTree || !source.OriginalOperation.Syntax.Span.Contains(call.Location.SourceSpan))
                continue;
            work.CountGraph();
            return FlowGraphBuilder.Build(source, model, new CalledMembers(knowledge, cancellation), cancellation);
        }

        return null;
    }

    private static void Report(OperationBlockAnalysisContext context, IMethodSymbol member, CallSite call, ImmutableArray<CallSite> way, CallKnowledge knowledge)
    {
        var reached = knowledge.Summaries.Reach(member, context.CancellationToken)!;
        var words = string.Join(" -> ", way.Select(step => CallWords.Of(step.Target)).Prepend(CallWords.Of(member)));
        var entry = Entry(member, context.CancellationToken) ?? call.Location;
        var witness = way.Select(step => step.Location).Prepend(entry).Concat(reached.Path);
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.UnboundedRecursion, call.Location, Witness.In(context.Compilation, witness.ToImmutableArray()), $"'{CallWords.Of(member)}' reaches '{reached.Words}'", words));
    }

    private static void ReportUnproven(OperationBlockAnalysisContext context, IMethodSymbol member, CallSite call, ImmutableArray<CallSite> way, CallKnowledge knowledge)
    {
        var reached = knowledge.Summaries.Reach(member, context.CancellationToken)!;
        var entry = Entry(member, context.CancellationToken) ?? call.Location;
        var witness = way.Select(step => step.Location).Prepend(entry).Concat(reached.Path);
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.UnprovenLoop, call.Location, Witness.In(context.Compilation, witness.ToImmutableArray()), $"'{CallWords.Of(member)}' calls itself and reaches '{reached.Words}'"));
    }

    /// <summary>The first statement of the member: where a budget scope would have to begin.</summary>
    private static Location? Entry(IMethodSymbol member, CancellationToken cancellation) => member.DeclaringSyntaxReferences[0].GetSyntax(cancellation) switch
    {
        BaseMethodDeclarationSyntax { Body.Statements: { Count: > 0 } statements } => statements[0].GetLocation(),
        LocalFunctionStatementSyntax { Body.Statements: { Count: > 0 } statements } => statements[0].GetLocation(),
        _ => null,
    };
}
