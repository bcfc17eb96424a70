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
    private readonly Lazy<ILookup<string, SimpleNameSyntax>> uses;
    private readonly ConcurrentDictionary<ISymbol, bool> known = new(SymbolEqualityComparer.Default);

    public CallerBudgets(CostContext cost)
    {
        this.cost = cost;
        anyScope = new(() => cost.Compilation.SyntaxTrees.Any(tree => SourceSearch.Mentions(tree, "BudgetScope", CancellationToken.None)));
        uses = new(() => cost.Compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()).ToLookup(name => name.Identifier.ValueText, StringComparer.Ordinal));
    }

    /// <summary>Whether the member around <paramref name="call"/> is called within such budgets only, and at least once.</summary>
    public bool Cover(SyntaxNode call, SemanticModel model, CancellationToken cancellation)
    {
        if (!anyScope.Value || MemberAround(call, model, cancellation) is not { } member)
            return false;
        return known.TryGetValue(member, out var covered) ? covered : known[member] = Judge(member, cancellation);
    }

    private bool Judge(ISymbol start, CancellationToken cancellation)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { start };
        var open = new Queue<ISymbol>();
        open.Enqueue(start);
        var anyBudget = false;
        while (open.Count > 0)
        {
            var member = open.Dequeue();
            var isCalled = false;
            foreach (var name in uses.Value[member.Name])
            {
                cancellation.ThrowIfCancellationRequested();
                if (cost.Calls.Bodies.Model(name.SyntaxTree) is not { } model || !IsUse(model.GetSymbolInfo(name, cancellation).Symbol, member) || Place(name) is not { } place)
                    continue;
                isCalled = true;
                if (model.GetOperation(place, cancellation) is { } operation
                    && EnclosingBudgets.Cover(operation, model, cancellation, begin => BudgetTimeouts.MayHaveOne(begin, model, cancellation)))
                {
                    anyBudget = true;
                }
                else if (MemberAround(place, model, cancellation) is not { } caller || seen.Count >= MaxMembers)
                {
                    return false;
                }
                else if (seen.Add(caller))
                {
                    open.Enqueue(caller);
                }
            }

            if (!isCalled)
                return false;
        }

        return anyBudget;
    }

    /// <summary>Whether the name means the member, or one of an interface or base class that stands for it.</summary>
    private static bool IsUse(ISymbol? used, ISymbol member)
    {
        if (used is null)
            return false;
        used = ((used as IMethodSymbol)?.ReducedFrom ?? used).OriginalDefinition;
        if (SymbolEqualityComparer.Default.Equals(used, member))
            return true;
        for (var overridden = (member as IMethodSymbol)?.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(used, overridden.OriginalDefinition))
                return true;
        }

        return used.ContainingType is { TypeKind: TypeKind.Interface } && member.ContainingType is { } type
            && type.AllInterfaces.Any(contract => SymbolEqualityComparer.Default.Equals(contract.OriginalDefinition, used.ContainingType.OriginalDefinition))
            && used.Name == member.Name;
    }

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
    private static ISymbol? MemberAround(SyntaxNode place, SemanticModel model, CancellationToken cancellation)
    {
        var declaration = place.Ancestors().FirstOrDefault(node => node is MethodDeclarationSyntax or PropertyDeclarationSyntax or BaseTypeDeclarationSyntax or CompilationUnitSyntax);
        return declaration is MethodDeclarationSyntax ? model.GetDeclaredSymbol(declaration, cancellation) : null;
    }
}
