using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
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

    /// <summary>One call on the way back.</summary>
    /// <param name="Test">Judges it.</param>
    /// <param name="Site">Where it stands.</param>
    /// <param name="Target">The member that it runs.</param>
    /// <param name="Again">Makes the graph that it stands in anew.</param>
    private sealed record Step(RecursionTest Test, SyntaxNode Site, IMethodSymbol Target, Func<FlowGraph?> Again);

    public static void Analyze(OperationBlockAnalysisContext context, IMethodSymbol member, CallKnowledge knowledge, WorkCounter work)
    {
        var cancellation = context.CancellationToken;
        if (work.IsSpent || knowledge.Recursive.CycleOf(member, cancellation) is not { } cycle || knowledge.Recursive.IsPreceded(member, cycle))
            return;

        foreach (var (within, call) in Calls(member, cycle, knowledge, cancellation))
        {
            if (!call.MayRecurse || !cycle.Contains(call.Target) || knowledge.Recursive.WayBack(member, call, cycle, cancellation) is not { IsEmpty: false } back)
                continue;
            var way = within.AddRange(back);
            var strength = Judge(member, way, knowledge, work, cancellation);
            if (strength != RecursionStrength.Bounds && IsCovered(member, call, context))
                continue;
            if (strength == RecursionStrength.None)
                Report(context, member, call, way, knowledge);
            else if (strength == RecursionStrength.Unknown)
                ReportUnproven(context, member, call, way, knowledge);
        }
    }

    /// <summary>The calls of the member, and of the functions within it that it calls: each with the calls that lead to it.</summary>
    private static IEnumerable<(ImmutableArray<CallSite> Within, CallSite Call)> Calls(IMethodSymbol member, HashSet<IMethodSymbol> cycle, CallKnowledge knowledge, CancellationToken cancellation)
    {
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var pending = new Queue<(ImmutableArray<CallSite> Within, IMethodSymbol Member)>();
        pending.Enqueue((ImmutableArray<CallSite>.Empty, member));
        while (pending.Count > 0)
        {
            var (within, current) = pending.Dequeue();
            foreach (var call in knowledge.Summaries.Of(current, cancellation).Calls)
            {
                if (!IsWithin(call.Target, member) || !cycle.Contains(call.Target))
                    yield return (within, call);
                else if (call.MayRecurse && seen.Add(call.Target))
                    pending.Enqueue((within.Add(call), call.Target));
            }
        }
    }

    /// <summary>Whether the function stands in the text of the member: what it does, the member does.</summary>
    private static bool IsWithin(IMethodSymbol function, IMethodSymbol member)
    {
        for (var symbol = function.ContainingSymbol; symbol is IMethodSymbol; symbol = symbol.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(symbol, member))
                return true;
        }

        return false;
    }

    /// <summary>The way, where each step begins in the member that it begins in: a function within that member is a part of it.</summary>
    private static IEnumerable<(IMethodSymbol Caller, ImmutableArray<CallSite> Within, CallSite Call)> Steps(IMethodSymbol member, ImmutableArray<CallSite> way)
    {
        var caller = member;
        var within = ImmutableArray<CallSite>.Empty;
        for (var i = 0; i < way.Length; i++)
        {
            if (i < way.Length - 1 && IsWithin(way[i].Target, caller))
            {
                within = within.Add(way[i]);
                continue;
            }

            yield return (caller, within, way[i]);
            (caller, within) = (way[i].Target, ImmutableArray<CallSite>.Empty);
        }
    }

    /// <summary>Whether a budget is open wherever the local function or lambda is entered from the member around it.</summary>
    private static bool IsCovered(IMethodSymbol member, CallSite call, OperationBlockAnalysisContext context) =>
        member.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction && context.OperationBlocks[0].SemanticModel is { } model && model.SyntaxTree == call.Location.SourceTree
        && model.GetOperation(model.SyntaxTree.GetRoot(context.CancellationToken).FindNode(call.Location.SourceSpan, getInnermostNodeForTie: true), context.CancellationToken) is { } place
        && EnclosingBudgets.Cover(place, model, context.CancellationToken);

    /// <summary>One call on the way that is bounded bounds them all; one that cannot be followed leaves all unknown.</summary>
    private static RecursionStrength Judge(IMethodSymbol member, ImmutableArray<CallSite> way, CallKnowledge knowledge, WorkCounter work, CancellationToken cancellation)
    {
        if (way.Length > MaxWay)
            return RecursionStrength.Bounds;
        var spending = new SpendingCalls(knowledge, cancellation);
        var strongest = RecursionStrength.None;
        var tests = new List<Step>();
        foreach (var (caller, within, call) in Steps(member, way))
        {
            if (!Add(caller, within, call))
            {
                // The function is called in a way that cannot be followed: each call by itself.
                var from = caller;
                foreach (var step in within.Add(call))
                {
                    if (!Add(from, ImmutableArray<CallSite>.Empty, step))
                        return RecursionStrength.Bounds;
                    from = step.Target;
                }
            }
        }

        bool Add(IMethodSymbol caller, ImmutableArray<CallSite> within, CallSite call)
        {
            if (GraphOf(caller, within, call, knowledge, work, cancellation) is not { } graph)
                return false;
            var site = call.Location.SourceTree!.GetRoot(cancellation).FindNode(call.Location.SourceSpan, getInnermostNodeForTie: true);
            var test = new RecursionTest(graph, spending, caller, new Effort(work, cancellation));
            if (!within.IsEmpty && !test.Finds(site))
                return false;
            tests.Add(new Step(test, site, call.Target, () => GraphOf(caller, within, call, knowledge, work, cancellation)));
            return true;
        }

        var parameters = new RecursionWay(member);
        var isGuarded = tests.Any(step => step.Test.IsGuarded(step.Site));
        for (var i = 0; i < tests.Count; i++)
        {
            var (test, site, target, again) = tests[i];
            var next = Next(tests, i);
            var strength = test.Judge(site, next, isGuarded, out var sources);
            if (sources is not null && sources.All(source => IsReplaced(source, tests, i)))
                strength = test.Otherwise;
            test.Extend(parameters, site, target);
            if (strength != RecursionStrength.Bounds && !test.LeavesBehind(next) && again() is { } turns)
            {
                var asLoop = RecursionTurns.Judge(turns, site, next, spending, new Effort(work, cancellation));
                if (asLoop != RecursionStrength.None)
                    strength = asLoop;
            }

            if (strength == RecursionStrength.Bounds)
                return strength;
            if (strength == RecursionStrength.Unknown)
                strongest = strength;
        }

        return tests.Count > 1 && parameters.Ends() ? RecursionStrength.Bounds : strongest;
    }

    /// <summary>
    /// What the parameters of the member in which the call stands will be when the way comes round to it again, in its own terms: a
    /// constant, or what it handed to the next one, which handed it on. Null: something else.
    /// </summary>
    private static Dictionary<IParameterSymbol, IOperation?> Next(List<Step> tests, int call)
    {
        if (tests.Count == 1)
            return tests[0].Test.Arguments(tests[0].Site);
        var next = new Dictionary<IParameterSymbol, IOperation?>(SymbolEqualityComparer.Default);
        foreach (var parameter in tests[(call + tests.Count - 1) % tests.Count].Target.OriginalDefinition.Parameters)
        {
            var asked = parameter;
            IOperation? value = null;
            for (var back = 1; back <= tests.Count && asked is { RefKind: RefKind.None }; back++)
            {
                var (test, site, _, _) = tests[(call - back + tests.Count) % tests.Count];
                value = test.Handed(site, asked);
                while (value is IConversionOperation { ConstantValue.HasValue: false } conversion)
                    value = conversion.Operand;
                if (value is null || value.ConstantValue.HasValue || back == tests.Count)
                    break;
                asked = (value as IParameterReferenceOperation)?.Parameter.OriginalDefinition is { } handedOn && test.LeavesAlone(handedOn) ? handedOn : null;
                value = null;
            }

            next[parameter] = value;
        }

        return next;
    }

    /// <summary>Whether the parameter, of which the call hands on but a part, is the model's reply by the time that the way comes round again.</summary>
    private static bool IsReplaced(IParameterSymbol parameter, List<Step> tests, int call)
    {
        for (var back = 1; back < tests.Count; back++)
        {
            var (test, site, _, _) = tests[(call - back + tests.Count) % tests.Count];
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

    /// <summary>The graph of the member, with the bodies of the functions within it by which it comes to the call.</summary>
    private static FlowGraph? GraphOf(IMethodSymbol member, ImmutableArray<CallSite> within, CallSite call, CallKnowledge knowledge, WorkCounter work, CancellationToken cancellation)
    {
        var first = within.IsEmpty ? call : within[0];
        foreach (var (source, model) in Graphs.Of(member, knowledge.Bodies, cancellation))
        {
            if (source.OriginalOperation.Syntax.SyntaxTree != first.Location.SourceTree || !source.OriginalOperation.Syntax.Span.Contains(first.Location.SourceSpan))
                continue;
            work.CountGraph();
            return FlowGraphBuilder.Build(source, model, new CalledMembers(knowledge, cancellation), cancellation, Body);
        }

        return null;

        ControlFlowGraph? Body(IOperation operation, ControlFlowGraph around) => operation switch
        {
            IInvocationOperation invocation when within.Any(step => step.Location.SourceSpan == invocation.Syntax.Span) => TestBodies.Nested(invocation, around, cancellation)?.Source,
            IFlowAnonymousFunctionOperation lambda when lambda.Syntax.Span.Contains(call.Location.SourceSpan) && KnownMembers.IsRun(lambda) => around.GetAnonymousFunctionControlFlowGraph(lambda, cancellation),
            _ => null,
        };
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
