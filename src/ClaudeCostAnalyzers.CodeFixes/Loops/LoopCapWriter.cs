using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes.Loops;

/// <summary>Writes the counter of a loop, and what happens when it has counted enough.</summary>
internal sealed class LoopCapWriter(TextEdits edits, Layout layout, Imports imports, INamedTypeSymbol exception, FixOptions options)
{
    private readonly FreshNames names = new();
    private readonly StatementWriter statements = new(edits, layout);

    public void Write(LoopCap cap)
    {
        switch (cap.Form)
        {
            case CapForm.Counted:
                var turn = names.Take("turn", cap.Loop);
                var header = TextSpan.FromBounds(cap.Loop.SpanStart, cap.Body.GetFirstToken().GetPreviousToken().Span.End);
                edits.Replace(header, $"for (var {turn} = 0; {turn} < {options.MaxIterations}; {turn}++)");
                break;
            case CapForm.Rethrowing:
                var attempts = names.Take("attempts", cap.Loop);
                foreach (var handler in cap.Handlers)
                    statements.InsertFirst(handler.Block, $"if (++{attempts} >= {options.MaxAttempts})", "throw;");
                Declare(attempts, cap.Loop);
                break;
            default:
                var turns = names.Take("turns", cap.Loop);
                var thrown = imports.Name(exception, cap.Loop.SpanStart);
                statements.InsertFirst(cap.Body, $"if (++{turns} > {options.MaxIterations})", $"throw new {thrown}(\"The loop would take more than {options.MaxIterations} turns.\");");
                Declare(turns, cap.Loop);
                break;
        }
    }

    /// <summary>Last, since the braces that it may need stand around those of the loop's body.</summary>
    private void Declare(string name, StatementSyntax loop)
    {
        var declaration = $"var {name} = 0;";
        if (loop.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax)
            statements.InsertBefore(loop, declaration);
        else
            statements.PutInBlock(loop, declaration);
    }
}
