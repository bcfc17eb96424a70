using System.Collections.Immutable;
using ClaudeCostAnalyzers.Baselines;
using ClaudeCostAnalyzers.Calls;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA0003: a line of the baseline that cannot be read.</summary>
/// <remarks>
/// Positive: the marks of a merge conflict, a line cut short, a version of a later release. Negative: comments, blank lines,
/// entries of other projects.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BaselineAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.InvalidBaseline);

    private protected override bool JudgesCalls => false;

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        if (!context.Options.AdditionalFiles.Any(file => BaselineFile.IsBaseline(file.Path)))
            return;
        context.RegisterAdditionalFileAction(file =>
        {
            if (!BaselineFile.IsBaseline(file.AdditionalFile.Path) || file.AdditionalFile.GetText(file.CancellationToken) is not { } text)
                return;
            foreach (var problem in BaselineFile.Parse(text).Problems)
            {
                var line = text.Lines[problem.Line];
                file.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.InvalidBaseline, Location.Create(file.AdditionalFile.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span)), problem.Reason));
            }
        });
    }
}
