using System.Collections.Immutable;
using System.Composition;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>Lets the budget's stop pass a retry of Polly, by a predicate on what it handles.</summary>
/// <remarks>The finding's first additional location is the creation of the strategy's options, or the <c>Handle</c> that names every exception.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RetryFilterFix)), Shared]
public sealed class RetryFilterFix : DocumentFix
{
    private const string Stop = "ClaudeCost.BudgetExceededException";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CCA4003");

    private protected override string EquivalenceKey => "ClaudeCost.LetStopPassRetry";

    private protected override async Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || ((CSharpParseOptions)model.SyntaxTree.Options).LanguageVersion.MapSpecifiedToEffectiveVersion() < LanguageVersion.CSharp9
            || model.Compilation.GetTypeByMetadataName(Stop) is not { } stop
            || model.Compilation.GetTypeByMetadataName("System.Exception") is not { } exception
            || model.Compilation.GetTypeByMetadataName("System.OperationCanceledException") is not { } cancelled)
        {
            return null;
        }

        var file = await EditedFile.OpenAsync(document, model, cancellationToken).ConfigureAwait(false);
        var (root, edits, layout, imports) = file;
        var members = new MemberWriter(edits, layout);
        var done = new HashSet<SyntaxNode>();
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.AdditionalLocations.Count == 0 || diagnostic.AdditionalLocations[0] is var place && (place.SourceTree?.FilePath != model.SyntaxTree.FilePath || !root.FullSpan.Contains(place.SourceSpan))
                || root.FindToken(diagnostic.Location.SourceSpan.Start).IsKind(SyntaxKind.CatchKeyword)
                || root.FindNode(place.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax written || !done.Add(written))
            {
                continue;
            }

            var position = written.SpanStart;
            switch (written)
            {
                case InvocationExpressionSyntax { ArgumentList: { Arguments.Count: 0 } list }:
                    edits.Insert(list.OpenParenToken.Span.End, $"exception => exception is not {imports.Name(stop, position)}");
                    break;
                case BaseObjectCreationExpressionSyntax creation when model.GetTypeInfo(creation, cancellationToken).Type is INamedTypeSymbol options && Builder(options, model.Compilation, imports, position) is { } builder:
                    // What Polly handles by default, without the stop.
                    var handled = $"ShouldHandle = new {builder}().Handle<{imports.Name(exception, position)}>(exception => exception is not ({imports.Name(stop, position)} or {imports.Name(cancelled, position)}))";
                    if (creation.Initializer is { } initializer)
                        members.Append(initializer.Expressions, initializer.OpenBraceToken, initializer.CloseBraceToken, handled);
                    else
                        edits.Insert(creation.Span.End, $" {{ {handled} }}");
                    break;
            }
        }

        if (edits.IsEmpty)
            return null;
        return new("Let BudgetExceededException pass this retry", file.Applied());
    }

    private static string? Builder(INamedTypeSymbol options, Compilation compilation, Imports imports, int position)
    {
        if (!options.IsGenericType)
            return compilation.GetTypeByMetadataName("Polly.PredicateBuilder") is { } plain ? imports.Name(plain, position) : null;
        // The name of a generic type is written with its argument.
        return options.TypeArguments[0].CanBeReferencedByName || options.TypeArguments[0].SpecialType != SpecialType.None
            ? $"global::Polly.PredicateBuilder<{options.TypeArguments[0].ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}>"
            : null;
    }
}
