using System.Collections.Immutable;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>A new version of one document, and what a user reads before choosing it.</summary>
internal sealed record Remedy(string Title, Document Document);

/// <summary>
/// Base of the fixes: each remedies any number of findings in one document with one edit, so that fixing all in a document
/// is the same work as fixing one, and a remedy that several findings share is made once.
/// </summary>
public abstract class DocumentFix : CodeFixProvider
{
    private protected DocumentFix()
    {
    }

    /// <summary>The key by which the same remedy of other findings is found. It is part of the public contract: never change it.</summary>
    private protected abstract string EquivalenceKey { get; }

    /// <summary>The keys of all remedies that are offered, the first of which is what a tool that does not ask takes.</summary>
    private protected virtual ImmutableArray<string> EquivalenceKeys => ImmutableArray.Create(EquivalenceKey);

    /// <inheritdoc />
    public sealed override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
        diagnostics.IsEmpty || await RemedyAsync(document, diagnostics, context.CodeActionEquivalenceKey ?? EquivalenceKey, context.CancellationToken).ConfigureAwait(false) is not { } remedy
        || remedy.Document.Id != document.Id
            ? document
            : remedy.Document);

    /// <inheritdoc />
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            // What the Razor compiler made is written anew with each build, and no editor takes changes to it.
            if (IsRazor(diagnostic.Location) || diagnostic.AdditionalLocations.Count > 0 && IsRazor(diagnostic.AdditionalLocations[0]))
                continue;
            foreach (var key in EquivalenceKeys)
            {
                // The edit is a few insertions of text: made at once, so that nothing is offered that cannot be done.
                if (await RemedyAsync(context.Document, ImmutableArray.Create(diagnostic), key, context.CancellationToken).ConfigureAwait(false) is not { } remedy)
                    continue;
                var action = CodeAction.Create(remedy.Title, _ => Task.FromResult(remedy.Document.Project.Solution), key);
                context.RegisterCodeFix(action, diagnostic);
            }
        }
    }

    private static bool IsRazor(Location location) => location.SourceTree is { } tree && RazorSources.IsGenerated(tree.FilePath);

    /// <summary>Remedies <paramref name="diagnostics"/> in the way that <paramref name="key"/> names; null when nothing can be done so.</summary>
    private protected virtual Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, string key, CancellationToken cancellationToken) =>
        RemedyAsync(document, diagnostics, cancellationToken);

    /// <summary>Remedies <paramref name="diagnostics"/>; null when nothing can be done.</summary>
    private protected abstract Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken);
}
