using System.Collections.Immutable;
using System.Composition;
using ClaudeCostAnalyzers.CodeFixes.Budgets;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>
/// Begins a budget scope before the outermost statement of the cycle around an LLM call; in a recursion, where it is entered. Offered only where the runtime,
/// ClaudeCostAnalyzers.Runtime, is referenced.
/// </summary>
/// <remarks>The finding's first additional location is that statement.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BudgetScopeFix)), Shared]
public sealed class BudgetScopeFix : DocumentFix
{
    private const string Recursion = "CCA1003";
    private const string Service = "CCA1005";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds =>
        ImmutableArray.Create("CCA1001", "CCA1002", Recursion, "CCA1004", Service, "CCA1009");

    private protected override string EquivalenceKey => "ClaudeCost.BeginBudgetScope";

    private protected override async Task<Remedy?> RemedyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        var cycles = diagnostics.Where(diagnostic => diagnostic.AdditionalLocations.Count > 0)
            .Select(diagnostic => (Place: diagnostic.AdditionalLocations[0], Rule: diagnostic.Id)).ToList();
        if (cycles.Count == 0)
            return null;
        // The cycle may be in another file than the call; the edit is where the cycle is.
        document = document.Project.Solution.GetDocument(cycles[0].Place.SourceTree) ?? document;
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || BudgetTypes.TryCreate(model.Compilation, ((CSharpParseOptions)model.SyntaxTree.Options).LanguageVersion) is not { } types)
        {
            return null;
        }

        var file = await EditedFile.OpenAsync(document, model, cancellationToken).ConfigureAwait(false);
        var (root, edits, layout, imports) = file;
        var found = cycles.Where(cycle => cycle.Place.SourceTree?.FilePath == model.SyntaxTree.FilePath)
            .Select(cycle => (Statement: CycleStatement.Find(root, cycle.Place.SourceSpan), cycle.Rule)).Distinct()
            .Select(cycle => (Placement: cycle.Statement is null ? null : cycle.Rule == Recursion ? ScopePlacement.FindEntry(cycle.Statement) : ScopePlacement.Find(cycle.Statement), cycle.Rule))
            .Where(cycle => cycle.Placement is not null).ToList();
        var placements = Outermost(found.Select(cycle => cycle.Placement!));
        if (placements.Count == 0)
            return null;

        var writer = new ScopeWriter(edits, layout, imports, types, new FixOptions(file.Options));
        foreach (var placement in placements)
            writer.Write(placement, isService: found.Where(cycle => cycle.Placement!.First == placement.First).All(cycle => cycle.Rule == Service));
        var what = placements[0].First is LabeledStatementSyntax { Statement: not (WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax) } labeled
            ? $"label '{labeled.Identifier.ValueText}'"
            : "loop";
        var where = diagnostics.All(diagnostic => diagnostic.Id == Recursion) ? "where this recursion is entered" : $"before this {what}";
        var budget = diagnostics.All(diagnostic => diagnostic.Id == Service) && types.Window is not null ? "an hourly budget scope" : "a budget scope";
        return new($"Begin {budget} {where}", file.Applied());
    }

    /// <summary>Leaves out what would run within another of the scopes: one budget for all of it is what a reader expects.</summary>
    private static List<ScopePlacement> Outermost(IEnumerable<ScopePlacement> placements)
    {
        var chosen = new List<ScopePlacement>();
        foreach (var placement in placements.OrderBy(placement => placement.First.SpanStart).ThenByDescending(placement => placement.Last.Span.End))
        {
            if (!chosen.Exists(outer => outer.Enclosed.Contains(placement.First.Span) && FunctionOf(outer.First) == FunctionOf(placement.First)))
                chosen.Add(placement);
        }

        return chosen;
    }

    /// <summary>The member, lambda or local function that a statement is run by: a scope around a lambda is not open when that runs later.</summary>
    private static SyntaxNode? FunctionOf(SyntaxNode node) => node.Ancestors().FirstOrDefault(parent =>
        parent is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or CompilationUnitSyntax
            or MemberDeclarationSyntax and not GlobalStatementSyntax);
}
