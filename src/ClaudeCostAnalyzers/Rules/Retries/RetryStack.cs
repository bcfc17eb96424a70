using System.Collections.Concurrent;
using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Rules.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Retries;

/// <summary>
/// The layers of retries around a call: in its own member, in helpers that are given it as a delegate, and in the members
/// that call its member, any number of calls away. By a worklist, with a limit on how much is looked at, once for each member.
/// One per compilation; safe for concurrent use.
/// </summary>
internal sealed class RetryStack(CostContext cost, KnownValues values)
{
    /// <summary>Calls on the ways to a member that are looked at; those beyond are out of sight.</summary>
    private const int MaxWays = 200;

    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<RetryLayer>> within = new();
    private readonly ConcurrentDictionary<IMethodSymbol, RetryWay?> above = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<InvocationExpressionSyntax>> callers = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, (double Attempts, Location Place)?> policies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxNode, IMethodSymbol?> members = new();
    private readonly LoopTurns turns = new(values);

    /// <summary>The way to <paramref name="call"/> with the most attempts: its layers, the innermost first.</summary>
    public ImmutableArray<RetryLayer> Around(SyntaxNode call, CancellationToken cancellation)
    {
        if (cost.Calls.Bodies.Model(call.SyntaxTree) is not { } model)
            return ImmutableArray<RetryLayer>.Empty;
        var own = Within(call, cancellation);
        return MemberAround(call, model, cancellation) is { } member ? own.AddRange(RetryWay.Layers(Above(member, cancellation))) : own;
    }

    /// <summary>The way to the calls of a member with the most attempts, by the members that call it: once for all calls within it.</summary>
    private RetryWay? Above(IMethodSymbol member, CancellationToken cancellation)
    {
        if (above.TryGetValue(member, out var known))
            return known;
        RetryWay? best = null;
        var seen = new HashSet<SyntaxNode>();
        var pending = new Queue<(SyntaxNode Node, RetryWay? Way)>();
        Enqueue(member, null);
        while (pending.Count > 0 && !cost.Work.IsSpent)
        {
            cancellation.ThrowIfCancellationRequested();
            var (node, way) = pending.Dequeue();
            way = RetryWay.Around(way, Within(node, cancellation));
            if (RetryWay.AttemptsOf(way) > RetryWay.AttemptsOf(best))
                best = way;
            if (cost.Calls.Bodies.Model(node.SyntaxTree) is { } model && MemberAround(node, model, cancellation) is { } caller)
                Enqueue(caller, way);
        }

        cost.Work.Spend(seen.Count);
        return above[member] = best;

        void Enqueue(IMethodSymbol called, RetryWay? way)
        {
            foreach (var caller in Callers(called, cancellation))
            {
                if (seen.Count >= MaxWays)
                    return;
                if (seen.Add(caller))
                    pending.Enqueue((caller, way));
            }
        }
    }

    public static double Product(IEnumerable<RetryLayer> layers) => layers.Aggregate(1.0, (product, layer) => product * layer.Attempts);

    /// <summary>The layers around a node within its member, the innermost first.</summary>
    private ImmutableArray<RetryLayer> Within(SyntaxNode node, CancellationToken cancellation) => within.TryGetValue(node, out var known) ? known
        : within[node] = cost.Calls.Bodies.Model(node.SyntaxTree) is { } model ? Layers(node, model, cancellation).ToImmutableArray() : ImmutableArray<RetryLayer>.Empty;

    private IEnumerable<RetryLayer> Layers(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        var pipelines = new PipelineAttempts(values, cost.Calls.Bodies, policies, cancellation);
        var inner = node;
        foreach (var outer in node.Ancestors())
        {
            switch (outer)
            {
                case ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or ForEachStatementSyntax:
                    if (turns.Of((StatementSyntax)outer, inner, model, cancellation) is > 1 and var count)
                        yield return new RetryLayer(count, "turns", outer.GetFirstToken().GetLocation());
                    break;
                case AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax run } argument }:
                    // What runs the lambda repeats it: a loop around that runs it anew.
                    foreach (var layer in OfRunner(run, argument, model, pipelines, cancellation))
                        yield return layer;
                    inner = run;
                    break;
                case LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or AnonymousFunctionExpressionSyntax:
                    yield break;
            }
        }
    }

    /// <summary>The layers of a pipeline, or of a helper of this compilation, that runs what it is given.</summary>
    private IEnumerable<RetryLayer> OfRunner(InvocationExpressionSyntax run, ArgumentSyntax argument, SemanticModel model, PipelineAttempts pipelines, CancellationToken cancellation)
    {
        if (model.GetOperation(run, cancellation) is not IInvocationOperation call)
            yield break;
        if (PipelineAttempts.IsExecute(call.TargetMethod))
        {
            if (pipelines.Of(call.Instance) is var (attempts, place))
                yield return new RetryLayer(attempts, "pipeline attempts", place);
            yield break;
        }

        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        if (call.Arguments.FirstOrDefault(given => given.Syntax == argument)?.Parameter is not { } parameter || method.DeclaringSyntaxReferences.Length != 1
            || method.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is not MethodDeclarationSyntax declaration || cost.Calls.Bodies.Model(declaration.SyntaxTree) is not { } its)
        {
            yield break;
        }

        foreach (var name in declaration.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText != parameter.Name || name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } invocation || !declaration.Span.Contains(invocation.Span))
                continue;
            // `action()`, `action.Invoke()`; or `pipeline.ExecuteAsync(action)`.
            if (invocation.Expression.Span.Contains(name.Span))
            {
                foreach (var layer in WithinHelper(invocation, its, pipelines, cancellation))
                    yield return layer;
                yield break;
            }

            if (name.Parent is ArgumentSyntax && its.GetOperation(invocation, cancellation) is IInvocationOperation { TargetMethod: { } target } execute && PipelineAttempts.IsExecute(target))
            {
                if (pipelines.Of(execute.Instance) is var (attempts, place))
                    yield return new RetryLayer(attempts, "pipeline attempts", place);
                yield break;
            }
        }
    }

    /// <summary>The loops and pipelines of a helper around the place where it runs its delegate.</summary>
    private IEnumerable<RetryLayer> WithinHelper(SyntaxNode invocation, SemanticModel model, PipelineAttempts pipelines, CancellationToken cancellation)
    {
        foreach (var outer in invocation.Ancestors().TakeWhile(node => node is not BaseMethodDeclarationSyntax))
        {
            if (outer is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or ForEachStatementSyntax && turns.Of((StatementSyntax)outer, invocation, model, cancellation) is > 1 and var count)
                yield return new RetryLayer(count, "turns", outer.GetFirstToken().GetLocation());
            if (outer is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax run } } && model.GetOperation(run, cancellation) is IInvocationOperation call
                && PipelineAttempts.IsExecute(call.TargetMethod) && pipelines.Of(call.Instance) is var (attempts, place))
            {
                yield return new RetryLayer(attempts, "pipeline attempts", place);
            }
        }
    }

    /// <summary>The member that a node stands in; null for a lambda, or what is no method.</summary>
    private IMethodSymbol? MemberAround(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        var member = node.Ancestors().FirstOrDefault(outer => outer is LocalFunctionStatementSyntax or MethodDeclarationSyntax or AnonymousFunctionExpressionSyntax { Parent: not ArgumentSyntax });
        if (member is null or AnonymousFunctionExpressionSyntax)
            return null;
        // The compiler looks a local function up among all of its block.
        return members.TryGetValue(member, out var known) ? known : members[member] = model.GetDeclaredSymbol(member, cancellation) as IMethodSymbol;
    }

    /// <summary>The calls of a member, by itself or by what it implements.</summary>
    private ImmutableArray<InvocationExpressionSyntax> Callers(IMethodSymbol member, CancellationToken cancellation) => callers.TryGetValue(member, out var known) ? known
        : callers[member] = cost.Calls.Uses.Of(member, cancellation)
            .Select(use => use.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } invocation && invocation.Expression.Span.Contains(use.Span) ? invocation : null)
            .OfType<InvocationExpressionSyntax>().ToImmutableArray();
}
