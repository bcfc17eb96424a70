using System.Collections.Immutable;
using System.Composition;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using ClaudeCostAnalyzers.CodeFixes.Limits;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>Sets the limit on the iterations of an agent or tool runner, where a call takes it, an assignment writes it or an object is created without it; gives a session a budget.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(IterationLimitFix)), Shared]
public sealed class IterationLimitFix : DocumentFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CCA1007");

    private protected override string EquivalenceKey => "ClaudeCost.SetIterationLimit";

    private protected override async Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
            return null;
        var file = await EditedFile.OpenAsync(document, model, cancellationToken).ConfigureAwait(false);
        var (root, edits, layout, imports) = file;
        var creations = new CreatedLimit(edits, layout, imports, model, new FixOptions(file.Options).BudgetMaxCostUsd);
        string? title = null;
        foreach (var diagnostic in diagnostics)
        {
            if (!root.FullSpan.Contains(diagnostic.Location.SourceSpan))
                continue;
            diagnostic.Properties.TryGetValue("Lowered", out var limit);
            if (diagnostic.Properties.TryGetValue("LimitMember", out var member))
            {
                if (creations.Write(root.FindToken(diagnostic.Location.SourceSpan.Start).Parent!, member!, limit) is { } done)
                    title ??= done;
                continue;
            }

            if (limit is null || !diagnostic.Properties.TryGetValue("LimitParameter", out var parameter))
                continue;

            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (parameter!.Length == 0 ? Assign(node, limit!, edits) : Pass(node, parameter, limit!, model, edits, cancellationToken))
                title ??= $"Set the limit to {limit}";
        }

        if (title is null)
            return null;
        return new(title, file.Applied());
    }

    private static bool Assign(SyntaxNode node, string limit, TextEdits edits)
    {
        if (node is not AssignmentExpressionSyntax assignment)
            return false;
        edits.Replace(assignment.Right.Span, limit);
        return true;
    }

    private static bool Pass(SyntaxNode name, string parameter, string limit, SemanticModel model, TextEdits edits, CancellationToken cancellationToken)
    {
        if (name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { ArgumentList: var list } syntax || model.GetOperation(syntax, cancellationToken) is not IInvocationOperation call)
            return false;
        if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter && argument.ArgumentKind == ArgumentKind.Explicit) is { Syntax: ArgumentSyntax given })
            edits.Replace(given.Expression.Span, limit);
        else
            edits.Insert(list.CloseParenToken.SpanStart, $"{(list.Arguments.Count > 0 ? ", " : "")}{parameter}: {limit}");
        return true;
    }
}
