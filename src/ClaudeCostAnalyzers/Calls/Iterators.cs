using System.Collections.Concurrent;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>Iterators in source: those that do not come to their end, and those that yield as long as what they are given. Safe for concurrent use.</summary>
internal sealed class Iterators(CallKnowledge knowledge, WorkCounter work)
{
    private readonly ConcurrentDictionary<IMethodSymbol, SequenceEnd> _ends = new(SymbolEqualityComparer.Default);

    /// <summary>The members that each thread is judging: what one thread takes for granted meanwhile is no answer for another.</summary>
    private readonly ConcurrentDictionary<int, HashSet<IMethodSymbol>> _open = new();

    /// <summary>Whether the member yields on a cycle that nothing ends but cancellation.</summary>
    public bool IsEndless(IMethodSymbol method, CancellationToken cancellation) => Of(method, cancellation) == SequenceEnd.Never;

    /// <summary>Whether what the member yields comes to an end.</summary>
    public SequenceEnd Of(IMethodSymbol method, CancellationToken cancellation)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (definition.DeclaringSyntaxReferences.IsEmpty || !IsSequence(definition.ReturnType))
            return SequenceEnd.Ends;
        if (_ends.TryGetValue(definition, out var known))
            return known;
        // An iterator over itself, a tree: what the inner ones yield is not what makes the outer one endless.
        var open = _open.GetOrAdd(Thread.CurrentThread.ManagedThreadId, _ => new(SymbolEqualityComparer.Default));
        if (!open.Add(definition))
            return SequenceEnd.Ends;
        try
        {
            return _ends[definition] = IsIterator(definition, cancellation) ? Judge(definition, cancellation) : SequenceEnd.Ends;
        }
        finally
        {
            open.Remove(definition);
        }
    }

    public static bool IsSequence(ITypeSymbol? type) => type?.Name is "IEnumerable" or "IAsyncEnumerable" or "IEnumerator" or "IAsyncEnumerator"
        or "ConfiguredCancelableAsyncEnumerable" or "ParallelQuery" or "IOrderedEnumerable";

    /// <summary>The parameter whose elements the member passes on, one by one, and does nothing to end it; null: there is none.</summary>
    public static IParameterSymbol? PassedOn(IMethodSymbol method, CancellationToken cancellation)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        foreach (var reference in definition.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(cancellation);
            foreach (var loop in syntax.DescendantNodes().OfType<StatementSyntax>())
            {
                if (Source(loop, syntax) is IdentifierNameSyntax name && definition.Parameters.FirstOrDefault(parameter => parameter.Name == name.Identifier.ValueText) is { } parameter
                    && loop.DescendantNodes().OfType<YieldStatementSyntax>().Any()
                    && !loop.DescendantNodes().Any(node => node is BreakStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax or YieldStatementSyntax { Expression: null }))
                {
                    return parameter;
                }
            }
        }

        return null;
    }

    /// <summary>What a loop runs through: by <c>foreach</c>, or by <c>while (enumerator.MoveNext())</c>.</summary>
    private static ExpressionSyntax? Source(StatementSyntax loop, SyntaxNode body)
    {
        if (loop is ForEachStatementSyntax each)
            return each.Expression;
        if (loop is not WhileStatementSyntax { Condition: var condition })
            return null;
        var next = condition.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>().FirstOrDefault(access => access.Name.Identifier.ValueText is "MoveNext" or "MoveNextAsync");
        if (next?.Expression is not IdentifierNameSyntax enumerator)
            return null;
        var made = body.DescendantNodes().OfType<VariableDeclaratorSyntax>().FirstOrDefault(declarator => declarator.Identifier.ValueText == enumerator.Identifier.ValueText)?.Initializer?.Value;
        var start = made is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetEnumerator" or "GetAsyncEnumerator" } access } ? access.Expression : null;
        while (start is ParenthesizedExpressionSyntax parenthesized)
            start = parenthesized.Expression;
        return start;
    }

    private static bool IsIterator(IMethodSymbol member, CancellationToken cancellation) =>
        member.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellation).DescendantNodes().OfType<YieldStatementSyntax>().Any());

    private SequenceEnd Judge(IMethodSymbol member, CancellationToken cancellation)
    {
        var spending = new YieldSpending(knowledge, cancellation);
        var end = SequenceEnd.Ends;
        foreach (var (source, model) in Graphs.Of(member, knowledge.Bodies, cancellation))
        {
            if (!BodyJudge.MayGoRound(source.OriginalOperation.Syntax))
                continue;
            foreach (var verdict in BodyJudge.Judge(source, model, spending, isCovered: false, work, cancellation))
            {
                if (verdict.Kind is Unbounded.Endless or Unbounded.Service)
                    return SequenceEnd.Never;
                end = SequenceEnd.Unproven;
            }
        }

        return end;
    }
}
