using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

#pragma warning disable RS1001, RS1036, RS1038, RS1041, RS2008, RS1016 // Made for tests.

namespace ClaudeCostAnalyzers.Tests.CodeFixes;

/// <summary>
/// Reports what the loop rules report, by the same contract and without their engine, so that a test of a fix says nothing
/// about bounds: calls of <c>Ask</c> (CCA1001) and <c>Refine</c> (CCA1002) in a loop or between a label and a jump back to
/// it, unless a budget scope is open there. The first additional location is the cycle's outermost statement.
/// </summary>
public sealed class LoopCallAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Loop = new("CCA1001", "Loop", "In a loop", "Cost", DiagnosticSeverity.Warning, isEnabledByDefault: true);
    private static readonly DiagnosticDescriptor Model = new("CCA1002", "Loop", "In a loop", "Cost", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Loop, Model];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.InvocationExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var descriptor = ((InvocationExpressionSyntax)context.Node).Expression.ToString() switch { "Ask" => Loop, "Refine" => Model, _ => null };
        if (descriptor is null || OutermostCycle(context.Node) is not { } cycle || HasScope(cycle))
            return;
        context.ReportDiagnostic(Diagnostic.Create(descriptor, context.Node.GetLocation(), [cycle.GetLocation(), context.Node.GetLocation()]));
    }

    private static IEnumerable<SyntaxNode> WithinFunction(SyntaxNode node) => node.AncestorsAndSelf().TakeWhile(parent =>
        parent is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax));

    private static StatementSyntax? OutermostCycle(SyntaxNode call) => WithinFunction(call).OfType<StatementSyntax>().Select(CycleOf).LastOrDefault(found => found is not null);

    private static StatementSyntax? CycleOf(StatementSyntax statement)
    {
        if (statement is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
            return statement;
        // A label before the statement, and a jump back to it behind.
        return Siblings(statement).TakeWhile(sibling => sibling.SpanStart <= statement.SpanStart).OfType<LabeledStatementSyntax>().FirstOrDefault(label =>
            Siblings(statement).Any(sibling => sibling.SpanStart >= statement.SpanStart && sibling.DescendantNodesAndSelf().OfType<GotoStatementSyntax>()
                .Any(jump => jump.Expression?.ToString() == label.Identifier.Text)));
    }

    private static IEnumerable<StatementSyntax> Siblings(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => block.Statements,
        SwitchSectionSyntax section => section.Statements,
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit.Members.OfType<GlobalStatementSyntax>().Select(global => global.Statement),
        _ => [],
    };

    private static bool HasScope(StatementSyntax cycle) => WithinFunction(cycle).OfType<StatementSyntax>().Any(statement =>
        statement is UsingStatementSyntax { Declaration: { } resource } && resource.ToString().Contains("BudgetScope.Begin")
        || Siblings(statement).Any(sibling => sibling.SpanStart < statement.SpanStart
            && sibling is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } && sibling.ToString().Contains("BudgetScope.Begin")));
}
