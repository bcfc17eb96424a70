using System.Collections.Concurrent;
using ClaudeCostAnalyzers.Rules.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Retries;

/// <summary>The turns of retry loops: each loop is read once, however many calls it has. One per compilation; safe for concurrent use.</summary>
internal sealed class LoopTurns(KnownValues values)
{
    private readonly ConcurrentDictionary<StatementSyntax, RetryLoop> loops = new();

    /// <summary>The turns of <paramref name="loop"/> around <paramref name="call"/>; null: it is no retry, or their number is not known.</summary>
    public double? Of(StatementSyntax loop, SyntaxNode call, SemanticModel model, CancellationToken cancellation)
    {
        var read = loops.GetOrAdd(loop, written => new RetryLoop(written, values));
        lock (read)
            return read.Around(call, model, cancellation);
    }
}
