using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Flow;

/// <summary>The text that a local lives in.</summary>
internal static class SourceMember
{
    /// <summary>The member around a node; for top-level statements the file.</summary>
    public static SyntaxNode? Around(SyntaxNode node) =>
        node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member ? member is GlobalStatementSyntax ? member.Parent : member : null;
}
