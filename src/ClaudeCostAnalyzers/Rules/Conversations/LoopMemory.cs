using System.Collections.Concurrent;
using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Conversations;

/// <summary>
/// What was found out about loops and the lists that grow in them: many lists may grow in one loop, and one may be sent many times.
/// One per compilation; safe for concurrent use.
/// </summary>
internal sealed class LoopMemory(LlmApis apis)
{
    /// <summary>So many turns are few: their square is small.</summary>
    private const int FewTurns = 10;

    private readonly ConcurrentDictionary<StatementSyntax, bool> _few = new();
    private readonly ConcurrentDictionary<ISymbol, ConcurrentDictionary<StatementSyntax, bool>> _growing = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the loop makes few turns, or so many as nobody knows.</summary>
    public bool AreTurnsFewOrUnknown(StatementSyntax loop, SemanticModel model, CancellationToken cancellation) => _few.TryGetValue(loop, out var few) ? few
        : _few[loop] = Turns.AreFewOrUnknown(loop, FewTurns, model, cancellation);

    /// <summary>Whether the loop adds to the list and does nothing else to it.</summary>
    public bool OnlyGrows(ISymbol list, StatementSyntax loop, SemanticModel model, CancellationToken cancellation)
    {
        var loops = _growing.GetOrAdd(list, static _ => new ConcurrentDictionary<StatementSyntax, bool>());
        return loops.TryGetValue(loop, out var grows) ? grows : loops[loop] = new Growth(list, apis, model, cancellation).OnlyGrowsIn(loop);
    }
}
