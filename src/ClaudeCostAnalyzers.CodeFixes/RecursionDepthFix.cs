using System.Collections.Immutable;
using System.Composition;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using ClaudeCostAnalyzers.CodeFixes.Recursion;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>Gives a member that calls itself through an LLM call a depth, passes it on, and throws when it is too deep.</summary>
/// <remarks>
/// The finding stands at the call. Only where the member calls itself directly, nobody outside knows it, and it is nowhere a
/// delegate: then an optional parameter changes nothing for its callers.
/// </remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RecursionDepthFix)), Shared]
public sealed class RecursionDepthFix : DocumentFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CCA1003", "CCA1009");

    private protected override string EquivalenceKey => "ClaudeCost.LimitDepth";

    private protected override async Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName("System.InvalidOperationException") is not { } exception)
        {
            return null;
        }

        var file = await EditedFile.OpenAsync(document, model, cancellationToken).ConfigureAwait(false);
        var (root, edits, layout, imports) = file;
        var members = new Dictionary<SyntaxNode, DepthParameter>();
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Location.SourceTree?.FilePath == model.SyntaxTree.FilePath && root.FullSpan.Contains(diagnostic.Location.SourceSpan)
                && root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
                && DepthParameter.Of(call, model, cancellationToken) is { } member)
            {
                members[member.Declaration] = member;
            }
        }

        if (members.Count == 0)
            return null;
        var limit = new FixOptions(file.Options).MaxDepth;
        var writer = new DepthWriter(edits, layout, imports, exception, limit);
        foreach (var member in members.Values.OrderBy(member => member.Declaration.SpanStart))
            writer.Write(member);
        return new($"Stop this recursion at a depth of {limit}", file.Applied());
    }
}
