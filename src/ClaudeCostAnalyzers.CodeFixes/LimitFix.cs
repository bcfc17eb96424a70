using System.Collections.Immutable;
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
        var root = await model.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false);
        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var layout = new Layout(text, root, document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(model.SyntaxTree));
        var edits = new TextEdits();
        var imports = new Imports(model, root);
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
        imports.AddTo(edits, layout);
        return new(title, document.WithText(edits.ApplyTo(text)));
    }

    /// <summary>What a user reads before choosing the fix.</summary>
    private protected abstract string Title(Diagnostic diagnostic, string written);

    /// <summary>What is written in the place of <paramref name="value"/>; null: nothing can be.</summary>
    private protected virtual string? Written(Diagnostic diagnostic, SyntaxNode value, SemanticModel model, Imports imports) =>
        diagnostic.Properties.TryGetValue("Lowered", out var lowered) && !string.IsNullOrEmpty(lowered) ? lowered : null;
}
