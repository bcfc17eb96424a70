using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using ClaudeCostAnalyzers.CodeFixes.Limits;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
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
            if (parameter!.Length == 0 ? Assign(node, limit!, model, edits, cancellationToken) : Pass(node, parameter, limit!, model, edits, cancellationToken))
                title ??= $"Set the limit to {limit}";
        }

        if (title is null)
            return null;
        return new(title, file.Applied());
    }

    private static bool Assign(SyntaxNode node, string limit, SemanticModel model, TextEdits edits, CancellationToken cancellationToken)
    {
        if (node is not AssignmentExpressionSyntax assignment)
            return false;
        Lower(assignment.Right, limit, model, edits, cancellationToken);
        return true;
    }

    /// <summary>Writes the limit in the place of the value, or, of one that a condition chooses, of the choices that are above it or none.</summary>
    private static void Lower(ExpressionSyntax value, string limit, SemanticModel model, TextEdits edits, CancellationToken cancellationToken)
    {
        var open = new Stack<ExpressionSyntax>();
        open.Push(value);
        while (open.Count > 0)
        {
            switch (open.Pop())
            {
                case ParenthesizedExpressionSyntax inner:
                    open.Push(inner.Expression);
                    break;
                case ConditionalExpressionSyntax choice:
                    open.Push(choice.WhenFalse);
                    open.Push(choice.WhenTrue);
                    break;
                case SwitchExpressionSyntax choice:
                    foreach (var arm in choice.Arms)
                        open.Push(arm.Expression);
                    break;
                case var one when one == value || IsAbove(one):
                    edits.Replace(one.Span, limit);
                    break;
            }
        }

        bool IsAbove(ExpressionSyntax one) => one is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression } or DefaultExpressionSyntax
            || model.GetConstantValue(one, cancellationToken) is { HasValue: true, Value: var constant } && (constant is null || constant is int or long && Convert.ToInt64(constant, CultureInfo.InvariantCulture) > long.Parse(limit, CultureInfo.InvariantCulture));
    }

    private static bool Pass(SyntaxNode name, string parameter, string limit, SemanticModel model, TextEdits edits, CancellationToken cancellationToken)
    {
        if (name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { ArgumentList: var list } syntax || model.GetOperation(syntax, cancellationToken) is not IInvocationOperation call)
            return false;
        if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter && argument.ArgumentKind == ArgumentKind.Explicit) is { Syntax: ArgumentSyntax given })
            Lower(given.Expression, limit, model, edits, cancellationToken);
        else
            edits.Insert(list.CloseParenToken.SpanStart, $"{(list.Arguments.Count > 0 ? ", " : "")}{parameter}: {limit}");
        return true;
    }
}
