using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes.FanOuts;

/// <summary>Lets only so many tasks of a projection run at once: a semaphore before the statement, a turn of it around each task.</summary>
internal sealed class GateWriter(TextEdits edits, Layout layout, Imports imports, SemanticModel model, INamedTypeSymbol semaphore, string limit)
{
    private readonly FreshNames names = new();
    private readonly StatementWriter statements = new(edits, layout);
    private readonly HashSet<SyntaxNode> done = [];

    /// <summary>Puts a gate around the tasks that <paramref name="gather"/> waits for. False where there is no place for one.</summary>
    public bool Write(InvocationExpressionSyntax gather, string? token)
    {
        if (Projection.Of(gather, model) is not { Function: var function } projection || !done.Add(function))
            return false;
        if (GatePlace.For(function, gather, model) is not { } place)
            return false;
        var gate = names.Take("gate", function);
        Declare(place, gate);
        // A parameter of the lambda may hide the token.
        var wait = $"await {gate}.WaitAsync({(token is null || Hides(function, token) ? "" : token)});";
        switch (function)
        {
            case LambdaExpressionSyntax { Body: BlockSyntax block } lambda:
                MakeAsync(lambda, block);
                WriteAround(block, wait, gate);
                break;
            case LambdaExpressionSyntax { ExpressionBody: { } body } lambda:
                MakeAsync(lambda, null);
                WriteAround(lambda, body, projection.HasResult, wait, gate, IndentationOf(function, place));
                break;
            default:
                var item = names.Take("item", function);
                var indentation = IndentationOf(function, place);
                edits.Replace(function.Span, $"async {item} =>{Open(indentation, wait, projection.HasResult)}await {function}({item}){Close(indentation, gate)}");
                break;
        }

        return true;
    }

    /// <summary>What the function's line will begin with, once the code around it has a block of its own.</summary>
    private string IndentationOf(ExpressionSyntax function, GatePlace place)
    {
        var indentation = layout.Indentation(function.SpanStart);
        var isMoved = place.Node switch
        {
            ArrowExpressionClauseSyntax arrow => layout.LineStart(function.SpanStart) == layout.LineStart(arrow.Parent!.SpanStart),
            StatementSyntax { Parent: not (BlockSyntax or GlobalStatementSyntax or SwitchSectionSyntax) } => !layout.IsFirstOnLine(place.Node.SpanStart),
            _ => false,
        };
        return isMoved ? indentation + layout.Unit(indentation) : indentation;
    }

    private void Declare(GatePlace place, string gate)
    {
        var line = $"{(place.EndsThere ? "using " : "")}var {gate} = new {imports.Name(semaphore, place.Node.SpanStart)}({limit});";
        switch (place.Node)
        {
            case ArrowExpressionClauseSyntax arrow:
                statements.PutInBlock(arrow, place.ReturnsValue, line);
                break;
            case StatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax or SwitchSectionSyntax } statement:
                statements.InsertBefore(statement, line);
                break;
            case StatementSyntax body:
                statements.PutInBlock(body, line);
                break;
        }
    }

    private void MakeAsync(LambdaExpressionSyntax lambda, BlockSyntax? block)
    {
        if (lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword))
            return;
        edits.InsertFirst(lambda.SpanStart, "async ");
        if (block is null)
            return;
        foreach (var returned in Projection.Returns(block))
            Await(returned.Expression!);
    }

    private void Await(ExpressionSyntax task)
    {
        var isPrimary = IsPrimary(task);
        edits.Insert(task.SpanStart, isPrimary ? "await " : "await (");
        if (!isPrimary)
            edits.Insert(task.Span.End, ")");
    }

    private static bool IsPrimary(ExpressionSyntax task) => task is InvocationExpressionSyntax or MemberAccessExpressionSyntax or IdentifierNameSyntax or ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax;

    private void WriteAround(LambdaExpressionSyntax lambda, ExpressionSyntax body, bool hasResult, string wait, string gate, string indentation)
    {
        var isAsync = lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
        var (before, after) = isAsync ? ("", "") : IsPrimary(body) ? ("await ", "") : ("await (", ")");
        var gap = TextSpan.FromBounds(lambda.ArrowToken.Span.End, body.SpanStart);
        var isBlank = lambda.ArrowToken.TrailingTrivia.Concat(body.GetLeadingTrivia()).All(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        var open = Open(indentation, wait, hasResult) + before;
        if (isBlank)
            edits.Replace(gap, open);
        else
            edits.Insert(lambda.ArrowToken.Span.End, open);
        layout.Indent(edits, TextSpan.FromBounds(body.SpanStart, body.Span.End), layout.Unit(indentation));
        edits.Insert(body.Span.End, after + Close(indentation, gate));
    }

    private string Open(string indentation, string wait, bool hasResult)
    {
        var inner = indentation + layout.Unit(indentation);
        var (block, attempt) = layout.BraceOnOwnLine ? (NewLine(indentation) + "{", NewLine(inner) + "try" + NewLine(inner) + "{") : (" {", NewLine(inner) + "try {");
        return block + NewLine(inner) + wait + attempt + NewLine(inner + layout.Unit(indentation)) + (hasResult ? "return " : "");
    }

    private string Close(string indentation, string gate)
    {
        var inner = indentation + layout.Unit(indentation);
        return ";" + NewLine(inner) + "}" + (layout.BraceOnOwnLine ? NewLine(inner) + "finally" + NewLine(inner) + "{" : " finally {")
            + NewLine(inner + layout.Unit(indentation)) + $"{gate}.Release();" + NewLine(inner) + "}" + NewLine(indentation) + "}";
    }

    private void WriteAround(BlockSyntax block, string wait, string gate)
    {
        var next = block.OpenBraceToken.GetNextToken();
        if (!layout.IsFirstOnLine(next.SpanStart) || !layout.IsFirstOnLine(block.CloseBraceToken.SpanStart) || block.Statements.Count == 0)
        {
            edits.Insert(block.OpenBraceToken.Span.End, $" {wait} try {{");
            edits.InsertFirst(block.CloseBraceToken.SpanStart, $"}} finally {{ {gate}.Release(); }} ");
            return;
        }

        var inner = layout.Indentation(next.SpanStart);
        var brace = layout.BraceOnOwnLine ? NewLine(inner) + "{" : " {";
        edits.Insert(block.OpenBraceToken.Span.End, NewLine(inner) + wait + NewLine(inner) + "try" + brace);
        layout.Indent(edits, TextSpan.FromBounds(layout.LineBefore(next), block.Statements.Last().Span.End), layout.Unit(inner));
        edits.InsertFirst(layout.LineStart(block.CloseBraceToken.SpanStart),
            inner + "}" + (layout.BraceOnOwnLine ? NewLine(inner) + "finally" : " finally") + brace + NewLine(inner + layout.Unit(inner)) + $"{gate}.Release();" + NewLine(inner) + "}" + layout.NewLine);
    }

    private string NewLine(string indentation) => layout.NewLine + indentation;

    private static bool Hides(ExpressionSyntax function, string token)
    {
        var first = token.Split('.')[0];
        return function.DescendantNodes().Any(node => node switch
        {
            ParameterSyntax parameter => parameter.Identifier.ValueText == first,
            VariableDeclaratorSyntax local => local.Identifier.ValueText == first,
            SingleVariableDesignationSyntax pattern => pattern.Identifier.ValueText == first,
            _ => false,
        });
    }
}
