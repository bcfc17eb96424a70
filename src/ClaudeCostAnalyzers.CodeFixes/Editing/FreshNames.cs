using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Editing;

/// <summary>
/// Names for new locals that the member does not use yet, for anything: a local named like a field that the member reads
/// would change what the member means.
/// </summary>
internal sealed class FreshNames
{
    private readonly Dictionary<SyntaxNode, HashSet<string>> names = [];

    /// <summary>The name, or with a number behind it; not given out again in the same member.</summary>
    public string Take(string name, SyntaxNode place)
    {
        var member = place.Ancestors().First(node => node is CompilationUnitSyntax
            or MemberDeclarationSyntax and not GlobalStatementSyntax and not BaseTypeDeclarationSyntax and not BaseNamespaceDeclarationSyntax);
        if (!names.TryGetValue(member, out var taken))
        {
            taken = new(member.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText), StringComparer.Ordinal);
            names.Add(member, taken);
        }

        var fresh = name;
        for (var number = 1; !taken.Add(fresh); number++)
            fresh = name + number;
        return fresh;
    }
}
