using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes.Budgets;

/// <summary>Writes the code that begins a budget scope, in the file's own layout.</summary>
internal sealed class ScopeWriter(TextEdits edits, Layout layout, Imports imports, BudgetTypes types, FixOptions options)
{
    private readonly FreshNames names = new();
    private readonly StatementWriter statements = new(edits, layout);

    /// <param name="placement">Where the scope goes.</param>
    /// <param name="isService">Whether what it stands around runs for as long as the process lives: then the budget renews every hour.</param>
    public void Write(ScopePlacement placement, bool isService)
    {
        var first = placement.First.GetFirstToken(includeZeroWidth: true);
        var variable = $"var {names.Take("budget", placement.First)} = {Begin(placement.First.SpanStart, isService)}";
        switch (placement.Form)
        {
            case ScopeForm.Declaration:
                statements.InsertBefore(placement.First, $"using {variable};");
                break;
            case ScopeForm.Block:
                statements.PutInBlock(placement.First, $"using {variable};");
                break;
            default:
                WriteStatement(placement, first, $"using ({variable})");
                break;
        }
    }

    private string Begin(int position, bool isService) =>
        $"{imports.Name(types.Scope, position)}.Begin(new {imports.Name(types.Budget, position)} {{ " +
        // A timeout would end the service, not the hour.
        (isService && types.Window is { } window
            ? $"Window = {imports.Name(window, position)}.Hourly, MaxCalls = {options.BudgetMaxCalls}, MaxCostUsd = {options.BudgetMaxCostUsd}m }})"
            : $"MaxCalls = {options.BudgetMaxCalls}, MaxCostUsd = {options.BudgetMaxCostUsd}m, Timeout = {imports.Name(types.TimeSpan, position)}.FromMinutes({options.BudgetTimeoutMinutes}) }})");

    /// <summary>Puts a using statement around one or more statements.</summary>
    private void WriteStatement(ScopePlacement placement, SyntaxToken first, string header)
    {
        if (!layout.IsFirstOnLine(first.SpanStart))
        {
            edits.Insert(first.SpanStart, header + " { ");
            edits.Insert(placement.Last.Span.End, " }");
            return;
        }

        var outer = statements.IndentationOf(placement.First);
        var start = layout.LineBefore(first);
        edits.Insert(start, outer + header + (layout.BraceOnOwnLine ? layout.NewLine + outer + "{" : " {") + layout.NewLine);
        layout.Indent(edits, TextSpan.FromBounds(start, placement.Last.Span.End), layout.Unit(outer));
        edits.Insert(Layout.EndWithComments(placement.Last), layout.NewLine + outer + "}");
    }
}
