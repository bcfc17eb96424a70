using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.FanOuts;

/// <summary>Whether something on the way to an LLM call makes it wait for its turn: a semaphore, a rate limiter, a bulkhead.</summary>
internal static class Limiters
{
    private static readonly Lazy<(ImmutableHashSet<string> Members, ImmutableHashSet<string> Names, ImmutableArray<string> Types)> s_table = new(() =>
    {
        var rows = LlmCatalog.ReadRows("FanOuts");
        var members = rows.Where(row => row.Word == "limiter").Select(row => row.Value).ToImmutableHashSet(StringComparer.Ordinal);
        return (members, members.Select(member => member.Substring(member.IndexOf('.') + 1)).ToImmutableHashSet(StringComparer.Ordinal),
            rows.Where(row => row.Word == "limiter-type").Select(row => row.Value).ToImmutableArray());
    });

    /// <summary>Whether the member around <paramref name="fanOut"/>, or one that a call of <paramref name="path"/> stands in, waits for its turn.</summary>
    public static bool StandOn(ImmutableArray<Location> path, SyntaxNode fanOut, CallKnowledge knowledge, CancellationToken cancellation)
    {
        var members = new HashSet<SyntaxNode> { Around(fanOut) };
        var calls = path.Insert(0, fanOut.GetLocation());
        foreach (var place in path)
        {
            if (place.SourceTree is { } tree)
                members.Add(Around(tree.GetRoot(cancellation).FindNode(place.SourceSpan)));
        }

        return members.Any(member => knowledge.Bodies.Model(member.SyntaxTree) is { } model && Waits(member, calls, model, cancellation));
    }

    private static SyntaxNode Around(SyntaxNode node) =>
        node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member and not GlobalStatementSyntax ? member : node.SyntaxTree.GetRoot();

    /// <summary>Whether a wait stands in the projection of another sequence, which these calls do not go through.</summary>
    private static bool IsInAnotherProjection(SyntaxNode wait, ImmutableArray<Location> calls) => wait.Ancestors()
        .Where(node => node is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Select" } } } })
        .Any(projection => !calls.Any(call => call.SourceTree == projection.SyntaxTree && projection.Span.Contains(call.SourceSpan)));

    private static bool Waits(SyntaxNode member, ImmutableArray<Location> calls, SemanticModel model, CancellationToken cancellation)
    {
        foreach (var call in member.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            var name = call.Expression switch
            {
                MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
                MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
                _ => null,
            };
            if (name is null || name is "Release" or "Dispose")
                continue;
            if ((s_table.Value.Names.Contains(name) || name.EndsWith("Async", StringComparison.Ordinal) || name is "Wait" or "Enter" or "Run")
                && !IsInAnotherProjection(call, calls) && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && IsLimiter(method))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLimiter(IMethodSymbol method)
    {
        if (method.ContainingType is not { } containing)
            return false;
        if (s_table.Value.Types.Any(part => containing.Name.IndexOf(part, StringComparison.Ordinal) >= 0))
            return true;
        for (INamedTypeSymbol? type = containing; type is not null; type = type.BaseType)
        {
            if (s_table.Value.Members.Contains(type.Name + "." + method.Name))
                return true;
        }

        return containing.AllInterfaces.Any(type => s_table.Value.Members.Contains(type.Name + "." + method.Name));
    }
}
