using System.Collections.Immutable;
using System.Composition;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>
/// Marks exported members that make LLM calls with <c>[LlmCall]</c>. Offered only where the attribute is there to be used:
/// the runtime package's, or any other of its name.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LlmCallFix)), Shared]
public sealed class LlmCallFix : DocumentFix
{
    private const string Suffix = "Attribute";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CCA4005");

    private protected override string EquivalenceKey => "ClaudeCost.MarkLlmCall";

    private protected override async Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName("ClaudeCost.LlmCallAttribute") is not { } attribute
            || !model.Compilation.IsSymbolAccessibleWithin(attribute, model.Compilation.Assembly))
        {
            return null;
        }

        var file = await EditedFile.OpenAsync(document, model, cancellationToken).ConfigureAwait(false);
        var (root, edits, layout, imports) = file;
        foreach (var diagnostic in diagnostics)
        {
            var span = diagnostic.Location.SourceSpan;
            if (!root.FullSpan.Contains(span) || root.FindNode(span).FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member || !MayStandOn(attribute, member))
                continue;
            var name = NameAt(member.SpanStart, attribute, imports, model);
            edits.Insert(member.SpanStart, layout.IsFirstOnLine(member.SpanStart) ? $"[{name}]{layout.NewLine}{layout.Indentation(member.SpanStart)}" : $"[{name}] ");
        }

        if (edits.IsEmpty)
            return null;
        return new("Mark with [LlmCall]", file.Applied());
    }

    /// <summary>The attribute's name without its suffix, unless something else has that name.</summary>
    private static string NameAt(int position, INamedTypeSymbol attribute, Imports imports, SemanticModel model)
    {
        var full = imports.Name(attribute, position);
        var isTaken = full == attribute.Name && !model.LookupNamespacesAndTypes(position, name: WithoutSuffix(attribute.Name)).IsEmpty;
        return isTaken ? full : WithoutSuffix(full);
    }

    private static string WithoutSuffix(string name) => name.Substring(0, name.Length - Suffix.Length);

    private static bool MayStandOn(INamedTypeSymbol attribute, MemberDeclarationSyntax member)
    {
        var needed = member switch
        {
            MethodDeclarationSyntax => AttributeTargets.Method,
            PropertyDeclarationSyntax => AttributeTargets.Property,
            ConstructorDeclarationSyntax => AttributeTargets.Constructor,
            _ => (AttributeTargets)0,
        };
        var usage = attribute.GetAttributes().FirstOrDefault(use => use.AttributeClass?.Name == nameof(AttributeUsageAttribute));
        var allowed = usage is { ConstructorArguments: { Length: > 0 } arguments } && arguments[0].Value is int targets ? (AttributeTargets)targets : AttributeTargets.All;
        return needed != 0 && (allowed & needed) != 0;
    }
}
