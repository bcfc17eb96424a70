using ClaudeCostAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Finds the statement that a person would call the loop: for the message's witness and for the fix to stand before.</summary>
internal sealed class CycleStatement
{
    private readonly SyntaxNode? _first;
    private readonly int _end;

    public CycleStatement(Loop loop)
    {
        // Once for all calls of the loop: there may be as many calls as nodes.
        foreach (var operation in loop.Nodes.SelectMany(node => node.Evaluated))
        {
            if (_first is null || operation.Syntax.SpanStart < _first.SpanStart)
                _first = operation.Syntax;
            _end = Math.Max(_end, operation.Syntax.Span.End);
        }
    }

    /// <summary>The statement, seen from one call on the cycle.</summary>
    public Location Of(SyntaxNode call)
    {
        var first = _first ?? call;
        var end = Math.Max(_end, call.Span.End);

        // The innermost loop statement around the call that everything of the cycle stands in.
        for (SyntaxNode? node = call; node is not null && !IsBody(node); node = node.Parent)
        {
            if (IsLoop(node) && node.SpanStart <= first.SpanStart && node.Span.End >= end)
                return node.GetLocation();
        }

        // A cycle by goto: the first statement of it, in the block that all of it stands in.
        for (SyntaxNode? node = first; node is not null; node = node.Parent)
        {
            if (node.Parent is { } parent && parent.Span.End >= end && parent is BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax && node is StatementSyntax or GlobalStatementSyntax)
                return node is StatementSyntax { Parent: LabeledStatementSyntax label } ? label.GetLocation() : node.GetLocation();
        }

        return call.GetLocation();
    }

    private static bool IsLoop(SyntaxNode node) =>
        node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax;

    private static bool IsBody(SyntaxNode node) => node is MemberDeclarationSyntax and not GlobalStatementSyntax
        || node.IsKind(SyntaxKind.LocalFunctionStatement) || node is AnonymousFunctionExpressionSyntax;
}
