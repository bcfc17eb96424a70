using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Rules.Values;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Retries;

/// <summary>
/// The layers of retries around a call: in its own member, in helpers that are given it as a delegate, and in the members
/// that call its member, any number of calls away. By a worklist, with a limit on how much is looked at. Safe for concurrent use.
/// </summary>
internal sealed class RetryStack(CostContext cost, KnownValues values)
{
    /// <summary>Ways to a call that are looked at; those beyond are out of sight.</summary>
    private const int MaxWays = 200;

    private readonly OutputCaps.NameIndex names = new();

    /// <summary>The way to <paramref name="call"/> with the most attempts: its layers, the innermost first.</summary>
    public ImmutableArray<RetryLayer> Around(SyntaxNode call, CancellationToken cancellation)
    {
        var best = ImmutableArray<RetryLayer>.Empty;
        var seen = new HashSet<SyntaxNode>();
        var pending = new Queue<(SyntaxNode Node, ImmutableArray<RetryLayer> Layers)>();
        pending.Enqueue((call, best));
        while (pending.Count > 0 && seen.Count < MaxWays)
        {
            cancellation.ThrowIfCancellationRequested();
            var (node, layers) = pending.Dequeue();
            if (!seen.Add(node) || cost.Calls.Bodies.Model(node.SyntaxTree) is not { } model)
                continue;
            layers = layers.AddRange(Within(node, model, cancellation));
            if (Product(layers) > Product(best))
                best = layers;
            foreach (var caller in Callers(node, model, cancellation))
                pending.Enqueue((caller, layers));
        }

        return best;
    }

    public static double Product(IEnumerable<RetryLayer> layers) => layers.Aggregate(1.0, (product, layer) => product * layer.Attempts);

    /// <summary>The layers around a node within its member.</summary>
    private IEnumerable<RetryLayer> Within(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        var loops = new RetryLoops(values, model, cancellation);
        var pipelines = new PipelineAttempts(values, cost.Calls.Bodies, cancellation);
        var inner = node;
        foreach (var outer in node.Ancestors())
        {
            switch (outer)
            {
                case ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax:
                    if (loops.Turns((StatementSyntax)outer, inner) is > 1 and var turns)
                        yield return new RetryLayer(turns, "turns", outer.GetFirstToken().GetLocation());
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
        var loops = new RetryLoops(values, model, cancellation);
        foreach (var outer in invocation.Ancestors().TakeWhile(node => node is not BaseMethodDeclarationSyntax))
        {
            if (outer is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax && loops.Turns((StatementSyntax)outer, invocation) is > 1 and var turns)
                yield return new RetryLayer(turns, "turns", outer.GetFirstToken().GetLocation());
            if (outer is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax run } } && model.GetOperation(run, cancellation) is IInvocationOperation call
                && PipelineAttempts.IsExecute(call.TargetMethod) && pipelines.Of(call.Instance) is var (attempts, place))
            {
                yield return new RetryLayer(attempts, "pipeline attempts", place);
            }
        }
    }

    /// <summary>The calls of the member that a node stands in, by itself or by what it implements.</summary>
    private IEnumerable<SyntaxNode> Callers(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        var member = node.Ancestors().FirstOrDefault(outer => outer is LocalFunctionStatementSyntax or MethodDeclarationSyntax or AnonymousFunctionExpressionSyntax { Parent: not ArgumentSyntax });
        if (member is null or AnonymousFunctionExpressionSyntax || model.GetDeclaredSymbol(member, cancellation) is not IMethodSymbol method)
            yield break;
        foreach (var called in Contracts(method))
        {
            foreach (var tree in cost.Compilation.SyntaxTrees)
            {
                if (!SourceSearch.Mentions(tree, called.Name, cancellation) || cost.Calls.Bodies.Model(tree) is not { } its)
                    continue;
                foreach (var use in names.UsesOf(called, tree.GetRoot(cancellation), its, cancellation))
                {
                    if (use.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } invocation && invocation.Expression.Span.Contains(use.Span))
                        yield return invocation;
                }
            }
        }
    }

    private static IEnumerable<IMethodSymbol> Contracts(IMethodSymbol method)
    {
        yield return method;
        for (var overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            yield return overridden;
        foreach (var contract in method.ContainingType.AllInterfaces)
        {
            foreach (var declared in contract.GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                if (!declared.DeclaringSyntaxReferences.IsEmpty && SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(declared), method))
                    yield return declared;
            }
        }
    }
}
