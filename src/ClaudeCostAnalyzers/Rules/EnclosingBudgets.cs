using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Rules.Budgets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>
/// Whether a budget is in force at one place in a member: a scope that is open there, or around the lambda or local
/// function that it stands in, or a duty of the member's callers.
/// </summary>
internal static class EnclosingBudgets
{
    // The bodies refer to the model: such a table lets both go together. Null: no scope is begun in the body.
    private static readonly ConditionalWeakTable<SemanticModel, ConcurrentDictionary<SyntaxNode, BodyPlaces?>> s_bodies = new();

    /// <param name="place">The place.</param>
    /// <param name="model">The model of its file.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <param name="counts">Which scopes count, by the call that begins them; null: all.</param>
    public static bool Cover(IOperation place, SemanticModel model, CancellationToken cancellation, Func<SyntaxNode, bool>? counts = null)
    {
        if (OpenBudgets.IsCallersDuty(model.GetEnclosingSymbol(place.Syntax.SpanStart, cancellation)))
            return true;
        var root = place;
        while (root.Parent is { } parent)
            root = parent;
        var bodies = s_bodies.GetOrCreateValue(model);
        if (!bodies.TryGetValue(root.Syntax, out var body))
            // A graph costs more than a look at the text.
            bodies[root.Syntax] = body = root.Syntax.DescendantTokens().Any(MayBegin) && GraphOf(root, cancellation) is { } source ? new BodyPlaces(source, model, cancellation) : null;
        while (body is not null)
        {
            if (body.FunctionAround(place.Syntax) is not { } function)
                return body.NodeOf(place.Syntax) is { } node && OpenBudgets.IsOpenAt(body.Graph, node, null, counts);
            if (function.Places.Count > 0 && function.Places.All(outer => OpenBudgets.IsOpenAt(body.Graph, outer, null, counts)))
                return true;
            body = function.Body(model, cancellation);
        }

        return false;
    }

    /// <summary>Whether the name may be that of what begins a scope: the runtime's, or a helper's of one's own.</summary>
    private static bool MayBegin(SyntaxToken token) => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText is { Length: > 4 } name
        && (name.StartsWith("Begin", StringComparison.Ordinal) || name.IndexOf("Budget", StringComparison.Ordinal) >= 0 || name.IndexOf("Scope", StringComparison.Ordinal) >= 0);

    private static ControlFlowGraph? GraphOf(IOperation root, CancellationToken cancellation) => root switch
    {
        IMethodBodyOperation body => ControlFlowGraph.Create(body, cancellation),
        IConstructorBodyOperation body => ControlFlowGraph.Create(body, cancellation),
        IBlockOperation block => ControlFlowGraph.Create(block, cancellation),
        IFieldInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellation),
        IPropertyInitializerOperation initializer => ControlFlowGraph.Create(initializer, cancellation),
        _ => null,
    };
}
