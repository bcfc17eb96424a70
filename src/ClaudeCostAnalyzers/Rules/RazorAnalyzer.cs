using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Rules.Razor;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>
/// The rules on the C# in <c>.razor</c> and <c>.cshtml</c> files. The Razor compiler makes generated code of it, which the
/// rules leave alone by themselves; here they see that code, and nothing else, and what they find is reported where it maps
/// to the file that somebody wrote.
/// </summary>
/// <remarks>Rules that look at all generated code anyhow, at files that are not C#, or at exported members are not among them.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RazorAnalyzer : CostAnalyzer
{
    /// <summary>The rules, made once: they hold no state.</summary>
    internal static ImmutableArray<CostAnalyzer> Rules { get; } = ImmutableArray.Create<CostAnalyzer>(
        new BoundAnalyzer(),
        new CallbackAnalyzer(),
        new FanOutAnalyzer(),
        new IterationLimitAnalyzer(),
        new GrowingConversationAnalyzer(),
        new DeadlineAnalyzer(),
        new OutputCapAnalyzer(),
        new OutputCeilingAnalyzer(),
        new RequestBodyAnalyzer(),
        new TimeoutAnalyzer(),
        new RetryAnalyzer(),
        new KeyExposureAnalyzer(),
        new BudgetScopeAnalyzer(),
        new BudgetLimitAnalyzer(),
        new SwallowedStopAnalyzer(),
        new SwallowingRetryAnalyzer(),
        new UnbudgetedCallAnalyzer());

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Rules.SelectMany(rule => rule.SupportedDiagnostics).Distinct().ToImmutableArray();

    private protected override GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics;

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        if (!context.Compilation.SyntaxTrees.Any(tree => RazorSources.IsGenerated(tree.FilePath)))
            return;
        var razor = new RazorStart(context);
        foreach (var rule in Rules)
            rule.RegisterOn(razor, cost);
    }
}
