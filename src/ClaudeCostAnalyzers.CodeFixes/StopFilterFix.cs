using System.Collections.Immutable;
using System.Composition;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>Lets the budget's stop pass a handler, by a filter: <c>when (e is not BudgetExceededException)</c>.</summary>
/// <remarks>Not for a handler that names the exception itself: what it does instead is somebody's decision.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StopFilterFix)), Shared]
public sealed class StopFilterFix : DocumentFix
{
    private const string Stop = "ClaudeCost.BudgetExceededException";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CCA4003");

    private protected override string EquivalenceKey => "ClaudeCost.LetStopPass";

    private protected override async Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName(Stop) is not { } stop
            || model.Compilation.GetTypeByMetadataName("System.Exception") is not { } exception)
        {
            return null;
        }

        var file = await EditedFile.OpenAsync(document, model, cancellationToken).ConfigureAwait(false);
        var (root, edits, layout, imports) = file;
        var hasNot = ((CSharpParseOptions)model.SyntaxTree.Options).LanguageVersion.MapSpecifiedToEffectiveVersion() >= LanguageVersion.CSharp9;
        foreach (var diagnostic in diagnostics)
        {
            var span = diagnostic.Location.SourceSpan;
            if (!root.FullSpan.Contains(span) || root.FindToken(span.Start).Parent is not CatchClauseSyntax clause
                || clause.Declaration is { } declared && SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(declared.Type, cancellationToken).Type, stop))
            {
                continue;
            }

            var position = clause.CatchKeyword.SpanStart;
            var name = clause.Declaration?.Identifier.ValueText is { Length: > 0 } given ? given : Unique(clause, model);
            var test = hasNot ? $"{name} is not {imports.Name(stop, position)}" : $"!({name} is {imports.Name(stop, position)})";
            if (clause.Declaration is null)
                edits.Insert(clause.CatchKeyword.Span.End, $" ({imports.Name(exception, position)} {name})");
            else if (clause.Declaration.Identifier.IsKind(SyntaxKind.None))
                edits.Insert(clause.Declaration.Type.Span.End, " " + name);

            if (clause.Filter is not { } filter)
                edits.Insert(clause.Declaration?.Span.End ?? clause.CatchKeyword.Span.End, $" when ({test})");
            else if (filter.FilterExpression is BinaryExpressionSyntax { RawKind: not (int)SyntaxKind.LogicalAndExpression } or ConditionalExpressionSyntax or AssignmentExpressionSyntax)
            {
                edits.Insert(filter.FilterExpression.SpanStart, test + " && (");
                edits.Insert(filter.FilterExpression.Span.End, ")");
            }
            else
                edits.Insert(filter.FilterExpression.SpanStart, test + " && ");
        }

        if (edits.IsEmpty)
            return null;
        return new("Let BudgetExceededException pass this handler", file.Applied());
    }

    private static string Unique(CatchClauseSyntax clause, SemanticModel model)
    {
        var taken = new HashSet<string>(clause.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText), StringComparer.Ordinal);
        var name = "exception";
        for (var number = 2; taken.Contains(name) || !model.LookupSymbols(clause.Block.SpanStart, name: name).IsEmpty; number++)
            name = "exception" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return name;
    }
}
