using System.Collections.Immutable;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using ClaudeCostAnalyzers.CodeFixes.Keys;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>
/// Base of the fixes that put a look-up in the place of a credential in source. Offered where the credential is a text of its
/// own, or a part of a literal, and need not be a constant.
/// </summary>
public abstract class KeyLookupFix : DocumentFix
{
    private protected KeyLookupFix()
    {
    }

    /// <inheritdoc />
    public sealed override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CCA3001", "CCA3002");

    /// <summary>The look-up for one finding, and what says in words where it looks; null where it cannot be done.</summary>
    private protected abstract Lookup? LookupFor(Diagnostic diagnostic, ExpressionSyntax at, SemanticModel model, Imports imports, CancellationToken cancellationToken);

    private protected sealed override async Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || ((CSharpParseOptions)model.SyntaxTree.Options).LanguageVersion < LanguageVersion.CSharp7
            || model.Compilation.GetTypeByMetadataName("System.InvalidOperationException") is not { } exception)
        {
            return null;
        }

        var file = await EditedFile.OpenAsync(document, model, cancellationToken).ConfigureAwait(false);
        var (root, edits, layout, imports) = file;
        string? title = null;
        var found = new List<(KeyExpression Key, Lookup Lookup)>();
        foreach (var diagnostic in diagnostics)
        {
            if (KeyExpression.Find(root, diagnostic, model, cancellationToken) is not { } key || IsInExpressionTree(key.Expression, model, cancellationToken)
                || LookupFor(diagnostic, key.Expression, model, imports, cancellationToken) is not { } lookup)
            {
                continue;
            }

            found.Add((key, lookup));
            title ??= lookup.Title;
        }

        // One literal may hold several.
        foreach (var same in found.GroupBy(one => one.Key.Expression))
        {
            var thrown = imports.Name(exception, same.Key.SpanStart);
            edits.Replace(same.Key.Span, KeyExpression.Replace(same.OrderBy(one => one.Key.Start)
                .Select(one => (one.Key, one.Lookup.Code, $"{thrown}({SymbolDisplay.FormatLiteral(one.Lookup.Failure, quote: true)})")).ToList()));
        }

        if (title is null)
            return null;
        return new(title, file.Applied());
    }

    /// <summary>An expression tree may not throw.</summary>
    private static bool IsInExpressionTree(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellation) => expression.Ancestors().OfType<LambdaExpressionSyntax>()
        .Any(lambda => model.GetTypeInfo(lambda, cancellation).ConvertedType is INamedTypeSymbol { Name: "Expression", ContainingNamespace.Name: "Expressions" });

    /// <summary>A look-up of a credential.</summary>
    /// <param name="Code">The expression that gives the credential or null.</param>
    /// <param name="Failure">What the program says when there is none.</param>
    /// <param name="Title">What the user reads.</param>
    private protected sealed record Lookup(string Code, string Failure, string Title);

    private protected static string? Property(Diagnostic diagnostic, string name) =>
        diagnostic.Properties.TryGetValue(name, out var value) && !string.IsNullOrEmpty(value) ? value : null;
}
