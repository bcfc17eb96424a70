using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// Tells whether a name in the text is that of a catalogued member. Many of them are called Create, Send or Run, as are
/// half of all members there are: the name alone decides nothing, so the few places that have one are bound.
/// </summary>
internal static class CataloguedNames
{
    public static bool StandIn(SyntaxNode text, SemanticModel model, LlmApis apis)
    {
        foreach (var token in text.DescendantTokens())
        {
            if (token.Parent is SimpleNameSyntax name && apis.IsCandidateName(token.ValueText) && IsCatalogued(name, model, apis))
                return true;
        }

        return false;
    }

    /// <summary>Whether the name means a catalogued member, or may mean one in code that does not compile.</summary>
    private static bool IsCatalogued(SimpleNameSyntax name, SemanticModel model, LlmApis apis)
    {
        var bound = model.GetSymbolInfo(name);
        return bound.Symbol is not null ? Spends(bound.Symbol, apis) : bound.CandidateSymbols.Any(candidate => Spends(candidate, apis));
    }

    private static bool Spends(ISymbol symbol, LlmApis apis) => symbol is IMethodSymbol method && apis.MaySpend(method);
}
