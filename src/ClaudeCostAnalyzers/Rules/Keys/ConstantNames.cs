using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Keys;

/// <summary>
/// Names of the constants that a file declares as strings: a cheap reason to bind an expression that consists of names only.
/// One per compilation; safe for concurrent use.
/// </summary>
internal sealed class ConstantNames
{
    private readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> names = new();

    /// <summary>Whether the file of <paramref name="name"/> declares a string constant of that name.</summary>
    public bool Contains(SimpleNameSyntax name) => names.GetValue(name.SyntaxTree, Read).Contains(name.Identifier.ValueText);

    private static HashSet<string> Read(SyntaxTree tree)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (!SourceSearch.Mentions(tree, "const string", CancellationToken.None))
            return found;
        foreach (var variables in tree.GetRoot().DescendantNodes().OfType<VariableDeclarationSyntax>())
        {
            var isConstant = variables.Parent switch
            {
                LocalDeclarationStatementSyntax local => local.IsConst,
                FieldDeclarationSyntax field => field.Modifiers.Any(SyntaxKind.ConstKeyword),
                _ => false,
            };
            if (isConstant)
                found.UnionWith(variables.Variables.Select(variable => variable.Identifier.ValueText));
        }

        return found;
    }
}
