using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Catalog.Keys;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Keys;

/// <summary>
/// Names of the string constants, and of the variables that are given a literal, that a file declares and that may be a part of
/// a key: the reason to bind an expression that consists of names only. Binding every concatenation would cost more than all other rules. One per compilation; safe for
/// concurrent use.
/// </summary>
internal sealed class ConstantNames
{
    private readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> names = new();

    /// <summary>Whether the file of <paramref name="name"/> declares a constant of that name that may be a part of a key.</summary>
    public bool Contains(SimpleNameSyntax name) => names.GetValue(name.SyntaxTree, Read).Contains(name.Identifier.ValueText);

    private static HashSet<string> Read(SyntaxTree tree)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (!TreeText.Of(tree).HasKeyPart && !TreeText.Of(tree).HasEscapes)
            return found;
        foreach (var variables in tree.GetRoot().DescendantNodes().OfType<VariableDeclarationSyntax>())
        {
            if (variables.Parent is LocalDeclarationStatementSyntax or FieldDeclarationSyntax)
                found.UnionWith(variables.Variables.Where(MayBePart).Select(variable => variable.Identifier.ValueText));
        }

        return found;
    }

    private static bool MayBePart(VariableDeclaratorSyntax constant) => constant.Initializer?.Value is { } value
        && value.DescendantNodesAndSelf().OfType<LiteralExpressionSyntax>().Any(literal => literal.Token.Value is string text && KeyShapes.MayBePart(text));
}
