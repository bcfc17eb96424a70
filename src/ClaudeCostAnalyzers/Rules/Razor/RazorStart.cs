using System.Collections.Immutable;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Rules.Razor;

#pragma warning disable RS1012 // This hands on what the rules register; it registers nothing by itself.

/// <summary>
/// What a rule registers itself on so that it sees the Razor compiler's files only, and reports only what somebody wrote.
/// What is no question of one place in such a file is not registered.
/// </summary>
internal sealed class RazorStart(CompilationStartAnalysisContext context) : CompilationStartAnalysisContext(context.Compilation, context.Options, context.CancellationToken)
{
    public override void RegisterSyntaxNodeAction<TLanguageKindEnum>(Action<SyntaxNodeAnalysisContext> action, ImmutableArray<TLanguageKindEnum> syntaxKinds) => context.RegisterSyntaxNodeAction(node =>
    {
        if (Is(node.Node.SyntaxTree))
            action(new SyntaxNodeAnalysisContext(node.Node, node.ContainingSymbol, node.SemanticModel, node.Options, Written(node.ReportDiagnostic), static _ => true, node.CancellationToken));
    }, syntaxKinds);

    public override void RegisterOperationAction(Action<OperationAnalysisContext> action, ImmutableArray<OperationKind> operationKinds) => context.RegisterOperationAction(operation =>
    {
        if (Is(operation.Operation.Syntax.SyntaxTree))
            action(new OperationAnalysisContext(operation.Operation, operation.ContainingSymbol, operation.Compilation, operation.Options, Written(operation.ReportDiagnostic), static _ => true, operation.CancellationToken));
    }, operationKinds);

    public override void RegisterOperationBlockAction(Action<OperationBlockAnalysisContext> action) => context.RegisterOperationBlockAction(block =>
    {
        if (block.OperationBlocks.Length > 0 && Is(block.OperationBlocks[0].Syntax.SyntaxTree))
            action(new OperationBlockAnalysisContext(block.OperationBlocks, block.OwningSymbol, block.Compilation, block.Options, Written(block.ReportDiagnostic), static _ => true, block.CancellationToken));
    });

    public override void RegisterCodeBlockAction(Action<CodeBlockAnalysisContext> action) => context.RegisterCodeBlockAction(block =>
    {
        if (Is(block.CodeBlock.SyntaxTree))
            action(new CodeBlockAnalysisContext(block.CodeBlock, block.OwningSymbol, block.SemanticModel, block.Options, Written(block.ReportDiagnostic), static _ => true, block.CancellationToken));
    });

    public override void RegisterCodeBlockStartAction<TLanguageKindEnum>(Action<CodeBlockStartAnalysisContext<TLanguageKindEnum>> action)
    {
    }

    public override void RegisterCompilationEndAction(Action<CompilationAnalysisContext> action)
    {
    }

    public override void RegisterSemanticModelAction(Action<SemanticModelAnalysisContext> action) => context.RegisterSemanticModelAction(file =>
    {
        if (Is(file.SemanticModel.SyntaxTree))
            action(new SemanticModelAnalysisContext(file.SemanticModel, file.Options, Written(file.ReportDiagnostic), static _ => true, file.CancellationToken));
    });

    public override void RegisterSymbolAction(Action<SymbolAnalysisContext> action, ImmutableArray<SymbolKind> symbolKinds)
    {
    }

    public override void RegisterSyntaxTreeAction(Action<SyntaxTreeAnalysisContext> action)
    {
    }

    private static bool Is(SyntaxTree tree) => RazorSources.IsGenerated(tree.FilePath);

    private static Action<Diagnostic> Written(Action<Diagnostic> report) => diagnostic =>
    {
        if (RazorSources.IsWritten(diagnostic.Location))
            report(diagnostic);
    };
}
