using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Tests.Oracle;

/// <summary>Finds call sites in a program's text. A site is named by its prompt: <c>"s3"</c>.</summary>
internal static class SiteFunctions
{
    /// <summary>All functions of a program and lambdas in variables, by name.</summary>
    public static ILookup<string, SyntaxNode> Of(SyntaxNode root) => root.DescendantNodes().Select(node => (Node: node, Name: node switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax delegated, Right: LambdaExpressionSyntax } => delegated.Identifier.ValueText,
        VariableDeclaratorSyntax { Initializer: not null } variable => variable.Identifier.ValueText,
        _ => null,
    })).Where(function => function.Name is not null).ToLookup(function => function.Name!, function => function.Node);

    public static IEnumerable<string> Prompts(SyntaxNode node) => node.DescendantTokens()
        .Where(token => token.IsKind(SyntaxKind.StringLiteralToken) && IsSite(token.ValueText)).Select(token => token.ValueText);

    public static IEnumerable<string> Names(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText);

    private static bool IsSite(string text) => text.Length > 1 && text[0] == 's' && text.Skip(1).All(char.IsAsciiDigit);
}
