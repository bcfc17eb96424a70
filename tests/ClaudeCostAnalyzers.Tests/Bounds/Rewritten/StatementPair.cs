using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace ClaudeCostAnalyzers.Tests.Bounds.Rewritten;

/// <summary>Two statements in the place of one: a block until the block around it takes them in.</summary>
internal sealed record StatementPair(StatementSyntax First, StatementSyntax Second)
{
    private static readonly SyntaxAnnotation s_pair = new();

    public BlockSyntax Marked() => Block(First, Second).WithAdditionalAnnotations(s_pair);

    public static BlockSyntax Spliced(BlockSyntax block) =>
        block.WithStatements(List(block.Statements.SelectMany(statement => statement.HasAnnotation(s_pair) ? ((BlockSyntax)statement).Statements : (IEnumerable<StatementSyntax>)[statement])));
}
