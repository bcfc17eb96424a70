using System.Collections.Concurrent;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Deadlines;

/// <summary>
/// Whether every call of a member that its compilation has is made within a budget with a timeout: scopes are ambient, and
/// hold for all that is called in them. One per compilation; safe for concurrent use.
/// </summary>
internal sealed class CallerBudgets
{
    /// <summary>More members between the budget and the call are not followed.</summary>
    private const int MaxMembers = 32;

    private readonly CostContext cost;
    private readonly Lazy<bool> anyScope;
    private readonly ConcurrentDictionary<SyntaxNode, bool> places = new();
    private readonly ConcurrentDictionary<IMethodSymbol, bool> known = new(SymbolEqualityComparer.Default);

    public CallerBudgets(CostContext cost)
    {
        this.cost = cost;
        anyScope = new(() => cost.Compilation.SyntaxTrees.Any(tree => TreeText.Of(tree).Has("BudgetScope")));
    }

    /// <summary>Whether the member around <paramref name="call"/> is called within such budgets only, and at least once.</summary>
    public bool Cover(SyntaxNode call, SemanticModel model, CancellationToken cancellation)
    {
        if (!anyScope.Value || MemberAround(call, model, cancellation) is not { } member)
            return false;
        return known.TryGetValue(member, out var covered) ? covered : known[member] = Judge(member, cancellation);
    }

    private bool Judge(IMethodSymbol start, CancellationToken cancellation)
    {
        var seen = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default) { start };
        var open = new Queue<IMethodSymbol>();
        open.Enqueue(start);
        var anyBudget = false;
        while (open.Count > 0)
        {
            var isCalled = false;
            foreach (var name in cost.Calls.Uses.Of(open.Dequeue(), cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                if (Place(name) is not { } place || cost.Calls.Bodies.Model(place.SyntaxTree) is not { } model)
                    continue;
                isCalled = true;
                cost.Work.Spend(1);
                if (IsCovered(place, model, cancellation))
                    anyBudget = true;
                else if (cost.Work.IsSpent || MemberAround(place, model, cancellation) is not { } caller || seen.Count >= MaxMembers)
                    return false;
                else if (seen.Add(caller))
                    open.Enqueue(caller);
            }

            if (!isCalled)
                return false;
        }

        return anyBudget;
    }

    /// <summary>Whether such a budget is open at a place: asked once, however many members are called from there.</summary>
    private bool IsCovered(SyntaxNode place, SemanticModel model, CancellationToken cancellation) => places.TryGetValue(place, out var covered) ? covered
        : places[place] = model.GetOperation(place, cancellation) is { } operation
            && EnclosingBudgets.Cover(operation, model, cancellation, begin => BudgetTimeouts.MayHaveOne(begin, model, cancellation));

    /// <summary>The call that the name is part of; the name itself where the member is handed on.</summary>
    private static SyntaxNode? Place(SimpleNameSyntax name)
    {
        if (name.Ancestors().Any(node => node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } or CrefSyntax))
            return null;
        SyntaxNode at = name;
        while (at.Parent is MemberAccessExpressionSyntax access && access.Name == at || at.Parent is MemberBindingExpressionSyntax)
            at = at.Parent;
        return at.Parent is InvocationExpressionSyntax call && call.Expression == at ? call : at;
    }

    /// <summary>The member whose callers decide: null for what is called by others than the source, such as a program's entry.</summary>
    private static IMethodSymbol? MemberAround(SyntaxNode place, SemanticModel model, CancellationToken cancellation)
    {
        var declaration = place.Ancestors().FirstOrDefault(node => node is MethodDeclarationSyntax or PropertyDeclarationSyntax or BaseTypeDeclarationSyntax or CompilationUnitSyntax);
        return declaration is MethodDeclarationSyntax method ? model.GetDeclaredSymbol(method, cancellation) : null;
    }
}
