using System.Collections.Immutable;
using System.Composition;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using ClaudeCostAnalyzers.CodeFixes.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>Caps the turns of a loop around an LLM call, or the attempts of a retry, without any runtime.</summary>
/// <remarks>The finding's first additional location is the outermost statement of the cycle.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(IterationCapFix)), Shared]
public sealed class IterationCapFix : DocumentFix
{
    private const string Retry = "CCA1004";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CCA1001", "CCA1002", Retry, "CCA1009");

    private protected override string EquivalenceKey => "ClaudeCost.CapIterations";

    private protected override async Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var cycles = diagnostics.Where(diagnostic => diagnostic.AdditionalLocations.Count > 0).ToList();
        if (cycles.Count == 0)
            return null;
        // The cycle may be in another file than the call; the edit is where the cycle is.
        document = document.Project.Solution.GetDocument(cycles[0].AdditionalLocations[0].SourceTree) ?? document;
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName("System.InvalidOperationException") is not { } exception)
        {
            return null;
        }

        var file = await EditedFile.OpenAsync(document, model, cancellationToken).ConfigureAwait(false);
        var (root, edits, layout, imports) = file;
        var caps = new Dictionary<StatementSyntax, LoopCap>();
        foreach (var cycle in cycles)
        {
            var place = cycle.AdditionalLocations[0];
            if (place.SourceTree?.FilePath != model.SyntaxTree.FilePath || CycleStatement.Find(root, place.SourceSpan) is not { } statement)
                continue;
            var call = cycle.Location.SourceTree?.FilePath == model.SyntaxTree.FilePath && statement.Span.Contains(cycle.Location.SourceSpan) ? root.FindNode(cycle.Location.SourceSpan) : null;
            // Two calls in one loop have one cap: the handlers of both, if all that leads round are failures.
            if (LoopCap.Of(statement, call, cycle.Id == Retry, model) is { } cap)
                caps[statement] = caps.TryGetValue(statement, out var other) ? cap.And(other) : cap;
        }

        if (caps.Count == 0)
            return null;
        var numbers = new FixOptions(file.Options);
        var writer = new LoopCapWriter(edits, layout, imports, exception, numbers);
        foreach (var cap in caps.Values.OrderBy(cap => cap.Loop.SpanStart))
            writer.Write(cap);
        return new(caps.Values.All(cap => cap.Form == CapForm.Rethrowing) ? $"Stop after {numbers.MaxAttempts} failed attempts" : $"Cap this loop at {numbers.MaxIterations} turns", file.Applied());
    }
}
