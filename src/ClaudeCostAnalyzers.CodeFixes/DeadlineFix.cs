using System.Collections.Immutable;
using System.Composition;
using ClaudeCostAnalyzers.CodeFixes.Deadlines;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using ClaudeCostAnalyzers.Rules.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>
/// Passes a token that is in scope on to an LLM call; gives a call a deadline: a source with a time, linked to the token
/// that is in scope. Offered only where the changed call compiles.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeadlineFix)), Shared]
public sealed class DeadlineFix : DocumentFix
{
    private const string NotPassed = "CCA2002";
    private const string PassToken = "ClaudeCost.PassToken";
    private const string AddDeadline = "ClaudeCost.AddDeadline";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CCA2001", NotPassed);

    private protected override string EquivalenceKey => PassToken;

    private protected override ImmutableArray<string> EquivalenceKeys => ImmutableArray.Create(PassToken, AddDeadline);

    private protected override Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken) =>
        RemedyAsync(document, diagnostics, PassToken, cancellationToken);

    private protected override async Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, string key, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName("System.Threading.CancellationTokenSource") is not { } source
            || model.Compilation.GetTypeByMetadataName("System.TimeSpan") is not { } time)
        {
            return null;
        }

        var file = await EditedFile.OpenAsync(document, model, cancellationToken).ConfigureAwait(false);
        var (root, edits, layout, imports) = file;
        var tokens = new TokenWriter(model, layout, imports);
        var seconds = new FixOptions(file.Options).DeadlineSeconds;
        var deadlines = new DeadlineWriter(edits, layout, imports, model, new(source, time, seconds));
        string? title = null;
        foreach (var diagnostic in diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            var span = diagnostic.Location.SourceSpan;
            if (!root.FullSpan.Contains(span) || root.FindNode(span, getInnermostNodeForTie: true) is not ExpressionSyntax call || call.Span != span)
                continue;
            diagnostic.Properties.TryGetValue("Token", out var inScope);
            if (key == PassToken)
            {
                if (diagnostic.Id != NotPassed || inScope is null || tokens.Write(call, inScope) is not { } passing)
                    continue;
                foreach (var edit in passing)
                    edits.Replace(edit.Span, edit.Text);
                title ??= $"Pass '{inScope}' on";
            }
            else
            {
                if (!deadlines.Write(call, diagnostic.Id == NotPassed ? inScope : null, tokens))
                    continue;
                title ??= diagnostic.Id == NotPassed ? $"Pass '{inScope}' on with a deadline of {seconds} seconds" : $"Add a deadline of {seconds} seconds";
            }
        }

        if (title is null)
            return null;
        return new(title, file.Applied());
    }
}
