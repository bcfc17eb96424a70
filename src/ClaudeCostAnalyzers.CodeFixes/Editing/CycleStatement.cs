using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes.Editing;

/// <summary>Finds the statement that a finding names as the outermost of its cycle.</summary>
internal static class CycleStatement
{
    /// <summary>The statement that begins where <paramref name="span"/> does: the one of just that span, or else the loop or label that begins there.</summary>
    public static StatementSyntax? Find(SyntaxNode root, TextSpan span)
    {
        if (!root.FullSpan.Contains(span))
            return null;
        var starting = root.FindToken(span.Start).Parent?.AncestorsAndSelf().TakeWhile(node => node.SpanStart == span.Start).OfType<StatementSyntax>().ToList() ?? [];
        return starting.Find(statement => statement.Span == span && statement is not BlockSyntax)
            ?? starting.Find(statement => IsLoop(statement) || statement is LabeledStatementSyntax);
    }

    public static bool IsLoop(SyntaxNode node) => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax;
}
