using System.Collections.Immutable;
using System.Globalization;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>
/// Base of the fixes that put a value within the limit in the place of one beyond it. The finding stands at the value; its
/// property <c>Lowered</c> is what to write.
/// </summary>
public abstract class LimitFix : DocumentFix
{
    private protected LimitFix()
    {
    }

    private protected sealed override async Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
            return null;
        var file = await EditedFile.OpenAsync(document, model, cancellationToken).ConfigureAwait(false);
        var (root, edits, layout, imports) = file;
        var done = new HashSet<TextSpan>();
        string? title = null;
        foreach (var diagnostic in diagnostics)
        {
            var span = diagnostic.Location.SourceSpan;
            if (!root.FullSpan.Contains(span) || root.FindNode(span, getInnermostNodeForTie: true) is var node && node.Span != span
                || Written(diagnostic, node, model, imports) is not { } written)
            {
                continue;
            }

            title ??= Title(diagnostic, written);
            if (done.Add(span))
                edits.Replace(span, written);
        }

        if (title is null)
            return null;
        return new(title, file.Applied());
    }

    /// <summary>What a user reads before choosing the fix.</summary>
    private protected abstract string Title(Diagnostic diagnostic, string written);

    /// <summary>What is written in the place of <paramref name="value"/>; null: nothing can be.</summary>
    private protected virtual string? Written(Diagnostic diagnostic, SyntaxNode value, SemanticModel model, Imports imports) =>
        diagnostic.Properties.TryGetValue("Lowered", out var lowered) && !string.IsNullOrEmpty(lowered) ? GroupedLike(value.ToString(), lowered!) : null;

    /// <summary>Writes a number with separators where the one before it has them.</summary>
    private static string GroupedLike(string before, string number) =>
        before.IndexOf('_') > 0 && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '_') : number;
}
