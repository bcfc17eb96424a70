using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes.Budgets;

/// <summary>Writes the code that begins a budget scope, in the file's own layout.</summary>
internal sealed class ScopeWriter(TextEdits edits, Layout layout, Imports imports, BudgetTypes types, FixOptions options)
{
    private readonly Dictionary<SyntaxNode, HashSet<string>> names = [];

    /// <param name="placement">Where the scope goes.</param>
    /// <param name="isService">Whether what it stands around runs for as long as the process lives: then the budget renews every hour.</param>
    public void Write(ScopePlacement placement, bool isService)
    {
        var first = placement.First.GetFirstToken(includeZeroWidth: true);
        var variable = $"var {UniqueName(placement.First)} = {Begin(placement.First.SpanStart, isService)}";
        switch (placement.Form)
        {
            case ScopeForm.Declaration when layout.IsFirstOnLine(first.SpanStart):
                edits.Insert(layout.LineBefore(first), $"{IndentationOf(placement.First)}using {variable};{layout.NewLine}");
                break;
            case ScopeForm.Declaration:
                edits.Insert(first.SpanStart, $"using {variable}; ");
                break;
            case ScopeForm.Block:
                WriteBlock(placement.First, first, $"using {variable};");
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

    /// <summary>Puts braces around the body of a statement that has none, and the declaration into them.</summary>
    private void WriteBlock(StatementSyntax body, SyntaxToken first, string declaration)
    {
        var before = first.GetPreviousToken();
        var outer = layout.Indentation(before.SpanStart);
        var inner = outer + layout.Unit(outer);
        var open = layout.BraceOnOwnLine ? layout.NewLine + outer + "{" : " {";
        if (layout.IsFirstOnLine(first.SpanStart))
        {
            // Comments behind the header stay there; those above the body go into the block with it.
            edits.Insert(layout.BraceOnOwnLine ? EndOfLineOf(before) : before.Span.End, open);
            edits.Insert(before.FullSpan.End, inner + declaration + layout.NewLine);
            if (layout.Indentation(first.SpanStart).Length <= outer.Length)
                layout.Indent(edits, TextSpan.FromBounds(before.FullSpan.End, body.Span.End), layout.Unit(outer));
        }
        else
        {
            var gap = first.LeadingTrivia.Count == 0 ? EndOfGap(before) : first.SpanStart;
            edits.Replace(TextSpan.FromBounds(gap, first.SpanStart), $"{open}{layout.NewLine}{inner}{declaration}{layout.NewLine}{inner}");
            layout.Indent(edits, TextSpan.FromBounds(first.SpanStart, body.Span.End), layout.Unit(outer));
        }

        edits.Insert(Layout.EndWithComments(body), layout.NewLine + outer + "}");
    }

    /// <summary>Puts a using statement around one or more statements.</summary>
    private void WriteStatement(ScopePlacement placement, SyntaxToken first, string header)
    {
        if (!layout.IsFirstOnLine(first.SpanStart))
        {
            edits.Insert(first.SpanStart, header + " { ");
            edits.Insert(placement.Last.Span.End, " }");
            return;
        }

        var outer = IndentationOf(placement.First);
        var start = layout.LineBefore(first);
        edits.Insert(start, outer + header + (layout.BraceOnOwnLine ? layout.NewLine + outer + "{" : " {") + layout.NewLine);
        layout.Indent(edits, TextSpan.FromBounds(start, placement.Last.Span.End), layout.Unit(outer));
        edits.Insert(Layout.EndWithComments(placement.Last), layout.NewLine + outer + "}");
    }

    /// <summary>A label often stands further to the left than the code that it labels.</summary>
    private string IndentationOf(StatementSyntax statement)
    {
        while (statement is LabeledStatementSyntax labeled && layout.IsFirstOnLine(labeled.Statement.SpanStart))
            statement = labeled.Statement;
        return layout.Indentation(statement.SpanStart);
    }

    private static int EndOfLineOf(SyntaxToken token)
    {
        var trailing = token.TrailingTrivia;
        return trailing.Count > 0 && trailing[trailing.Count - 1].IsKind(SyntaxKind.EndOfLineTrivia) ? trailing[trailing.Count - 1].SpanStart : token.Span.End;
    }

    /// <summary>Where the white space in front of the next token begins.</summary>
    private static int EndOfGap(SyntaxToken before)
    {
        var trailing = before.TrailingTrivia;
        return trailing.Count > 0 && trailing[trailing.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia) ? trailing[trailing.Count - 1].SpanStart : before.FullSpan.End;
    }

    /// <summary>
    /// A name that the member does not use yet, for anything: a local named like a field that the member reads would change
    /// what the member means.
    /// </summary>
    private string UniqueName(SyntaxNode statement)
    {
        var member = statement.Ancestors().First(node => node is CompilationUnitSyntax
            or MemberDeclarationSyntax and not GlobalStatementSyntax and not BaseTypeDeclarationSyntax and not BaseNamespaceDeclarationSyntax);
        if (!names.TryGetValue(member, out var taken))
        {
            taken = new(member.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText), StringComparer.Ordinal);
            names.Add(member, taken);
        }

        var name = "budget";
        for (var number = 1; !taken.Add(name); number++)
            name = "budget" + number;
        return name;
    }
}
