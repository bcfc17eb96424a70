using System.Collections.Immutable;
using System.Composition;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using ClaudeCostAnalyzers.CodeFixes.FanOuts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>Limits how many LLM calls of a fan-out run at once: a degree of parallelism, or a semaphore around each task of a projection.</summary>
/// <remarks>
/// The finding stands at the name of the call that starts or gathers the tasks; its property <c>Token</c> is a token in
/// scope. Not where the tasks come from a query or from a list that a loop fills: what each of them is, stands in no function.
/// </remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ConcurrencyFix)), Shared]
public sealed class ConcurrencyFix : DocumentFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CCA1006");

    private protected override string EquivalenceKey => "ClaudeCost.LimitConcurrency";

    private protected override async Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || model.Compilation.GetTypeByMetadataName("System.Threading.SemaphoreSlim") is not { } semaphore
            || model.Compilation.GetTypeByMetadataName("System.Threading.Tasks.ParallelOptions") is not { } parallel)
        {
            return null;
        }

        var file = await EditedFile.OpenAsync(document, model, cancellationToken).ConfigureAwait(false);
        var (root, edits, layout, imports) = file;
        var limit = new FixOptions(file.Options).MaxConcurrency;
        var loops = new ParallelLimit(edits, layout, imports, model, parallel, limit);
        var gates = new GateWriter(edits, layout, imports, model, semaphore, limit);
        var isDone = false;
        foreach (var diagnostic in diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            if (!root.FullSpan.Contains(diagnostic.Location.SourceSpan) || root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call)
                continue;
            diagnostic.Properties.TryGetValue("Token", out var token);
            isDone |= model.GetSymbolInfo(call, cancellationToken).Symbol is { ContainingType.Name: "Parallel" } ? loops.Write(call, token) : gates.Write(call, token);
        }

        if (!isDone)
            return null;
        return new($"Run at most {limit} calls at once", file.Applied());
    }
}
