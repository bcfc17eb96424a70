using System.Collections.Immutable;
using System.Composition;
using ClaudeCostAnalyzers.CodeFixes.Caps;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>
/// Sets the cap on output tokens of an LLM call: where its options are made, or with new options when the call has none.
/// </summary>
/// <remarks>
/// The finding says in its properties which property caps and which type has it (<c>CapMember</c>, <c>OptionsType</c>,
/// <c>OptionsParameter</c>); its first additional location, if any, is the creation of the options. Of a request without an
/// SDK it says which field is missing in the object there (<c>BodyField</c>).
/// </remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OutputCapFix)), Shared]
public sealed class OutputCapFix : DocumentFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CCA2003");

    private protected override string EquivalenceKey => "ClaudeCost.SetOutputCap";

    private protected override async Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
            return null;
        var file = await EditedFile.OpenAsync(document, model, cancellationToken).ConfigureAwait(false);
        var (root, edits, layout, imports) = file;
        var cap = new FixOptions(file.Options).MaxOutputTokens;
        var writer = new CapWriter(edits, layout, imports, model, cap);
        var bodies = new BodyCapWriter(edits, layout, imports, model, cap);
        string? title = null;
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Properties.TryGetValue("BodyField", out var field) && diagnostic.Properties.TryGetValue("CapMember", out var member))
            {
                if (Created(root, diagnostic) is { } creation && bodies.WriteInto(creation, field!))
                    title ??= $"Set {member} to {cap}";
            }
            else if (CapFinding.TryRead(diagnostic, model.Compilation) is { } finding && Write(writer, root, diagnostic, finding))
                title ??= $"Set {finding.CapMember} to {cap}";
        }

        if (title is null)
            return null;
        return new(title, file.Applied());
    }

    private static bool Write(CapWriter writer, SyntaxNode root, Diagnostic diagnostic, CapFinding finding)
    {
        if (diagnostic.AdditionalLocations.Count > 0)
            return Created(root, diagnostic) is BaseObjectCreationExpressionSyntax creation && writer.WriteInto(creation, finding);

        return Find<InvocationExpressionSyntax>(root, diagnostic.Location.SourceSpan) is { } call && writer.WriteInto(call, finding);
    }

    /// <summary>The creation that the finding names, in this file.</summary>
    private static ExpressionSyntax? Created(SyntaxNode root, Diagnostic diagnostic)
    {
        if (diagnostic.AdditionalLocations.Count == 0 || diagnostic.AdditionalLocations[0] is var made && made.SourceTree?.FilePath != root.SyntaxTree.FilePath || !root.FullSpan.Contains(made.SourceSpan))
            return null;
        return root.FindNode(made.SourceSpan, getInnermostNodeForTie: true).AncestorsAndSelf()
            .FirstOrDefault(node => node is BaseObjectCreationExpressionSyntax or AnonymousObjectCreationExpressionSyntax) as ExpressionSyntax;
    }

    private static T? Find<T>(SyntaxNode root, TextSpan span)
        where T : SyntaxNode =>
        root.FullSpan.Contains(span) ? root.FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<T>() : null;
}
